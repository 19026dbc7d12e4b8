"""The link of an unlisted bank: a page that says where it leads, and a button that lets its visitor in."""

from __future__ import annotations

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.views.pages import LINKS, blueprint
from quizapp.people import guard
from quizapp.plumbing.limits import address_key
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction


@blueprint.get("/links/<token>")
@guard.anyone
def door(token: str) -> Response:
    """Show the bank that a link leads to."""
    with reading() as session:
        bank = service.find_by_link(session, token)
    return no_store(render_template("banks/door.html", bank=bank, token=token))


@blueprint.post("/links/<token>")
@guard.anyone
def arrivals(token: str) -> Response:
    """Let whoever came by a link study its bank."""
    viewer = guard.viewer()
    # Passers-by share no count: one of them could else shut the door to all others.
    current().limits.spend(LINKS, address_key(request.remote_addr) if viewer.id is None else str(viewer.id))
    with transaction() as session:
        service.find_by_link(session, token)
        person = guard.admit(session)
        bank = service.come_by_link(session, person, token, now())
    guard.keep(person)
    return see_other(url_for("study.bank", slug=bank.slug))
