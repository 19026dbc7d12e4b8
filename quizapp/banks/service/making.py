"""Banks made by a form: one, however often that is sent."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service.access import check_teacher
from quizapp.banks.service.publishing import NOT_TO_MAKE, make_own_bank
from quizapp.people.service import hold_account
from quizapp.people.viewer import Viewer


def mark_of_form(viewer: Viewer, client_id: str, *wanted: str) -> str:
    """Name a form by who sent it, its own id and what it asks for: one sent again with other words is another one."""
    return hashlib.sha256("\0".join((str(viewer.id), client_id, *wanted)).encode()).hexdigest()[:40]


def find_made(session: Session, viewer: Viewer, mark: str) -> Bank | None:
    """Find the bank that this very form has made; of two at once the second waits until the first is through.

    One that was closed meanwhile is none: the form makes another.
    """
    hold_account(session, viewer.id)
    made = session.scalar(select(Bank).where(Bank.form_mark == mark))
    if made is None or made.deleted_at is None:
        return made
    made.form_mark = None
    session.flush()
    return None


def make_bank(session: Session, viewer: Viewer, title: str, client_id: str, now: datetime) -> Bank:
    """Make an empty bank of the viewer's own, for nobody else yet; the same form sent twice makes one.

    Raises:
        NotAllowed: they are no teacher.
    """
    check_teacher(viewer, NOT_TO_MAKE)
    mark = mark_of_form(viewer, client_id, "bank", title)
    known = find_made(session, viewer, mark)
    if known is not None:
        return known
    made = make_own_bank(session, viewer, title, visibility="private", now=now)
    made.form_mark = mark
    return made
