"""Whose a game is to lead: what each act of a host asks first, whatever page it comes from."""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.core.errors import NotFound
from quizapp.live.service.standing import Standing, find_standing
from quizapp.people.viewer import Viewer


def get_game_to_host(session: Session, viewer: Viewer, game_id: int, *, is_held: bool = False) -> Standing:
    """Give a game that a viewer leads: their own, for an admin any; held, nobody moves it on meanwhile.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = find_standing(session, game_id, is_held=is_held)
    if found is None or not may_lead(viewer, found):
        raise NotFound("There is no such game here.")
    return found


def may_lead(viewer: Viewer, standing: Standing) -> bool:
    """Whether a game is a viewer's to lead."""
    return viewer.is_teacher and (viewer.is_admin or standing.host_id == viewer.id)
