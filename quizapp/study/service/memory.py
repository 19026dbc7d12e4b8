"""How much of a bank a learner would know today, by what its questions ask for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Float, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.core.question import ABOUTS
from quizapp.core.scheduler import Memory, Options, retrievability
from quizapp.study.models import CardState
from quizapp.study.service.day_cache import Counted, Reading, day_cache

_PARAMETERS = Options().parameters
#: Steps in which days over stability are counted.
STEPS = 256

_TOTALS = (
    select(QuestionRow.about, func.count())
    .where(QuestionRow.bank_id.in_(bindparam("bank_ids", expanding=True)), QuestionRow.deleted_at.is_(None))
    .group_by(QuestionRow.about)
)
# The chance depends on the days waited over the stability alone: cards are counted by that, in steps so fine that the
# sum is right to a thousandth of a question per question, and the curve is asked once for each step.
_WAITED = case((CardState.last_day < bindparam("today"), bindparam("today") - CardState.last_day), else_=0)
_STEP = func.round(cast(_WAITED, Float) * STEPS / CardState.stability)
_IS_LEARNED = CardState.state == "review"
_CARDS = (
    select(QuestionRow.about, _IS_LEARNED, _STEP, func.count())
    .join(QuestionRow, QuestionRow.id == CardState.question_id)
    .where(
        CardState.learner_id == bindparam("learner_id"),
        CardState.bank_id.in_(bindparam("bank_ids", expanding=True)),
        CardState.stability > 0,
        # A question that an undone import has taken out is in no bank any more before its cards follow.
        QuestionRow.bank_id == CardState.bank_id,
        QuestionRow.deleted_at.is_(None),
    )
    .group_by(QuestionRow.about, _IS_LEARNED, _STEP)
)


@dataclass(frozen=True, slots=True)
class AboutMemory:
    """A learner's memory of all questions about one thing.

    `total` counts the questions in use, `introduced` those met, `expected_known` is the sum of the chances (0..1) of
    knowing each of them today; what was never met counts as unknown.
    """

    about: str
    total: int
    introduced: int
    expected_known: float

    @property
    def known(self) -> int:
        """Give the number of questions one would know, as people say it."""
        return round(self.expected_known)


def bank_memory(session: Session, learner_id: int | None, bank_id: int, study_day: int) -> tuple[AboutMemory, ...]:
    """Give the memory of one bank, a row for each thing it asks about; a passer-by remembers nothing."""
    key = ("bank_memory", learner_id, bank_id)
    return day_cache.read(
        session, key, study_day, None, lambda: _count(session, learner_id, (bank_id,), study_day)
    ).value


def memory_of_banks(
    session: Session, learner_id: int, bank_ids: Sequence[int], study_day: int, now: datetime
) -> Reading[tuple[AboutMemory, ...]]:
    """Give the memory of several banks together; above 5,000 questions it is read once per study day and process."""
    ids = tuple(sorted(bank_ids))
    if not ids:
        return Reading(())
    key = ("memory", learner_id, ids)
    return day_cache.read(session, key, study_day, now, lambda: _count(session, learner_id, ids, study_day))


def chance(stability: float, last_day: int | None, study_day: int) -> float:
    """Give the chance (0..1) of knowing a card on a study day, of its stability in days and last answer's day."""
    return retrievability(Memory(state="review", stability=stability, last_day=last_day), study_day, _PARAMETERS)


def _count(
    session: Session, learner_id: int | None, bank_ids: tuple[int, ...], study_day: int
) -> Counted[tuple[AboutMemory, ...]]:
    totals: Counter[str] = Counter({about: n for about, n in session.execute(_TOTALS, {"bank_ids": bank_ids})})
    introduced: Counter[str] = Counter()
    expected: defaultdict[str, float] = defaultdict(float)
    values = {"learner_id": learner_id, "bank_ids": bank_ids, "today": study_day}
    for about, is_learned, step, n in session.execute(_CARDS, values):
        introduced[about] += n
        # A card in its learning steps was missed a moment ago, whatever the curve says of the same day.
        if is_learned:
            expected[about] += n * chance(STEPS, study_day - int(step), study_day)
    rows = tuple(
        AboutMemory(about, totals[about], introduced[about], expected[about]) for about in ABOUTS if totals[about]
    )
    return Counted(rows, totals.total() + introduced.total())
