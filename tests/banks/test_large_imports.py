"""A large import: in pieces that nobody sees, all at once in the end, and whole again after a kill."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from quizapp.banks.models import Bank, Import, QuestionRow, Revision
from quizapp.banks.service import importing
from quizapp.banks.service.importing import writing
from quizapp.banks.service.searching import Wanted, count_found
from quizapp.core.errors import Conflict
from quizapp.core.searching import read_query
from quizapp.plumbing import jobs
from tests.banks.imports import HEADING, Counter

COUNT = 2_500


@pytest.fixture
def counter(database, tmp_path, monkeypatch) -> Counter:
    # Small enough for a test, and still of three pieces.
    monkeypatch.setattr(writing, "AT_ONCE", 1_000)
    return Counter(database, tmp_path / "home")


@pytest.fixture(scope="module")
def table() -> str:
    return HEADING + "".join(f"What is item {n} of the list?,Answer {n},Wrong {n},Other {n}\n" for n in range(COUNT))


def begin(counter, people, table, slug="", client_id="") -> int:
    """Bring a table and begin to store it, without doing the job."""
    import_id = counter.bring(people.ada, ("t.csv", table), bank=slug, client_id=client_id)
    target = importing.ImportTarget(slug=slug, title="" if slug else "Rivers")
    parcel = counter.parcel(people.ada, import_id)
    with counter.database.transaction() as session:
        carried = importing.carry_out(session, people.ada, import_id, target, parcel, None, counter.now)
    assert carried.is_begun
    return import_id


def count_visible(counter) -> int:
    with counter.database.reading() as session:
        rows = select(func.count()).select_from(QuestionRow).join(Bank, Bank.id == QuestionRow.bank_id)
        return session.scalar(rows.where(Bank.deleted_at.is_(None), QuestionRow.deleted_at.is_(None)))


def found_by(counter, people, word) -> int:
    """Count what the search of the bank finds."""
    with counter.database.reading() as session:
        bank_id = session.scalars(select(Bank.id).where(Bank.slug == "rivers")).one()
        return count_found(session, Wanted((bank_id,), read_query(word)), at_most=10_000)


def pieces(counter, runner="r"):
    """Give the pieces of the waiting job one by one, as its runner writes them."""
    with counter.database.transaction() as session:
        claimed = jobs.claim(session, runner, ["storing"], counter.now)
    return claimed, counter.storer.pieces(claimed, None)


def test_all_or_nothing_for_whoever_looks(counter, people, table):
    import_id = begin(counter, people, table)
    claimed, parts = pieces(counter)
    shares = []
    for piece in parts:
        with counter.database.transaction() as session:
            shares.append(piece(session))
        assert count_visible(counter) == 0
    assert shares == sorted(shares)
    assert len(shares) == 4
    with counter.database.reading() as session:
        last = counter.storer.prepare(session, claimed, None, counter.now)
    with counter.database.transaction() as session:
        counter.storer.apply(session, claimed, last, counter.now)
    assert count_visible(counter) == COUNT
    held = counter.get(people.ada, import_id)
    assert (held.state, held.report["created"], held.report["imported"]) == ("done", COUNT, COUNT)
    assert counter.slugs() == ["rivers"]
    assert sorted(row.position for row in counter.questions().values()) == list(range(1, COUNT + 1))
    with counter.database.reading() as session:
        assert session.scalars(select(Bank)).one().outline["questions"] == COUNT
        assert session.scalar(select(func.count()).where(Revision.import_id == import_id)) == COUNT


def test_a_process_that_dies_in_the_middle_leaves_nothing_half(counter, people, table):
    import_id = begin(counter, people, table)
    _, parts = pieces(counter)
    for _ in range(2):
        with counter.database.transaction() as session:
            next(parts)(session)
    # kill -9 here; the next start takes the job up again.
    fresh = Counter(counter.database, counter.home)
    with fresh.database.transaction() as session:
        jobs.take_up_again(session, ["storing"], fresh.now + timedelta(days=1))
    assert count_visible(fresh) == 0
    fresh.runner.run_waiting()
    assert count_visible(fresh) == COUNT
    assert fresh.slugs() == ["rivers"]
    assert fresh.get(people.ada, import_id).state == "done"


def test_into_a_bank_that_has_some_of_it(counter, people, table):
    some = HEADING + "".join(f"What is item {n} of the list?,Answer {n},Wrong {n},{'Other' if n else 'Else'} {n}\n"
                             for n in range(0, COUNT, 500))  # fmt: skip
    counter.import_all(people.ada, ("some.csv", some))
    before = counter.questions()
    import_id = begin(counter, people, table, slug="rivers")
    counter.runner.run_waiting()
    found = counter.questions()
    assert len(found) == COUNT
    assert list(found)[: len(before)] == list(before)
    assert found["What is item 0 of the list?"].revision == 2
    report = counter.get(people.ada, import_id).report
    assert (report["created"], report["changed"], report["unchanged"]) == (COUNT - 5, 1, 0)
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.restored) == (COUNT - 5, 1)
    after = counter.questions()
    assert {stem: row.body for stem, row in after.items()} == {stem: row.body for stem, row in before.items()}


def test_what_comes_back_under_its_second_id_is_in_the_bank(counter, people, monkeypatch):
    def item(stem, key):
        return f"// [id:q1]\n{stem} {{={key} ~no ~never}}\n"

    counter.import_all(people.ada, ("a.gift", item("Who wrote Hamlet?", "Shakespeare")))
    counter.import_all(people.ada, ("b.gift", item("Where is the Louvre?", "Paris")), slug="rivers")
    with counter.database.transaction() as session:
        gone = update(QuestionRow).where(QuestionRow.slug == "q1-2").values(deleted_at=counter.now)
        session.execute(gone)
    monkeypatch.setattr(writing, "AT_ONCE", 0)
    import_id = counter.bring(
        people.ada, ("b.gift", item("Where is the Louvre?", "Paris")), bank="rivers", client_id="c"
    )
    assert counter.choice(people.ada, import_id).numbers() == []
    counter.turn(people.ada, import_id, [0], [0])
    counter.carry_out(people.ada, import_id, "rivers")
    assert counter.get(people.ada, import_id).report["created"] == 1
    assert counter.questions()["Where is the Louvre?"].slug == "q1-2"


def test_sent_twice_it_is_begun_once(counter, people, table):
    import_id = begin(counter, people, table)
    target, parcel = importing.ImportTarget(slug="", title="Rivers"), counter.parcel(people.ada, import_id)
    with counter.database.transaction() as session:
        again = importing.carry_out(session, people.ada, import_id, target, parcel, None, counter.now)
    assert again.is_begun
    with counter.database.reading() as session:
        assert importing.list_kept_files(session) == set(counter.files.names())
    assert counter.runner.run_waiting() == 1
    assert count_visible(counter) == COUNT


def test_it_cannot_be_turned_while_it_is_stored(counter, people, table):
    import_id = begin(counter, people, table)
    with counter.database.transaction() as session, pytest.raises(Conflict):
        importing.turn_ticks(session, people.ada, import_id, [0], [0])
    with counter.database.transaction() as session, pytest.raises(Conflict):
        importing.discard_import(session, people.ada, import_id)


def test_a_failed_one_can_be_tried_again_and_what_was_left_goes(counter, people, table):
    import_id = begin(counter, people, table)
    claimed, parts = pieces(counter)
    for _ in range(2):
        with counter.database.transaction() as session:
            next(parts)(session)
    with counter.database.transaction() as session:
        counter.storer.fail(session, claimed, "The disk is full.", counter.now)
    held = counter.get(people.ada, import_id)
    assert (held.state, held.error) == ("ready", "The disk is full.")
    with counter.database.reading() as session:
        assert importing.list_left(session, counter.now) == [f"_loading_{import_id}"]
    while True:
        with counter.database.transaction() as session:
            if not importing.clear_left(session, f"_loading_{import_id}", counter.now):
                break
    assert counter.slugs() == []
    with counter.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(QuestionRow)) == 0


def test_the_search_finds_what_was_imported_and_not_what_was_undone(counter, people, table):
    counter.import_all(people.ada, ("one.csv", HEADING + "Which river flows through Rome?,Tiber,Po,Arno\n"))
    import_id = begin(counter, people, table, slug="rivers")
    counter.runner.run_waiting()
    assert found_by(counter, people, "item") == COUNT
    counter.undo(people.ada, import_id)
    assert found_by(counter, people, "item") == 0
    assert found_by(counter, people, "Tiber") == 1


def test_one_that_is_begun_again_while_its_leftovers_are_cleared_keeps_its_pieces(counter, people, table):
    import_id = begin(counter, people, table)
    claimed, parts = pieces(counter)
    for _ in range(2):
        with counter.database.transaction() as session:
            next(parts)(session)
    with counter.database.transaction() as session:
        counter.storer.fail(session, claimed, "The disk is full.", counter.now)
    with counter.database.reading() as session:
        (left,) = importing.list_left(session, counter.now)
    with counter.database.transaction() as session:
        session.execute(update(Import).where(Import.id == import_id).values(state="storing"))
    with counter.database.transaction() as session:
        assert not importing.clear_left(session, left, counter.now)
    assert left in counter.slugs()
