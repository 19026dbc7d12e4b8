"""Cards that follow their questions into another bank: nothing that was learned is lost, nothing is answered anew.

All learners of the bank at once: answers wait for this turn of the writers, and a bank may have a thousand of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.core.scheduler import STABILITY_CEILING_DAYS, difficulty_bin, stability_bin
from quizapp.study.models import CardState, Enrolment, MemoryTotal
from quizapp.study.service.cards import batches, wait_for_turns
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.enrolments import meet_all

_MEASURES: dict[str, tuple[Callable[[float], int], float]] = {
    "stability": (stability_bin, STABILITY_CEILING_DAYS),
    "difficulty": (difficulty_bin, 10.0),
}
_SWEEP = text(
    "DELETE FROM memory_total WHERE learner_id IN :learner_ids AND bank_id = :from_bank_id AND n = 0"
).bindparams(bindparam("learner_ids", expanding=True))


def follow_move(session: Session, question_ids: Sequence[int], from_bank_id: int, to_bank_id: int) -> None:
    """Let the cards of questions be counted and asked in the bank that these were moved to.

    Events stay as they are: what was done in a bank was done there.
    """
    learners = select(Enrolment.learner_id).where(Enrolment.bank_id == from_bank_id).order_by(Enrolment.learner_id)
    learner_ids = list(session.scalars(learners))
    for some in batches(learner_ids):
        wait_for_turns(session, some)
        for ids in batches(question_ids):
            _move_cards(session, some, ids, from_bank_id, to_bank_id)
            meet_all(session, some, ids, to_bank_id)
        session.execute(_SWEEP, {"learner_ids": some, "from_bank_id": from_bank_id})
    day_cache.forget(session, *learner_ids)


def _move_cards(
    session: Session, learner_ids: Sequence[int], question_ids: Sequence[int], from_bank_id: int, to_bank_id: int
) -> None:
    moved = and_(
        CardState.learner_id.in_(learner_ids),
        CardState.question_id.in_(question_ids),
        CardState.bank_id == from_bank_id,
    )
    for measure, column in (("stability", CardState.stability), ("difficulty", CardState.difficulty)):
        for bank_id, sign in ((to_bank_id, 1), (from_bank_id, -1)):
            _add_bins(session, moved, measure, column, bank_id, sign)
    change = update(CardState).where(moved).values(bank_id=to_bank_id)
    session.execute(change.execution_options(synchronize_session=False))


def _add_bins(session: Session, moved: ColumnElement[bool], measure: str, column: Any, bank_id: int, sign: int) -> None:
    """Count the moved cards into the bins of a measure, or out of them."""
    lowest = enumerate(lowest_of_bins(measure), start=1)
    bins = case(*((column >= value, literal(bin)) for bin, value in sorted(lowest, reverse=True)), else_=literal(0))
    card = (CardState.learner_id, literal(bank_id).label("bank_id"), CardState.about)
    counted = (
        select(*card, literal(measure).label("measure"), bins.label("bin"), (sign * func.count()).label("n"))
        .where(moved, CardState.state != "new")
        .group_by(CardState.learner_id, CardState.about, text("bin"))
    )
    make: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    made = make(MemoryTotal).from_select([each.key for each in MemoryTotal.__table__.columns], counted)
    added = {"n": MemoryTotal.n + made.excluded.n}
    session.execute(made.on_conflict_do_update(index_elements=list(MemoryTotal.__table__.primary_key), set_=added))


@lru_cache(maxsize=len(_MEASURES))
def lowest_of_bins(measure: str) -> tuple[float, ...]:
    """Find the lowest value of each bin from 1 to the last bit, so that counts agree with those of single answers."""
    bin_of, highest = _MEASURES[measure]
    return tuple(_lowest(bin_of, bin, highest) for bin in range(1, bin_of(highest) + 1))


def _lowest(bin_of: Callable[[float], int], bin: int, highest: float) -> float:
    low, high = 0.0, highest
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (low, middle) if bin_of(middle) >= bin else (middle, high)
    return high
