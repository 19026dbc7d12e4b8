"""A bank file made and loaded again: learning survives, new questions are met."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow, Revision, Tag
from quizapp.banks.service import is_loaded, read_bank_file
from quizapp.core.errors import Conflict, FormatError
from quizapp.core.kinds import KINDS
from quizapp.study.models import Enrolment, ReviewEvent
from tests.conftest import BEGIN
from tests.study import bank_files
from tests.study.desk import Desk


@pytest.fixture
def load(database):
    """Give the loader: bytes, document and more."""

    def loaded(body: bytes, document: str = "", **more):
        with database.transaction() as session:
            return bank_files.load(session, body, document, **more)

    return loaded


@pytest.fixture
def desk_of(database, people, clock, load):
    bank_id = load(bank_files.bridges(5)).bank_id
    return lambda name: Desk(database, people[name], clock, bank_id)


def rows(database, table, *order):
    with database.reading() as session:
        return list(session.scalars(select(table).order_by(*order)))


def questions(database) -> dict[str, QuestionRow]:
    return {row.slug: row for row in rows(database, QuestionRow, QuestionRow.position)}


class TestMaking:
    def test_bank_with_all_kinds(self, database, load):
        report = load(bank_files.ten_kinds(), slug="ten")
        assert report.is_new
        assert len(report.created) == len(KINDS)
        (bank,) = rows(database, Bank)
        assert (bank.slug, bank.title, bank.visibility, bank.owner_id) == ("ten", "Ten kinds", "public", None)
        assert (bank.outline["questions"], bank.outline["kinds"]["open"]) == (10, 1)
        assert [row.kind for row in questions(database).values()] == [kind.kind for kind in KINDS]
        assert [row.position for row in questions(database).values()] == list(range(1, 11))
        revisions = rows(database, Revision)
        assert {(each.number, each.change, each.author_id) for each in revisions} == {(1, "created", None)}

    def test_document_by_paragraphs(self, database, load):
        body = bank_files.bridges(4, **bank_files.all_told(4))
        load(body, bank_files.bridges_text(4) + "\n> Quoted *words*.\n\n- an <script>item</script>\n")
        (document,) = rows(database, Document)
        assert (document.title, document.name) == ("Bridges of the valley", "reading.md")
        paragraphs = rows(database, DocumentParagraph, DocumentParagraph.number)
        assert [each.kind for each in paragraphs] == ["heading", "paragraph", "paragraph", "quote", "list"]
        assert [each.number for each in paragraphs] == [1, 2, 3, 4, 5]
        assert paragraphs[3].html == "Quoted <em>words</em>."
        assert "<script>" not in paragraphs[4].html
        assert document.word_count == sum(len(each.text.split()) for each in paragraphs)

    def test_siblings_stand_on_one_sentence(self, database, load):
        far = {"evidence": {"paragraph": 2, "quote": "Then it rained"}}
        load(bank_files.bridges(5, **bank_files.all_told(4) | {"b5": far}), bank_files.bridges_text(4))
        keys = [row.sibling_key for row in questions(database).values()]
        assert keys == ["2.1", "2.1", "3.1", "3.1", "2.2"]

    def test_evidence_that_is_nowhere_stands_alone(self, database, load):
        wrong = {"evidence": {"paragraph": 99, "quote": "Nowhere"}}
        load(bank_files.bridges(2, b1=wrong), bank_files.bridges_text(2))
        assert questions(database)["b1"].sibling_key is None

    def test_outline(self, database, load):
        load(bank_files.bridges(3))
        outline = rows(database, Bank)[0].outline
        assert outline["about"] == {"date": 3}
        assert [date[0] for date in outline["dates"]] == [bank_files.opened(n).isoformat() for n in (1, 2, 3)]
        assert [date[2] for date in outline["dates"]] == ["Bridge 1", "Bridge 2", "Bridge 3"]
        load(bank_files.ten_kinds(), slug="ten")
        ten = next(bank for bank in rows(database, Bank) if bank.slug == "ten")
        assert ten.outline["actors"] == [["Ludwig van Beethoven", 1]]
        assert ten.outline["actor_names"] == ["Ludwig van Beethoven"]

    def test_words_longer_than_their_column(self, database, load):
        body = bank_files.bridges(1).replace(b"title: Bridges", b"title: " + b"Long " * 100)
        load(body, "# " + "Heading " * 100 + "\n\nWords.\n")
        assert len(rows(database, Bank)[0].title) == 200
        assert len(rows(database, Document)[0].title) <= 300

    def test_tags_are_the_questions(self, database, load):
        load(bank_files.bridges(2, b1={"tags": ["river/upper", "old"]}))
        assert sorted(tag.path for tag in rows(database, Tag)) == ["old", "river/upper"]
        load(bank_files.bridges(2, b1={"tags": ["old"]}))
        assert [tag.path for tag in rows(database, Tag)] == ["old"]


class TestAgain:
    def test_unchanged(self, database, load):
        load(bank_files.ten_kinds(), slug="ten")
        before = {slug: (row.id, row.revision, row.body) for slug, row in questions(database).items()}
        report = load(bank_files.ten_kinds(), slug="ten", now=BEGIN + timedelta(days=1))
        assert (report.is_new, report.created, report.changed) == (False, [], [])
        assert len(report.unchanged) == 10
        assert report.first_moved_position is None
        assert {slug: (row.id, row.revision, row.body) for slug, row in questions(database).items()} == before

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"key": "1700-01-01"}, "key_changed"),
            ({"distractors": ["1700-01-01", "1700-01-02"]}, "clarified"),
            ({"stem": "When was it?"}, "clarified"),
            ({"explanation": "Because."}, "cosmetic"),
            ({"tags": ["x"]}, "cosmetic"),
        ],
    )
    def test_each_kind_of_change(self, database, load, change, name):
        load(bank_files.bridges(2))
        report = load(bank_files.bridges(2, b1=change))
        assert (report.changed, report.unchanged) == (["b1"], ["b2"])
        row = questions(database)["b1"]
        assert row.revision == 2
        revision = next(each for each in rows(database, Revision) if each.number == 2)
        assert (revision.change, revision.body) == (name, row.body)
        assert report.key_changed_ids == ([row.id] if name == "key_changed" else [])

    def test_changed_key_is_due_today_for_whoever_has_met_it(self, database, load, desk_of, clock):
        sam, tess, eve = desk_of("sam"), desk_of("tess"), desk_of("eve")
        sam.answer(slug="b1")
        tess.answer(slug="b2")
        eve.act("b1", "suspend")
        due, memory = sam.state("b1").due_day, sam.state("b1").memory
        for _ in range(2):
            report = load(bank_files.bridges(5, b1={"key": "1700-01-01"}), now=clock())
        assert report.changed == []
        event = sam.events("b1")[-1]
        assert (event.kind, event.action, event.question_revision) == ("manual", "due_today", 2)
        assert sam.state("b1").due_day == sam.day.today < due
        assert sam.state("b1").memory == memory
        assert len(rows(database, ReviewEvent)) == 4
        for desk in (sam, tess, eve):
            desk.check()

    def test_cosmetic_changes_touch_no_card(self, load, desk_of):
        sam = desk_of("sam")
        sam.answer(slug="b1")
        before = sam.state("b1")
        load(bank_files.bridges(5, b1={"explanation": "Because.", "about": "place"}))
        assert sam.state("b1") == before
        sam.clock.move(days=2)
        sam.answer(slug="b1")
        sam.check()

    def test_about_changed_then_undone(self, load, desk_of):
        sam = desk_of("sam")
        event = sam.answer(slug="b1")
        load(bank_files.bridges(5, b1={"about": "place"}))
        sam.check()
        sam.undo(event)
        sam.check()
        assert sam.totals() == []


class TestOrder:
    def cursor(self, desk) -> int:
        with desk.database.reading() as session:
            return session.get_one(Enrolment, (desk.viewer.id, desk.bank_id)).new_cursor

    def test_new_question_in_front_is_met(self, load, desk_of):
        sam = desk_of("sam")
        for slug in ("b1", "b2", "b3"):
            sam.answer(slug=slug)
        assert self.cursor(sam) == 3
        body = bank_files.bridges(6)
        head, *each = body.split(b"\n- id: ")
        moved = b"\n- id: ".join([head, each[0], each[5], *each[1:5]])
        report = load(moved)
        assert (report.created, report.first_moved_position) == (["b6"], 2)
        assert self.cursor(sam) == 1
        assert sam.slug_of(sam.ask()) == "b6"
        sam.answer()
        assert sam.slug_of(sam.ask()) == "b4"

    def test_missing_from_the_file_stays_behind_the_others(self, database, load, desk_of):
        sam = desk_of("sam")
        sam.answer(slug="b2")
        body = bank_files.bridges(5)
        head, *each = body.split(b"\n- id: ")
        report = load(b"\n- id: ".join([head, *each[:1], *each[2:]]))
        assert report.created == report.changed == []
        assert list(questions(database)) == ["b1", "b3", "b4", "b5", "b2"]
        assert questions(database)["b2"].deleted_at is None
        sam.clock.move(days=2)
        assert sam.standing().counts.due == 1

    def test_what_was_archived_here_stays_archived_in_its_place_in_the_file(self, database, load, desk_of):
        sam = desk_of("sam")
        sam.change_question("b1", deleted_at=BEGIN)
        for slug in ("b2", "b3"):
            sam.answer(slug=slug)
        body = bank_files.bridges(5, b1={"stem": "Files?"})
        head, first, second, *rest = body.split(b"\n- id: ")
        report = load(b"\n- id: ".join([head, second, first, *rest]))
        assert (report.archived, report.changed) == (["b1"], [])
        row = questions(database)["b1"]
        assert (row.deleted_at, row.revision, row.position) == (BEGIN, 1, 2)
        assert sam.slug_of(sam.ask()) == "b4"

    def test_what_rests_until_its_teacher_decides_follows_its_file(self, database, load, desk_of):
        desk_of("sam").change_question("b1", deleted_at=BEGIN, suspended_at=BEGIN)
        report = load(bank_files.bridges(5, b1={"stem": "Files?"}))
        assert (report.archived, report.changed) == ([], ["b1"])


class TestOwnership:
    def test_a_teachers_bank_is_not_overwritten(self, database, load, people):
        load(bank_files.bridges(2))
        with database.transaction() as session:
            session.scalars(select(Bank)).one().owner_id = people.ada.id
        with pytest.raises(Conflict, match="belongs to a teacher"):
            load(bank_files.bridges(3))
        assert len(questions(database)) == 2

    def test_a_closed_bank_stays_closed_when_its_file_is_read_again(self, database, load, desk_of):
        sam = desk_of("sam")
        sam.answer(slug="b1")
        sam.change_bank(deleted_at=BEGIN)
        with database.reading() as session:
            assert is_loaded(session, "bridges")
        report = load(bank_files.bridges(5))
        assert not report.is_new
        assert rows(database, Bank)[0].deleted_at == BEGIN
        assert len(questions(database)) == 5

    def test_a_closed_bank_is_opened_by_who_brings_its_file_by_hand(self, database, load, desk_of):
        sam = desk_of("sam")
        sam.answer(slug="b1")
        sam.change_bank(deleted_at=BEGIN)
        load(bank_files.bridges(5), opens=True)
        assert rows(database, Bank)[0].deleted_at is None
        assert sam.state("b1") is not None
        assert sam.slug_of(sam.ask()) == "b2"

    def test_nothing_half_written(self, database, load):
        load(bank_files.bridges(2))

        class Broken(RuntimeError):
            pass

        def load_and_fail():
            with database.transaction() as session:
                bank_files.load(session, bank_files.bridges(4, b1={"key": "1700-01-01"}))
                raise Broken

        with pytest.raises(Broken):
            load_and_fail()
        assert list(questions(database)) == ["b1", "b2"]
        assert questions(database)["b1"].revision == 1


class TestFile:
    @pytest.fixture
    def folder(self, tmp_path):
        made = tmp_path / "The Bridges!"
        made.mkdir()
        body = bank_files.bridges(2).replace(b"  title: Bridges", b"  title: Bridges\n  document: reading.md")
        (made / "bank.yaml").write_bytes(body)
        (made / "reading.md").write_text(bank_files.bridges_text(2), "utf-8")
        return made

    def test_hash_covers_bank_and_document(self, folder):
        first = read_bank_file(folder / "bank.yaml")
        assert first.slug == "the-bridges"
        assert read_bank_file(folder / "bank.yaml").file_hash == first.file_hash
        (folder / "reading.md").write_text("# Other\n")
        assert read_bank_file(folder / "bank.yaml").file_hash != first.file_hash

    def test_unchanged_file_is_known(self, database, folder):
        file = read_bank_file(folder / "bank.yaml")
        with database.reading() as session:
            assert not is_loaded(session, file.file_hash)
        with database.transaction() as session:
            bank_files.load(session, bank_files.bridges(2), slug=file.slug)
            session.scalars(select(Bank)).one().file_hash = file.file_hash
        with database.reading() as session:
            assert is_loaded(session, file.file_hash)
            assert not is_loaded(session, "another")

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("reading.md", b"\xff\xfe\x00words", "not UTF-8"),
            ("reading.md", None, "does not stand beside"),
            ("bank.yaml", b"\xff\xfe\x00\xd8", "."),
            ("bank.yaml", b"", "."),
            ("bank.yaml", b"bank: &a {title: x}\nquestions: [*a]", "."),
        ],
    )
    def test_what_cannot_be_read(self, folder, name, content, words):
        path = folder / name
        path.unlink() if content is None else path.write_bytes(content)
        with pytest.raises(FormatError, match=words):
            read_bank_file(folder / "bank.yaml").read()

    def test_missing_and_huge(self, folder):
        with pytest.raises(FormatError, match="cannot be read"):
            read_bank_file(folder / "other.yaml")
        with (folder / "bank.yaml").open("wb") as sparse:
            sparse.truncate(20_000_001)
        with pytest.raises(FormatError, match="larger than 20 MB"):
            read_bank_file(folder / "bank.yaml")


class TestAtOnce:
    def test_two_first_starts_make_one_bank(self, database, load):
        is_loaded_once, is_second_on = Event(), Event()

        def first() -> list[str]:
            with database.transaction() as session:
                report = bank_files.load(session, bank_files.bridges(3))
                is_loaded_once.set()
                is_second_on.wait(5)
                # Long enough for the second to look for the bank and not to find it.
                sleep(0.2)
            return report.created

        def second() -> list[str]:
            is_loaded_once.wait(5)
            is_second_on.set()
            return load(bank_files.bridges(3)).unchanged

        with ThreadPoolExecutor(2) as pool:
            created, unchanged = (future.result() for future in [pool.submit(first), pool.submit(second)])
        assert created == unchanged == ["b1", "b2", "b3"]
        assert len(rows(database, Bank)) == 1
        assert len(rows(database, Revision)) == 3
