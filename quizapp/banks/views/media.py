"""Pictures and sounds of a bank, for whoever may see it."""

from __future__ import annotations

from flask import send_file
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.views.pages import blueprint
from quizapp.people import guard
from quizapp.plumbing.runtime import current, reading

#: The bytes of a name never change; a browser may keep them for its own user.
KEPT_SECONDS = 30 * 24 * 3600
#: Whatever the bytes pretend to be, nothing of them runs.
INERT = "default-src 'none'; sandbox"


@blueprint.get("/banks/<slug>/media/<name>")
@guard.anyone
@guard.quiet
def media(slug: str, name: str) -> Response:
    """Give a picture or a sound of a bank."""
    with reading() as session:
        bank = service.get_bank(session, guard.viewer(), slug)
        found = service.get_media(session, bank.id, name)
    return sent(found)


def sent(found: service.MediaCard) -> Response:
    """Send the bytes of a picture or a sound with its fixed type, in parts where a player asks for them."""
    path = current().media.path(found.sha256)
    if not path.is_file():
        raise service.media_missing()
    response = send_file(path, mimetype=found.content_type, etag=found.sha256, conditional=True)
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}, immutable"
    response.headers["Content-Security-Policy"] = INERT
    return response
