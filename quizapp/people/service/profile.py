"""A person's settings, export and erasure; what later rooms keep of a learner comes through `LearnerHistory`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict, NotFound
from quizapp.people.models import Membership, User
from quizapp.people.service.accounts import find_guest_row
from quizapp.people.service.classrooms import export_classrooms, merge_memberships

EXPORT_FORMAT = "quizapp-export"
EXPORT_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What somebody sets about days, dates and looks."""

    zone: str
    day_start_minutes: int
    #: day_first, month_first or None = ask when a date could be either.
    date_order: str | None
    #: auto, light or dark.
    theme: str
    #: None = no limit.
    minutes_per_day: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What somebody sets about studying; the defaults are those of who has set nothing."""

    new_per_day: int = 10
    reviews_per_day: int = 200
    #: 2 (pass or fail) or 4.
    buttons: int = 2
    #: recognise, recall or None = options first, typing later.
    fixed_way: str | None = None


@dataclass(frozen=True, slots=True)
class LearnerHistory:
    """What people needs of later rooms; `app.py` hands it over when the rooms are joined."""

    #: (session, guest): hold what is locked before anybody's row, such as the games that the guest plays; gives what
    #: tells whether that is all there is.
    hold: Callable[[Session, int], Callable[[], bool]]
    #: (session, guest, learner): whether they are known to be two people.
    are_two: Callable[[Session, int, int], bool]
    #: (session, guest, learner): whether both gave something in one game, over or not: they may well be two people.
    both_gave: Callable[[Session, int, int], bool]
    #: (session, guest): the nickname under which they have joined a game that runs, taken out or not; None without one.
    find_nickname: Callable[[Session, int], str | None]
    #: (session, guest, cookies): let a guest who was just made have what their browser has played as nobody so far;
    #: gives the id of that player, None where there is none.
    adopt: Callable[[Session, int | None, Mapping[str, str]], int | None]
    #: (session, learner): topics, with what is told, to be published after the commit of whatever changes who is
    #: signed in, or whose something is: games that run look again who plays for the learner.
    list_moved: Callable[[Session, int], list[tuple[str, str]]]
    #: (session, guest, learner, now): give the guest's history to the learner; the guest's row is deleted next.
    merge: Callable[[Session, int, int, datetime], None]
    #: (session, learner): everything kept of the learner, as JSON values by name.
    export: Callable[[Session, int], dict[str, Any]]
    #: (session, learner): delete or detach whatever names the learner; the row of people is deleted next. Gives topics,
    #: with what is told, to be published after the commit.
    erase: Callable[[Session, int], list[tuple[str, str]]]
    load_preferences: Callable[[Session, int], Preferences]
    save_preferences: Callable[[Session, int, Preferences], None]


def update_profile(session: Session, user_id: int, profile: Profile) -> None:
    """Store a person's settings."""
    session.execute(update(User).where(User.id == user_id).values(**asdict(profile)))


def take_over_guest(
    session: Session, history: LearnerHistory, guest_id: int | None, learner_id: int, now: datetime
) -> bool:
    """Give a guest's history to an account and forget the guest; False when there is none, or they are two people."""
    if guest_id is None or guest_id == learner_id:
        return False
    guest = _hold_guest(session, history, guest_id)
    if guest is None or history.are_two(session, guest.id, learner_id):
        return False
    history.merge(session, guest.id, learner_id, now)
    merge_memberships(session, guest.id, learner_id)
    session.flush()
    session.execute(delete(User).where(User.id == guest.id))
    return True


def find_roster_name(session: Session, guest_id: int | None) -> str | None:
    """Find the name that a classroom knows a guest by; None where none does."""
    if guest_id is None:
        return None
    names = select(Membership.roster_name).where(Membership.user_id == guest_id)
    return session.scalar(names.order_by(Membership.classroom_id).limit(1))


def _hold_guest(session: Session, history: LearnerHistory, guest_id: int) -> User | None:
    """Hold a guest's row, and before it what is locked before anybody's; anew where more of that came meanwhile."""
    while True:
        try:
            # Lets go of the row where it is left, for which who holds the rest may be waiting.
            with session.begin_nested():
                has_all = history.hold(session, guest_id)
                guest = find_guest_row(session, guest_id)
                if guest is None or has_all():
                    return guest
                raise _MoreCame
        except _MoreCame:
            continue


class _MoreCame(Exception):
    """A guest has come into another game since what is held before their row was."""


def export_person(session: Session, history: LearnerHistory, user_id: int, now: datetime) -> dict[str, Any]:
    """Give everything that is stored about a person, as JSON values; of the password only whether there is one."""
    user = session.scalars(select(User).where(User.id == user_id)).one_or_none()
    if user is None:
        raise NotFound("There is no such person any more.")
    account = {
        "id": user.id,
        "name": user.name,
        "sign_in_name": user.sign_in_name,
        "email": user.email,
        "has_password": user.password_hash is not None,
        "role": user.role,
        "is_admin": user.is_admin,
        "zone": user.zone,
        "day_start_minutes": user.day_start_minutes,
        "date_order": user.date_order,
        "theme": user.theme,
        "minutes_per_day": user.minutes_per_day,
        "created_at": user.created_at.isoformat(),
    }
    return {
        "format": EXPORT_FORMAT,
        "version": EXPORT_VERSION,
        "exported_at": now.isoformat(),
        "account": account,
        "classrooms": export_classrooms(session, user_id),
        "history": history.export(session, user_id),
    }


def erase_person(session: Session, history: LearnerHistory, user_id: int) -> list[tuple[str, str]]:
    """Erase a person and everything that is kept of them; gives what is to be published after the commit.

    Raises:
        Conflict: something that others use still belongs to them.
    """
    topics = history.erase(session, user_id)
    session.flush()
    try:
        session.execute(delete(User).where(User.id == user_id))
    except IntegrityError as error:
        raise Conflict("Something that others use still belongs to you. Delete it or hand it on first.") from error
    return topics
