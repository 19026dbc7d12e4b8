"""What several learners have in common in a bank: what is due for most of them, what they miss most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, SelectBase, Subquery, and_, exists, false, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import QuestionRow
from quizapp.core.scheduler import CardEvent, Rating, effective
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.study.models import CardState, ReviewEvent
from quizapp.study.service.cards import EVENT_COLUMNS, event_of
from quizapp.study.service.standing import day_of

#: Misses of so many days count, ms.
_LATELY_MS = 60 * 86_400_000
#: Events that are answers, alone and in games.
_ANSWERS = ("review", "live")


class _Miss(NamedTuple):
    """A question that somebody got wrong at a moment, in ms since 1970."""

    question_id: int
    learner_id: int
    answered_at: int


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

    An answer counts as it is judged now: one that was corrected by its rating of today, one that was undone not at all.
    `in_games` selects `question_id`, `learner_id` and `answered_at` of misses whether they entered study or not.
    """
    since = now - _LATELY_MS
    is_missed = and_(
        ReviewEvent.answered_at >= since,
        ReviewEvent.learner_id.in_(learner_ids),
        ReviewEvent.kind.in_(_ANSWERS),
        ReviewEvent.rating == int(Rating.AGAIN),
    )
    anew = _judged_anew_cards(learner_ids, bank_id)
    studied: SelectBase = (
        select(ReviewEvent.question_id, ReviewEvent.learner_id, ReviewEvent.answered_at)
        .outerjoin(anew, _is_of(anew))
        .where(is_missed, anew.c.learner_id.is_(None))
    )
    if in_games is not None:
        played = in_games.subquery()
        studied = union(studied, select(played).where(played.c.answered_at >= since))
    selected = studied.subquery()
    in_use = (QuestionRow.bank_id == bank_id) & QuestionRow.deleted_at.is_(None)
    rows = session.execute(
        select(selected).join(QuestionRow, QuestionRow.id == selected.c.question_id).where(in_use)
    ).all()
    # A miss in a game that has entered study has the same learner and moment there: it is one.
    misses = {_Miss(*row) for row in rows} | _judged_anew(session, learner_ids, bank_id, since)
    learners = Counter(question_id for question_id, _ in {(each.question_id, each.learner_id) for each in misses})
    times = Counter(each.question_id for each in misses)
    return sorted(learners, key=lambda each: (-learners[each], -times[each], each))[:at_most]


def _judged_anew_cards(learner_ids: Sequence[int], bank_id: int) -> Subquery:
    """Select learner and question of each card of a bank of which anything was corrected or undone.

    To be joined, so that it is run once: asked of each event, a card with thousands of them has all of them read for
    each, and SQLite looks through a list of pairs from its beginning.
    """
    act = aliased(ReviewEvent)
    return (
        select(act.learner_id, act.question_id)
        .join(QuestionRow, QuestionRow.id == act.question_id)
        .where(act.learner_id.in_(learner_ids), act.kind.in_(("correction", "undo")), QuestionRow.bank_id == bank_id)
        .distinct()
        .subquery()
    )


def _is_of(cards: Subquery) -> ColumnElement[bool]:
    """Give the condition for events of selected cards."""
    return and_(cards.c.learner_id == ReviewEvent.learner_id, cards.c.question_id == ReviewEvent.question_id)


def _judged_anew(session: Session, learner_ids: Sequence[int], bank_id: int, since: int) -> set[_Miss]:
    """List what was missed since a moment, by the judgement of today, on cards with anything corrected or undone."""
    answer = aliased(ReviewEvent)
    was_answered = exists().where(
        answer.learner_id == ReviewEvent.learner_id,
        answer.question_id == ReviewEvent.question_id,
        answer.answered_at >= since,
        answer.kind.in_(_ANSWERS),
    )
    anew = _judged_anew_cards(learner_ids, bank_id)
    of_bank = (QuestionRow.bank_id == bank_id) & QuestionRow.deleted_at.is_(None)
    rows = session.execute(
        select(ReviewEvent.question_id, ReviewEvent.learner_id, *EVENT_COLUMNS)
        .join(QuestionRow, QuestionRow.id == ReviewEvent.question_id)
        .join(anew, _is_of(anew))
        .where(of_bank, ReviewEvent.learner_id.in_(learner_ids), was_answered)
        .order_by(ReviewEvent.id)
    )
    cards: defaultdict[tuple[int, int], list[CardEvent]] = defaultdict(list)
    for row in rows:
        cards[row.question_id, row.learner_id].append(event_of(row))
    return {
        _Miss(*card, event.answered_at)
        for card, events in cards.items()
        for event in effective(events)
        if event.kind in _ANSWERS and event.rating == Rating.AGAIN and event.answered_at >= since
    }


def is_studied_by_any(session: Session, learner_ids: Sequence[int], bank_id: int) -> bool:
    """Whether any of these learners has answered a question of a bank in their study."""
    cards = select(CardState.question_id).join(QuestionRow, QuestionRow.id == CardState.question_id)
    some = cards.where(CardState.learner_id.in_(learner_ids), QuestionRow.bank_id == bank_id)
    return session.scalar(some.limit(1)) is not None
