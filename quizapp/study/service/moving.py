"""Cards that follow their questions into another bank: nothing that was learned is lost, nothing is answered anew.

All learners of the bank at once: answers wait for this turn of the writers, and a bank may have a thousand of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from quizapp.core.scheduler import difficulty_bin, stability_bin
from quizapp.study.models import Enrolment
from quizapp.study.service.cards import batches, wait_for_turns
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.enrolments import meet_all

#: Of the scheduler's ceiling, a hundred years.
_STABILITY_DAYS_AT_MOST = 36_500.0
_MEASURES: dict[str, tuple[Callable[[float], int], float]] = {
    "stability": (stability_bin, _STABILITY_DAYS_AT_MOST),
    "difficulty": (difficulty_bin, 10.0),
}
_MOVED = "learner_id IN :learner_ids AND question_id IN :question_ids AND bank_id = :from_bank_id"
_MOVE_CARDS = text(f"UPDATE card_state SET bank_id = :to_bank_id WHERE {_MOVED}").bindparams(
    bindparam("learner_ids", expanding=True), bindparam("question_ids", expanding=True)
)
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
    moved = {"learner_ids": learner_ids, "question_ids": question_ids, "from_bank_id": from_bank_id}
    for measure in _MEASURES:
        statement, lowest = _add_bins(measure)
        for bank_id, sign in ((to_bank_id, 1), (from_bank_id, -1)):
            session.execute(statement, moved | lowest | {"bank_id": bank_id, "sign": sign})
    session.execute(_MOVE_CARDS, moved | {"to_bank_id": to_bank_id})


@lru_cache(maxsize=len(_MEASURES))
def _add_bins(measure: str) -> tuple[Any, dict[str, float]]:
    """Give the statement that counts cards into the bins of a measure, and the lowest value of each bin for it."""
    lowest = {f"lowest_{bin}": value for bin, value in enumerate(lowest_of_bins(measure), start=1)}
    bins = " ".join(f"WHEN {measure} >= :{name} THEN {name.removeprefix('lowest_')}" for name in reversed(lowest))
    statement = f"""
        INSERT INTO memory_total (learner_id, bank_id, about, measure, bin, n)
        SELECT learner_id, :bank_id, about, '{measure}', CASE {bins} ELSE 0 END, :sign * count(*)
        FROM card_state WHERE {_MOVED} AND state <> 'new'
        GROUP BY 1, 3, 5
        ON CONFLICT (learner_id, bank_id, about, measure, bin) DO UPDATE SET n = memory_total.n + excluded.n
    """
    return text(statement).bindparams(
        bindparam("learner_ids", expanding=True), bindparam("question_ids", expanding=True)
    ), lowest


def lowest_of_bins(measure: str) -> Iterator[float]:
    """Find the lowest value of each bin from 1 to the last bit, so that counts agree with those of single answers."""
    bin_of, highest = _MEASURES[measure]
    for bin in range(1, bin_of(highest) + 1):
        low, high = 0.0, highest
        while (middle := (low + high) / 2) not in (low, high):
            low, high = (low, middle) if bin_of(middle) >= bin else (middle, high)
        yield high
