"""Where a learner stands with a bank today: preferences, counts and what was done, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import QuestionRow
from quizapp.core.errors import Conflict
from quizapp.core.question import Way
from quizapp.core.scheduler import study_day, utc_offset_minutes
from quizapp.core.study_queue import (
    LEARN_AHEAD_MS,
    Allowance,
    Available,
    Done,
    Limits,
    QueueCounts,
    allowance,
    queue_counts,
    shared_allowance,
)
from quizapp.people.models import User
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.study.models import CardState, DayTotal, Enrolment, Preset
from quizapp.study.service.preferences import DEFAULTS, PRESET_COLUMNS, Preferences, from_columns

#: More due cards than this are counted as this many: nobody does more in a day.
COUNTED_AT_MOST = 1_000
USUAL_MS_PER_CARD = 12_000.0

CARD = CardState
IS_AWAKE = and_(CARD.is_suspended.is_(False), or_(CARD.buried_day.is_(None), CARD.buried_day != bindparam("today")))
IS_MINE = and_(CARD.learner_id == bindparam("learner_id"), CARD.bank_id == bindparam("bank_id"))
#: Reviews, and steps of a day or more; new cards have no due day.
IS_REVIEW_DUE = and_(CARD.due_at.is_(None), CARD.due_day <= bindparam("today"))
IS_IN_BANK = and_(QuestionRow.bank_id == bindparam("bank_id"), QuestionRow.deleted_at.is_(None))
_OUT = aliased(QuestionRow)


def is_in_use(bank_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Say that a card's question was not taken out of its bank since.

    Those that were are few and listed once; to look at each card's question costs more than all the counting.
    """
    out = select(_OUT.id).where(_OUT.bank_id == bank_id, _OUT.deleted_at.is_not(None))
    return CARD.question_id.not_in(out.correlate_except(_OUT))


#: The same for the one bank that a statement is about.
IS_IN_USE = is_in_use(bindparam("bank_id"))
_MET = aliased(CardState)
#: Whether a question was met, or was put aside before it was.
HAS_CARD = exists().where(
    _MET.learner_id == bindparam("learner_id"),
    _MET.question_id == QuestionRow.id,
    or_(_MET.state != "new", _MET.is_suspended, _MET.buried_day == bindparam("today")),
)


@dataclass(frozen=True, slots=True)
class Day:
    """A moment (ms) and the learner's study day that it falls on."""

    now: int
    today: int
    utc_offset_minutes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner before a bank: what may be asked today."""

    preferences: Preferences
    fixed_way: Way | None
    new_cursor: int
    available: Available
    done: Done
    allowed: Allowance
    #: By so many cards today's limits were lifted.
    lifted: int = 0
    #: Which responses in live games enter the schedule; None while the learner is not enrolled.
    live_responses: str | None = None

    @property
    def counts(self) -> QueueCounts:
        """The three figures above a card."""
        return queue_counts(self.available, self.allowed)

    @property
    def left(self) -> int:
        """Cards still to come today."""
        return self.counts.new + self.counts.learning + self.counts.due

    @property
    def is_limited(self) -> bool:
        """Whether a daily limit puts off cards that could be asked today."""
        return self.available.new > self.allowed.new or self.available.reviews > self.allowed.reviews

    @property
    def answered(self) -> int:
        """Cards of the day that are through: introduced or reviewed."""
        return self.done.new + self.done.reviews


def day_of(viewer: Viewer, now: int) -> Day:
    """Give the viewer's study day at a moment in ms."""
    offset = utc_offset_minutes(viewer.zone, now)
    return Day(now, study_day(now, offset, viewer.day_start_minutes), offset)


def _capped(statement: Select[Any]) -> ColumnElement[int]:
    return select(func.count()).select_from(statement.limit(COUNTED_AT_MOST).subquery()).scalar_subquery()


def _steps(*when: ColumnElement[bool]) -> ColumnElement[int]:
    return _capped(select(CARD.question_id).where(IS_MINE, IS_AWAKE, CARD.due_at.is_not(None), *when, IS_IN_USE))


def _done(column: SQLColumnExpression[int], *when: ColumnElement[bool]) -> ColumnElement[int]:
    summed = select(func.coalesce(func.sum(column), 0)).where(
        DayTotal.learner_id == bindparam("learner_id"), DayTotal.study_day == bindparam("today"), *when
    )
    return summed.scalar_subquery()


_OF_BANK = (DayTotal.bank_id == bindparam("bank_id"), DayTotal.kind == "review")
_NEW = _capped(
    select(QuestionRow.id)
    .where(IS_IN_BANK, QuestionRow.position > func.coalesce(Enrolment.new_cursor, 0), ~HAS_CARD)
    .correlate(Enrolment)
)
_STANDING = Hot(
    select(
        *PRESET_COLUMNS,
        Enrolment.fixed_way,
        Enrolment.live_responses,
        Enrolment.new_cursor,
        Enrolment.lifted_day,
        Enrolment.lifted_new,
        Enrolment.lifted_reviews,
        _steps(CARD.due_at <= bindparam("now")),
        _steps(CARD.due_at > bindparam("now"), CARD.due_at <= bindparam("ahead")),
        _steps(CARD.due_at > bindparam("ahead")),
        _capped(select(CARD.question_id).where(IS_MINE, IS_AWAKE, IS_REVIEW_DUE, IS_IN_USE)),
        _NEW,
        _done(DayTotal.n, *_OF_BANK, DayTotal.state == "new"),
        _done(DayTotal.n, *_OF_BANK, DayTotal.state == "review"),
        _done(DayTotal.taken_ms),
        _done(DayTotal.n),
    )
    .select_from(User)
    .outerjoin(Preset, Preset.learner_id == User.id)
    .outerjoin(Enrolment, and_(Enrolment.learner_id == User.id, Enrolment.bank_id == bindparam("bank_id")))
    .where(User.id == bindparam("learner_id"))
)
_PRESET_WIDTH = len(PRESET_COLUMNS)
_ALL_NEW = Hot(select(_capped(select(QuestionRow.id).where(IS_IN_BANK))))


def get_standing(session: Session, viewer: Viewer, bank_id: int, day: Day) -> Standing:
    """Give where a viewer stands with a bank; a passer-by has met nothing yet."""
    if viewer.id is None:
        (new,) = _ALL_NEW.first(session, {"bank_id": bank_id})
        available = Available(new=new)
        return Standing(DEFAULTS, None, 0, available, Done(), allowance(available, Limits(), Done()))
    row = _STANDING.first(session, parameters(viewer, bank_id, day))
    if row is None:
        raise Conflict("Whoever studied here is gone meanwhile. Reload the page and go on from there.")
    return _standing(row, viewer, day)


def parameters(viewer: Viewer, bank_id: int, day: Day) -> dict[str, Any]:
    """Bind what the statements of standing and queue have in common."""
    return {
        "learner_id": viewer.id,
        "bank_id": bank_id,
        "today": day.today,
        "now": day.now,
        "ahead": day.now + LEARN_AHEAD_MS,
    }


def _standing(row: tuple[Any, ...], viewer: Viewer, day: Day) -> Standing:
    preferences = from_columns(row[:_PRESET_WIDTH])
    fixed_way, live, cursor, lifted_day, lifted_new, lifted_reviews, *figures = row[_PRESET_WIDTH:]
    steps_now, steps_ahead, steps_later, reviews, new, done_new, done_reviews, taken_ms, answers = figures
    available = Available(steps_now, steps_ahead, steps_later, reviews, new)
    # PostgreSQL sums whole numbers to decimals.
    taken_ms = int(taken_ms)
    done = Done(int(done_new), int(done_reviews), taken_ms)
    is_lifted = lifted_day == day.today
    extra_new, extra_reviews = (lifted_new, lifted_reviews) if is_lifted else (0, 0)
    limits = Limits(preferences.new_per_day, preferences.reviews_per_day, extra_new, extra_reviews)
    allowed = shared_allowance(
        allowance(available, limits, done),
        viewer.minutes_per_day,
        taken_ms=taken_ms,
        usual_ms=taken_ms / answers if answers and taken_ms else USUAL_MS_PER_CARD,
        extra=extra_new + extra_reviews,
    )
    way = fixed_way or preferences.fixed_way
    return Standing(preferences, way, cursor or 0, available, done, allowed, extra_new, live)
