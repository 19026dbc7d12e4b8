"""What a player may take along from a game that is over: its questions, into their own study."""

from __future__ import annotations

from functools import partial

from flask import current_app, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.core.errors import NotAllowed
from quizapp.core.live_answers import Wanted
from quizapp.live import cookie, service
from quizapp.live.views.pages import blueprint, find_aside
from quizapp.people import aside, guard
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import now, reading, transaction


@blueprint.get("/play/<link>/keep")
@guard.anyone
@guard.quiet
def keep(link: str) -> Response:
    """Ask a player whether the questions of the game shall come back to them; the game's page says whose it was."""
    guard.prepare_admission()
    with reading() as session:
        try:
            offer = _offer(session, link)
        except NotAllowed:
            if find_aside(session, link) is None:
                raise
            return see_other(url_for("live.play", link=link, ask=1))
    return no_store(render_template("live/keep.html", offer=offer, link=link))


@blueprint.post("/play/<link>/keep")
@guard.anyone
def kept(link: str) -> Response:
    """Take the questions of the game into a player's study; whoever is nobody yet becomes a guest."""
    with transaction() as session:
        offer = _offer(session, link)
        person = guard.admit(session)
        service.keep(session, offer, person, current_app.extensions["live_study"], now())
    guard.keep(person)
    flash(_kept(offer.wanted), "good")
    return see_other(url_for("study.bank", slug=offer.bank.slug) if offer.bank else url_for("study.library"))


def _kept(wanted: Wanted) -> str:
    if not wanted:
        return "What you gave in this game is in your study already."
    known = "What you knew comes back when its day has come."
    if not wanted.missed:
        return f"Kept. {known}"
    missed = "The one that you missed comes" if wanted.missed == 1 else f"The {wanted.missed} that you missed come"
    return f"Kept. {missed} back in your study.{f' {known}' if wanted.known else ''}"


def _offer(session: Session, link: str) -> service.Offer:
    study = current_app.extensions["live_study"]
    held_of = partial(cookie.read, request.cookies)
    offer = service.get_offer(session, guard.viewer(), link, held_of, study, now())
    if offer.player.user_id is None and aside.is_seat_anothers(offer.player.id):
        raise NotAllowed(service.NO_ACCOUNT)
    return offer
