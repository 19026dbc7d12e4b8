"""Classrooms: made and led by a teacher, entered by code or link, left again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.core.nicknames import fold_scripts, is_rude, overruns, write_out
from quizapp.people.models import Classroom, Membership, User
from quizapp.people.service.names import InvalidField, fold_name, tidy_name
from quizapp.people.viewer import Viewer

#: Letters and digits that nobody takes for each other.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
#: What of a typed code is read.
CODE_TYPED_AT_MOST = 40
#: A code lets people in for so long after it was drawn.
OPEN_FOR = timedelta(days=14)
CLASSROOMS_AT_MOST = 60
MEMBERS_AT_MOST = 500
TIME_FACTORS = (1.0, 1.25, 1.5, 2.0)
_HIGHEST_ID = 2**31 - 1
_NONE = "There is no such classroom here."
RUDE = (
    "Choose another name: the whole class may read it. "
    "If it is yours, come in by your first name; your teacher can write it in full."
)
_NO_STUDENT = "There is no such student in this classroom."


@dataclass(frozen=True, slots=True)
class ClassroomCard:
    """A classroom as pages name it."""

    id: int
    name: str
    teacher_id: int
    teacher_name: str
    code: str
    link_token: str
    closes_at: datetime
    live_responses: str
    members: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A classroom as one of its students sees it, with their own time in games as a factor of the usual."""

    card: ClassroomCard
    time_factor: float


@dataclass(frozen=True, slots=True)
class Member:
    """A student of a classroom as its teacher sees them."""

    user_id: int
    roster_name: str
    time_factor: float
    is_guest: bool
    joined_at: datetime


def make_classroom(session: Session, viewer: Viewer, name: str, now: datetime) -> int:
    """Make a classroom and give its id; a name that the teacher has given already is that classroom.

    Raises:
        NotAllowed: the viewer is no teacher.
        InvalidField: it cannot be called so.
        Conflict: the teacher has too many.
    """
    if viewer.id is None or not viewer.is_teacher:
        raise NotAllowed("Only teachers can make classrooms.")
    shown = tidy_name(name)
    mine = select(Classroom.id).where(Classroom.teacher_id == viewer.id)
    known = session.scalar(mine.where(Classroom.folded_name == fold_name(shown)))
    if known is not None:
        return known
    if (session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= CLASSROOMS_AT_MOST:
        raise Conflict(f"You have {CLASSROOMS_AT_MOST} classrooms already.")
    row = Classroom(
        teacher_id=viewer.id,
        name=shown,
        folded_name=fold_name(shown),
        code=_draw_code(session),
        link_token=secrets.token_urlsafe(9),
        closes_at=now + OPEN_FOR,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def get_classroom(session: Session, viewer: Viewer, classroom_id: int) -> ClassroomCard:
    """Give a classroom that the viewer leads: their own, for an admin any.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = _find(session, Classroom.id == classroom_id) if 0 < classroom_id <= _HIGHEST_ID else None
    if found is None or not (viewer.is_teacher and (viewer.is_admin or found.teacher_id == viewer.id)):
        raise NotFound(_NONE)
    return found


def list_classrooms(session: Session, viewer: Viewer) -> list[ClassroomCard]:
    """List the classrooms that a teacher leads, by name."""
    return _list(session, Classroom.teacher_id == viewer.id)


def list_joined(session: Session, viewer: Viewer) -> list[Joined]:
    """List the classrooms that somebody is a student of, by name."""
    mine = select(Membership.classroom_id, Membership.time_factor).where(Membership.user_id == viewer.id)
    factors = {row.classroom_id: row.time_factor for row in session.execute(mine)}
    return [Joined(card, factors[card.id]) for card in _list(session, Classroom.id.in_(factors))]


def rename_classroom(session: Session, viewer: Viewer, classroom_id: int, name: str) -> None:
    """Give a classroom another name.

    Raises:
        NotFound: there is none, or it is somebody else's.
        InvalidField: it cannot be called so, or another of the teacher's is.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    shown = tidy_name(name)
    own = (Classroom.teacher_id == classroom.teacher_id, Classroom.folded_name == fold_name(shown))
    if session.scalar(select(Classroom.id).where(*own, Classroom.id != classroom.id)) is not None:
        raise InvalidField("name", "You have another classroom of that name.")
    changed = update(Classroom).where(Classroom.id == classroom.id)
    session.execute(changed.values(name=shown, folded_name=fold_name(shown)))


def renew_code(session: Session, viewer: Viewer, classroom_id: int, now: datetime) -> None:
    """Draw a new code and link; the old ones let nobody in any more, and who is in stays in.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    values = {
        "code": _draw_code(session),
        "link_token": secrets.token_urlsafe(9),
        "closes_at": now + OPEN_FOR,
    }
    session.execute(update(Classroom).where(Classroom.id == classroom.id).values(**values))


def delete_classroom(
    session: Session, viewer: Viewer, classroom_id: int, leave: Callable[[Session, int], list[str]]
) -> tuple[str, list[str]]:
    """Delete a classroom: its students are in it no more; what they learned stays theirs, what it played is kept.

    `leave` is what its games need before; what it gives is to be published after the commit, and comes with the name
    that the classroom had.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    topics = leave(session, classroom.id)
    session.execute(delete(Classroom).where(Classroom.id == classroom.id))
    return classroom.name, topics


def find_link(session: Session, typed: str, now: datetime) -> str | None:
    """Find the end of an open classroom's link by its code, however that is parted and written."""
    code = "".join(char for char in typed.upper()[:CODE_TYPED_AT_MOST] if char in CODE_LETTERS)
    if len(code) != CODE_LENGTH:
        return None
    return session.scalar(select(Classroom.link_token).where(Classroom.code == code, Classroom.closes_at > now))


def get_open_classroom(session: Session, link: str, now: datetime) -> ClassroomCard:
    """Give the classroom of a link that still lets people in.

    Raises:
        NotFound: there is none, or its link has ended.
    """
    found = _find(session, (Classroom.link_token == link[:40].replace("\0", "/")) & (Classroom.closes_at > now))
    if found is None:
        raise NotFound("This link leads to no classroom now. Ask your teacher for the new code.")
    return found


def join_classroom(session: Session, classroom: ClassroomCard, person: Viewer, roster_name: str, now: datetime) -> None:
    """Let somebody into a classroom under the name that the teacher knows; whoever is in stays as they are.

    Raises:
        InvalidField: the name cannot be used, or is another student's.
        Conflict: the classroom is full.
    """
    shown = _roster_name(roster_name)
    if is_rude(shown):
        raise InvalidField("name", RUDE)
    names = _hold_names(session, classroom.id)
    if person.id in names:
        return
    if _is_taken(shown, names.values()):
        raise InvalidField("name", "Somebody in this classroom has that name. Add a letter of your surname.")
    if len(names) >= MEMBERS_AT_MOST:
        raise Conflict(f"This classroom has {MEMBERS_AT_MOST} students already, and takes no more.")
    session.add(
        Membership(
            classroom_id=classroom.id,
            user_id=person.id,
            roster_name=shown,
            folded_name=fold_name(shown),
            joined_at=now,
        )
    )
    session.flush()


def _roster_name(raw: str) -> str:
    """Give a student's name as it is shown to their class."""
    shown = tidy_name(write_out(raw))
    if overruns(shown):
        raise InvalidField("name", "Write the name in plain letters.")
    return shown


def _hold_names(session: Session, classroom_id: int) -> dict[int, str]:
    """Give the names of a classroom, by student; nobody comes or is renamed meanwhile."""
    # One after the other, so that of two at once not both are the last, nor called the same.
    session.execute(select(Classroom.id).where(Classroom.id == classroom_id).with_for_update())
    own = select(Membership.user_id, Membership.roster_name).where(Membership.classroom_id == classroom_id)
    return {row.user_id: row.roster_name for row in session.execute(own)}


def _is_taken(shown: str, names: Collection[str]) -> bool:
    taken = {*map(fold_name, names), *(fold_name(fold_scripts(name)) for name in names)}
    return not taken.isdisjoint((fold_name(shown), fold_name(fold_scripts(shown))))


def rename_member(session: Session, viewer: Viewer, classroom_id: int, user_id: int, roster_name: str) -> None:
    """Give a student another name in a classroom; their account, and games that they play already, keep theirs.

    The teacher knows what their students are called: no list of words is held against it.

    Raises:
        NotFound: there is no such classroom of the viewer's, or it has no such student.
        InvalidField: the name cannot be used, or is another student's.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    names = _hold_names(session, classroom.id)
    if names.pop(user_id, None) is None:
        raise NotFound(_NO_STUDENT)
    shown = _roster_name(roster_name)
    if _is_taken(shown, names.values()):
        raise InvalidField("name", f"Somebody else in this classroom is called {shown}, or so that it looks alike.")
    changed = update(Membership).where(Membership.classroom_id == classroom.id, Membership.user_id == user_id)
    session.execute(changed.values(roster_name=shown, folded_name=fold_name(shown)))


def get_roster(session: Session, viewer: Viewer, classroom_id: int) -> tuple[ClassroomCard, list[Member]]:
    """Give a classroom that the viewer leads with its students, by name.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    rows = session.execute(_MEMBERS.where(Membership.classroom_id == classroom.id).order_by(Membership.folded_name))
    return classroom, [_member(row) for row in rows]


def find_member(session: Session, classroom_id: int, user_id: int | None) -> Member | None:
    """Find a student of a classroom."""
    own = (Membership.classroom_id == classroom_id, Membership.user_id == user_id)
    row = None if user_id is None else session.execute(_MEMBERS.where(*own)).first()
    return None if row is None else _member(row)


def list_time_factors(
    session: Session, teacher_id: int, classroom_id: int | None, user_id: int | None = None
) -> dict[int, float]:
    """List who has more time in games that a teacher leads, or that are for this classroom: the most of each.

    Of all students, or of one.
    """
    among = (Classroom.teacher_id == teacher_id) | (Classroom.id == classroom_id)
    found = (
        select(Membership.user_id, func.max(Membership.time_factor))
        .join(Classroom, Classroom.id == Membership.classroom_id)
        .where(among, Membership.time_factor > 1.0)
        .group_by(Membership.user_id)
    )
    if user_id is not None:
        found = found.where(Membership.user_id == user_id)
    return {member: factor for member, factor in session.execute(found)}


_MEMBERS = select(
    Membership.user_id,
    Membership.roster_name,
    Membership.time_factor,
    User.sign_in_name.is_(None).label("is_guest"),
    Membership.joined_at,
).join(User, User.id == Membership.user_id)


def _member(row: Any) -> Member:
    return Member(row.user_id, row.roster_name, row.time_factor, bool(row.is_guest), row.joined_at)


def remove_member(session: Session, viewer: Viewer, classroom_id: int, user_id: int) -> None:
    """Take a student out of a classroom; twice is once. What they learned stays theirs.

    Raises:
        NotFound: there is no such classroom, or it is somebody else's.
    """
    _remove(session, get_classroom(session, viewer, classroom_id).id, user_id)


def leave_classroom(session: Session, viewer: Viewer, classroom_id: int) -> None:
    """Let somebody leave a classroom; twice is once, and so is one that they are not in."""
    if viewer.id is not None and 0 < classroom_id <= _HIGHEST_ID:
        _remove(session, classroom_id, viewer.id)


def _remove(session: Session, classroom_id: int, user_id: int) -> None:
    own = (Membership.classroom_id == classroom_id, Membership.user_id == user_id)
    session.execute(delete(Membership).where(*own))


def set_time_factor(session: Session, viewer: Viewer, classroom_id: int, user_id: int, factor: float) -> None:
    """Give a student more time in games.

    Raises:
        NotFound: there is no such classroom of the viewer's, it has no such student, or there is no such factor.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    own = (Membership.classroom_id == classroom.id, Membership.user_id == user_id)
    if factor not in TIME_FACTORS or session.scalar(select(Membership.user_id).where(*own)) is None:
        raise NotFound(_NO_STUDENT)
    session.execute(update(Membership).where(*own).values(time_factor=factor))


def merge_memberships(session: Session, guest_id: int, user_id: int) -> None:
    """Let the classrooms of a guest be an account's."""
    own = select(Membership.classroom_id).where(Membership.user_id == user_id).scalar_subquery()
    moved = update(Membership).where(Membership.user_id == guest_id, Membership.classroom_id.not_in(own))
    session.execute(moved.values(user_id=user_id).execution_options(synchronize_session=False))


def export_classrooms(session: Session, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Give the classrooms that somebody leads and is in, as JSON values."""
    led = session.execute(select(Classroom.name, Classroom.created_at).where(Classroom.teacher_id == user_id))
    joined = session.execute(
        select(Classroom.name, Membership.roster_name, Membership.time_factor, Membership.joined_at)
        .join(Classroom, Classroom.id == Membership.classroom_id)
        .where(Membership.user_id == user_id)
    )
    return {
        "classrooms_led": [{"name": row.name, "created_at": row.created_at.isoformat()} for row in led],
        "classrooms_joined": [
            {
                "name": row.name,
                "roster_name": row.roster_name,
                "time_factor": row.time_factor,
                "joined_at": row.joined_at.isoformat(),
            }
            for row in joined
        ],
    }


def _draw_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Classroom.id).where(Classroom.code == code)) is None:
            return code


def _find(session: Session, which: Any) -> ClassroomCard | None:
    return next(iter(_list(session, which)), None)


def _list(session: Session, which: Any) -> list[ClassroomCard]:
    members = select(func.count()).where(Membership.classroom_id == Classroom.id).scalar_subquery()
    columns = (Classroom.id, Classroom.name, Classroom.teacher_id, User.name.label("teacher_name"))
    rows = session.execute(
        select(*columns, Classroom.code, Classroom.link_token, Classroom.closes_at, Classroom.live_responses, members)
        .join(User, User.id == Classroom.teacher_id)
        .where(which)
        .order_by(Classroom.folded_name, Classroom.id)
    )
    return [ClassroomCard(*row) for row in rows]
