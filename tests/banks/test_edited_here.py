"""A bank file is loaded again after questions were edited here: those are kept and named, all else follows the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from quizapp.banks.models import Bank, QuestionRow, Revision, Tag
from quizapp.banks.service import Filing, LoadReport
from quizapp.banks.service.importing import clear_some, list_left, undo_command_import
from quizapp.banks.service.storing import Sheet, look_at, write_sheet
from quizapp.banks.service.tagging import retag
from quizapp.core.formats import native
from quizapp.core.kinds import parse_question
from tests.conftest import BEGIN
from tests.study import bank_files


@pytest.fixture
def load(database):
    def loaded(body: bytes) -> LoadReport:
        with database.transaction() as session:
            return bank_files.load(session, body)

    return loaded


@pytest.fixture
def edit(database, people):
    def edited(slug: str, author=None, **fields) -> None:
        with database.transaction() as session:
            bank = session.scalars(select(Bank).where(Bank.slug == "bridges")).one()
            sheet = Sheet(look_at(session, bank.id, [slug]), (author or people.ada).id, BEGIN)
            sheet.store(parse_question(sheet.look.standing[slug].body | fields), None, LoadReport(""))
            write_sheet(session, bank, sheet)

    return edited


def said(database) -> dict[str, tuple[str, int]]:
    """Give what the bank's questions ask, with their revisions, in their order; each agrees with its revision."""
    with database.reading() as session:
        rows = select(QuestionRow, Revision.body).join(Bank, Bank.id == QuestionRow.bank_id)
        is_now = (Revision.question_id == QuestionRow.id) & (Revision.number == QuestionRow.revision)
        shown = rows.join(Revision, is_now).where(Bank.slug == "bridges").order_by(QuestionRow.position)
        found = session.execute(shown).all()
        assert all(row.body == body for row, body in found)
        return {row.slug: (row.body["stem"].partition(" ")[0], row.revision) for row, _ in found}


def test_an_edited_question_is_kept_and_named(database, load, edit):
    load(bank_files.bridges(3))
    edit("b1", stem="Mine?")
    report = load(bank_files.bridges(3, b1={"stem": "Files?"}, b2={"stem": "Files?"}))
    assert (report.kept, report.changed, report.unchanged) == (["b1"], ["b2"], ["b3"])
    assert said(database) == {"b1": ("Mine?", 2), "b2": ("Files?", 2), "b3": ("On", 1)}


def test_nothing_is_said_of_one_that_the_file_leaves_as_it_was(database, load, edit):
    load(bank_files.bridges(2))
    edit("b1", stem="Mine?")
    report = load(bank_files.bridges(2, b2={"stem": "Files?"}))
    assert (report.kept, report.changed, report.unchanged) == ([], ["b2"], ["b1"])
    assert said(database)["b1"] == ("Mine?", 2)


def test_a_file_that_says_the_same_is_one_with_the_edit(database, load, edit):
    load(bank_files.bridges(2))
    edit("b1", stem="Mine?")
    report = load(bank_files.bridges(2, b1={"stem": "Mine?"}))
    assert (report.kept, report.changed) == ([], [])


def test_one_that_was_taken_back_here_follows_the_file_again(database, load, edit):
    load(bank_files.bridges(2))
    before = "On what date was bridge 1 opened?"
    edit("b1", stem="Mine?")
    edit("b1", stem=before)
    report = load(bank_files.bridges(2, b1={"stem": "Files?"}))
    assert (report.kept, report.changed) == ([], ["b1"])
    assert said(database)["b1"] == ("Files?", 4)


def test_a_kept_question_moves_with_the_file(database, load, edit):
    load(bank_files.bridges(3))
    edit("b2", stem="Mine?")
    head, *each = bank_files.bridges(3, b2={"stem": "Files?"}).split(b"\n- id: ")
    load(b"\n- id: ".join([head, *reversed(each)]))
    assert list(said(database)) == ["b3", "b2", "b1"]


def body_of(database, slug: str) -> dict:
    with database.reading() as session:
        return session.scalars(select(QuestionRow.body).where(QuestionRow.slug == slug)).one()


@pytest.mark.parametrize("has_author", [True, False])
def test_what_the_file_changes_joins_what_was_edited_again_and_again(database, load, edit, people, has_author):
    load(bank_files.bridges(1, b1={"explanation": "First."}))
    edit("b1", stem="Mine?", hints=["Mine."])
    if not has_author:
        with database.transaction() as session:
            session.execute(update(Revision).values(author_id=None))
    for words in ("Second.", "Third."):
        report = load(bank_files.bridges(1, b1={"explanation": words}))
        assert (report.kept, report.changed) == ([], ["b1"])
        body = body_of(database, "b1")
        assert (body["stem"], body["hints"], body["explanation"]) == ("Mine?", ["Mine."], words)
    again = load(bank_files.bridges(1, b1={"explanation": "Third."}))
    assert (again.kept, again.changed, again.unchanged) == ([], [], ["b1"])
    edit("b1", explanation="Mine.")
    assert load(bank_files.bridges(1, b1={"explanation": "Fourth."})).kept == ["b1"]


def test_tags_put_on_many_at_once_are_kept(database, load):
    load(bank_files.bridges(1, b1={"tags": ["files"]}))
    with database.transaction() as session:
        bank = session.scalars(select(Bank)).one()
        retag(session, bank, session.scalars(select(QuestionRow)).all(), "mine", is_added=True)
    for words in ("First.", "Second."):
        report = load(bank_files.bridges(1, b1={"tags": ["files"], "explanation": words}))
        assert (report.kept, report.changed) == ([], ["b1"])
        body = body_of(database, "b1")
        assert (body["tags"], body["explanation"]) == (["files", "mine"], words)


def test_an_edit_is_kept_after_an_undone_load(database, load, edit):
    load(bank_files.bridges(1, b1={"explanation": "First."}))
    edit("b1", stem="Mine?")
    report = load(bank_files.bridges(1, b1={"explanation": "Second."}))
    with database.transaction() as session:
        undo_command_import(session, report.import_id, lambda *_: (), BEGIN)
    assert body_of(database, "b1")["explanation"] == "First."
    assert load(bank_files.bridges(1, b1={"explanation": "Third."})).changed == ["b1"]
    body = body_of(database, "b1")
    assert (body["stem"], body["explanation"]) == ("Mine?", "Third.")


class TestInPieces:
    """A large bank waits where nobody sees it; here it is one of a few questions."""

    @pytest.fixture
    def filing(self, database):
        def begun(body: bytes, size: int = 3) -> Filing:
            made = Filing(native.read(body), None, "bridges", BEGIN, "hash", aside="_filing_1")
            with database.reading() as session:
                made.plan(session)
            with database.transaction() as session:
                made.make_aside(session)
            placed = made.placed()
            for start in range(0, len(placed), size):
                with database.reading() as session:
                    sheet = made.plan_piece(session, placed[start : start + size])
                with database.transaction() as session:
                    made.write_piece(session, sheet)
            return made

        return begun

    @pytest.fixture
    def finish(self, database):
        def done(filing: Filing) -> LoadReport:
            with database.transaction() as session:
                report = filing.finish(session)
            is_left = True
            while is_left:
                with database.transaction() as session:
                    is_left = clear_some(session, "_filing_1")
            with database.reading() as session:
                assert session.scalars(select(Bank.slug)).all() == ["bridges"]
            return report

        return done

    def test_a_new_bank(self, database, filing, finish):
        begun = filing(bank_files.bridges(8))
        assert said(database) == {}
        with database.reading() as session:
            # What a killed load leaves is swept once it cannot be at work any more.
            assert list_left(session, BEGIN) == []
            assert list_left(session, BEGIN + timedelta(hours=2)) == ["_filing_1"]
        report = finish(begun)
        assert (report.is_new, len(report.created)) == (True, 8)
        assert list(said(database)) == [f"b{number}" for number in range(1, 9)]
        with database.reading() as session:
            bank = session.scalars(select(Bank)).one()
            assert (bank.title, bank.outline["questions"], bank.file_hash) == ("Bridges", 8, "hash")
            assert bank.deleted_at is None

    def test_changes_new_ones_and_places_come_at_once(self, database, load, edit, filing, finish):
        load(bank_files.bridges(6))
        edit("b3", stem="Mine?")
        before = said(database)
        changes = {f"b{number}": {"stem": "Files?", "tags": ["new"]} for number in (1, 3, 5)}
        head, *each = bank_files.bridges(7, **changes).split(b"\n- id: ")
        begun = filing(b"\n- id: ".join([head, each[6], *each[:5]]))
        assert said(database) == before
        report = finish(begun)
        assert (report.created, report.changed, report.kept) == (["b7"], ["b1", "b5"], ["b3"])
        assert report.first_moved_position == 1
        assert said(database) == {
            "b7": ("On", 1), "b1": ("Files?", 2), "b2": ("On", 1), "b3": ("Mine?", 2), "b4": ("On", 1),
            "b5": ("Files?", 2), "b6": ("On", 1),
        }  # fmt: skip
        with database.reading() as session:
            assert session.scalars(select(Tag.path)).all() == ["new", "new"]

    def test_an_edit_is_kept_when_the_file_changes_something_else_again(self, database, load, edit, filing, finish):
        load(bank_files.bridges(2))
        edit("b1", stem="Mine?")
        for words in ("First.", "Second."):
            report = finish(filing(bank_files.bridges(2, b1={"explanation": words})))
            assert (report.kept, report.changed) == ([], ["b1"])
            assert (body_of(database, "b1")["stem"], body_of(database, "b1")["explanation"]) == ("Mine?", words)

    def test_one_edited_while_pieces_are_written_is_kept(self, database, load, edit, filing, finish):
        load(bank_files.bridges(4))
        begun = filing(bank_files.bridges(4, b1={"stem": "Files?"}, b2={"stem": "Files?"}))
        edit("b1", stem="Mine?")
        report = finish(begun)
        assert (report.kept, report.changed) == (["b1"], ["b2"])
        assert said(database)["b1"] == ("Mine?", 2)

    def test_a_new_one_that_came_while_pieces_were_written_says_what_the_file_says(
        self, database, load, filing, finish
    ):
        load(bank_files.bridges(4))
        begun = filing(bank_files.bridges(6, b5={"stem": "Files?"}))
        load(bank_files.bridges(5))
        report = finish(begun)
        assert (report.created, report.changed) == (["b6"], ["b5"])
        assert said(database)["b5"] == ("Files?", 2)
        assert list(said(database)) == [f"b{number}" for number in range(1, 7)]

    def test_a_bank_made_meanwhile_is_brought_up_to_date(self, database, load, filing, finish):
        begun = filing(bank_files.bridges(5))
        load(bank_files.bridges(2, b1={"stem": "Other?"}))
        report = finish(begun)
        assert (report.is_new, report.created, report.changed) == (False, ["b3", "b4", "b5"], ["b1"])
        assert len(said(database)) == 5

    def test_a_bank_that_vanished_meanwhile_is_made_anew_with_all_of_the_file(self, database, load, filing, finish):
        load(bank_files.bridges(4))
        begun = filing(bank_files.bridges(6, b1={"stem": "Files?"}))
        with database.transaction() as session:
            gone = session.scalars(select(Bank.id).where(Bank.slug == "bridges")).one()
            session.execute(delete(QuestionRow).where(QuestionRow.bank_id == gone))
            session.execute(delete(Bank).where(Bank.id == gone))
        report = finish(begun)
        assert (report.is_new, sorted(report.created), report.changed) == (True, [f"b{n}" for n in range(1, 7)], [])
        assert said(database) == {"b1": ("Files?", 1), **{f"b{n}": ("On", 1) for n in range(2, 7)}}

    def test_small_ones_edited_between_look_and_turn_are_kept(self, database, load, edit):
        load(bank_files.bridges(2))
        filing = Filing(native.read(bank_files.bridges(2, b1={"stem": "Files?"})), None, "bridges", BEGIN)
        with database.reading() as session:
            filing.plan(session)
        edit("b1", stem="Mine?")
        with database.transaction() as session:
            assert filing.finish(session).kept == ["b1"]
        assert said(database)["b1"] == ("Mine?", 2)
