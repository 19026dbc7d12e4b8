"""The list of documents, bringing one, its page, how far its reading is, and deleting it."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.documents import forms, service
from quizapp.documents.models import Upload
from quizapp.documents.views.pages import UPLOADS, blueprint, part_or_page
from quizapp.people import guard
from quizapp.plumbing.forms import submitted, takes_files, uploaded
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction

#: A form's other inputs, pasted text among them, stand beside the file.
FORM_BYTES = 600_000
TOO_LARGE = "This file is larger than may be uploaded here. Split the document into parts, or paste the part you need."


def upload_limit() -> int | None:
    """Give the largest body that a teacher may send; nobody else may send more than a form."""
    return current().settings.upload_limit_bytes + FORM_BYTES if guard.viewer().is_teacher else None


@blueprint.get("/documents")
@guard.teacher
def shelf() -> Response:
    """List the viewer's documents, with the form for one more."""
    return _shelf(forms.BringForm(), 200)


@blueprint.post("/documents")
@guard.teacher
@takes_files(upload_limit, TOO_LARGE)
def bring() -> Response:
    """Take a document, and let a job read it."""
    form = forms.BringForm(uploaded())
    form.limit_bytes = current().settings.upload_limit_bytes
    if not form.validate():
        return _shelf(form, 422)
    return see_other(url_for("documents.document", upload_id=keep(form).id))


def keep(form: forms.BringForm, earlier_id: int | None = None) -> Upload:
    """Store what a sound form brings and wake the runner; the same form sent twice brings one document."""
    viewer = guard.viewer()
    current().limits.spend(UPLOADS, str(viewer.id))
    brought = form.brought(current().files, earlier_id)
    try:
        with transaction() as session:
            known = service.find_sent(session, viewer, brought)
            upload = known or service.bring(session, viewer, brought, form.limit_bytes, now())
    except BaseException:
        current().files.remove(brought.stored)
        raise
    if known is not None:
        current().files.remove(brought.stored)
    current().wake_jobs()
    return upload


def _shelf(form: forms.BringForm, status: int) -> Response:
    viewer = guard.viewer()
    with reading() as session:
        entries = service.list_shelf(session, viewer)
        read = [each for entry in entries for each in (entry.upload, *entry.newer) if each.state == "reading"]
        inputs = {
            "entries": entries,
            "states": {each.id: service.find_progress(session, each) for each in read},
            "waiting": service.count_waiting(session, viewer),
            "held": service.count_held(session, viewer, [entry.upload.id for entry in entries]),
            "limit": current().settings.upload_limit_bytes,
        }
    return no_store(make_response(render_template("documents/shelf.html", form=form, **inputs), status))


@blueprint.get("/documents/<int:upload_id>")
@guard.teacher
def document(upload_id: int) -> Response:
    """Show what was found in a document, or how far its reading is."""
    with reading() as session:
        upload = service.get_upload(session, guard.viewer(), upload_id, is_whole=True)
        if upload.state in ("reading", "failed"):
            state = service.find_progress(session, upload)
            return no_store(render_template("documents/progress.html", upload=upload, state=state))
        inputs = _around(session, upload)
    inputs |= {"upload": upload, "overview": service.overview_of(upload, request.args.get("leaf", 1, int))}
    inputs["endpoint"] = current().endpoint
    return no_store(render_template("documents/document.html", **inputs))


def _around(session: Session, upload: Upload) -> dict[str, Any]:
    """Give what a document's page says beside its text: where it went, and the versions of it."""
    viewer = guard.viewer()
    return {
        "fresh": service.count_unpublished(session, upload),
        "has_own_rejections": service.count_own_rejections(session, upload.id) > 0,
        "banks": service.list_published(session, viewer, upload.id),
        "groups": service.list_groups(session, viewer, upload.id) if upload.state == "ready" else [],
        "versions": service.list_versions(session, viewer, upload),
        "newer": service.find_newer(session, viewer, upload),
        "failed": [each for each in service.list_unread(session, viewer, upload) if each.state == "failed"],
        "waiting": service.count_waiting(session, viewer).get(upload.id, 0),
        "held": service.count_held(session, viewer, [upload.id]).get(upload.id, 0),
    }


@blueprint.get("/documents/<int:upload_id>/progress")
@guard.teacher
@guard.quiet
def progress(upload_id: int) -> Response:
    """Tell how far the reading of a document is."""
    with reading() as session:
        upload = service.get_upload(session, guard.viewer(), upload_id)
        state = service.find_progress(session, upload)
    return part_or_page("documents/_progress.html", "documents/progress.html", {"upload": upload, "state": state})


@blueprint.post("/documents/<int:upload_id>/deletions")
@guard.teacher
def deletions(upload_id: int) -> Response:
    """Delete a document and its drafts, or a version that could not be read."""
    with reading() as session:
        upload = service.get_upload(session, guard.viewer(), upload_id)
        plan = service.plan_discard(session, guard.viewer(), upload_id, now())
    with transaction() as session:
        for report in service.discard(session, guard.viewer(), upload_id, now(), plan):
            current_app.extensions["follow_load"](session, report, now())
    return _gone(upload)


def _gone(upload: Upload) -> Response:
    """Say what was deleted, and lead back to where that was done."""
    if upload.state != "failed" or upload.earlier_id is None:
        flash("Deleted. What you published from it stays in its bank.", "good")
        return see_other(url_for("documents.shelf"))
    flash("Removed. The version before it stays as it is.", "good")
    if submitted().get("back") == "document":
        return see_other(url_for("documents.document", upload_id=upload.earlier_id))
    return see_other(url_for("documents.shelf"))
