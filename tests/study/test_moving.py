"""Questions moved to another bank take their cards along; first answers are tallied without names."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, QuestionRow, QuestionTally
from quizapp.banks.service import BulkWish, Wanted, change_many, tally_first_answer, undo_change
from quizapp.runners import make_import_runner
from quizapp.study import service
from quizapp.study.models import CardState, DayTotal, Enrolment
from tests.conftest import BEGIN
from tests.study import bank_files
from tests.study.databases import BOTH
from tests.study.desk import Desk
from tests.study.test_ceilings import Statements

pytestmark = BOTH
#: Statements by which all learners of a bank follow a move of up to 500 questions.
FOLLOWING = 9


@pytest.fixture
def other_id(runtime, cast, bank_id) -> int:
    """Give another bank; both are ada's."""
    with runtime.database.transaction() as session:
        other_id = bank_files.load(session, bank_files.ten_kinds(), slug="ten").bank_id
        for bank in session.scalars(select(Bank)):
            bank.owner_id = cast.ada.id
    return other_id


@pytest.fixture
def move(runtime, cast, sam, other_id):
    """Give the mover of questions from the bridges to the other bank, and what undoes it."""

    def act(*slugs: str):
        ids = tuple(sam.question_id(slug) for slug in slugs)
        wish = BulkWish(act="move", client_id=str(slugs), ids=ids, target_id=other_id)
        with runtime.database.transaction() as session:
            outcome = change_many(session, cast.ada, "bridges", wish, BEGIN)
            follow(session, outcome)

        def undo():
            with runtime.database.transaction() as session:
                follow(session, undo_change(session, cast.ada, "bridges", outcome.change_id, BEGIN))

        return undo

    def follow(session, outcome):
        moved = outcome.moved
        service.follow_move(session, moved.ids, moved.from_bank_id, moved.to_bank_id)
        if outcome.load:
            service.follow_edit(session, outcome.load, "due_today", 0)

    return act


def card_of(desk: Desk, question_id: int) -> CardState:
    with desk.database.reading() as session:
        return session.get_one(CardState, (desk.viewer.id, question_id))


def test_cards_come_along_and_are_due_there(sam, other_id, move, clock):
    b1, b2 = sam.question_id("b1"), sam.question_id("b2")
    for slug in ("b1", "b2", "b3"):
        sam.answer(slug=slug)
    clock.move(days=3)
    due = sam.standing().available.reviews + sam.standing().available.learning_now
    before = card_of(sam, b1)
    move("b1", "b2")
    there = Desk(sam.database, sam.viewer, clock, other_id)
    after = card_of(sam, b1)
    assert (after.bank_id, after.stability, after.due_day, after.reps) == (
        other_id, before.stability, before.due_day, before.reps,
    )  # fmt: skip
    here_now, there_now = sam.standing().available, there.standing().available
    assert here_now.reviews + here_now.learning_now == due - 2
    assert there_now.reviews + there_now.learning_now == 2
    asked = there.ask()
    assert asked is not None
    assert asked.asked.question_id in (b1, b2)
    there.answer(card=asked)
    sam.check()


def test_what_was_done_in_a_bank_stays_counted_there(sam, bank_id, other_id, move):
    for slug in ("b1", "b2"):
        sam.answer(slug=slug)
    move("b1")
    with sam.database.reading() as session:
        rows = session.scalars(select(DayTotal).where(DayTotal.learner_id == sam.viewer.id)).all()
    assert {row.bank_id for row in rows} == {bank_id}
    assert sum(row.n for row in rows) == 2
    sam.check()


def test_back_again(sam, bank_id, other_id, move):
    sam.answer(slug="b1")
    before = card_of(sam, sam.question_id("b1"))
    undo = move("b1", "b2")
    undo()
    after = card_of(sam, sam.question_id("b1"))
    assert (after.bank_id, after.stability, after.due_day) == (bank_id, before.stability, before.due_day)
    sam.check()
    asked = sam.ask()
    assert asked is not None
    assert sam.slug_of(asked) == "b2"


def test_cards_follow_a_large_move_and_its_way_back(runtime, cast, sam, bank_id, other_id, monkeypatch):
    monkeypatch.setattr(banks.bulk, "QUESTIONS_AT_MOST", 1)
    monkeypatch.setattr(banks.kept_changes, "PIECE", 2)
    for slug in ("b1", "b3"):
        sam.answer(slug=slug)
    ids = [sam.question_id(slug) for slug in ("b1", "b3")]
    before = [card_of(sam, number) for number in ids]
    wish = BulkWish(act="move", client_id="all", found=Wanted((bank_id,)), target_id=other_id)
    runner = make_import_runner(runtime)
    with runtime.database.transaction() as session:
        outcome = change_many(session, cast.ada, "bridges", wish, BEGIN)
    assert runner.run_waiting() == 1
    assert {card_of(sam, number).bank_id for number in ids} == {other_id}
    sam.check()
    with runtime.database.transaction() as session:
        undo_change(session, cast.ada, "bridges", outcome.change_id, BEGIN)
    assert runner.run_waiting() == 1
    after = [card_of(sam, number) for number in ids]
    assert [(c.bank_id, c.stability, c.due_day) for c in after] == [(c.bank_id, c.stability, c.due_day) for c in before]
    sam.check()


def test_acts_and_corrections_after_a_move(sam, other_id, move, clock):
    client_id = sam.answer(slug="b1", knows=False)
    with sam.database.reading() as session:
        question_id = session.scalars(select(QuestionRow.id).where(QuestionRow.slug == "b1")).one()
    move("b1")
    there = Desk(sam.database, sam.viewer, clock, other_id)
    there.correct(client_id, 3)
    there.act("b1", "suspend")
    there.act("b1", "resume")
    there.undo(client_id)
    sam.check()
    assert there.question_id("b1") == question_id


def test_merging_after_a_move(sam, desk_of, other_id, move):
    guest = desk_of("gil")
    for desk in (guest, sam):
        desk.answer(slug="b1")
    guest.answer(slug="b2")
    move("b1", "b2")
    with sam.database.transaction() as session:
        service.merge_learners(session, guest.viewer.id, sam.viewer.id)
    sam.check()


def test_who_has_met_it_studies_the_other_bank(sam, desk_of, other_id, move):
    sam.answer(slug="b1")
    tess = desk_of("tess")
    tess.answer(slug="b2")
    move("b1")
    with sam.database.reading() as session:
        learners = session.scalars(select(Enrolment.learner_id).where(Enrolment.bank_id == other_id)).all()
    assert learners == [sam.viewer.id]
    tess.check()


@pytest.mark.parametrize("learners", [2, 5])
def test_a_move_costs_the_same_for_any_number_of_learners(runtime, cast, bank_id, other_id, clock, learners):
    desks = [
        Desk(runtime.database, viewer, clock, bank_id)
        for viewer in [cast[name] for name in ("sam", "tess", "gil", "eve", "cora")][:learners]
    ]
    for days in range(3):
        for desk in desks:
            desk.answer(slug="b1", knows=days != 1)
            desk.answer(slug="b2")
        clock.move(days=9)
    ids = [desks[0].question_id(slug) for slug in ("b1", "b2")]
    statements = Statements(runtime.database)
    wish = BulkWish(act="move", client_id="form", ids=tuple(ids), target_id=other_id)
    with runtime.database.transaction() as session:
        moved = change_many(session, cast.ada, "bridges", wish, BEGIN).moved
        with statements.noted():
            service.follow_move(session, moved.ids, moved.from_bank_id, moved.to_bank_id)
    assert len(statements.writer) <= FOLLOWING
    for desk in desks:
        desk.check()
        assert card_of(desk, ids[0]).bank_id == card_of(desk, ids[1]).bank_id == other_id


def tally(desk: Desk, slug: str) -> tuple[int, int, int]:
    with desk.database.reading() as session:
        row = session.get(QuestionTally, desk.question_id(slug))
        return (row.answers, row.passes, row.ease) if row else (0, 0, 0)


def test_first_answers_are_tallied(sam, desk_of, clock):
    first = sam.answer(slug="b1", knows=False)
    desk_of("tess").answer(slug="b1")
    assert tally(sam, "b1") == (2, 1, 0)
    clock.move(days=2)
    sam.answer(slug="b1")
    assert tally(sam, "b1") == (2, 1, 0)
    sam.correct(first, 3)
    assert tally(sam, "b1") == (2, 2, 0)
    clock.move(days=2)
    only = sam.answer(slug="b2")
    sam.undo(only)
    assert tally(sam, "b2")[:2] == (0, 0)
    sam.answer(slug="b2", knows=False)
    assert tally(sam, "b2")[:2] == (1, 0)


def test_a_first_answer_after_a_reset_is_not_tallied_again(sam, desk_of, clock):
    sam.answer(slug="b1", knows=False)
    clock.move(days=2)
    sam.act("b1", "reset")
    clock.move(days=1)
    again = sam.answer(slug="b1")
    assert tally(sam, "b1")[:2] == (1, 0)
    sam.undo(again)
    assert tally(sam, "b1")[:2] == (1, 0)
    sam.act("b1", "suspend")
    tess = desk_of("tess")
    tess.act("b1", "suspend")
    tess.act("b1", "resume")
    tess.answer(slug="b1")
    assert tally(sam, "b1")[:2] == (2, 1)


def test_counts_stay_when_a_learner_goes(sam):
    sam.answer(slug="b1")
    with sam.database.transaction() as session:
        service.erase_learner(session, sam.viewer.id)
    assert tally(sam, "b1") == (1, 1, 0)


@pytest.mark.parametrize(("passes", "ease"), [(0, 1), (3, 1), (4, 2), (7, 2), (8, 3), (10, 3)])
def test_ease_is_told_from_ten_answers_on(sam, bank_id, passes, ease):
    with sam.database.transaction() as session:
        for number in range(10):
            assert tally(sam, "b1")[2] == 0
            tally_first_answer(session, sam.question_id("b1"), bank_id, 1, int(number < passes))
    assert tally(sam, "b1") == (10, passes, ease)


def test_tally_moves_with_its_question(sam, other_id, move):
    sam.answer(slug="b1")
    question_id = sam.question_id("b1")
    move("b1")
    with sam.database.reading() as session:
        assert session.get_one(QuestionTally, question_id).bank_id == other_id
