"""One card's history: every event with what it led to, and why the question comes back when it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import visible_to
from quizapp.core.errors import NotFound
from quizapp.core.question import Json
from quizapp.core.scheduler import ANSWERS, CardEvent, Options, replay, void_ids
from quizapp.people.viewer import Viewer
from quizapp.study.models import CardState, ReviewEvent, ReviewResponse
from quizapp.study.service.memory import chance

CURVE_POINTS = 24


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One event of a card.

    `rating` is what holds now, `first_rating` what was given then; they differ after a correction. `response` is what
    was typed or chosen in words, None where nothing was. `undone_at` and `corrected_at` (ms) name the acts that changed
    it; of an answer that was judged anew all is told as it is judged now. `interval_days` is None for a step within the
    day.
    """

    id: int
    kind: str
    answered_at: int
    study_day: int
    rating: int
    first_rating: int
    way: str | None
    response: str | None
    is_helped: bool
    taken_ms: int
    revision: int
    elapsed_days: int | None
    interval_days: int | None
    shift_days: int
    latest_day: int | None
    counts: bool
    action: str | None
    action_value: str | None
    target_id: int | None
    undone_at: int | None
    corrected_at: int | None

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_at is not None

    @property
    def holds(self) -> bool:
        """Whether it is an answer that decides when the question comes back."""
        return self.kind in ANSWERS and self.counts and self.rating > 0 and not self.is_undone


@dataclass(frozen=True, slots=True)
class CardNow:
    """The card as it stands; `due_at` (ms) is set while a step ends within the day."""

    state: str
    due_day: int | None
    due_at: int | None
    lapses: int
    reps: int
    is_suspended: bool
    buried_day: int | None
    fixed_way: str | None
    chance: float


@dataclass(frozen=True, slots=True)
class MemoryPoint:
    """The chance (0..1) of knowing the answer on a day; `is_answer` where an answer lifted it again."""

    day: float
    chance: float
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class CardHistory:
    """A question with the learner's whole history of it, oldest event first; `card` is None once all was taken back."""

    question_id: int
    stem_html: str
    about: str
    bank_title: str
    revision: int
    is_in_use: bool
    #: Out of use until its teacher has looked at a changed document.
    is_suspended: bool
    card: CardNow | None
    events: tuple[HistoryEvent, ...]
    curve: tuple[MemoryPoint, ...]

    @property
    def last_answer(self) -> HistoryEvent | None:
        """Give the answer that decides when the question comes back."""
        return next((event for event in reversed(self.events) if event.holds), None)


def card_history(session: Session, viewer: Viewer, question_id: int, today: int) -> CardHistory:
    """Give a learner's own history of a question.

    Raises:
        NotFound: the learner never met it, or its bank is closed to them.
    """
    values = {"learner_id": viewer.learner_id, "viewer_id": viewer.id, "question_id": question_id}
    question = session.execute(_QUESTION.where(visible_to(viewer)), values).one_or_none()
    rows = session.execute(_EVENTS, values).all() if question else []
    if question is None or not rows:
        raise NotFound("You have no history with this question. Your progress lists those that you have met.")
    stored = [_stored(row) for row in rows]
    events = _events(rows, void_ids(stored))
    card = session.execute(_CARD, values).scalar_one_or_none()
    return CardHistory(
        question_id=question_id,
        stem_html=str(question.rendered.get("stem", "")),
        about=question.about,
        bank_title=question.title,
        revision=question.revision,
        is_in_use=question.deleted_at is None,
        is_suspended=question.suspended_at is not None,
        card=None if card is None or card.state == "new" else _now(card, today),
        events=events,
        curve=_curve(stored, today),
    )


_QUESTION = (
    select(
        QuestionRow.rendered,
        QuestionRow.about,
        QuestionRow.revision,
        QuestionRow.deleted_at,
        QuestionRow.suspended_at,
        Bank.title,
    )
    .join(Bank, Bank.id == QuestionRow.bank_id)
    .where(QuestionRow.id == bindparam("question_id"))
)
_EVENTS = (
    select(ReviewEvent, ReviewResponse.response, ReviewResponse.is_helped, ReviewResponse.event_id.label("given_id"))
    .outerjoin(ReviewResponse, ReviewResponse.event_id == ReviewEvent.id)
    .where(ReviewEvent.learner_id == bindparam("learner_id"), ReviewEvent.question_id == bindparam("question_id"))
    .order_by(ReviewEvent.answered_at, ReviewEvent.id)
)
_CARD = select(CardState).where(
    CardState.learner_id == bindparam("learner_id"), CardState.question_id == bindparam("question_id")
)


def response_in_words(response: Json) -> str:
    """Give a stored response as one line; None is "I don't know"."""
    match response:
        case None:
            return "I don’t know"
        case list():
            return ", ".join(response_in_words(part) for part in response)
        case dict():
            return ", ".join(f"{name}: {response_in_words(part)}" for name, part in response.items())
        case _:
            return str(response)


def _stored(row: Any) -> CardEvent:
    event = row.ReviewEvent
    return CardEvent(
        id=event.id,
        client_id=event.client_id,
        kind=event.kind,
        answered_at=event.answered_at,
        study_day=event.study_day,
        rating=event.rating,
        way=event.way,
        counts=event.counts,
        target_id=event.target_id,
        shift_days=event.shift_days,
        latest_day=event.latest_day,
        action=event.action,
        desired_retention=event.desired_retention,
    )


def _events(rows: Sequence[Any], void: frozenset[int]) -> tuple[HistoryEvent, ...]:
    undone: dict[int, int] = {}
    corrected: dict[int, ReviewEvent] = {}
    for row in rows:
        act = row.ReviewEvent
        if act.target_id is None or act.id in void:
            continue
        if act.kind == "undo":
            undone[act.target_id] = act.answered_at
        elif act.kind == "correction" and act.rating:
            corrected[act.target_id] = act
    return tuple(_event(row, undone, corrected) for row in rows)


def _event(row: Any, undone: dict[int, int], corrected: dict[int, ReviewEvent]) -> HistoryEvent:
    event = row.ReviewEvent
    correction = corrected.get(event.id)
    judged = event if correction is None or correction.way is None else correction
    return HistoryEvent(
        id=event.id,
        kind=event.kind,
        answered_at=event.answered_at,
        study_day=event.study_day,
        rating=event.rating if correction is None else correction.rating,
        first_rating=event.rating,
        way=None if event.kind == "correction" else event.way,
        response=None if row.given_id is None else response_in_words(row.response),
        is_helped=bool(row.is_helped),
        taken_ms=event.taken_ms,
        revision=event.question_revision,
        elapsed_days=event.elapsed_days,
        interval_days=judged.interval_days,
        shift_days=judged.shift_days,
        latest_day=event.latest_day,
        counts=judged.counts,
        action=event.action,
        action_value=event.way,
        target_id=event.target_id,
        undone_at=undone.get(event.id),
        corrected_at=None if correction is None else correction.answered_at,
    )


def _now(card: CardState, today: int) -> CardNow:
    return CardNow(
        state=card.state,
        due_day=card.due_day,
        due_at=card.due_at,
        lapses=card.lapses,
        reps=card.reps,
        is_suspended=card.is_suspended,
        buried_day=card.buried_day,
        fixed_way=card.fixed_way,
        chance=chance(card.stability, card.last_day, today),
    )


def _curve(stored: Sequence[CardEvent], today: int) -> tuple[MemoryPoint, ...]:
    """Give how the chance fell after each answer that holds, up to the day when the question comes back."""
    replayed = replay(stored, lambda event: Options(desired_retention=event.desired_retention))
    after = [*(card for card, _ in replayed.steps[1:]), replayed.card][: len(replayed.steps)]
    answers = [
        (event.study_day, card.memory.stability)
        for (_, event), card in zip(replayed.steps, after, strict=True)
        if event.is_counted and card.memory.last_day is not None
    ]
    end = max(today, replayed.card.due_day or today)
    points: list[MemoryPoint] = []
    for number, (day, stability) in enumerate(answers):
        until = answers[number + 1][0] if number + 1 < len(answers) else end
        points.append(MemoryPoint(day, 1.0, is_answer=True))
        steps = min(CURVE_POINTS, max(0, until - day))
        points += [
            MemoryPoint(day + (until - day) * step / steps, _faded(stability, (until - day) * step / steps))
            for step in range(1, steps + 1)
        ]
    return tuple(points)


def _faded(stability: float, elapsed_days: float) -> float:
    # The curve depends on days over stability alone, so parts of a day are put into the stability.
    return chance(stability / elapsed_days, 0, 1) if elapsed_days else 1.0
