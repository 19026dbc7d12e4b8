"""What several learners have in common in a bank: what is due for most of them, what they miss most."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.core.scheduler import Rating
from quizapp.study.models import CardState, ReviewEvent

#: Misses of so many days count, ms.
_LATELY_MS = 60 * 86_400_000
_DAY_MS = 86_400_000


def list_due_for_most(session: Session, learner_ids: Sequence[int], bank_id: int, at_most: int, now: int) -> list[int]:
    """List the questions of a bank that are due for most of these learners first; new ones are due for nobody."""
    due = (
        select(CardState.question_id)
        .join(QuestionRow, QuestionRow.id == CardState.question_id)
        .where(
            CardState.learner_id.in_(learner_ids),
            QuestionRow.bank_id == bank_id,
            QuestionRow.deleted_at.is_(None),
            CardState.is_suspended.is_(False),
            CardState.due_day <= now // _DAY_MS,
        )
        .group_by(CardState.question_id)
        .order_by(func.count().desc(), CardState.question_id)
        .limit(at_most)
    )
    return list(session.scalars(due))


def list_most_missed(session: Session, learner_ids: Sequence[int], bank_id: int, at_most: int, now: int) -> list[int]:
    """List the questions of a bank that most of these learners have missed lately first, alone and in games."""
    missed = (
        select(ReviewEvent.question_id)
        .join(QuestionRow, QuestionRow.id == ReviewEvent.question_id)
        .where(
            ReviewEvent.learner_id.in_(learner_ids),
            QuestionRow.bank_id == bank_id,
            QuestionRow.deleted_at.is_(None),
            ReviewEvent.kind.in_(("review", "live")),
            ReviewEvent.rating == int(Rating.AGAIN),
            ReviewEvent.answered_at >= now - _LATELY_MS,
        )
        .group_by(ReviewEvent.question_id)
        .order_by(func.count(ReviewEvent.learner_id.distinct()).desc(), func.count().desc(), ReviewEvent.question_id)
        .limit(at_most)
    )
    return list(session.scalars(missed))
