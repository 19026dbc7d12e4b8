"""What the views of study share: the blueprint, the learner's day, and the parts that a sitting is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.banks.service import BankCard
from quizapp.core.errors import Conflict, NotFound
from quizapp.people import guard
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.error_pages import page_of
from quizapp.plumbing.forms import new_client_id, submitted
from quizapp.plumbing.markup import show_media_at, split_gaps, trusted_parts
from quizapp.plumbing.pages import no_store, wants_part
from quizapp.plumbing.runtime import now, reading
from quizapp.study import forms, service
from quizapp.study.service import Card, Day, Feedback

blueprint = Blueprint("study", __name__)


@blueprint.errorhandler(NotFound)
@blueprint.errorhandler(Conflict)
def closed(error: NotFound | Conflict) -> Response:
    """Say to whoever has studied a bank that it is closed to them by now; to others it is not there."""
    named = _named()
    if not named:
        return page_of(error)
    with reading() as session:
        is_closed = service.is_closed_to(session, guard.viewer(), **named)
    is_answer = request.endpoint == "study.reviews"
    return page_of(service.ClosedToLearner(is_answer=is_answer) if is_closed else error)


def _named() -> dict[str, Any]:
    """Give what this request names a bank by."""
    given = dict(request.view_args or {})
    if "client_id" in given:
        return {"client_id": str(given["client_id"])}
    try:
        return given or {"bank_id": forms.read_asked(submitted()).bank_id}
    except Conflict:
        return {}


def day_of(viewer: Viewer) -> Day:
    """Give the viewer's study day at this moment."""
    return service.day_of(viewer, epoch_ms(now()))


def ask_inputs(bank: BankCard, card: Card, day: Day, **more: Any) -> dict[str, Any]:
    """Give the inputs of `study/_ask.html`."""
    show_media_of(bank)
    inputs = {
        "bank": bank,
        "card": card,
        "html": trusted_parts(card.rendered),
        "sealed": forms.sign(card.asked),
        "client_id": new_client_id(),
        "stem_parts": stem_parts(card.question.kind, card.rendered),
        "remark": "",
        "is_revealed": False,
        "response": None,
        "undo_id": None,
    }
    return inputs | more


def next_inputs(
    session: Session, viewer: Viewer, bank: BankCard, day: Day, wanted: int | None = None
) -> dict[str, Any]:
    """Give the inputs of whatever comes next: a card to ask, or the end of the sitting."""
    standing, card = service.next_card(session, viewer, bank.id, day, wanted)
    if card is not None:
        return ask_inputs(bank, card, day) | {"standing": standing, "day": day}
    summary = service.get_summary(session, viewer, bank.id, day, standing)
    return {"bank": bank, "card": None, "standing": standing, "day": day, "summary": summary}


def feedback_inputs(bank: BankCard, feedback: Feedback, day: Day) -> dict[str, Any]:
    """Give the inputs of `study/_feedback.html`."""
    show_media_of(bank)
    return {
        "bank": bank,
        "feedback": feedback,
        "html": trusted_parts(feedback.rendered),
        "stem_parts": stem_parts(feedback.question.kind, feedback.rendered),
        "client_id": new_client_id(),
        "day": day,
    }


def show_media_of(bank: BankCard) -> None:
    """Let this page's pictures and sounds be those of a bank."""
    show_media_at(url_for("banks.media", slug=bank.slug, name=""))


def stem_parts(kind: str, rendered: Mapping[str, Any]) -> list[dict[str, object]] | None:
    """Split the stem of a cloze at its gaps; None for other kinds."""
    return split_gaps(rendered["stem"]) if kind == "cloze" else None


def sitting_page(template: str, inputs: dict[str, Any]) -> Response:
    """Render a part alone for the page's script, else within its page."""
    if wants_part():
        return no_store(render_template(template, **inputs))
    return no_store(render_template("study/sitting.html", part=template, **inputs))
