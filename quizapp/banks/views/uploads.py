"""Pictures and sounds that are put into a question while it is edited."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import uploads as forms
from quizapp.banks.views.pages import blueprint
from quizapp.people import guard
from quizapp.plumbing.forms import takes_files, uploaded
from quizapp.plumbing.limits import Rule
from quizapp.plumbing.runtime import current, now, reading, transaction

#: The other inputs of an editor stand beside the file.
FORM_BYTES = 600_000
TOO_LARGE = "That is too large: a picture or sound may have up to 10 MB, and a question far less. Make it smaller."
MEDIA = Rule("media", "300/hour", "You have added three hundred pictures and sounds within an hour. Go on later.")


def media_limit() -> int | None:
    """Give the largest body that a teacher's editor may send; nobody else may send more than a form."""
    has_files = request.mimetype == "multipart/form-data"
    return forms.LIMIT_BYTES + FORM_BYTES if has_files and guard.viewer().is_teacher else None


@blueprint.post("/banks/<slug>/media")
@guard.teacher
@guard.quiet
@takes_files(media_limit, TOO_LARGE)
def media_uploads(slug: str) -> Response:
    """Take a picture or a sound for a bank, and give what a question's text calls it."""
    return Response(taken(slug), mimetype="text/plain")


def taken(slug: str) -> str:
    """Store what the form brings, let the bank have it, and give the words by which a text shows it.

    Raises:
        FormatError: there is no file, it is too large, it is neither picture nor sound, or nobody said what it shows.
    """
    viewer = guard.viewer()
    with reading() as session:
        service.get_bank_to_edit(session, viewer, slug, is_locked=False)
    current().limits.spend(MEDIA, str(viewer.id))
    brought = forms.read_media(uploaded())
    card = service.put_media(current().media, brought.content)
    words = forms.words_of(card, brought)
    with transaction() as session:
        bank = service.get_bank_to_edit(session, viewer, slug)
        service.give_media(session, bank.id, [card], now(), is_unsaved=True)
    return words
