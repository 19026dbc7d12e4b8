"""One act on many questions, and the way back."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import library as forms
from quizapp.banks.service import BulkOutcome
from quizapp.banks.views.pages import BULK, around_bank, blueprint
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.pages import next_address, no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction


@blueprint.post("/banks/<slug>/changes")
@guard.teacher
def changes(slug: str) -> Response:
    """Do one act to the ticked questions, or to all that the search finds."""
    viewer = guard.viewer()
    current().limits.spend(BULK, str(viewer.id))
    with reading() as session:
        bank = service.get_bank(session, viewer, slug)
    try:
        wish = forms.read_wish(submitted(), bank.id)
        with transaction() as session:
            outcome = service.change_many(session, viewer, slug, wish, now())
            _follow(session, outcome)
    except (service.CannotChange, service.InvalidTag) as error:
        flash(error.message, "bad")
        return see_other(_list_address(slug))
    return see_other(_list_address(slug, changed=outcome.change_id))


@blueprint.post("/banks/<slug>/changes/<int:change_id>/reversals")
@guard.teacher
def reversals(slug: str, change_id: int) -> Response:
    """Take a change back."""
    with transaction() as session:
        outcome = service.undo_change(session, guard.viewer(), slug, change_id, now())
        _follow(session, outcome)
    flash("Undone.", "good")
    return see_other(_list_address(slug))


def _follow(session: Session, outcome: BulkOutcome) -> None:
    if outcome.moved is not None:
        moved = outcome.moved
        current_app.extensions["follow_move"](session, moved.ids, moved.from_bank_id, moved.to_bank_id)
    if outcome.load is not None:
        current_app.extensions["follow_load"](session, outcome.load, now())


def _list_address(slug: str, **more: object) -> str:
    """Give the list as it was narrowed before, or the page that the form names."""
    values: dict[str, Any] = {**forms.read_filters(submitted()).given, **more}
    return next_address(url_for("banks.questions", slug=slug, **values))


@blueprint.get("/banks/<slug>/duplicates")
@guard.teacher
def duplicates(slug: str) -> Response:
    """Show the questions of a bank that ask the same."""
    with reading() as session:
        inputs = around_bank(session, guard.viewer(), slug)
        inputs["doubles"] = service.find_doubles(session, inputs["bank"].id)
    return no_store(render_template("banks/duplicates.html", **inputs))


@blueprint.post("/banks/<slug>/copies")
@guard.teacher
def copies(slug: str) -> Response:
    """Make the viewer a copy of the whole bank."""
    current().limits.spend(BULK, str(guard.viewer().id))
    with transaction() as session:
        copy = service.copy_bank(session, guard.viewer(), slug, forms.read_client_id(submitted()), now())
    flash("This is your copy. Nobody else sees it yet.", "good")
    return see_other(url_for("banks.questions", slug=copy.slug))
