"""A bank as a whole: what it says of itself, closed and opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service.access import can_be_opened_by, get_bank_to_rule
from quizapp.banks.service.loading import TITLE_AT_MOST
from quizapp.people.viewer import Viewer

ENTRIES_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Description:
    """What a bank says of itself."""

    title: str
    description: str
    language: str
    licence: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]


def get_description(session: Session, viewer: Viewer, slug: str) -> Description:
    """Give what a bank says of itself, for whoever may change that.

    Raises:
        NotFound: there is no such bank for them.
        NotAllowed: it is somebody else's.
    """
    bank = get_bank_to_rule(session, viewer, slug, is_locked=False)
    return Description(bank.title, bank.description, bank.language, bank.licence, tuple(bank.authors), tuple(bank.tags))


def describe_bank(session: Session, viewer: Viewer, slug: str, said: Description) -> None:
    """Let a bank say this of itself; its address stays."""
    bank = get_bank_to_rule(session, viewer, slug)
    bank.title, bank.description, bank.language = said.title[:TITLE_AT_MOST], said.description, said.language
    bank.licence = said.licence[:TITLE_AT_MOST]
    bank.authors, bank.tags = list(said.authors[:ENTRIES_AT_MOST]), list(said.tags[:ENTRIES_AT_MOST])


def close_bank(session: Session, viewer: Viewer, slug: str, now: datetime) -> Bank:
    """Take a bank out of every list and close it to everybody; what was learned in it is kept."""
    bank = get_bank_to_rule(session, viewer, slug)
    bank.deleted_at = now
    return bank


def reopen_bank(session: Session, viewer: Viewer, slug: str) -> Bank:
    """Open a closed bank again, to whom it was open before.

    Raises:
        NotFound: the viewer has closed no such bank.
    """
    bank = get_bank_to_rule(session, viewer, slug, is_closed=True)
    bank.deleted_at = None
    return bank


def find_closed(session: Session, viewer: Viewer, bank_id: int | None) -> str | None:
    """Find the name of a closed bank that a viewer may open again; None when it is none."""
    return session.scalar(select(Bank.slug).where(Bank.id == bank_id, can_be_opened_by(viewer)))
