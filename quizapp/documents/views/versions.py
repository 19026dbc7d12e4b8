"""Newer versions of a document: bringing one, what it changed, and what is decided on each question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.documents import forms, service
from quizapp.documents.views.pages import blueprint
from quizapp.documents.views.shelf import TOO_LARGE, keep, upload_limit
from quizapp.people import guard
from quizapp.plumbing.forms import submitted, takes_files, uploaded
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction

DONE = {
    "taken": "The newer version is asked from now on.",
    "kept": "Kept. It is asked as it was.",
    "removed": "Taken out. Nobody is asked it any more.",
}


@blueprint.get("/documents/<int:upload_id>/versions")
@guard.teacher
def newer(upload_id: int) -> Response:
    """Show the form for a newer version of a document."""
    with reading() as session:
        upload = service.get_ready(session, guard.viewer(), upload_id)
    return _newer(upload_id, forms.BringForm(data=forms.known_of(upload)), 200)


@blueprint.post("/documents/<int:upload_id>/versions")
@guard.teacher
@takes_files(upload_limit, TOO_LARGE)
def versions(upload_id: int) -> Response:
    """Take a newer version of a document, and let a job read it."""
    form = forms.BringForm(uploaded())
    form.limit_bytes = current().settings.upload_limit_bytes
    if not form.validate():
        return _newer(upload_id, form, 422)
    with reading() as session:
        twin = service.find_twin(session, guard.viewer(), upload_id, form.content, form.day())
    if twin is None:
        return see_other(url_for("documents.document", upload_id=keep(form, upload_id).id))
    if twin.id == upload_id:
        flash("This is the same document, letter for letter. Nothing has changed, and there is nothing to do.", "good")
    return see_other(url_for("documents.document", upload_id=twin.id))


def _newer(upload_id: int, form: forms.BringForm, status: int) -> Response:
    with reading() as session:
        upload = service.get_ready(session, guard.viewer(), upload_id)
    limit = current().settings.upload_limit_bytes
    page = render_template("documents/newer.html", upload=upload, form=form, limit=limit)
    return no_store(make_response(page, status))


@blueprint.get("/documents/<int:upload_id>/comparison")
@guard.teacher
def comparison(upload_id: int) -> Response:
    """Show what a newer version changed, by bank and by what became of each question."""
    args = request.args
    with reading() as session:
        leaf = service.show_comparison(
            session,
            guard.viewer(),
            upload_id,
            forms.read_place(args.get("in")),
            args.get("fate"),
            args.get("leaf", 1, int),
        )
        held = service.count_held(session, guard.viewer(), [upload_id]).get(upload_id, 0)
    inputs = {"leaf": leaf, "upload": leaf.upload, "held": held, "fates": service.FATES}
    return no_store(render_template("documents/comparison.html", **inputs))


@blueprint.post("/documents/<int:upload_id>/comparison")
@guard.teacher
def relations(upload_id: int) -> Response:
    """Let a document that seems to be another one be a newer version all the same, or stand by itself."""
    choice = submitted().get("choice", "")
    with reading() as session:
        plan = service.plan_relation(session, guard.viewer(), upload_id, now()) if choice == "version" else None
    with transaction() as session:
        for report in service.choose_relation(session, guard.viewer(), upload_id, choice, now(), plan):
            current_app.extensions["follow_load"](session, report, now())
    if choice == "apart":
        flash("It is a document of its own now. Nothing was changed in the earlier one.", "good")
        return see_other(url_for("documents.document", upload_id=upload_id))
    return see_other(url_for("documents.comparison", upload_id=upload_id))


@blueprint.post("/documents/<int:upload_id>/comparison/<int:entry_id>")
@guard.teacher
def settlements(upload_id: int, entry_id: int) -> Response:
    """Take the newer version of a question, keep the earlier one, or take it out."""
    form = submitted()
    decision, revision = form.get("decision", ""), form.get("revision", None, int)
    _fulfil(service.Wish(upload_id, decision, entry_id, revision))
    flash(DONE[decision], "good")
    back: dict[str, Any] = {name: form.get(name) for name in ("in", "fate", "leaf")}
    return see_other(url_for("documents.comparison", upload_id=upload_id, **back))


@blueprint.get("/documents/<int:upload_id>/comparison/<int:bank_id>/takings")
@guard.teacher
def preview(upload_id: int, bank_id: int) -> Response:
    """Show what would be taken from a newer version at once."""
    with reading() as session:
        found = service.preview_all(session, guard.viewer(), upload_id, bank_id)
    return no_store(render_template("documents/takings.html", preview=found, upload=found.upload, place=found.place))


@blueprint.post("/documents/<int:upload_id>/comparison/<int:bank_id>/takings")
@guard.teacher
def takings(upload_id: int, bank_id: int) -> Response:
    """Take the newer version of every changed question of a bank."""
    n = _fulfil(service.Wish(upload_id, "taken", bank_id=bank_id))
    flash("The newer version of one question is asked." if n == 1 else f"{n} newer versions are asked now.", "good")
    return see_other(url_for("documents.comparison", upload_id=upload_id, **_place(bank_id)))


@blueprint.post("/documents/<int:upload_id>/comparison/<int:bank_id>/reversals")
@guard.teacher
def returns(upload_id: int, bank_id: int) -> Response:
    """Undo the latest decisions on questions of a bank."""
    moment = submitted().get("decided_at", None, datetime.fromisoformat)
    n = _fulfil(service.Wish(upload_id, "undone", bank_id=bank_id, decided_at=moment))
    flash("Undone. It waits for you again." if n == 1 else f"Undone. {n} questions wait for you again.", "good")
    return see_other(url_for("documents.comparison", upload_id=upload_id, **_place(bank_id)))


@blueprint.get("/documents/waiting/<int:bank_id>")
@guard.teacher
def waiting(bank_id: int) -> Response:
    """Lead to where the suspended questions of a bank are decided on."""
    with reading() as session:
        upload_id = service.find_waiting(session, guard.viewer(), bank_id)
    if upload_id is None:
        return see_other(url_for("documents.shelf"))
    return see_other(url_for("documents.comparison", upload_id=upload_id, **_place(bank_id)))


def _place(bank_id: int) -> dict[str, Any]:
    return {"in": bank_id}


def _fulfil(wish: service.Wish) -> int:
    """Work out a decision, write it, and tell how many questions it changed."""
    with reading() as session:
        plan = service.plan_wish(session, guard.viewer(), wish, now())
    with transaction() as session:
        done = service.fulfil(session, guard.viewer(), wish, now(), plan)
        current_app.extensions["follow_load"](session, done.report, now())
    return len(done.decisions)
