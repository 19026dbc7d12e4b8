"""Whom a bank is open to, what it says of itself, and closing it."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import library as forms
from quizapp.banks.views.pages import BULK, around_bank, blueprint, hear_of_games
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.origin import reachable_origin
from quizapp.plumbing.pages import next_address, no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction


@blueprint.get("/banks/<slug>/sharing")
@guard.teacher
def sharing(slug: str) -> Response:
    """Show whom a bank is open to."""
    return _sharing(slug, forms.ShareForm(), 200)


@blueprint.post("/banks/<slug>/sharing")
@guard.teacher
def shares(slug: str) -> Response:
    """Open a bank to a teacher, or change what they may."""
    form = forms.ShareForm(submitted())
    if not form.validate():
        return _sharing(slug, form, 422)
    current().limits.spend(BULK, str(guard.viewer().id))
    try:
        with transaction() as session:
            name = service.share_bank(session, guard.viewer(), slug, form.name.data, form.access.data, now())
    except service.CannotShare as error:
        form.name.errors = [error.message]
        return _sharing(slug, form, 422)
    flash(f"Shared with {name}.", "good")
    return see_other(url_for("banks.sharing", slug=slug))


@blueprint.post("/banks/<slug>/sharing/<int:user_id>/withdrawals")
@guard.teacher
def withdrawals(slug: str, user_id: int) -> Response:
    """Take a bank back from a teacher."""
    with transaction() as session:
        service.unshare(session, guard.viewer(), slug, user_id)
    flash("Taken back.", "good")
    return see_other(url_for("banks.sharing", slug=slug))


@blueprint.post("/banks/<slug>/visibility")
@guard.teacher
def visibility(slug: str) -> Response:
    """Open a bank to its owner, to whoever has its link, or to everybody."""
    with transaction() as session:
        service.set_visibility(session, guard.viewer(), slug, forms.read_visibility(submitted()))
    flash("Kept.", "good")
    return see_other(url_for("banks.sharing", slug=slug))


@blueprint.post("/banks/<slug>/links")
@guard.teacher
def links(slug: str) -> Response:
    """Give a bank a new link; the old one leads nowhere."""
    with transaction() as session:
        service.renew_link(session, guard.viewer(), slug)
    flash("This is the new link. The old one leads nowhere.", "good")
    return see_other(url_for("banks.sharing", slug=slug))


def _sharing(slug: str, form: forms.ShareForm, status: int) -> Response:
    with reading() as session:
        doors = service.get_doors(session, guard.viewer(), slug)
        inputs = around_bank(session, guard.viewer(), slug)
    link = reachable_origin() + url_for("banks.door", token=doors.link_token) if doors.link_token else ""
    page = render_template("banks/sharing.html", form=form, doors=doors, link=link, **inputs)
    return no_store(make_response(page, status))


@blueprint.get("/banks/<slug>/settings")
@guard.teacher
def settings(slug: str) -> Response:
    """Show what a bank says of itself."""
    with reading() as session:
        said = service.get_description(session, guard.viewer(), slug)
    return _settings(slug, forms.BankForm(data=forms.said_in_form(said)), 200)


@blueprint.post("/banks/<slug>/settings")
@guard.teacher
def descriptions(slug: str) -> Response:
    """Let a bank say something else of itself."""
    form = forms.BankForm(submitted())
    if not form.validate():
        return _settings(slug, form, 422)
    with transaction() as session:
        service.describe_bank(session, guard.viewer(), slug, form.said())
    flash("Kept.", "good")
    return see_other(url_for("banks.settings", slug=slug))


def _settings(slug: str, form: forms.BankForm, status: int) -> Response:
    with reading() as session:
        service.get_bank_to_rule(session, guard.viewer(), slug, is_locked=False)
        inputs: dict[str, Any] = around_bank(session, guard.viewer(), slug)
    return no_store(make_response(render_template("banks/settings.html", form=form, **inputs), status))


@blueprint.post("/banks/<slug>/closings")
@guard.teacher
def closings(slug: str) -> Response:
    """Close a bank."""
    with transaction() as session:
        bank = service.close_bank(session, guard.viewer(), slug, now())
    flash(f"“{bank.title}” is closed. You can open it again below.", "good")
    return see_other(url_for("banks.shelf"))


@blueprint.post("/banks/<slug>/openings")
@guard.teacher
def openings(slug: str) -> Response:
    """Open a closed bank again."""
    with transaction() as session:
        bank = service.reopen_bank(session, guard.viewer(), slug)
    hear_of_games()
    flash(f"“{bank.title}” is open again, to whom it was open before.", "good")
    return see_other(next_address(url_for("banks.shelf")))
