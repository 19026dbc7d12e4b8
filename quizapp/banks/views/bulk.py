"""One act on many questions, and the way back."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import library as forms
from quizapp.banks.service import BulkOutcome
from quizapp.banks.views.pages import BULK, around_bank, blueprint, hear_of_games
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.pages import next_address, no_store, see_other, wants_part
from quizapp.plumbing.runtime import current, now, reading, transaction

#: A page of the list has no more.
_TICKS_AT_MOST = 100


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
        return see_other(_list_address(slug, question=forms.read_ids(submitted())[:_TICKS_AT_MOST]))
    return _after(slug, outcome)


@blueprint.get("/banks/<slug>/changes/<int:change_id>")
@guard.teacher
@guard.quiet
def change(slug: str, change_id: int) -> Response:
    """Show how far a large change is; the list tells what came of it."""
    filters = forms.read_filters(request.args)
    with reading() as session:
        inputs = around_bank(session, guard.viewer(), slug)
        told = service.get_change(session, guard.viewer(), inputs["bank"].id, change_id)
    if wants_part():
        return no_store(render_template("banks/_change_progress.html", change=told, **inputs))
    if not told.is_under_way:
        return see_other(_address("banks.questions", slug, filters, changed=told.id))
    return no_store(render_template("banks/change.html", change=told, filters=filters, **inputs))


@blueprint.post("/banks/<slug>/changes/<int:change_id>/reversals")
@guard.teacher
def reversals(slug: str, change_id: int) -> Response:
    """Take a change back."""
    with transaction() as session:
        outcome = service.undo_change(session, guard.viewer(), slug, change_id, now())
        _follow(session, outcome)
    if outcome.is_large:
        return _after(slug, outcome)
    hear_of_games()
    flash("Undone.", "good")
    return see_other(_list_address(slug))


def _follow(session: Session, outcome: BulkOutcome) -> None:
    current_app.extensions["follow_change"](session, outcome, now())


def _after(slug: str, outcome: BulkOutcome) -> Response:
    """Go to the list, which tells of the change; of a large one to where it is told how far it is."""
    if not outcome.is_large:
        hear_of_games()
        return see_other(_list_address(slug, changed=outcome.change_id))
    current().wake_jobs()
    return see_other(_address("banks.change", slug, forms.read_filters(submitted()), change_id=outcome.change_id))


def _list_address(slug: str, **more: object) -> str:
    """Give the list as it was narrowed before, or the page that the form names."""
    return next_address(_address("banks.questions", slug, forms.read_filters(submitted()), **more))


def _address(endpoint: str, slug: str, filters: forms.Filters, **more: object) -> str:
    values: dict[str, Any] = {**filters.given, **more}
    return url_for(endpoint, slug=slug, **values)


@blueprint.get("/banks/<slug>/duplicates")
@guard.teacher
def duplicates(slug: str) -> Response:
    """Show the questions of a bank that ask the same."""
    with reading() as session:
        inputs = around_bank(session, guard.viewer(), slug)
        inputs["doubles"] = service.find_doubles(session, guard.viewer(), slug)
    return no_store(render_template("banks/duplicates.html", **inputs))


@blueprint.post("/banks/<slug>/copies")
@guard.teacher
def copies(slug: str) -> Response:
    """Make the viewer a copy of the whole bank."""
    current().limits.spend(BULK, str(guard.viewer().id))
    copying = service.BankCopy(guard.viewer(), slug, forms.read_client_id(submitted()), now())
    with transaction() as session:
        copying.begin(session)
    while copying.is_left:
        with transaction() as session:
            copying.copy_piece(session)
    with transaction() as session:
        copy = copying.finish(session)
    flash("This is your copy. Nobody else sees it yet.", "good")
    return see_other(url_for("banks.questions", slug=copy.slug))
