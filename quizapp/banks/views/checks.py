"""The item check of a bank."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.views.pages import around_bank, blueprint
from quizapp.people import guard
from quizapp.plumbing.pages import no_store
from quizapp.plumbing.runtime import reading


@blueprint.get("/banks/<slug>/check")
@guard.teacher
def check(slug: str) -> Response:
    """Show what the item-writing rules find in a bank."""
    with reading() as session:
        inputs = around_bank(session, guard.viewer(), slug)
        inputs["check"] = service.check_bank(session, guard.viewer(), slug, request.args.get("leaf", 1, int))
    return no_store(render_template("banks/check.html", rule_names=service.RULE_NAMES, **inputs))
