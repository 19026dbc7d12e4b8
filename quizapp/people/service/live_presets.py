"""What of live games enters a student's study where they have not chosen it themselves, as their teacher sets it."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.people.models import Classroom, Membership
from quizapp.people.service.classrooms import get_classroom
from quizapp.people.viewer import Viewer

#: All answers, those that were not right, none.
LIVE_PRESETS = ("on", "misses", "off")


def set_live_preset(session: Session, viewer: Viewer, classroom_id: int, preset: str) -> None:
    """Set what of games enters the study of students who begin to study a bank; whoever studies it has their own.

    Raises:
        NotFound: there is no such classroom of the viewer's.
        Conflict: there is no such preset.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    if preset not in LIVE_PRESETS:
        raise Conflict("This page does not know that choice. Reload it and choose again.")
    session.execute(update(Classroom).where(Classroom.id == classroom.id).values(live_responses=preset))


def find_live_preset(session: Session, user_id: int) -> str:
    """Find what is preset for somebody: by the classroom that they joined last; who is in none has all."""
    found = session.scalar(
        select(Classroom.live_responses)
        .join(Membership, Membership.classroom_id == Classroom.id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.joined_at.desc(), Classroom.id.desc())
        .limit(1)
    )
    return found or "on"
