"""What of live games for a classroom enters its students' study where they have not chosen it themselves."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.people.models import Classroom
from quizapp.people.service.classrooms import get_classroom
from quizapp.people.viewer import Viewer

#: All answers, those that were not right, none.
LIVE_PRESETS = ("on", "misses", "off")


def set_live_preset(session: Session, viewer: Viewer, classroom_id: int, preset: str) -> None:
    """Set what of games for a classroom enters the study of its students who have not chosen for themselves.

    Raises:
        NotFound: there is no such classroom of the viewer's.
        Conflict: there is no such preset.
    """
    classroom = get_classroom(session, viewer, classroom_id)
    if preset not in LIVE_PRESETS:
        raise Conflict("This page does not know that choice. Reload it and choose again.")
    session.execute(update(Classroom).where(Classroom.id == classroom.id).values(live_responses=preset))
