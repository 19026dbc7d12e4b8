"""What several learners have in common in a bank: what is due for most of them, what they miss most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, union
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.core.scheduler import Rating
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.study.models import CardState, ReviewEvent
from quizapp.study.service.standing import day_of

#: Misses of so many days count, ms.
_LATELY_MS = 60 * 86_400_000


def list_due_for_most(session: Session, learner_ids: Sequence[int], bank_id: int, at_most: int, now: int) -> list[int]:
    """List the questions of a bank that are due for most of those of these learners who study it, the most first.

    New ones are due for nobody, and what is due is told by each learner's own study day.
    """
    studying = (
        select(func.count(CardState.learner_id.distinct()))
        .join(QuestionRow, QuestionRow.id == CardState.question_id)
        .where(CardState.learner_id.in_(learner_ids), QuestionRow.bank_id == bank_id)
    )
    due = (
        select(CardState.question_id)
        .join(QuestionRow, QuestionRow.id == CardState.question_id)
        .where(
            or_(*(_is_due_for(ids, today) for today, ids in _by_day(session, learner_ids, now).items()), false()),
            QuestionRow.bank_id == bank_id,
            QuestionRow.deleted_at.is_(None),
        )
        .group_by(CardState.question_id)
        .having(2 * func.count() > studying.scalar_subquery())
        .order_by(func.count().desc(), CardState.question_id)
        .limit(at_most)
    )
    return list(session.scalars(due))


def _by_day(session: Session, learner_ids: Sequence[int], now: int) -> dict[int, list[int]]:
    """Group learners by the study day that they have; there are two or three at any moment."""
    days: defaultdict[int, list[int]] = defaultdict(list)
    for user in session.scalars(select(User).where(User.id.in_(learner_ids))):
        days[day_of(viewer_of(user), now).today].append(user.id)
    return days


def _is_due_for(learner_ids: Sequence[int], today: int) -> ColumnElement[bool]:
    return and_(
        CardState.learner_id.in_(learner_ids),
        CardState.is_suspended.is_(False),
        or_(CardState.buried_day.is_(None), CardState.buried_day != today),
        CardState.due_day <= today,
    )


def list_most_missed(
    session: Session,
    learner_ids: Sequence[int],
    bank_id: int,
    at_most: int,
    now: int,
    in_games: Select[*tuple[Any, ...]] | None = None,
) -> list[int]:
    """List the questions of a bank that most of these learners have missed lately first, alone and in games.

    `in_games` selects `question_id`, `learner_id` and `answered_at` of misses whether they entered study or not.
    """
    studied = select(ReviewEvent.question_id, ReviewEvent.learner_id, ReviewEvent.answered_at).where(
        ReviewEvent.learner_id.in_(learner_ids),
        ReviewEvent.kind.in_(("review", "live")),
        ReviewEvent.rating == int(Rating.AGAIN),
    )
    # A miss in a game that has entered study has the same learner and moment there: a union has it once.
    misses = (studied if in_games is None else union(studied, in_games)).subquery()
    missed = (
        select(misses.c.question_id)
        .join(QuestionRow, QuestionRow.id == misses.c.question_id)
        .where(
            QuestionRow.bank_id == bank_id,
            QuestionRow.deleted_at.is_(None),
            misses.c.answered_at >= now - _LATELY_MS,
        )
        .group_by(misses.c.question_id)
        .order_by(func.count(misses.c.learner_id.distinct()).desc(), func.count().desc(), misses.c.question_id)
        .limit(at_most)
    )
    return list(session.scalars(missed))


def is_studied_by_any(session: Session, learner_ids: Sequence[int], bank_id: int) -> bool:
    """Whether any of these learners has answered a question of a bank in their study."""
    cards = select(CardState.question_id).join(QuestionRow, QuestionRow.id == CardState.question_id)
    some = cards.where(CardState.learner_id.in_(learner_ids), QuestionRow.bank_id == bank_id)
    return session.scalar(some.limit(1)) is not None
