"""What the views of banks share: the blueprint, what goes around a bank's pages, the parts of a question."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, current_app
from sqlalchemy.orm import Session

from quizapp.banks import service
from quizapp.people.viewer import Viewer
from quizapp.plumbing.db_errors import Busy, Overtaken
from quizapp.plumbing.limits import Rule
from quizapp.plumbing.markup import split_gaps, trusted_parts
from quizapp.plumbing.runtime import current

blueprint = Blueprint("banks", __name__)

BANKS = Rule("banks", "60/hour", "You have made sixty banks within an hour. Go on a little later.")
LINKS = Rule("links", "600/hour", "Many have come by links within an hour. Try again a little later.")
IMPORT_WORK = Rule(
    "import-work",
    "600/hour",
    "You have had imports read, compared, edited or stored six hundred times within an hour. Go on a little later.",
)
BULK = Rule("bulk", "240/hour", "You have changed many questions within an hour. Go on a little later.")
#: Batches of each game.
_GAMES_AT_ONCE = 3


def around_bank(session: Session, viewer: Viewer, slug: str) -> dict[str, Any]:
    """Give what `banks/_around.html` shows: the bank, and what the viewer may do with it.

    Raises:
        NotFound: there is no such bank for them.
        NotAllowed: it is theirs to study alone.
    """
    bank = service.get_bank_to_read(session, viewer, slug)
    return {"bank": bank, "access": service.access_of(session, viewer, bank)}


def hear_of_games() -> None:
    """Let study hear, after the commit, of rounds whose questions or keys are back; the sweep tells what is left.

    What the request has stored stands whatever comes of it.
    """
    with suppress(Busy, Overtaken):
        current_app.extensions["hand_over_game"](current(), None, _GAMES_AT_ONCE)


def parts_of(kind: str, rendered: Mapping[str, Any]) -> dict[str, Any]:
    """Give the parts of a question for a template: `html` of each, and `stem_parts` of a cloze (None for others)."""
    return {
        "html": trusted_parts(rendered),
        "stem_parts": split_gaps(rendered["stem"]) if kind == "cloze" else None,
    }
