"""Cards that follow their questions into another bank: nothing that was learned is lost, nothing is answered anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.core.scheduler import Memory, MemoryKey, Shelf, Totals, memory_bins
from quizapp.study.models import CardState, Enrolment
from quizapp.study.service.cards import add_totals, batches, sweep_totals, wait_for_turn
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.enrolments import meet


def follow_move(session: Session, question_ids: Sequence[int], from_bank_id: int, to_bank_id: int) -> None:
    """Let the cards of questions be counted and asked in the bank that these were moved to.

    Events stay as they are: what was done in a bank was done there.
    """
    learners = select(Enrolment.learner_id).where(Enrolment.bank_id == from_bank_id).order_by(Enrolment.learner_id)
    for learner_id in session.scalars(learners).all():
        wait_for_turn(session, learner_id)
        moved = [
            card
            for ids in batches(question_ids)
            for card in _move_cards(session, learner_id, ids, from_bank_id, to_bank_id)
        ]
        if moved:
            day_cache.forget(session, learner_id)
            add_totals(session, learner_id, _moved_bins(moved, from_bank_id, to_bank_id))
            sweep_totals(session, learner_id)
            meet(session, learner_id, to_bank_id)


def _move_cards(
    session: Session, learner_id: int, question_ids: Sequence[int], from_bank_id: int, to_bank_id: int
) -> list[tuple[str, str, float, float]]:
    """Give about, state, stability and difficulty of the cards that were moved."""
    mine = (
        CardState.learner_id == learner_id,
        CardState.question_id.in_(question_ids),
        CardState.bank_id == from_bank_id,
    )
    columns = (CardState.about, CardState.state, CardState.stability, CardState.difficulty)
    found = [
        (about, state, stability, difficulty)
        for about, state, stability, difficulty in session.execute(select(*columns).where(*mine))
    ]
    if found:
        session.execute(
            update(CardState).where(*mine).values(bank_id=to_bank_id).execution_options(synchronize_session=False)
        )
    return found


def _moved_bins(cards: Sequence[tuple[str, str, float, float]], from_bank_id: int, to_bank_id: int) -> Totals:
    bins: Counter[MemoryKey] = Counter()
    for about, state, stability, difficulty in cards:
        memory = Memory(state=state, stability=stability, difficulty=difficulty)  # type: ignore[arg-type]
        for bank_id, n in ((from_bank_id, -1), (to_bank_id, 1)):
            shelf = Shelf(bank_id, about)  # type: ignore[arg-type]
            bins.update({key: n for key in memory_bins(memory, shelf)})
    return Totals(bins=dict(bins))
