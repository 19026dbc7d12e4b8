"""A passer-by becomes a guest once, although the reply that carried their cookie was lost.

The browser holds a secret from the page on which the form stood; for a while it names the guest that the form made. It
opens no account, and nothing any more once the guest has signed out.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.people.models import Token, User
from quizapp.people.service.accounts import create_guest
from quizapp.people.viewer import Viewer, viewer_of

PURPOSE = "guest"
GOOD_FOR = timedelta(hours=1)


def admit_guest(session: Session, secret: str | None, now: datetime, zone: str = "UTC") -> Viewer:
    """Make a guest; the same secret sent twice makes one. Without a secret the guest is found by their cookie alone."""
    if secret is None:
        return create_guest(session, now, zone)
    session.execute(delete(Token).where(Token.purpose == PURPOSE, Token.expires_at <= now))
    try:
        with session.begin_nested():
            guest = create_guest(session, now, zone)
            own = {"digest": _digest(secret), "purpose": PURPOSE, "user_id": guest.id}
            session.add(Token(**own, expires_at=now + GOOD_FOR))
            session.flush()
    except IntegrityError:
        # Sent twice at once, and the other was faster.
        found = find_admitted(session, secret, now)
        if found is None:
            raise
        return found
    return guest


def find_admitted(session: Session, secret: str, now: datetime) -> Viewer | None:
    """Find the guest that a secret names; None where there is none, or they have an account since."""
    good = (Token.digest == _digest(secret), Token.purpose == PURPOSE, Token.expires_at > now)
    named = select(User).join(Token, Token.user_id == User.id).where(*good, User.sign_in_name.is_(None))
    guest = session.scalars(named).one_or_none()
    return None if guest is None else viewer_of(guest)


def forget_admission(session: Session, user_id: int | None) -> None:
    """Let no secret name a guest any more."""
    session.execute(delete(Token).where(Token.purpose == PURPOSE, Token.user_id == user_id))


def _digest(secret: str) -> str:
    return hashlib.sha256(f"{PURPOSE} {secret}".encode("utf-8", "surrogatepass")).hexdigest()
