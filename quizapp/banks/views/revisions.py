"""The revisions of a question, and the way back to one of them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import render_template, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import editor as forms
from quizapp.banks.views import editor
from quizapp.banks.views.pages import blueprint
from quizapp.core.plain_stem import stem_in_line
from quizapp.people import guard
from quizapp.plumbing.forms import read_number, submitted
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store
from quizapp.plumbing.runtime import reading


@blueprint.get("/banks/<slug>/questions/<int:question_id>/revisions")
@guard.teacher
def revisions(slug: str, question_id: int) -> Response:
    """List who saved what of a question, and when."""
    with reading() as session:
        bank, edited = service.get_edited(session, guard.viewer(), slug, question_id)
        found = service.list_revisions(session, guard.viewer(), edited.id)
    show_media_at(url_for("banks.media", slug=slug, name=""))
    inputs = {"bank": bank, "question": edited, "revisions": found, "change_names": service.CHANGE_NAMES}
    inputs["stem"] = stem_in_line(edited.body["stem"])
    return no_store(render_template("banks/revisions.html", zone=ZoneInfo(guard.viewer().zone), **inputs))


@blueprint.post("/banks/<slug>/questions/<int:question_id>/revisions")
@guard.teacher
def restorations(slug: str, question_id: int) -> Response:
    """Make an earlier revision the next one; the editor asks what cannot be decided here."""
    number = read_number(submitted().get("number")) or 0
    sent = forms.read_sent(submitted())
    with reading() as session:
        _, edited = service.get_edited(session, guard.viewer(), slug, question_id)
        edit = service.edit_of(service.get_revision(session, edited.id, number), edited.body)
    return editor.saved(slug, edited, edit, sent, restores=number)
