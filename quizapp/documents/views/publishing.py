"""Publishing accepted drafts; what decisions have taught, and the way back."""

from __future__ import annotations

from flask import current_app, flash, make_response, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.documents import forms, service
from quizapp.documents.views.pages import blueprint
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import now, reading, transaction


@blueprint.get("/documents/<int:upload_id>/publications")
@guard.teacher
def publishing(upload_id: int) -> Response:
    """Ask into which bank the accepted drafts shall go."""
    return _publish_page(upload_id, forms.PublishForm(), 200)


@blueprint.post("/documents/<int:upload_id>/publications")
@guard.teacher
def publications(upload_id: int) -> Response:
    """Publish the accepted drafts."""
    form = forms.PublishForm(submitted())
    with reading() as session:
        upload = service.get_ready(session, guard.viewer(), upload_id)
        form.offer(list(service.list_targets(session, guard.viewer())), upload.title)
    if not form.validate():
        return _publish_page(upload_id, form, 422)
    report = _publish(upload_id, form.wanted())
    flash(_told(report), "good")
    return see_other(url_for("study.bank", slug=report.slug))


def _publish(upload_id: int, target: service.Target) -> service.PublishReport:
    with reading() as session:
        plan = service.plan_publication(session, guard.viewer(), upload_id, target, now())
    with transaction() as session:
        report = service.publish(session, guard.viewer(), upload_id, target, now(), plan)
        current_app.extensions["follow_load"](session, report, now())
    return report


def _publish_page(upload_id: int, form: forms.PublishForm, status: int) -> Response:
    with reading() as session:
        upload = service.get_ready(session, guard.viewer(), upload_id)
        published = service.list_published(session, guard.viewer(), upload_id)
        fresh = service.count_unpublished(session, upload)
        form.offer(list(service.list_targets(session, guard.viewer())), upload.title, published)
    page = render_template("documents/publish.html", upload=upload, form=form, fresh=fresh, published=published)
    return no_store(make_response(page, status))


def _told(report: service.PublishReport) -> str:
    said = [_counted(len(report.created), "is new", "are new")] if report.created else []
    if report.changed:
        said.append(_counted(len(report.changed), "was brought up to date", "were brought up to date"))
    if not said and not report.elsewhere:
        said.append("Nothing in the bank changed: it has these questions already")
    if report.elsewhere:
        said.append(f"{len(report.elsewhere)} the bank asks already from another document")
    return ", ".join(said) + ". You can study them now."


def _counted(count: int, one: str, many: str) -> str:
    return f"One question {one}" if count == 1 else f"{count} questions {many}"


@blueprint.get("/documents/learning")
@guard.teacher
def learning() -> Response:
    """Show what the viewer's decisions have taught."""
    with reading() as session:
        standings = service.list_standings(session, service.owner_of(guard.viewer()))
    return no_store(render_template("documents/learning.html", standings=standings))


@blueprint.post("/documents/learning")
@guard.teacher
def choices() -> Response:
    """Keep a template in spite of what was decided, or let decisions count again."""
    form = submitted()
    is_kept = form.get("is_kept") == "1"
    with transaction() as session:
        owner_id = service.owner_of(guard.viewer())
        service.keep_rule(session, owner_id, form.get("rule", ""), is_kept=is_kept)
    flash("It is used again, whatever was decided." if is_kept else "Your decisions count again.", "good")
    return see_other(url_for("documents.learning"))
