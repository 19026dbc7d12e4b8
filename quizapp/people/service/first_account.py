"""The first account: a code printed in the terminal, good for one teacher with all rights; nobody can be faster."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from quizapp.core.errors import NotAllowed
from quizapp.people.models import Token, User
from quizapp.people.service.accounts import NewAccount, sign_up
from quizapp.people.viewer import Viewer

PURPOSE = "first_account"
GOOD_FOR = timedelta(days=1)
WRONG_CODE = (
    "This code is not the one in the terminal, was used, or is older than a day. Start quizapp again for a new one."
)
_TAKEN = "The first account was made already. Sign in with it, or ask whoever runs this site."


def issue_first_account_code(session: Session, now: datetime) -> str | None:
    """Make the code for the first account, 128 bits; None once there is a teacher. Earlier codes count no more."""
    if has_teacher(session):
        return None
    code = secrets.token_urlsafe(16)
    session.execute(delete(Token).where(Token.purpose == PURPOSE, Token.used_at.is_(None)))
    session.add(Token(digest=_digest(code), purpose=PURPOSE, expires_at=now + GOOD_FOR))
    session.flush()
    return code


def has_teacher(session: Session) -> bool:
    """Whether somebody can sign in as a teacher, or with all rights, already."""
    leads = or_(User.is_admin, User.role == "teacher")
    return bool(session.scalar(select(exists().where(leads, User.sign_in_name.is_not(None)))))


def check_first_account_code(session: Session, code: str, now: datetime) -> None:
    """Look whether a code is good, without using it up: a hash is not made for strangers.

    Raises:
        NotAllowed: it is not, or there is a teacher already.
    """
    if has_teacher(session):
        raise NotAllowed(_TAKEN)
    token = session.get(Token, _digest(code))
    if token is None or token.purpose != PURPOSE or token.used_at is not None or token.expires_at <= now:
        raise NotAllowed(WRONG_CODE)


def claim_first_account(
    session: Session, code: str, account: NewAccount, now: datetime, guest_id: int | None = None
) -> Viewer:
    """Make the first account, a teacher with all rights, and use the code up, in one step.

    Raises:
        NotAllowed: the code is not good, or somebody was faster.
        InvalidField: name or address cannot be used.
    """
    check_first_account_code(session, code, now)
    unused = (Token.digest == _digest(code), Token.used_at.is_(None))
    if session.scalar(update(Token).where(*unused).values(used_at=now).returning(Token.digest)) is None:
        raise NotAllowed(WRONG_CODE)
    viewer = sign_up(session, replace(account, role="teacher", is_admin=True), now, guest_id)
    session.execute(update(Token).where(Token.digest == _digest(code)).values(user_id=viewer.id))
    return viewer


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().encode("utf-8", "surrogatepass")).hexdigest()
