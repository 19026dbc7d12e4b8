"""What the views of documents share: the blueprint, parts within pages, a draft as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks.service import rendered
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.kinds import parse_question
from quizapp.documents import service
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service import raw_of
from quizapp.people import guard
from quizapp.plumbing.error_pages import WayOn, answer, page_of
from quizapp.plumbing.limits import Rule
from quizapp.plumbing.markup import split_gaps, trusted_parts
from quizapp.plumbing.pages import no_store, sender_address, wants_part
from quizapp.plumbing.resending import find_sent
from quizapp.plumbing.runtime import reading

blueprint = Blueprint("documents", __name__)

UPLOADS = Rule("uploads", "20/hour", "You have brought twenty documents within an hour. Go on a little later.")
MODELS = Rule("models", "20/hour", "You have asked the model twenty times within an hour. Go on a little later.")


@blueprint.errorhandler(Conflict)
@blueprint.errorhandler(NotFound)
def moved_on(error: Conflict | NotFound) -> Response:
    """Say what happened meanwhile, keep what was typed, and lead to the document as it stands now."""
    upload_id = (request.view_args or {}).get("upload_id")
    if not guard.viewer().is_teacher:
        return page_of(error)
    with reading() as session:
        standing = None if upload_id is None else service.find_standing(session, guard.viewer(), upload_id)
    sent = None if wants_part() else find_sent()
    status = 409 if isinstance(error, Conflict) else 404
    return answer(status, error.message, title=error.title, sent=sent, way_on=_way_on(upload_id, standing))


def _way_on(upload_id: int | None, standing: Upload | None) -> WayOn:
    """Lead to the newer version of what was replaced, to the list once it is gone, back where it still stands."""
    if standing is None:
        return WayOn(url_for("documents.shelf"), "To your documents")
    address = url_for("documents.document", upload_id=standing.id)
    if standing.id != upload_id:
        return WayOn(address, "To the newer version")
    asked = request.endpoint == "documents.decisions" and request.form.get("draft", "").isdigit()
    if asked and standing.state == "ready":
        shown = url_for("documents.review", upload_id=upload_id, draft=request.form["draft"])
        return WayOn(shown, "Look at it as it stands now")
    sender = sender_address() if request.method == "POST" and standing.state == "ready" else None
    return WayOn(sender or address, "To the page as it stands now")


def part_or_page(template: str, page: str, inputs: Mapping[str, Any], status: int = 200) -> Response:
    """Render a part alone for the page's script, else within its page."""
    body = render_template(template if wants_part() else page, part=template, **inputs)
    response = no_store(body)
    response.status_code = status
    return response


def shown_question(draft: DraftRow) -> dict[str, Any]:
    """Give a draft as a question that nobody has answered, with what `ask` shows; its HTML is made now."""
    question = parse_question(raw_of(draft))
    parts = rendered(question)
    return {
        "question": question,
        "html": trusted_parts(parts),
        "stem_parts": split_gaps(parts["stem"]) if question.kind == "cloze" else None,
        "shown": question.ask(Random(draft.id), question.ways[0]),
    }
