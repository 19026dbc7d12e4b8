"""A large import that changes questions: the changes wait in pieces that nobody sees, and are let in at once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from quizapp.banks.models import Bank, QuestionRow, Revision, Tag
from quizapp.banks.service import LoadReport, importing
from quizapp.banks.service.importing import storing_jobs, writing
from quizapp.banks.service.searching import Wanted, count_found
from quizapp.banks.service.storing import Sheet, look_at, write_sheet
from quizapp.core.kinds import parse_question
from quizapp.core.searching import read_query
from quizapp.plumbing import jobs
from tests.banks.imports import Counter

COUNT = 24


@pytest.fixture
def counter(database, tmp_path, people, monkeypatch) -> Counter:
    """Give an installation with a bank of rivers, in which what follows is large."""
    made = Counter(database, tmp_path / "home")
    made.import_all(people.ada, ("t.csv", table("plain", "old")))
    monkeypatch.setattr(writing, "AT_ONCE", 20)
    monkeypatch.setattr(storing_jobs, "PIECE", 10)
    return made


def table(word: str, tag: str, count: int = COUNT) -> str:
    """Give a table; another word changes each of its questions."""
    rows = (f"What is item {n} of the list?,Answer {n},Wrong {n},It is {word},{tag}\n" for n in range(count))
    return "question,answer,wrong 1,explanation,tags\n" + "".join(rows)


def begin(counter, people, body: str):
    """Begin to store a table; gives the import's number, its job and its pieces."""
    import_id = counter.bring(people.ada, ("t.csv", body), bank="rivers")
    target, parcel = importing.ImportTarget(slug="rivers"), counter.parcel(people.ada, import_id)
    with counter.database.transaction() as session:
        importing.carry_out(session, people.ada, import_id, target, parcel, None, counter.media, counter.now)
    with counter.database.transaction() as session:
        claimed = jobs.claim(session, "r", ["storing"], counter.now)
    return import_id, claimed, counter.storer.pieces(claimed, None)


def write(counter, parts) -> None:
    for piece in parts:
        with counter.database.transaction() as session:
            piece(session)


def let_in(counter, claimed) -> None:
    with counter.database.reading() as session:
        last = counter.storer.prepare(session, claimed, None, counter.now)
    with counter.database.transaction() as session:
        counter.storer.apply(session, claimed, last, counter.now)


def standing(counter) -> list[tuple[str, int, str]]:
    """Give each question's explanation, revision and tag as its bank has them, and see that all agree."""
    with counter.database.reading() as session:
        rows = select(QuestionRow, Revision.body, Tag.path).join(Bank, Bank.id == QuestionRow.bank_id)
        is_now = (Revision.question_id == QuestionRow.id) & (Revision.number == QuestionRow.revision)
        found = session.execute(
            rows.join(Revision, is_now).join(Tag, Tag.question_id == QuestionRow.id).where(Bank.slug == "rivers")
        ).all()
        assert all(row.body == body for row, body, _ in found)
        assert sorted(row.position for row, _, _ in found) == list(range(1, len(found) + 1))
        return [(row.body["explanation"].removeprefix("It is "), row.revision, path) for row, _, path in found]


def found_by(counter, word) -> int:
    with counter.database.reading() as session:
        bank_id = session.scalars(select(Bank.id).where(Bank.slug == "rivers")).one()
        return count_found(session, Wanted((bank_id,), read_query(word)), at_most=10_000)


def test_no_change_is_seen_before_all_are(counter, people):
    import_id, claimed, parts = begin(counter, people, table("fancy", "new", COUNT + 4))
    write(counter, parts)
    assert standing(counter) == [("plain", 1, "old")] * COUNT
    let_in(counter, claimed)
    assert sorted(standing(counter)) == sorted([("fancy", 2, "new")] * COUNT + [("fancy", 1, "new")] * 4)
    assert (found_by(counter, "fancy"), found_by(counter, "plain"), found_by(counter, "tag:new")) == (28, 0, 28)
    load = counter.loads[-1]
    assert (len(load.changed), len(load.created)) == (COUNT, 4)
    with counter.database.reading() as session:
        assert session.scalar(select(func.count()).where(Revision.import_id == import_id)) == COUNT + 4


def test_all_of_it_can_be_undone(counter, people):
    import_id, claimed, parts = begin(counter, people, table("fancy", "new", COUNT + 4))
    write(counter, parts)
    let_in(counter, claimed)
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.restored, undone.kept_count) == (4, COUNT, 0)
    assert standing(counter) == [("plain", 3, "old")] * COUNT


def test_a_kill_before_the_end_changes_nothing_and_is_swept(counter, people):
    import_id, _, parts = begin(counter, people, table("fancy", "new"))
    write(counter, parts)
    with counter.database.transaction() as session:
        counter.storer.fail(session, jobs_of(import_id), "killed", counter.now)
    assert standing(counter) == [("plain", 1, "old")] * COUNT
    with counter.database.reading() as session:
        (left,) = importing.list_left(session, counter.now)
    sweep(counter, left)
    assert standing(counter) == [("plain", 1, "old")] * COUNT
    with counter.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(QuestionRow)) == COUNT


def test_what_waited_is_swept_after_the_end(counter, people):
    _, claimed, parts = begin(counter, people, table("fancy", "new"))
    write(counter, parts)
    let_in(counter, claimed)
    with counter.database.reading() as session:
        (left,) = importing.list_left(session, counter.now)
    sweep(counter, left)
    assert standing(counter) == [("fancy", 2, "new")] * COUNT
    assert counter.slugs() == ["rivers"]


def test_one_that_was_edited_meanwhile_gets_its_change_behind_that(counter, people):
    _, claimed, parts = begin(counter, people, table("fancy", "new"))
    write(counter, parts)
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == "rivers")).one()
        slug = session.scalars(select(QuestionRow.slug).where(QuestionRow.bank_id == bank.id)).first()
        sheet = Sheet(look_at(session, bank.id, [slug]), people.ada.id, counter.now)
        edited = parse_question(sheet.look.standing[slug].body | {"explanation": "It is mine"})
        sheet.store(edited, None, LoadReport(""))
        write_sheet(session, bank, sheet)
    let_in(counter, claimed)
    assert sorted(standing(counter)) == [("fancy", 2, "new")] * (COUNT - 1) + [("fancy", 3, "new")]
    assert len(counter.loads[-1].changed) == COUNT


@pytest.mark.parametrize("word", ["fancy", "mine"])
def test_a_new_one_whose_id_came_meanwhile_is_worked_out_again_and_told(counter, people, word):
    import_id, claimed, parts = begin(counter, people, table("fancy", "new", COUNT + 4))
    write(counter, parts)
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == "rivers")).one()
        waits = select(QuestionRow).where(QuestionRow.bank_id != bank.id, QuestionRow.position > 0)
        row = session.scalars(waits.order_by(QuestionRow.position)).first()
        sheet = Sheet(look_at(session, bank.id, [row.slug]), people.ada.id, counter.now, first_position=COUNT + 1)
        sheet.store(parse_question(row.body | {"explanation": f"It is {word}"}), None, LoadReport(""))
        write_sheet(session, bank, sheet)
        came = row.slug
    let_in(counter, claimed)
    with counter.database.reading() as session:
        rows = select(QuestionRow.body).join(Bank, Bank.id == QuestionRow.bank_id).where(Bank.slug == "rivers")
        bodies = session.scalars(rows).all()
    assert [body["explanation"] for body in bodies] == ["It is fancy"] * (COUNT + 4)
    report, load = counter.get(people.ada, import_id).report, counter.loads[-1]
    changed = COUNT + (word == "mine")
    assert (report["created"], report["changed"], report["imported"]) == (3, changed, changed + 3)
    assert report["unchanged"] == len(load.unchanged) == (word == "fancy")
    assert report["files"][0]["left_out_count"] == report["unchanged"]
    assert (len(load.created), came in load.created) == (3, False)


def sweep(counter, slug: str) -> None:
    is_left = True
    while is_left:
        with counter.database.transaction() as session:
            is_left = importing.clear_some(session, slug)


def jobs_of(import_id: int):
    return jobs.Claimed(0, "storing", 0, {"import_id": import_id})
