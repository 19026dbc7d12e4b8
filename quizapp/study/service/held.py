"""A card as it is held by its learner: with its question, what the learner prefers and where it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import HotByViewer
from quizapp.core.errors import Conflict
from quizapp.core.question import Json
from quizapp.core.scheduler import Shelf
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.study.models import CardState, Preset, ReviewEvent
from quizapp.study.service.cards import CARD_COLUMNS
from quizapp.study.service.preferences import PRESET_COLUMNS, Preferences, from_columns
from quizapp.study.service.queue import QUESTION_COLUMNS, Candidate, candidate_of
from quizapp.study.service.standing import Day

_BY_CLIENT_ID = Hot(
    select(ReviewEvent.client_id, ReviewEvent.bank_id, ReviewEvent.question_id, ReviewEvent.kind).where(
        ReviewEvent.learner_id == bindparam("learner_id"), ReviewEvent.client_id == bindparam("client_id")
    )
)
_CARD = (
    select(*QUESTION_COLUMNS, *CARD_COLUMNS, CardState.seen_revision, CardState.about, Bank.outline, *PRESET_COLUMNS)
    .select_from(QuestionRow)
    .join(Bank, Bank.id == QuestionRow.bank_id)
    .outerjoin(
        CardState, and_(CardState.question_id == QuestionRow.id, CardState.learner_id == bindparam("learner_id"))
    )
    .outerjoin(Preset, Preset.learner_id == bindparam("learner_id"))
    .where(QuestionRow.id == bindparam("question_id"), QuestionRow.deleted_at.is_(None))
)
_OF_ANY_BANK = Hot(_CARD.where(Bank.deleted_at.is_(None)))
_OF_OPEN_BANK = HotByViewer(_CARD)


@dataclass(frozen=True, slots=True)
class Held:
    """A card found for an answer or an act, with what the learner prefers and the names that its bank knows."""

    found: Candidate
    preferences: Preferences
    actor_names: frozenset[str]
    #: Where the card is counted: as it was met, whatever its question is about since.
    shelf: Shelf


def find_event(session: Session, learner_id: int, client_id: str) -> Any:
    """Find a learner's event by its client's id: (client_id, bank_id, question_id, kind)."""
    return _BY_CLIENT_ID.first(session, {"learner_id": learner_id, "client_id": client_id})


def get_held(session: Session, viewer: Viewer, question_id: int) -> Held:
    """Give a card with its question, for its learner.

    Raises:
        Conflict: the question or its bank is gone, or closed to the viewer.
    """
    bound = {"learner_id": viewer.id, "viewer_id": viewer.id, "question_id": question_id}
    return _held(_OF_OPEN_BANK.of(viewer).first(session, bound))


def get_held_of_any(session: Session, learner_id: int, question_id: int) -> Held:
    """Give a card with its question for what the installation itself does to it, whoever may open its bank.

    Raises:
        Conflict: the question or its bank is gone.
    """
    return _held(_OF_ANY_BANK.first(session, {"learner_id": learner_id, "question_id": question_id}))


def _held(values: Any) -> Held:
    if values is None:
        raise Conflict(
            "This question was taken out of its bank meanwhile, or its bank was closed. Your earlier answers are kept."
        )
    split = len(QUESTION_COLUMNS) + len(CARD_COLUMNS) + 1
    about, outline, *preset = values[split:]
    found = candidate_of(values[:split])
    names = frozenset((outline or {}).get("actor_names", ()))
    shelf = Shelf(found.bank_id, about or found.about)  # type: ignore[arg-type]
    return Held(found, from_columns(tuple(preset)), names, shelf)


def event_values(learner_id: int, held: Held, client_id: str, kind: str, day: Day) -> dict[str, Json]:
    """Give the columns that every event of a card has."""
    return {
        "learner_id": learner_id,
        "client_id": client_id,
        "question_id": held.found.question_id,
        "bank_id": held.found.bank_id,
        "kind": kind,
        "rating": 0,
        "way": None,
        "answered_at": day.now,
        "received_at": day.now,
        "study_day": day.today,
        "utc_offset_minutes": day.utc_offset_minutes,
        "elapsed_days": None,
        "taken_ms": 0,
        "question_revision": held.found.revision,
        "stability_after": None,
        "difficulty_after": None,
        "interval_days": None,
        "shift_days": 0,
        "latest_day": None,
        "desired_retention": held.preferences.desired_retention,
        "counts": True,
        "target_id": None,
        "action": None,
    }
