"""Accounts and guests: made, found, changed. Passwords come hashed, so that no transaction waits for a hash."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.errors import NotFound
from quizapp.people.models import User
from quizapp.people.service.names import InvalidField, fold_name, tidy_email, tidy_name
from quizapp.people.service.zones import known_zone
from quizapp.people.viewer import Viewer, viewer_of

ROLES = ("student", "teacher")
GUEST_NAME = "Guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What somebody gives to get an account; `password_hash` is Argon2id."""

    name: str
    password_hash: str
    email: str | None = None
    role: str = "student"
    is_admin: bool = False
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Credentials:
    """How an account proves itself; `password_hash` is None where no password was ever set."""

    viewer: Viewer
    sign_in_name: str
    password_hash: str | None


def create_guest(session: Session, now: datetime, zone: str = "UTC") -> Viewer:
    """Make a guest's row; it is called for at the first answer, not at the first visit."""
    guest = User(name=GUEST_NAME, zone=known_zone(zone), created_at=now)
    session.add(guest)
    session.flush()
    return viewer_of(guest)


def sign_up(session: Session, account: NewAccount, now: datetime, guest_id: int | None = None) -> Viewer:
    """Make an account; a guest's own row becomes it, so that everything learned stays where it is.

    Raises:
        InvalidField: name or address cannot be used, or the name is taken.
    """
    name, email = tidy_name(account.name), tidy_email(account.email)
    _check_role(account.role)
    user = find_guest_row(session, guest_id)
    if user is None:
        user = User(zone=known_zone(account.zone), created_at=now)
        session.add(user)
    else:
        user.epoch += 1
        user.zone = known_zone(account.zone) if user.zone == "UTC" else user.zone
    user.name, user.sign_in_name, user.email = name, fold_name(name), email
    user.password_hash, user.role, user.is_admin = account.password_hash, account.role, account.is_admin
    try:
        session.flush()
    except IntegrityError as error:
        raise InvalidField("name", "That name is taken. Choose another, such as your name with a number.") from error
    return viewer_of(user)


def find_guest_row(session: Session, guest_id: int | None) -> User | None:
    """Give the row of a guest, locked until commit; None when it has become an account or is gone."""
    if guest_id is None:
        return None
    return session.scalars(
        select(User).where(User.id == guest_id, User.sign_in_name.is_(None)).with_for_update()
    ).one_or_none()


def hold_account(session: Session, user_id: int | None) -> None:
    """Hold somebody's row until the transaction ends; nothing happens for a passer-by.

    Of a form that was sent twice at once the second then finds what the first has made, and of two that count before
    they add the second counts the first. What only names the account, as answers do, goes on meanwhile.
    """
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True)).all()


def find_credentials(session: Session, name: str) -> Credentials | None:
    """Give the credentials of the account with that name, however it is written."""
    user = session.scalars(select(User).where(User.sign_in_name == fold_name(name))).one_or_none()
    return None if user is None else _credentials(user)


def list_accounts_of_address(session: Session, email: str) -> list[Viewer]:
    """List the accounts that have an e-mail address, in letters of any size; several may have one.

    All addresses are looked through: SQLite folds no letters but those of English.
    """
    wanted = _fold_email(email)
    addresses = select(User.id, User.email).where(User.sign_in_name.is_not(None), User.email.is_not(None))
    ids = [user_id for user_id, address in session.execute(addresses) if _fold_email(address or "") == wanted]
    return [viewer_of(session.get_one(User, user_id)) for user_id in sorted(ids)]


def _fold_email(email: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", email.strip()).casefold())


def get_credentials(session: Session, user_id: int | None) -> Credentials:
    """Give an account's credentials.

    Raises:
        NotFound: there is no such account, or it is a guest.
    """
    user = session.get(User, user_id) if user_id is not None else None
    if user is None or user.sign_in_name is None:
        raise NotFound("There is no such account.")
    return _credentials(user)


def change_password(session: Session, user_id: int, password_hash: str) -> Viewer:
    """Set an account's password; every cookie given out before is dead."""
    user = _get_account(session, user_id)
    user.password_hash = password_hash
    user.epoch += 1
    session.flush()
    return viewer_of(user)


def strengthen(session: Session, user_id: int, old_hash: str, new_hash: str) -> None:
    """Store the same password under today's parameters, unless it was changed meanwhile."""
    user = _get_account(session, user_id)
    if user.password_hash == old_hash:
        user.password_hash = new_hash


def set_role(session: Session, user_id: int, role: str, is_admin: bool) -> Viewer:
    """Give an account its role; every cookie given out before is dead.

    Raises:
        InvalidField: there is no such role.
    """
    _check_role(role)
    user = _get_account(session, user_id)
    user.role, user.is_admin = role, is_admin
    user.epoch += 1
    session.flush()
    return viewer_of(user)


def list_users(session: Session) -> list[Viewer]:
    """List all accounts by name; guests are not accounts."""
    users = session.scalars(select(User).where(User.sign_in_name.is_not(None)).order_by(User.sign_in_name, User.id))
    return [viewer_of(user) for user in users]


def count_guests(session: Session) -> int:
    """Count the guests that are kept."""
    return session.scalar(select(func.count()).where(User.sign_in_name.is_(None))) or 0


def _get_account(session: Session, user_id: int) -> User:
    user = session.scalars(
        select(User).where(User.id == user_id, User.sign_in_name.is_not(None)).with_for_update()
    ).one_or_none()
    if user is None:
        raise NotFound("There is no such account.")
    return user


def _credentials(user: User) -> Credentials:
    return Credentials(viewer_of(user), user.sign_in_name or "", user.password_hash)


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise InvalidField("role", f"A role is one of: {', '.join(ROLES)}.")
