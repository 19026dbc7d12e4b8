"""The switch of one document that lets its passages be sent to a model; there only while the settings name one."""

from __future__ import annotations

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.core.errors import Conflict, NotFound
from quizapp.documents import service
from quizapp.documents.service import Recipient
from quizapp.documents.views.pages import MODELS, blueprint
from quizapp.people import guard
from quizapp.plumbing.chat import ChatEndpoint
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction

MOVED = "Since you opened the page the settings name another model. Read again where the text would go."


@blueprint.get("/documents/<int:upload_id>/model")
@guard.teacher
def model(upload_id: int) -> Response:
    """Show where passages would be sent, whether they may be, and what came of it."""
    endpoint = _endpoint()
    with reading() as session:
        standing = service.get_switch(session, guard.viewer(), upload_id, service.recipient_of(endpoint))
    return no_store(render_template("documents/model.html", endpoint=endpoint, standing=standing))


@blueprint.post("/documents/<int:upload_id>/model")
@guard.teacher
def switches(upload_id: int) -> Response:
    """Turn the switch on, for the host that the page has shown, or off."""
    recipient = service.recipient_of(_endpoint())
    if submitted().get("is_on") == "1":
        _turn_on(upload_id, recipient)
    else:
        with transaction() as session:
            service.turn_off(session, guard.viewer(), upload_id, now())
        flash("Turned off. Nothing more of this document is sent.", "good")
    return see_other(url_for("documents.model", upload_id=upload_id))


def _endpoint() -> ChatEndpoint:
    endpoint = current().endpoint
    if endpoint is None:
        raise NotFound("No model is set up here.")
    return endpoint


def _turn_on(upload_id: int, recipient: Recipient) -> None:
    with reading() as session:
        material = service.material_of(session, guard.viewer(), upload_id)
    if (submitted().get("host"), submitted().get("model")) != (recipient.host, recipient.model):
        raise Conflict(MOVED)
    current().limits.spend(MODELS, str(guard.viewer().id))
    stored = current().files.put(material)
    try:
        with transaction() as session:
            service.turn_on(session, guard.viewer(), upload_id, recipient, stored, now())
    except BaseException:
        current().files.remove(stored)
        raise
    current().wake_jobs()
