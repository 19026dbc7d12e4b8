"""The way back of a large import: in pieces, each a short turn, whole in the end whatever stops it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Import
from quizapp.banks.service.importing import planning, undoing, writing
from quizapp.core.errors import Conflict
from quizapp.plumbing import jobs
from tests.banks.imports import HEADING, Counter
from tests.conftest import BEGIN

OLD, NEW, AT_ONCE = 120, 130, 100


@pytest.fixture
def counter(database, tmp_path, monkeypatch) -> Counter:
    # Small enough for a test, and still of three pieces.
    monkeypatch.setattr(writing, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(undoing, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(planning.pieces_of, "__defaults__", (AT_ONCE,))
    return Counter(database, tmp_path / "home")


def table(count: int, other: str) -> str:
    return HEADING + "".join(f"What is item {n} of the list?,Answer {n},Wrong {n},{other} {n}\n" for n in range(count))


@pytest.fixture
def changed(counter, people) -> int:
    """Import a table, and another one that changes its questions and brings more; gives the second one's number."""
    counter.import_all(people.ada, ("t.csv", table(OLD, "Other")))
    counter.now = BEGIN + timedelta(hours=1)
    return counter.import_all(people.ada, ("t.csv", table(OLD + NEW, "Else")), slug="rivers")


def take_pieces(counter, count: int) -> None:
    """Write the first pieces of the waiting job, as a process does that is killed then."""
    with counter.database.transaction() as session:
        claimed = jobs.claim(session, "r", ["undoing"], counter.now)
    parts = counter.undoer.pieces(claimed, None)
    for _ in range(count):
        with counter.database.transaction() as session:
            next(parts)(session)


def wake(counter) -> None:
    with counter.database.transaction() as session:
        jobs.take_up_again(session, ["undoing"], counter.now + timedelta(days=1))
    counter.runner.run_waiting()


def bodies(counter) -> dict[str, object]:
    return {stem: row.body for stem, row in counter.questions().items()}


def test_it_goes_in_pieces_and_is_whole_in_the_end(counter, people, changed):
    counter.loads.clear()
    counter.begin_undo(people.ada, changed)
    assert counter.get(people.ada, changed).state == "undoing"
    assert len(counter.questions()) == OLD + NEW
    counter.runner.run_waiting()
    assert max(len(load.changed) for load in counter.loads) == AT_ONCE
    held = counter.get(people.ada, changed)
    assert (held.state, held.choices.get("undoing")) == ("undone", None)
    assert [held.report["undone"][name] for name in ("removed", "restored", "kept_count")] == [NEW, OLD, 0]
    found = bodies(counter)
    assert len(found) == OLD
    assert all(f"Other {n}" in str(found[f"What is item {n} of the list?"]) for n in (0, AT_ONCE - 1, AT_ONCE, OLD - 1))
    with counter.database.reading() as session:
        assert session.scalars(select(Bank).where(Bank.slug == "rivers")).one().outline["questions"] == OLD


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_killed_process_goes_on_from_there(counter, people, changed, count):
    counter.begin_undo(people.ada, changed)
    take_pieces(counter, count)
    wake(counter)
    undone = counter.get(people.ada, changed).report["undone"]
    assert (undone["removed"], undone["restored"]) == (NEW, OLD)
    assert {row.revision for row in counter.questions().values()} == {3}
    assert len(counter.questions()) == OLD


def test_pressed_twice_it_is_begun_once(counter, people, changed):
    counter.begin_undo(people.ada, changed)
    counter.begin_undo(people.ada, changed)
    with counter.database.reading() as session:
        assert len(session.scalars(select(jobs.Job).where(jobs.Job.kind == "undoing")).all()) == 1


def test_what_is_edited_or_answered_between_two_pieces_stays(counter, people, changed):
    counter.begin_undo(people.ada, changed)
    take_pieces(counter, 1)
    row = counter.questions()[f"What is item {OLD + NEW - 1} of the list?"]
    counter.now += timedelta(hours=1)
    counter.answer(people.sam, row)
    wake(counter)
    undone = counter.get(people.ada, changed).report["undone"]
    assert [(each["slug"], each["reason"]) for each in undone["kept"]] == [(row.slug, "answered")]
    assert (undone["removed"], undone["restored"]) == (NEW - 1, OLD)


def test_two_imports_of_a_bank_are_not_undone_at_once(counter, people, changed):
    counter.begin_undo(people.ada, changed)
    with counter.database.reading() as session:
        first = session.scalars(select(Import.id).where(Import.id != changed)).one()
    with pytest.raises(Conflict, match="is being undone"):
        counter.undo(people.ada, first)


def test_whoever_loses_the_bank_meanwhile_is_told_and_can_go_on_later(counter, people, changed):
    counter.begin_undo(people.ada, changed)
    take_pieces(counter, 1)
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == "rivers")).one()
        bank.owner_id, bank.visibility = people.eve.id, "public"
    wake(counter)
    held = counter.get(people.ada, changed)
    assert (held.state, "somebody else" in held.error) == ("done", True)
    with counter.database.transaction() as session:
        session.scalars(select(Bank).where(Bank.slug == "rivers")).one().owner_id = people.ada.id
    counter.begin_undo(people.ada, changed)
    counter.runner.run_waiting()
    held = counter.get(people.ada, changed)
    assert (held.state, held.error, held.report["undone"]["restored"]) == ("undone", None, OLD)
