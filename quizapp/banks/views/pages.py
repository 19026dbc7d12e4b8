"""What the views of banks share: the blueprint, and what the pages of one bank say around their own content."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from quizapp.banks import service
from quizapp.people.viewer import Viewer
from quizapp.plumbing.limits import Rule

blueprint = Blueprint("banks", __name__)

BANKS = Rule("banks", "60/hour", "You have made sixty banks within an hour. Go on a little later.")
BULK = Rule("bulk", "240/hour", "You have changed many questions within an hour. Go on a little later.")


def around_bank(session: Session, viewer: Viewer, slug: str) -> dict[str, Any]:
    """Give what `banks/_around.html` shows: the bank, and what the viewer may do with it.

    Raises:
        NotFound: there is no such bank for them.
    """
    bank = service.get_bank(session, viewer, slug)
    return {"bank": bank, "access": service.access_of(session, viewer, bank)}
