"""Where an import shall go, and the job that brings it there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.banks.models import Import
from quizapp.banks.service.editing import CARD_CHOICES
from quizapp.banks.service.importing.records import STORING, enqueue_job


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTarget:
    """Where an import shall go: a bank by its name in addresses, or (empty) a new one with this title.

    `cards`, one of `CARD_CHOICES`, says what becomes of learners' cards where something else is right then.
    """

    slug: str
    title: str = ""
    #: public or private; of a new bank.
    visibility: str = "private"
    cards: str = CARD_CHOICES[0]
    #: Whether what its teacher has answered where it comes from shall come along.
    history: bool = False


def begin_storing(session: Session, held: Import, target: ImportTarget, now: datetime) -> None:
    """Let a job bring an import to its target."""
    held.state, held.choices = "storing", {**held.choices, "target": asdict(target)}
    enqueue_job(session, held, STORING, now)
