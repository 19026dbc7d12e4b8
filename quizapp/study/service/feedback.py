"""What is shown after an answer: the judgement, the passage, when the card comes again, what other ratings lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.banks.service import ShownPassage, list_passages
from quizapp.core.errors import NotFound
from quizapp.core.question import Grade, GradeContext, Json, Question, Response
from quizapp.core.scheduler import CardEvent, CardFold, Outcome, Rating, effective, kept_outcome, replay, void_ids
from quizapp.core.study_queue import choose_way
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.study.models import ReviewEvent, ReviewResponse
from quizapp.study.service.asking import question_as_asked, rendered_as_asked
from quizapp.study.service.cards import EVENT_COLUMNS, list_card_events
from quizapp.study.service.held import Held, get_held
from quizapp.study.service.preferences import Preferences
from quizapp.study.service.reviews import Given
from quizapp.study.service.standing import Day


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the four ratings that may stand in the place of the present one; `outcome` is what it leads to."""

    rating: int
    outcome: Outcome
    is_present: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that the page after an answer needs. `score` is None where the learner rated themselves."""

    client_id: str
    question_id: int
    bank_id: int
    question: Question
    rendered: Mapping[str, Any]
    shown: Mapping[str, Json]
    way: str
    response: Response | None
    grade: Grade
    is_self_rated: bool
    rating: int
    is_undone: bool
    due_day: int | None
    due_at: int | None
    today: int
    now: int
    passages: Sequence[ShownPassage]
    choices: Sequence[Choice]
    buttons: int
    is_typed_next: bool
    is_corrected_since: bool

    @property
    def is_pass(self) -> bool:
        """Whether the present rating is above again."""
        return self.rating > Rating.AGAIN


_ANSWERED = Hot(
    select(
        *EVENT_COLUMNS,
        ReviewEvent.question_id,
        ReviewEvent.question_revision,
        ReviewResponse.response,
        ReviewResponse.score,
        ReviewResponse.picks,
        ReviewResponse.remark,
        ReviewResponse.option_seed,
    )
    .outerjoin(ReviewResponse, ReviewResponse.event_id == ReviewEvent.id)
    .where(ReviewEvent.learner_id == bindparam("learner_id"), ReviewEvent.client_id == bindparam("client_id"))
)


def get_feedback(session: Session, viewer: Viewer, client_id: str, day: Day) -> Feedback:
    """Give what is shown after an answer of the viewer.

    Raises:
        NotFound: there is no such answer of theirs.
        Conflict: the question is gone.
    """
    row = _ANSWERED.first(session, {"learner_id": viewer.id, "client_id": client_id})
    if viewer.id is None or row is None or row.kind != "review":
        raise NotFound("There is no such answer of yours.")
    held = get_held(session, viewer, row.question_id)
    events = list_card_events(session, viewer.id, row.question_id)
    return _stored_feedback(session, row, held, events, day)


def feedback_of(session: Session, given: Given, day: Day) -> Feedback:
    """Give what is shown after an answer that was stored this moment: as `get_feedback`, without reading it back."""
    asked, grade, event = given.asked, given.grade, given.event
    is_self_rated = asked.way == "self"
    score = 0.0 if is_self_rated else grade.score
    told = replace(grade, score=score, remark="" if grade.may_retry else grade.remark, may_retry=False)
    seen = _Seen(event, asked.revision, given.response, told, is_self_rated, asked.option_seed)
    before = given.held.found.card
    return _feedback(session, given.held, given.question, seen, given.after, before, int(event.rating), day)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One answer as it stands in the log."""

    event: CardEvent
    revision: int
    response: Response | None
    grade: Grade
    is_self_rated: bool
    option_seed: int


def _stored_feedback(session: Session, row: Any, held: Held, events: Sequence[CardEvent], day: Day) -> Feedback:
    question = question_as_asked(session, held.found, row.question_revision)
    rating = next((event.rating for event in effective(events) if event.id == row.id), row.rating)
    before = held.found.card if held.preferences.buttons != 4 else _card_before(row.id, events, held)
    own = next(event for event in events if event.id == row.id)
    grade = _grade_as_given(question, row, held)
    seen = _Seen(own, row.question_revision, row.response, grade, row.score is None, row.option_seed or 0)
    shown = _feedback(session, held, question, seen, held.found.card, before, rating, day)
    return replace(shown, is_undone=row.id in void_ids(events))


def _feedback(
    session: Session,
    held: Held,
    question: Question,
    seen: _Seen,
    card: CardFold,
    before: CardFold,
    rating: int,
    day: Day,
) -> Feedback:
    way = seen.event.way or "recognise"
    return Feedback(
        client_id=seen.event.client_id,
        question_id=held.found.question_id,
        bank_id=held.found.bank_id,
        question=question,
        rendered=rendered_as_asked(question, held.found, seen.revision),
        shown=question.ask(Random(seen.option_seed), way),
        way=way,
        response=seen.response,
        grade=seen.grade,
        is_self_rated=seen.is_self_rated,
        rating=rating,
        is_undone=False,
        due_day=card.due_day,
        due_at=card.due_at,
        today=day.today,
        now=day.now,
        passages=list_passages(session, held.found.bank_id, question),
        choices=_choices(seen.event, before, rating, held.preferences),
        buttons=held.preferences.buttons,
        is_typed_next=way == "recognise" and _next_way(question, card, held.preferences) == "recall",
        is_corrected_since=seen.revision != held.found.revision,
    )


def _card_before(event_id: int, events: Sequence[CardEvent], held: Held) -> CardFold:
    replayed = replay(events, held.preferences.options_of)
    return next((before for before, event in replayed.steps if event.id == event_id), replayed.card)


def _grade_as_given(question: Question, row: Any, held: Held) -> Grade:
    """Give the stored judgement, with the parts that only grading anew can tell."""
    parts = () if row.response is None else question.grade(row.response, GradeContext(None, held.actor_names)).parts
    score = row.score if row.score is not None else 0.0
    return Grade(score, tuple(row.picks or ()), row.remark or "", parts=parts)


def _next_way(question: Question, card: CardFold, preferences: Preferences) -> str:
    return choose_way(card.memory, question.ways, card.fixed_way or preferences.fixed_way)


def _choices(event: CardEvent, before: CardFold, rating: int, preferences: Preferences) -> list[Choice]:
    """Give what each rating would lead to, where all four are offered."""
    if preferences.buttons != 4:
        return []
    return [
        Choice(
            int(each),
            kept_outcome(
                before.memory,
                each,
                preferences.options,
                event.study_day,
                shift_days=event.shift_days,
                latest_day=event.latest_day,
            ),
            int(each) == rating,
        )
        for each in Rating
    ]
