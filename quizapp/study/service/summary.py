"""The end of a sitting: what was learned, what comes when. A sitting is a run of answers, gaps under half an hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.core.kinds import parse_question
from quizapp.core.plain_stem import stem_in_line, words_in_line
from quizapp.core.scheduler import Rating
from quizapp.core.study_queue import SITTING_PAUSE_MS
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.study.models import CardState, ReviewEvent
from quizapp.study.service.standing import IS_IN_USE, Day, Standing

_EVENTS_AT_MOST = 600
_MISSED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was missed in the sitting, with its key."""

    question_id: int
    stem: str
    answer: str


@dataclass(frozen=True, slots=True)
class Coming:
    """How many cards come when: `soon` within the day (first at `soon_at`, ms), then by study day."""

    soon: int
    soon_at: int | None
    tomorrow: int
    week: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A sitting in figures; `set_aside` are suspended cards, `waiting` those whose turn a limit puts off."""

    answers: int
    passes: int
    met: int
    minutes: int
    missed: Sequence[Missed]
    coming: Coming
    set_aside: int
    last_client_id: str | None
    is_limited: bool


#: The learner's latest events with the bank in the order of storing: clocks of devices differ.
_RECENT = Hot(
    select(
        ReviewEvent.id,
        ReviewEvent.client_id,
        ReviewEvent.kind,
        ReviewEvent.question_id,
        ReviewEvent.answered_at,
        ReviewEvent.rating,
        ReviewEvent.taken_ms,
        ReviewEvent.elapsed_days,
        ReviewEvent.target_id,
    )
    .where(
        ReviewEvent.learner_id == bindparam("learner_id"),
        ReviewEvent.bank_id == bindparam("bank_id"),
        # What came with an import was done elsewhere, and long ago.
        ReviewEvent.kind != "anki",
    )
    .order_by(ReviewEvent.id.desc())
    .limit(_EVENTS_AT_MOST)
)


def _counted(*when: ColumnElement[bool]) -> ColumnElement[int]:
    own = (CardState.learner_id == bindparam("learner_id"), CardState.bank_id == bindparam("bank_id"))
    return select(func.count()).select_from(CardState).where(*own, *when, IS_IN_USE).scalar_subquery()


_AWAKE = CardState.is_suspended.is_(False)
_WHOLE_DAYS = and_(_AWAKE, CardState.due_at.is_(None))
# A range, where IS NOT NULL would do: so the short index of the steps is taken.
_STEPS = and_(_AWAKE, CardState.due_at > 0)
_COMING = Hot(
    select(
        _counted(_STEPS),
        select(func.min(CardState.due_at))
        .where(CardState.learner_id == bindparam("learner_id"), CardState.bank_id == bindparam("bank_id"), _STEPS)
        .scalar_subquery(),
        _counted(_WHOLE_DAYS, CardState.due_day == bindparam("today") + 1),
        _counted(_WHOLE_DAYS, CardState.due_day.between(bindparam("today") + 1, bindparam("today") + 7)),
        _counted(and_(CardState.is_suspended)),
    )
)


def get_summary(session: Session, viewer: Viewer, bank_id: int, day: Day, standing: Standing) -> Summary:
    """Give the figures of the viewer's present sitting with a bank."""
    bound = {"learner_id": viewer.id, "bank_id": bank_id, "today": day.today}
    run = _run(_RECENT.all(session, {"learner_id": viewer.id, "bank_id": bank_id}), day.now)
    soon, soon_at, tomorrow, week, set_aside = _COMING.first(session, bound)
    undone = _undone(run)
    corrected = {
        event.target_id: event.rating
        for event in reversed(run)
        if event.kind == "correction" and event.id not in undone
    }
    reviews = [event for event in run if event.kind == "review" and event.id not in undone]
    ratings = {event.id: corrected.get(event.id, event.rating) for event in reviews}
    lapsed = [event.question_id for event in reviews if ratings[event.id] == Rating.AGAIN]
    return Summary(
        answers=len(reviews),
        passes=sum(rating > Rating.AGAIN for rating in ratings.values()),
        met=sum(event.elapsed_days is None for event in reviews),
        minutes=round(sum(event.taken_ms for event in reviews) / 60_000),
        missed=_missed(session, list(dict.fromkeys(lapsed))[:_MISSED_SHOWN]),
        coming=Coming(soon, soon_at, tomorrow, week),
        set_aside=set_aside,
        last_client_id=next((event.client_id for event in reviews), None),
        is_limited=standing.available.new > standing.allowed.new
        or standing.available.reviews > standing.allowed.reviews,
    )


def _run(events: list, now: int) -> list:  # type: ignore[type-arg]
    """Give the events from the newest back to the first gap; the newest comes first."""
    run, after = [], now
    for event in events:
        if after - event.answered_at > SITTING_PAUSE_MS:
            break
        run.append(event)
        after = event.answered_at
    return run


def _undone(run: list) -> set[int]:  # type: ignore[type-arg]
    undone: set[int] = set()
    for event in run:
        if event.kind == "undo" and event.id not in undone:
            undone.add(event.target_id)
    return undone


def _missed(session: Session, question_ids: list[int]) -> list[Missed]:
    rows = session.execute(select(QuestionRow.id, QuestionRow.body).where(QuestionRow.id.in_(question_ids)))
    questions = {row.id: parse_question(row.body) for row in rows}
    return [
        Missed(question_id, stem_in_line(questions[question_id].stem), words_in_line(questions[question_id].answer()))
        for question_id in question_ids
        if question_id in questions
    ]
