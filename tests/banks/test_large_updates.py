"""A large import that changes questions: the changes wait in pieces that nobody sees, and are let in at once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from quizapp.banks.models import Bank, QuestionRow, Revision, Tag
from quizapp.banks.service import LoadReport, importing
from quizapp.banks.service.importing import pieces, storing_jobs, writing
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
        importing.carry_out(session, people.ada, import_id, target, parcel, None, counter.now)
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


def test_a_bank_that_is_as_it_was_compared_is_not_looked_through_in_the_last_turn(counter, people, monkeypatch):
    _, claimed, parts = begin(counter, people, table("fancy", "new"))
    write(counter, parts)
    looked = []
    monkeypatch.setattr(pieces, "list_late", lambda *_: looked.append(1) or [])
    let_in(counter, claimed)
    assert (standing(counter), looked) == ([("fancy", 2, "new")] * COUNT, [])


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


def edit_one(session, bank: Bank, aside: Bank, author_id: int, now) -> str:
    """Let a question of the bank be edited."""
    return _say(session, bank, bank, author_id, now, "It is mine")


def bring_one(session, bank: Bank, aside: Bank, author_id: int, now) -> str:
    """Let the bank have a question of an id that a new one has which waits."""
    return _say(session, bank, aside, author_id, now, "It is fancy")


def _say(session, bank: Bank, of: Bank, author_id: int, now, words: str) -> str:
    waits = select(QuestionRow).where(QuestionRow.bank_id == of.id, QuestionRow.position > 0)
    row = session.scalars(waits.order_by(QuestionRow.position)).first()
    sheet = Sheet(look_at(session, bank.id, [row.slug]), author_id, now, first_position=COUNT + 1)
    sheet.store(parse_question(row.body | {"explanation": words}), None, LoadReport(""))
    write_sheet(session, bank, sheet)
    return row.slug


@pytest.mark.parametrize(("change", "code"), [(edit_one, "e"), (bring_one, "s")])
def test_a_bank_that_was_changed_meanwhile_is_compared_again_and_stays_as_it_is(counter, people, change, code):
    import_id, claimed, parts = begin(counter, people, table("fancy", "new", COUNT + 4))
    write(counter, parts)
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == "rivers")).one()
        aside = session.scalars(select(Bank).where(Bank.slug != "rivers")).one()
        slug = change(session, bank, aside, people.ada.id, counter.now)
    before = standing(counter)
    let_in(counter, claimed)
    counter.runner.run_waiting()
    assert standing(counter) == before
    held, choice = counter.get(people.ada, import_id), counter.choice(people.ada, import_id)
    assert (held.state, held.choices["is_bank_changed"]) == ("ready", True)
    raws = {each.number: each.raw["id"] for each in counter.parcel(people.ada, import_id).entries()}
    codes = {raws[number]: each for number, each in enumerate(choice.verdicts.codes)}
    assert (codes[slug], code in choice.verdicts.codes.replace(code, "", 1)) == (code, False)
    counter.carry_out(people.ada, import_id, "rivers")
    report = counter.get(people.ada, import_id).report
    assert report["imported"] == COUNT + 3
    with counter.database.reading() as session:
        body = session.scalars(select(QuestionRow.body).where(QuestionRow.slug == slug)).one()
    assert body["explanation"] == ("It is mine" if code == "e" else "It is fancy")


def sweep(counter, slug: str) -> None:
    is_left = True
    while is_left:
        with counter.database.transaction() as session:
            is_left = importing.clear_some(session, slug)


def jobs_of(import_id: int):
    return jobs.Claimed(0, "storing", 0, {"import_id": import_id})
