"""What of a learner's history is looked at: one bank or all, one way, one thing asked about, how many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service import visible_to
from quizapp.core.question import About, Way
from quizapp.people.viewer import Viewer
from quizapp.study.models import Enrolment, Preset

PERIODS = (7, 30, 90, 365)
DEFAULT_PERIOD = 30
DEFAULT_DESIRED_RETENTION = 0.9


@dataclass(frozen=True, slots=True)
class StudiedBank:
    """A bank that the learner studies and may still open."""

    id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Studies:
    """What a learner studies, by title, and the share (0..1) of what comes back that should still be known."""

    banks: tuple[StudiedBank, ...] = ()
    desired_retention: float = DEFAULT_DESIRED_RETENTION

    def find(self, slug: str) -> StudiedBank | None:
        """Give the bank of that name, if it is studied."""
        return next((bank for bank in self.banks if bank.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked at; None = all. `period_days` says how far back the answers by day go."""

    bank: StudiedBank | None = None
    about: About | None = None
    way: Way | None = None
    period_days: int = DEFAULT_PERIOD

    @property
    def is_active(self) -> bool:
        """Whether anything is left out."""
        return self.bank is not None or self.about is not None or self.way is not None

    @property
    def key(self) -> tuple[object, ...]:
        """Give what kept figures are told apart by."""
        return (self.bank.id if self.bank else None, self.about, self.way)

    def banks(self, studies: Studies) -> Sequence[StudiedBank]:
        """Give the banks whose cards are looked at."""
        return (self.bank,) if self.bank else studies.banks

    @property
    def values(self) -> dict[str, Any]:
        """Give the values of the parameters that statements with `conditions` need."""
        given = {"bank_id": self.bank.id if self.bank else None, "about": self.about, "way": self.way}
        return {name: value for name, value in given.items() if value is not None}


def list_studies(session: Session, viewer: Viewer) -> Studies:
    """Give the banks that a learner studies; a bank closed to them since is left out."""
    values = {"learner_id": viewer.learner_id, "viewer_id": viewer.id}
    found = session.execute(_STUDIES.where(visible_to(viewer)), values).all()
    banks = tuple(StudiedBank(row.id, row.slug, row.title) for row in found)
    desired = found[0].desired_retention if found else None
    return Studies(banks, desired or DEFAULT_DESIRED_RETENTION)


_LEARNER: BindParameter[int] = bindparam("learner_id")
_STUDIES = (
    select(
        Bank.id,
        Bank.slug,
        Bank.title,
        select(Preset.desired_retention)
        .where(Preset.learner_id == _LEARNER)
        .scalar_subquery()
        .label("desired_retention"),
    )
    .join(Enrolment, Enrolment.bank_id == Bank.id)
    .where(Enrolment.learner_id == _LEARNER)
    .order_by(Bank.title, Bank.id)
)
