"""What is shown after an answer: the judgement, the passage, when the card comes again, what other ratings lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from markupsafe import Markup
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.banks.service import find_passage
from quizapp.core.errors import NotFound
from quizapp.core.question import Grade, GradeContext, Json, Question, Response
from quizapp.core.scheduler import CardFold, Outcome, Rating, Replay, kept_outcome, replay, void_ids
from quizapp.core.study_queue import choose_way
from quizapp.people.viewer import Viewer
from quizapp.plumbing.markup import Span, mark_spans
from quizapp.study.models import ReviewEvent, ReviewResponse
from quizapp.study.service.cards import EVENT_COLUMNS, list_card_events
from quizapp.study.service.preferences import Preferences
from quizapp.study.service.reviews import Held, get_held, question_as_asked
from quizapp.study.service.standing import Day


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A paragraph of the document with the evidence marked."""

    number: int
    html: Markup


@dataclass(frozen=True, slots=True)
class Choice:
    """One rating that may stand in the place of the present one; `outcome` is what it leads to."""

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

    @property
    def is_pass(self) -> bool:
        """Whether the present rating is above again."""
        return self.rating > Rating.AGAIN


_ANSWERED = (
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
    row = session.execute(_ANSWERED, {"learner_id": viewer.id, "client_id": client_id}).first()
    if viewer.id is None or row is None or row.kind != "review":
        raise NotFound("There is no such answer of yours.")
    held = get_held(session, viewer.id, row.question_id)
    events = list_card_events(session, viewer.id, row.question_id)
    replayed = replay(events, held.preferences.options_of)
    return _feedback(session, row, held, replayed, row.id in void_ids(events), day)


def _feedback(session: Session, row: Any, held: Held, replayed: Replay, is_undone: bool, day: Day) -> Feedback:
    question = question_as_asked(session, held.found, row.question_revision)
    before, rating = _as_it_holds(row, replayed)
    card = held.found.card
    is_typed_next = row.way == "recognise" and _next_way(question, card, held.preferences) == "recall"
    return Feedback(
        client_id=row.client_id,
        question_id=row.question_id,
        bank_id=held.found.bank_id,
        question=question,
        rendered=held.found.rendered,
        shown=question.ask(Random(row.option_seed or 0), row.way),
        way=row.way,
        response=row.response,
        grade=_grade_as_given(question, row, held),
        is_self_rated=row.score is None,
        rating=rating,
        is_undone=is_undone,
        due_day=card.due_day,
        due_at=card.due_at,
        today=day.today,
        now=day.now,
        passages=_passages(session, held.found.bank_id, question),
        choices=_choices(row, before, rating, held.preferences),
        buttons=held.preferences.buttons,
        is_typed_next=is_typed_next,
    )


def _grade_as_given(question: Question, row: Any, held: Held) -> Grade:
    """Give the stored judgement, with the parts that only grading anew can tell."""
    parts = () if row.response is None else question.grade(row.response, GradeContext(None, held.actor_names)).parts
    score = row.score if row.score is not None else 0.0
    return Grade(score, tuple(row.picks or ()), row.remark or "", parts=parts)


def _as_it_holds(row: Any, replayed: Replay) -> tuple[CardFold, int]:
    """Give the card before the answer, and the answer's rating after corrections."""
    for before, event in replayed.steps:
        if event.id == row.id:
            return before, event.rating
    return replayed.card, row.rating


def _next_way(question: Question, card: CardFold, preferences: Preferences) -> str:
    return choose_way(card.memory, question.ways, card.fixed_way or preferences.fixed_way)


def _choices(row: Any, before: CardFold, rating: int, preferences: Preferences) -> list[Choice]:
    ratings = tuple(Rating) if preferences.buttons == 4 else (Rating.AGAIN, Rating.GOOD)
    return [
        Choice(
            int(each),
            kept_outcome(
                before.memory,
                each,
                preferences.options,
                row.study_day,
                shift_days=row.shift_days,
                latest_day=row.latest_day,
            ),
            int(each) == rating,
        )
        for each in ratings
    ]


def _passages(session: Session, bank_id: int, question: Question) -> list[ShownPassage]:
    shown = []
    for number in dict.fromkeys(evidence.paragraph for evidence in question.evidence):
        passage = find_passage(session, bank_id, number)
        if passage is not None:
            quotes = [evidence.quote for evidence in question.evidence if evidence.paragraph == number]
            shown.append(ShownPassage(number, mark_spans(passage.html, spans_of(passage.text, quotes))))
    return shown


def spans_of(text: str, quotes: Sequence[str]) -> list[Span]:
    """Give where quotes stand in a paragraph's text; those that do not stand there are left out."""
    found = ((text.find(quote), len(quote)) for quote in quotes if quote)
    return [Span(start, start + length) for start, length in found if start >= 0]
