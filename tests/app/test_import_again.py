"""`quizapp import` of a file that was imported before: nothing is done only where nothing would change."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, text

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import LoadReport
from quizapp.banks.service.importing import commanding
from quizapp.banks.service.importing.choosing import CHANGED_IN_BOTH
from quizapp.banks.service.importing.command_reports import OLDER_THAN_FILE
from quizapp.banks.service.importing.commanding import bank_stamp
from quizapp.banks.service.storing import Sheet, look_at, write_sheet
from quizapp.banks.service.tagging import retag
from quizapp.cli import foreign
from quizapp.cli.importing import command
from quizapp.core.kinds import parse_question
from quizapp.people.models import User
from quizapp.people.service import NewAccount, sign_up
from quizapp.plumbing.db import Database
from tests.conftest import BEGIN
from tests.study import bank_files

CSV = "question,answer,wrong 1\nWho wrote Faust?,Goethe,Kant\nWho wrote Emma?,Austen,Eliot\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    (tmp_path / "one.csv").write_text(CSV)
    return tmp_path


@pytest.fixture
def run(home):
    def call(name: str, *arguments: str):
        result = CliRunner().invoke(command, [str(home / name), "--json", *arguments])
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    return call


@pytest.fixture
def here(home, run):
    """Give the database once a first import has made it."""
    run("one.csv")
    database = Database(f"sqlite:///{home}/home/quizapp.db")
    yield database
    database.close()


def slugs(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Bank.slug).order_by(Bank.slug)))


def test_what_was_archived_here_meanwhile_stays_so_and_is_named(here, run):
    with here.transaction() as session:
        session.scalars(select(QuestionRow).order_by(QuestionRow.position)).first().deleted_at = BEGIN
    dry, *reports = run("one.csv", "--dry-run"), run("one.csv"), run("one.csv")
    for report in (dry, *reports):
        assert report["imported"] == 0
        assert [each["reason"] for each in report["skipped"]] == [commanding.STAYS_ARCHIVED, commanding.UNCHANGED]
    with here.reading() as session:
        assert [row.deleted_at is None for row in session.scalars(select(QuestionRow))] == [False, True]


def tags(database) -> list[list[str]]:
    with database.reading() as session:
        rows = session.scalars(select(QuestionRow).order_by(QuestionRow.position))
        return [row.body.get("tags", []) for row in rows]


def retag_all(database, tag: str, *, is_added: bool) -> None:
    with database.transaction() as session:
        bank = session.scalars(select(Bank)).one()
        retag(session, bank, session.scalars(select(QuestionRow)).all(), tag, is_added=is_added)


def test_a_tag_of_which_the_file_says_nothing_stays(here, run):
    retag_all(here, "books", is_added=True)
    assert run("one.csv")["imported"] == 0
    assert tags(here) == [["books"], ["books"]]


def test_a_tag_of_the_file_that_was_taken_off_here_stays_off(home, here, run):
    lines = CSV.splitlines()
    (home / "one.csv").write_text("\n".join([f"{lines[0]},tags", *(f"{line},books" for line in lines[1:])]))
    assert run("one.csv")["imported"] == 2
    assert run("one.csv")["imported"] == 0
    retag_all(here, "books", is_added=False)
    assert run("one.csv")["imported"] == 0
    assert tags(here) == [[], []]


def test_the_same_file_under_another_name_makes_the_bank_of_that_name(home, here, run):
    shutil.copy(home / "one.csv", home / "two.csv")
    report = run("two.csv")
    assert (report["found"], report["imported"]) == (2, 2)
    assert slugs(here) == ["one", "two"]
    assert run("two.csv")["imported"] == run("one.csv")["imported"] == 0


def test_a_bank_named_by_hand_is_the_one_of_that_name(here, run):
    assert run("one.csv", "--bank", "Other")["imported"] == 2
    assert run("one.csv", "--bank", "One")["imported"] == 0
    assert slugs(here) == ["one", "other"]


def test_what_came_while_it_was_written_is_worked_out_again(home, here, run, monkeypatch):
    more = "question,answer,wrong 1\nWho wrote Ulysses?,Joyce,Kant\nWho wrote Walden?,Thoreau,{}\n"
    (home / "more.csv").write_text(more.format("Poe"))
    (home / "other.csv").write_text(more.format("Kant"))
    planned = foreign.begin

    def begin(work):
        waiting = planned(work)

        def meanwhile():
            pieces = waiting()
            monkeypatch.setattr(foreign, "begin", planned)
            assert run("other.csv", "--bank", "One")["imported"] == 2
            return pieces

        return meanwhile

    monkeypatch.setattr(foreign, "begin", begin)
    compare, can_write = commanding.compare, []

    def compared(session, *given):
        can_write.append(session.scalar(text("PRAGMA query_only")) == 0)
        return compare(session, *given)

    monkeypatch.setattr(commanding, "compare", compared)
    report = run("more.csv", "--bank", "One")
    # Nobody waits for the file to be judged.
    assert can_write[-2:] == [False, False]
    assert report["imported"] == 1
    assert [each["reason"] for each in report["skipped"]] == ["unchanged"]
    with here.reading() as session:
        rows = session.scalars(select(QuestionRow).order_by(QuestionRow.position)).all()
    assert len(rows) == 4
    assert "Poe" in str(rows[3].body)


def test_a_bank_that_vanishes_while_its_file_is_read_is_not_made_of_what_was_new_to_it(home, here, run, monkeypatch):
    (home / "one.csv").write_text(CSV.replace("Kant", "Hegel"))
    planned = foreign.begin

    def begin(work):
        waiting = planned(work)

        def meanwhile():
            pieces = waiting()
            with here.transaction() as session:
                gone = session.scalars(select(Bank.id).where(Bank.slug == "one")).one()
                session.execute(delete(QuestionRow).where(QuestionRow.bank_id == gone))
                session.execute(delete(Bank).where(Bank.id == gone))
            return pieces

        return meanwhile

    monkeypatch.setattr(foreign, "begin", begin)
    result = CliRunner().invoke(command, [str(home / "one.csv")])
    assert result.exit_code == 1
    assert "was taken away while the file was read" in result.output
    assert "one" not in slugs(here)


class TestStamp:
    @pytest.fixture
    def stamp(self, database):
        """Give what a bank of six is stamped with after a change to its questions (by id), made and kept."""
        with database.transaction() as session:
            bank_id = bank_files.load(session, bank_files.bridges(6)).bank_id

        def after(change=lambda session, rows: None) -> str:
            with database.transaction() as session:
                rows = session.scalars(select(QuestionRow).order_by(QuestionRow.id)).all()
                change(session, rows)
                session.flush()
                return bank_stamp(session, bank_id)

        return after

    def test_nothing_changed(self, stamp):
        assert stamp() == stamp()

    def test_others_archived_than_restored(self, stamp):
        def archive(*numbers):
            def change(_session, rows):
                for number, row in enumerate(rows, start=1):
                    row.deleted_at = BEGIN if number in numbers else None

            return change

        # As many are in use, and their numbers sum up to the same.
        assert stamp(archive(2, 3)) != stamp(archive(1, 4))

    def test_a_tag_is_no_revision_and_a_change(self, stamp):
        def tag(is_added):
            return lambda session, rows: retag(session, session.scalars(select(Bank)).one(), rows[:1], "old",
                                               is_added=is_added)  # fmt: skip

        before = stamp()
        assert stamp(tag(True)) != before
        assert stamp(tag(False)) == before

    def test_other_revisions_of_the_same_sum(self, stamp):
        def revise(first, second):
            def change(_session, rows):
                rows[0].revision, rows[1].revision = first, second

            return change

        assert stamp(revise(2, 1)) != stamp(revise(1, 2))


EDIT = "On what date was bridge 1 really opened?"


class TestEditsHere:
    """A bank file, an edit of a person, and an import by command that comes and goes."""

    @pytest.fixture
    def edited(self, home, run):
        """Give the database of a bank of three, the first of which a person has edited."""
        (home / "bank.yaml").write_bytes(bank_files.bridges(3))
        run("bank.yaml", "--bank", "bridges")
        database = Database(f"sqlite:///{home}/home/quizapp.db")
        with database.transaction() as session:
            ada = sign_up(session, NewAccount(name="Ada", password_hash="-", role="teacher", is_admin=False), BEGIN)
            bank = session.scalars(select(Bank)).one()
            sheet = Sheet(look_at(session, bank.id), ada.id, BEGIN)
            sheet.store(parse_question(sheet.look.standing["b1"].body | {"stem": EDIT}), None, LoadReport(""))
            write_sheet(session, bank, sheet)
        yield database
        database.close()

    def test_undoing_lets_an_edit_stay_one_and_a_files_word_the_files(self, home, edited, run):
        table = "id,kind,question,answer\n" + "".join(
            f"b{number},date,On what date was bridge {number} opened indeed?,1901-05-0{number}\n" for number in (1, 2)
        )
        (home / "bridges.csv").write_text(table)
        assert run("bridges.csv", "--bank", "bridges")["imported"] == 1
        assert CliRunner().invoke(command, ["--undo", "2"]).exit_code == 0
        (home / "bank.yaml").write_bytes(bank_files.bridges(3, b1={"stem": "Files?"}, b2={"stem": "Files?"}))
        report = run("bank.yaml", "--bank", "bridges")
        assert [(each["what"], each["reason"]) for each in report["skipped"]] == [
            ("question b1", CHANGED_IN_BOTH),
            ("question b3", "unchanged"),
        ]
        with edited.reading() as session:
            stems = {
                row.slug: row.body["stem"]
                for row in session.scalars(select(QuestionRow).join(Bank).where(Bank.slug == "bridges"))
            }
        assert (stems["b1"], stems["b2"]) == (EDIT, "Files?")

    def test_one_that_was_written_here_before_the_file_said_it_is_not_called_edited(self, home, edited, run):
        with edited.transaction() as session:
            bank, author = session.scalars(select(Bank)).one(), session.scalars(select(User)).one()
            sheet = Sheet(look_at(session, bank.id), author.id, BEGIN)
            sheet.store(parse_question(sheet.look.standing["b2"].body | {"id": "b4"}), None, LoadReport(""))
            write_sheet(session, bank, sheet)
        (home / "bank.yaml").write_bytes(bank_files.bridges(4))
        skipped = {each["what"]: each["reason"] for each in run("bank.yaml", "--bank", "bridges")["skipped"]}
        assert skipped["question b4"] == OLDER_THAN_FILE
        assert OLDER_THAN_FILE in CliRunner().invoke(command, [str(home / "bank.yaml"), "--bank", "bridges"]).stderr


def texts(database) -> dict[str, str]:
    with database.reading() as session:
        return {row.slug: row.body["stem"] for row in session.scalars(select(QuestionRow).order_by(QuestionRow.id))}


class TestTheSameJudgeAsThePage:
    def test_a_question_that_got_another_id_is_known_by_its_own(self, home, here, run):
        table = "id,question,answer\nx1,{},{}\n"
        (home / "a.csv").write_text(table.format("Which metal melts in the hand?", "Gallium"))
        (home / "b.csv").write_text(table.format("Who painted the Night Watch?", "Rembrandt"))
        run("a.csv", "--bank", "both")
        run("b.csv", "--bank", "both")
        (home / "b.csv").write_text(table.format("Who painted the famous Night Watch?", "Rembrandt"))
        assert run("b.csv", "--bank", "both")["imported"] == 1
        assert run("b.csv", "--bank", "both")["skipped"][0]["reason"] == "unchanged"
        (home / "b.csv").write_text(table.format("Who painted the famous Night Watch?", "Rembrandt") + "\n")
        left_out = {"what": "question x1", "reason": "unchanged", "line": 2}
        for _ in range(2):
            assert run("b.csv", "--bank", "both")["skipped"] == [
                left_out | {"stem": "Who painted the famous Night Watch?"}
            ]
        assert {slug: stem for slug, stem in texts(here).items() if slug.startswith("x")} == {
            "x1": "Which metal melts in the hand?",
            "x1-2": "Who painted the famous Night Watch?",
        }

    def test_a_row_reworded_in_a_file_of_the_same_name_is_a_change(self, home, here, run):
        rows = [
            "id,question,answer",
            "r1,Capital of Peru?,Lima",
            "r2,Author of Faust?,Goethe",
            "r3,Largest planet?,Jupiter",
        ]
        (home / "same.csv").write_text("\n".join(rows))
        run("same.csv")
        rows[3] = "r3,Which king built Versailles?,Louis XIV"
        (home / "same.csv").write_text("\n".join(rows))
        assert run("same.csv")["imported"] == 1
        assert {slug: stem for slug, stem in texts(here).items() if slug.startswith("r")} == {
            "r1": "Capital of Peru?",
            "r2": "Author of Faust?",
            "r3": "Which king built Versailles?",
        }

    def test_a_change_of_kind_is_left_to_a_person(self, home, here, run):
        table = "id,question,answer\nx1,Which metal melts in the hand?,Gallium\n"
        (home / "a.csv").write_text(table)
        run("a.csv", "--bank", "both")
        (home / "a.csv").write_text("id,question,a,b,answer\nx1,Which metal melts in the hand?,Tin,Gold,Tin\n")
        report = run("a.csv", "--bank", "both")
        assert (report["imported"], [each["what"] for each in report["skipped"]]) == (0, ["question x1"])
        assert "of another kind" in report["skipped"][0]["reason"]
