"""The way back of an import: whole, but for what was edited or answered since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow, Revision
from quizapp.banks.service import importing
from quizapp.core.errors import Conflict, NotAllowed
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.conftest import BEGIN


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def clear(counter) -> int:
    """Remove what is left of undone imports, as the chore does."""
    steps = 0
    with counter.database.reading() as session:
        left = importing.list_left(session, counter.now)
    for slug in left:
        is_left = True
        while is_left:
            with counter.database.transaction() as session:
                is_left = importing.clear_some(session, slug)
            steps += 1
    return steps


def test_a_new_bank_is_closed_and_its_questions_go(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.restored, undone.kept_count, undone.is_bank_closed) == (3, 0, 0, True)
    assert counter.questions() == {}
    held = counter.get(people.ada, import_id)
    assert (held.state, held.undone_at) == ("undone", BEGIN)
    assert held.report["undone"]["removed"] == 3
    assert clear(counter) > 0
    with counter.database.reading() as session:
        assert session.scalars(select(QuestionRow)).all() == []
        assert session.scalars(select(Revision)).all() == []
        assert [bank.slug for bank in session.scalars(select(Bank))] == ["rivers"]


def test_it_can_be_undone_once(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.undo(people.ada, import_id)
    with pytest.raises(Conflict, match="undone already"):
        counter.undo(people.ada, import_id)
    waiting = counter.bring(people.ada, ("rivers.csv", RIVERS), client_id="other")
    with pytest.raises(Conflict, match="not in a bank yet"):
        counter.undo(people.ada, waiting)


def test_changed_questions_say_again_what_they_said(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    before = counter.questions()["Which river flows through Paris?"]
    counter.now = BEGIN + timedelta(hours=1)
    second = counter.import_all(
        people.ada,
        ("r.csv", HEADING + "Which river flows through Paris?,Seine,Loire,Oder\nNew one?,Yes,No,Never\n"),
        slug="rivers",
    )
    undone = counter.undo(people.ada, second)
    assert (undone.removed, undone.restored, undone.is_bank_closed) == (1, 1, False)
    after = counter.questions()
    assert set(after) == {
        "Which river flows through Paris?", "Which river flows through London?", "Which river flows through Vienna?",
    }  # fmt: skip
    row = after["Which river flows through Paris?"]
    assert (row.revision, row.body, row.rendered) == (3, before.body, before.rendered)
    with counter.database.reading() as session:
        assert session.scalars(select(Bank).where(Bank.slug == "rivers")).one().outline["questions"] == 3


def test_what_was_edited_since_stays_and_is_named(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.import_all(
        people.ada, ("r.csv", HEADING + "Which river flows through Paris?,Seine,Loire,Oder\n"), slug="rivers"
    )
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.kept_count, undone.is_bank_closed) == (2, 1, False)
    assert [(each.stem, each.reason) for each in undone.kept] == [("Which river flows through Paris?", "edited")]
    assert list(counter.questions()) == ["Which river flows through Paris?"]


def test_what_was_answered_since_stays_and_is_named(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    row = counter.questions()["Which river flows through London?"]
    counter.now = BEGIN + timedelta(hours=1)
    counter.answer(people.sam, row)
    undone = counter.undo(people.ada, import_id)
    assert [(each.slug, each.reason) for each in undone.kept] == [(row.slug, "answered")]
    assert list(counter.questions()) == ["Which river flows through London?"]


def test_who_may_not_change_the_bank_any_more_cannot_undo(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank)).one()
        bank.owner_id, bank.visibility = people.eve.id, "public"
    with pytest.raises(NotAllowed):
        counter.undo(people.ada, import_id)
    assert len(counter.questions()) == 3


def test_undone_and_brought_again_is_as_new(counter, people):
    counter.import_all(people.ada, ("one.csv", HEADING + "Which river flows through Rome?,Tiber,Po,Arno\n"))
    first = counter.import_all(people.ada, ("rivers.csv", RIVERS), slug="rivers")
    counter.undo(people.ada, first)
    again = counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers", client_id="again")
    counter.carry_out(people.ada, again, "rivers")
    report = counter.get(people.ada, again).report
    assert (report["created"], report["changed"]) == (3, 0)
    assert {row.revision for row in counter.questions().values()} == {1}


def test_what_was_out_of_use_before_is_out_again(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    with counter.database.transaction() as session:
        row = session.scalars(select(QuestionRow).order_by(QuestionRow.position)).first()
        row.deleted_at = BEGIN
    again = counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers", client_id="again")
    assert counter.choice(people.ada, again).verdicts.codes == "nss"
    counter.carry_out(people.ada, again, "rivers")
    assert len(counter.questions()) == 3
    assert counter.get(people.ada, again).report["created"] == 1
    undone = counter.undo(people.ada, again)
    assert (undone.removed, undone.restored) == (1, 0)
    assert len(counter.questions()) == 2
