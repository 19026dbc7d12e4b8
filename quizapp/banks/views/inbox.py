"""What learners have reported of questions."""

from __future__ import annotations

from flask import current_app, flash, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.views.pages import around_bank, blueprint
from quizapp.people import guard
from quizapp.plumbing.forms import read_number, submitted
from quizapp.plumbing.pages import next_address, no_store, see_other
from quizapp.plumbing.runtime import now, reading, transaction


@blueprint.get("/reports")
@guard.teacher
def inbox() -> Response:
    """Show the reports that wait in all banks of the viewer."""
    with reading() as session:
        found = service.list_reported(session, guard.viewer())
    return no_store(render_template("banks/inbox.html", found=found, reasons=service.REPORT_REASONS))


@blueprint.get("/banks/<slug>/reports")
@guard.teacher
def reports(slug: str) -> Response:
    """Show the reports that wait in one bank."""
    with reading() as session:
        service.get_bank_to_edit(session, guard.viewer(), slug, is_locked=False)
        inputs = around_bank(session, guard.viewer(), slug)
        inputs["found"] = service.list_reported(session, guard.viewer(), inputs["bank"].id)
    return no_store(render_template("banks/reports.html", reasons=service.REPORT_REASONS, **inputs))


@blueprint.post("/banks/<slug>/reports/<int:question_id>/dismissals")
@guard.teacher
def dismissals(slug: str, question_id: int) -> Response:
    """Put the reports on a question aside."""
    with transaction() as session:
        service.close_reports(session, guard.viewer(), slug, question_id, now())
    flash("Put aside.", "good")
    return see_other(next_address(url_for("banks.reports", slug=slug)))


@blueprint.post("/banks/<slug>/spellings")
@guard.teacher
def spellings(slug: str) -> Response:
    """Let a spelling that a learner offered count as right."""
    report_id = read_number(submitted().get("report")) or 0
    try:
        with transaction() as session:
            load = service.accept_spelling(session, guard.viewer(), slug, report_id, now())
            current_app.extensions["follow_load"](session, load, now())
        flash("Added. From now on it counts as right.", "good")
    except service.CannotAccept as error:
        flash(error.message, "bad")
    return see_other(next_address(url_for("banks.reports", slug=slug)))
