"""Pictures and sounds of a bank, for whoever may see it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.views.pages import blueprint
from quizapp.people import guard
from quizapp.plumbing.inert import send_inert
from quizapp.plumbing.runtime import current, reading


@blueprint.get("/banks/<slug>/media/<name>")
@guard.anyone
@guard.quiet
def media(slug: str, name: str) -> Response:
    """Give a picture or a sound of a bank."""
    with reading() as session:
        bank = service.get_bank(session, guard.viewer(), slug)
        found = service.get_media(session, bank.id, name)
    path = current().media.path(found.sha256)
    if not path.is_file():
        raise service.media_missing()
    return send_inert(path, found.content_type, found.sha256)
