"""Whom a bank is open to: teachers by their sign-in name, whoever comes by its link, or everybody."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Share
from quizapp.banks.service.access import BANK_COLUMNS, BankCard, get_bank_by_id, get_bank_to_rule
from quizapp.core.errors import NotFound, QuizError
from quizapp.people.models import User
from quizapp.people.service import fold_name
from quizapp.people.viewer import Viewer

Access: TypeAlias = Literal["read", "edit"]
ACCESSES: tuple[Access, ...] = ("read", "edit")
Visibility: TypeAlias = Literal["private", "unlisted", "public"]
VISIBILITIES: tuple[Visibility, ...] = ("private", "unlisted", "public")
SHARES_AT_MOST = 200
_IS_TEACHER = or_(User.role == "teacher", User.is_admin)
_LINK_BYTES = 18
_LINK_CHARS = 40
_NO_LINK = "This link does not lead to a bank any more. Ask whoever gave it to you for the new one."


class CannotShare(QuizError):
    """Nobody by that name can be given a bank; the message says why."""


@dataclass(frozen=True, slots=True)
class Sharer:
    """A teacher whom a bank is shared with."""

    user_id: int
    name: str
    sign_in_name: str | None
    access: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Doors:
    """Whom a bank is open to; `link_count` are those who came by the link that holds."""

    visibility: str
    link_token: str | None
    sharers: Sequence[Sharer]
    link_count: int


def get_doors(session: Session, viewer: Viewer, slug: str) -> Doors:
    """Give whom a bank is open to, for whoever rules it.

    Raises:
        NotFound: there is no such bank for them.
        NotAllowed: it is somebody else's.
    """
    bank = get_bank_to_rule(session, viewer, slug, is_locked=False)
    named = (
        select(User.id, User.name, User.sign_in_name, Share.access, Share.created_at)
        .join(Share, Share.user_id == User.id)
        .where(Share.bank_id == bank.id, Share.token.is_(None))
        .order_by(User.sign_in_name)
    )
    by_link = select(func.count()).where(Share.bank_id == bank.id, Share.token == bank.link_token)
    return Doors(
        bank.visibility,
        bank.link_token,
        [Sharer(*row) for row in session.execute(named)],
        session.scalar(by_link) or 0,
    )


def share_bank(session: Session, viewer: Viewer, slug: str, name: str, access: Access, now: datetime) -> str:
    """Open a bank to a teacher, or change what they may; gives their name.

    Raises:
        CannotShare: there is no such teacher, it is the owner, or there are too many.
    """
    bank = get_bank_to_rule(session, viewer, slug)
    person = session.scalar(select(User).where(User.sign_in_name == fold_name(name), _IS_TEACHER))
    if person is None:
        raise CannotShare("No teacher here signs in with this name. Ask them how they sign in.")
    if person.id == bank.owner_id:
        raise CannotShare(f"{person.name} owns this bank already.")
    share = session.get(Share, (bank.id, person.id))
    if share is None:
        if _count_named(session, bank.id) >= SHARES_AT_MOST:
            raise CannotShare(f"This bank is shared with {SHARES_AT_MOST} teachers already. Make it public instead.")
        share = Share(bank_id=bank.id, user_id=person.id, created_at=now)
        session.add(share)
    share.access, share.token = access, None
    session.flush()
    return person.name


def _count_named(session: Session, bank_id: int) -> int:
    return session.scalar(select(func.count()).where(Share.bank_id == bank_id, Share.token.is_(None))) or 0


def unshare(session: Session, viewer: Viewer, slug: str, user_id: int) -> None:
    """Take a bank back from somebody; nothing happens when they do not have it."""
    bank = get_bank_to_rule(session, viewer, slug)
    session.execute(delete(Share).where(Share.bank_id == bank.id, Share.user_id == user_id, Share.token.is_(None)))


def set_visibility(session: Session, viewer: Viewer, slug: str, visibility: Visibility) -> None:
    """Open a bank to its owner alone, to whoever has its link, or to everybody; the link dies with the first."""
    bank = get_bank_to_rule(session, viewer, slug)
    if bank.visibility == visibility:
        return
    bank.visibility = visibility
    _set_link(session, bank, _new_token() if visibility == "unlisted" else None)


def renew_link(session: Session, viewer: Viewer, slug: str) -> None:
    """Give an unlisted bank another link: the old one leads nowhere, and who came by it is out."""
    bank = get_bank_to_rule(session, viewer, slug)
    if bank.visibility == "unlisted":
        _set_link(session, bank, _new_token())


def _new_token() -> str:
    return secrets.token_urlsafe(_LINK_BYTES)


def _set_link(session: Session, bank: Bank, token: str | None) -> None:
    bank.link_token = token
    session.execute(delete(Share).where(Share.bank_id == bank.id, Share.access == "link"))


def find_by_link(session: Session, token: str) -> BankCard:
    """Give the bank that a link leads to, whoever asks: the link is what opens it.

    Raises:
        NotFound: it leads nowhere, or nowhere any more.
    """
    is_open = (Bank.visibility == "unlisted", Bank.deleted_at.is_(None))
    row = None
    if token.isascii() and token.isprintable() and len(token) <= _LINK_CHARS:
        row = session.execute(select(*BANK_COLUMNS).where(Bank.link_token == token, *is_open)).first()
    if row is None:
        raise NotFound(_NO_LINK)
    return BankCard(*row)


def come_by_link(session: Session, person: Viewer, token: str, now: datetime) -> BankCard:
    """Let somebody study a bank from now on, until its link is another one; doing so twice is once.

    Raises:
        NotFound: the link leads nowhere.
    """
    bank = find_by_link(session, token)
    share = Share(bank_id=bank.id, user_id=person.id, access="link", token=token, created_at=now)
    try:
        with session.begin_nested():
            session.add(share)
    except IntegrityError:
        # It was given by name, or they came before; a link of the past becomes the one of today.
        mine = update(Share).where(Share.bank_id == bank.id, Share.user_id == person.id, Share.access == "link")
        session.execute(mine.values(token=token))
    return get_bank_by_id(session, person, bank.id)


def merge_shares(session: Session, guest_id: int, user_id: int) -> None:
    """Give an account what its guest came by; what it has itself stays."""
    own = select(Share.bank_id).where(Share.user_id == user_id).scalar_subquery()
    session.execute(
        update(Share)
        .where(Share.user_id == guest_id, Share.bank_id.not_in(own))
        .values(user_id=user_id)
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(Share).where(Share.user_id == guest_id))


def hand_on_banks(session: Session, owner_id: int) -> None:
    """Give banks of somebody who goes to the teacher who could change them longest; others would lose their work."""
    shares = session.scalars(
        select(Share)
        .join(Bank, Bank.id == Share.bank_id)
        .join(User, User.id == Share.user_id)
        .where(Bank.owner_id == owner_id, Bank.deleted_at.is_(None), Share.access == "edit", _IS_TEACHER)
        .order_by(Share.bank_id, Share.created_at, Share.user_id)
    ).all()
    heirs = {share.bank_id: share for share in reversed(shares)}
    for bank_id, share in heirs.items():
        session.get_one(Bank, bank_id).owner_id = share.user_id
        session.delete(share)
    session.flush()


def export_shares(session: Session, user_id: int) -> dict[str, Any]:
    """Give what somebody owns and shares, and what is shared with them, as plain JSON values."""
    owned = session.scalars(select(Bank).where(Bank.owner_id == user_id).order_by(Bank.id)).all()
    given = (
        select(Share.bank_id, User.sign_in_name, Share.access, Share.created_at)
        .join(User, User.id == Share.user_id)
        .join(Bank, Bank.id == Share.bank_id)
        .where(Bank.owner_id == user_id, Share.token.is_(None))
        .order_by(Share.bank_id, User.sign_in_name)
    )
    shared: dict[int, list[dict[str, Any]]] = {}
    for bank_id, name, access, since in session.execute(given):
        shared.setdefault(bank_id, []).append({"with": name, "access": access, "since": since.isoformat()})
    mine = select(Bank.slug, Share.access, Share.created_at).join(Bank, Bank.id == Share.bank_id)
    return {
        "banks": [
            {
                "bank": bank.slug,
                "title": bank.title,
                "visibility": bank.visibility,
                "made_at": bank.created_at.isoformat(),
                "closed_at": bank.deleted_at.isoformat() if bank.deleted_at else None,
                "shared": shared.get(bank.id, []),
            }
            for bank in owned
        ],
        "shared_with_me": [
            {"bank": slug, "access": access, "since": since.isoformat()}
            for slug, access, since in session.execute(mine.where(Share.user_id == user_id).order_by(Bank.slug))
        ],
    }
