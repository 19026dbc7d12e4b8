"""An answer becomes an event: graded, rated, scheduled, counted, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from statistics import median
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import bindparam, insert, inspect, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import tally_first_answer
from quizapp.core.errors import NotFound
from quizapp.core.question import DateOrder, FormInput, Grade, GradeContext, Question, Response
from quizapp.core.scheduler import (
    CardEvent,
    CardFold,
    Outcome,
    Rating,
    Replay,
    append_contribution,
    append_outcome,
    contributions,
    difference,
    effective,
    elapsed_days,
    is_double,
    is_slow,
    latest_day_of,
    needs_refold,
    rate,
    replay,
)
from quizapp.core.scheduler.values import State
from quizapp.people.viewer import Viewer
from quizapp.plumbing.db import Base
from quizapp.plumbing.hot import Hot
from quizapp.study.models import ReviewEvent, ReviewResponse
from quizapp.study.service.asking import Asked, check_learner_of, is_key_changed, outcome_of, question_as_asked
from quizapp.study.service.cards import (
    add_totals,
    list_card_events,
    save_card,
    sweep_totals,
    wait_for_turn,
)
from quizapp.study.service.enrolments import meet
from quizapp.study.service.held import Held, event_values, find_event, get_held, get_held_of_any
from quizapp.study.service.standing import Day

UNRATED = "Look at the answer first, then say whether you knew it."
TAKEN_AT_MOST_MS = 600_000
SLOW_LOOK_FROM_MS = 10_000
_RECENT = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a learner sent: the form's inputs, or that they gave up; `rating` (1..4) only where they rate themselves.

    `taken_ms` is 0 where the page could not measure it.
    """

    client_id: str
    inputs: FormInput
    gave_up: bool
    rating: int | None
    taken_ms: int


@dataclass(frozen=True, slots=True)
class Retry:
    """A response that is close: one more try, nothing stored."""

    asked: Asked
    grade: Grade


@dataclass(frozen=True, slots=True)
class Given:
    """All that was in hand when an answer was stored: its card before and after, what it was and what it is worth."""

    asked: Asked
    held: Held
    question: Question
    response: Response | None
    grade: Grade
    event: CardEvent
    after: CardFold


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored answer; `is_repeat` when it had been stored before.

    `given` saves reading it back; None where more than this answer has changed the card, or nothing has.
    """

    client_id: str
    bank_id: int
    is_repeat: bool = False
    given: Given | None = None


def _all_columns(table: type[Base], leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    return {column.key: bindparam(column.key) for column in inspect(table).columns if column.key not in leave_out}


_RECENT_TIMES = (
    select(ReviewEvent.taken_ms)
    .join(QuestionRow, QuestionRow.id == ReviewEvent.question_id)
    .where(
        ReviewEvent.learner_id == bindparam("learner_id"),
        ReviewEvent.kind == "review",
        ReviewEvent.way == bindparam("way"),
        ReviewEvent.taken_ms > 0,
        QuestionRow.kind == bindparam("kind"),
    )
    # Client ids begin with their time: the unique index gives the latest without a sort.
    .order_by(ReviewEvent.client_id.desc())
    .limit(_RECENT)
)
_INSERT_EVENT = Hot(insert(ReviewEvent).values(_all_columns(ReviewEvent, leave_out=("id",))).returning(ReviewEvent.id))
_INSERT_RESPONSE = Hot(insert(ReviewResponse).values(_all_columns(ReviewResponse)))


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with what it is worth and leads to."""

    asked: Asked
    answer: Answer
    rating: Rating
    outcome: Outcome
    latest_day: int | None


def record_review(session: Session, viewer: Viewer, asked: Asked, answer: Answer, day: Day) -> Recorded | Retry:
    """Grade an answer and store it once; a close one is offered a second try instead.

    Raises:
        Conflict: the question is gone, or was asked of somebody else.
        NotFound: the viewer is nobody yet.
    """
    if viewer.id is None:
        raise NotFound("There is no learner to keep this answer for.")
    wait_for_turn(session, viewer.id)
    stored = find_event(session, viewer.id, answer.client_id)
    if stored is not None:
        return Recorded(stored.client_id, stored.bank_id, is_repeat=True)
    check_learner_of(asked, viewer)
    held = get_held(session, viewer, asked.question_id)
    question = question_as_asked(session, held.found, asked.revision)
    response = None if answer.gave_up else question.read(answer.inputs)
    grade = _grade(question, viewer, held, asked, answer, response)
    if (second_try := _second_try(question, asked, grade)) is not None:
        return second_try
    rating = _rating(session, viewer, held, question, asked, answer, grade)
    latest_day = latest_day_of(asked.way, question.ways, day.today)
    outcome = _outcome(session, viewer, held, asked, rating, day, latest_day)
    event = _insert_event(session, viewer.id, held, Judged(asked, answer, rating, outcome, latest_day), day)
    _insert_response(session, viewer.id, event.id, question, asked, response, grade)
    after = keep(session, viewer.id, held, event, outcome, asked.revision)
    if is_key_changed(session, held.found, asked.revision):
        _make_due(session, viewer.id, answer.client_id, asked, day)
        return Recorded(answer.client_id, held.found.bank_id)
    given = Given(asked, held, question, response, grade, event, after)
    return Recorded(answer.client_id, held.found.bank_id, given=given)


def _make_due(session: Session, learner_id: int, client_id: str, asked: Asked, day: Day) -> None:
    """Ask a card again today whose answer was to a key that is another now."""
    held = get_held_of_any(session, learner_id, asked.question_id)
    later = replace(day, now=day.now + 1)
    own_id = str(uuid5(NAMESPACE_OID, client_id))
    event = event_values(learner_id, held, own_id, "manual", later) | {"action": "due_today"}
    added = CardEvent(
        id=insert_event(session, event),
        client_id=own_id,
        kind="manual",
        answered_at=later.now,
        study_day=day.today,
        action="due_today",
        desired_retention=held.preferences.desired_retention,
        bank_id=held.found.bank_id,
    )
    refold(session, learner_id, held, added=added, seen_revision=asked.revision)


def find_second_try(session: Session, viewer: Viewer, asked: Asked, answer: Answer) -> Retry | None:
    """Tell whether an answer would be offered a second try, storing nothing; None when it would be stored.

    Raises:
        Conflict: the question is gone.
    """
    held = get_held(session, viewer, asked.question_id)
    question = question_as_asked(session, held.found, asked.revision)
    response = None if answer.gave_up else question.read(answer.inputs)
    return _second_try(question, asked, _grade(question, viewer, held, asked, answer, response))


def _second_try(question: Question, asked: Asked, grade: Grade) -> Retry | None:
    if grade.may_retry and grade.remark in (UNRATED, question.incomplete):
        return Retry(asked, grade)
    if grade.may_retry and not asked.is_retried:
        return Retry(replace(asked, is_retried=True, is_helped=True), grade)
    return None


def _grade(
    question: Question, viewer: Viewer, held: Held, asked: Asked, answer: Answer, response: Response | None
) -> Grade:
    if not answer.gave_up and (answer.rating if asked.way == "self" else response) is None:
        return Grade(0.0, remark=UNRATED if asked.way == "self" else question.incomplete, may_retry=True)
    if answer.rating is not None and asked.way == "self":
        return Grade(1.0 if answer.rating > Rating.AGAIN else 0.0)
    if response is None:
        return Grade(0.0)
    return question.grade(response, GradeContext(_date_order(viewer), held.actor_names))


def _date_order(viewer: Viewer) -> DateOrder | None:
    return viewer.date_order  # type: ignore[return-value]


def _rating(
    session: Session, viewer: Viewer, held: Held, question: Question, asked: Asked, answer: Answer, grade: Grade
) -> Rating:
    state: State = held.found.card.memory.state
    if answer.rating is not None and asked.way == "self":
        return Rating(answer.rating) if held.preferences.buttons == 4 else rate(grade.score, "self", state=state)
    slow = False
    if grade.score >= 1 and state == "review" and answer.taken_ms > SLOW_LOOK_FROM_MS:
        bound = {"learner_id": viewer.id, "way": asked.way, "kind": question.kind}
        times = list(session.scalars(_RECENT_TIMES, bound))
        slow = is_slow(answer.taken_ms, median(times) if times else None, len(times))
    return rate(grade.score, asked.way, state=state, helped=asked.is_helped, retried=asked.is_retried, is_slow=slow)


def _outcome(
    session: Session, viewer: Viewer, held: Held, asked: Asked, rating: Rating, day: Day, latest_day: int | None
) -> Outcome:
    foreseen = asked.outcomes.get(int(rating))
    is_as_shown = (
        asked.learner_id in (None, viewer.id)
        and asked.head_event_id == held.found.card.head_event_id
        and asked.study_day == day.today
    )
    # Options in place of typing bring a cap with them that the first showing did not have.
    is_capped_alike = latest_day is None or foreseen is None or foreseen.due_day <= max(latest_day, day.today + 1)
    if foreseen is not None and is_as_shown and is_capped_alike:
        return foreseen
    return outcome_of(session, viewer, held.found, day, held.preferences.options, rating, latest_day)


def _taken_ms(asked: Asked, answer: Answer, day: Day) -> int:
    shown_for = max(0, day.now - asked.asked_at)
    return min(answer.taken_ms or shown_for, shown_for + 1_000, TAKEN_AT_MOST_MS)


def _insert_event(session: Session, learner_id: int, held: Held, judged: Judged, day: Day) -> CardEvent:
    card, asked, outcome = held.found.card, judged.asked, judged.outcome
    last_day = card.memory.last_day
    shared: dict[str, Any] = {
        "kind": "review",
        "client_id": judged.answer.client_id,
        "answered_at": day.now,
        "study_day": day.today,
        "rating": int(judged.rating),
        "way": asked.way,
        "counts": not is_double(card.last_at, day.now),
        "taken_ms": _taken_ms(asked, judged.answer, day),
        "shift_days": outcome.shift_days,
        "latest_day": judged.latest_day,
        "desired_retention": held.preferences.desired_retention,
    }
    event = event_values(learner_id, held, judged.answer.client_id, "review", day) | shared
    event |= {
        "elapsed_days": None if last_day is None else elapsed_days(last_day, day.today),
        "question_revision": asked.revision,
        "stability_after": outcome.memory.stability,
        "difficulty_after": outcome.memory.difficulty,
        "interval_days": outcome.interval_days or None,
    }
    return CardEvent(id=insert_event(session, event), bank_id=held.found.bank_id, **shared)


def insert_event(session: Session, values: dict[str, Any]) -> int:
    """Store an event whose columns are all given, and give its id."""
    (event_id,) = _INSERT_EVENT.first(session, values)
    return int(event_id)


def _insert_response(
    session: Session,
    learner_id: int,
    event_id: int,
    question: Question,
    asked: Asked,
    response: Response | None,
    grade: Grade,
) -> None:
    _INSERT_RESPONSE.run(
        session,
        {
            "event_id": event_id,
            "learner_id": learner_id,
            "response": response,
            "score": None if asked.way == "self" else grade.score,
            "picks": list(grade.picks),
            # A hint for a second try says nothing once there is none.
            "remark": "" if grade.may_retry else grade.remark,
            "option_count": len(question.ask(Random(asked.option_seed), asked.way).get("options", ())),
            "option_seed": asked.option_seed,
            "is_helped": asked.is_helped,
        },
    )


def keep(session: Session, learner_id: int, held: Held, event: CardEvent, outcome: Outcome, revision: int) -> CardFold:
    """Let a card and the totals follow an answer just stored, whose outcome is known."""
    before = held.found.card
    options = held.preferences.options
    if needs_refold(before, event, options):
        return refold(session, learner_id, held, seen_revision=revision, added=event)
    after = (
        append_outcome(before, event, outcome, options)
        if event.is_counted
        else replace(before, acted_at=event.answered_at, head_event_id=event.id)
    )
    add_totals(session, learner_id, append_contribution(before, after, event, held.shelf))
    _save(session, learner_id, held, after, revision)
    if before.memory.state == "new":
        meet(session, learner_id, held.found.bank_id)
        if event.is_counted and not _was_answered(session, learner_id, held, event):
            tally_first_answer(session, held.found.question_id, held.found.bank_id, 1, int(event.rating > Rating.AGAIN))
    return after


def _was_answered(session: Session, learner_id: int, held: Held, added: CardEvent) -> bool:
    """Tell whether a card that is new had been answered all the same, before it was reset."""
    if held.found.card.head_event_id is None:
        return False
    events = list_card_events(session, learner_id, held.found.question_id)
    return any(event.is_counted for event in effective(events) if event.id != added.id)


def refold(
    session: Session, learner_id: int, held: Held, *, added: CardEvent, seen_revision: int | None = None
) -> CardFold:
    """Fold a card anew with an event just stored, and apply the difference to the totals."""
    events = list_card_events(session, learner_id, held.found.question_id)
    earlier = [event for event in events if event.id != added.id]
    options_of = held.preferences.options_of
    before, after = contributions(earlier, options_of, held.shelf), contributions(events, options_of, held.shelf)
    replayed = replay(events, options_of)
    card = replayed.card
    add_totals(session, learner_id, difference(after, before))
    _follow_first_answer(session, held, replay(earlier, options_of), replayed)
    sweep_totals(session, learner_id)
    _save(session, learner_id, held, card, seen_revision or held.found.seen_revision)
    return card


def _follow_first_answer(session: Session, held: Held, before: Replay, after: Replay) -> None:
    """Let the question's tally follow when an undo or a correction changes how it went at first."""
    was, now = _first_answer(before), _first_answer(after)
    if was != now:
        tally_first_answer(session, held.found.question_id, held.found.bank_id, now[0] - was[0], now[1] - was[1])


def _first_answer(replayed: Replay) -> tuple[int, int]:
    """Give the number of first answers of a card, none or one, and of those that were passed."""
    first = next((event for _, event in replayed.steps if event.is_counted), None)
    return (0, 0) if first is None else (1, int(first.rating > Rating.AGAIN))


def _save(session: Session, learner_id: int, held: Held, card: CardFold, seen_revision: int | None) -> None:
    save_card(
        session,
        card,
        learner_id=learner_id,
        question_id=held.found.question_id,
        bank_id=held.found.bank_id,
        about=held.shelf.about,
        seen_revision=seen_revision,
    )
