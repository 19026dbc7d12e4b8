"""The players' pages: typing the code, choosing a nickname, playing. What is live in them comes by streams."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from random import SystemRandom
from typing import Any

from flask import current_app, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.banks.service import BankCard, get_bank_by_id, get_media, media_missing
from quizapp.core.errors import NotFound
from quizapp.core.nicknames import draw_nicknames
from quizapp.live import cookie, forms, service
from quizapp.live.service import PlayerCard, Seat
from quizapp.live.views.pages import CODES, blueprint, find_aside, tell_moved, wake
from quizapp.people import aside, guard
from quizapp.plumbing.forms import read_number, refused, submitted
from quizapp.plumbing.inert import send_inert
from quizapp.plumbing.limits import address_key
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction

#: No end of a link is so short.
_CODE = re.compile(f"[0-9]{{{service.CODE_DIGITS}}}")
WRONG_CODE = (
    "No game had this code when you typed it: it may be over. Check the six digits on the big screen, and try again."
)


@blueprint.get("/play")
@guard.anyone
def enter() -> Response:
    """Ask for the code of a game, also again after a wrong one; who plays a game is led back to it."""
    form, wrong = forms.CodeForm(), request.args.get("wrong")
    if wrong is not None:
        form = refused(forms.CodeForm, "code", wrong[: service.CODE_TYPED_AT_MOST], WRONG_CODE)
    with reading() as session:
        left = aside.find_left()
        seats = service.list_seats(
            session, cookie.read_all(request.cookies), guard.viewer().id, left_id=left[0].id if left else None
        )
    page = render_template("live/enter.html", form=form, seats=seats)
    return no_store(make_response(page, 200 if wrong is None else 422))


@blueprint.post("/play")
@guard.anyone
def codes() -> Response:
    """Find the game of a code; only wrong ones count against an address.

    Each leads to a page of its own, so that a reload or the way back sends nothing again.
    """
    form = forms.CodeForm(submitted())
    return _to_game(form.code.data, is_code=form.validate())


def _to_game(code: str, *, is_code: bool = True) -> Response:
    """Go to the game of a code, or to where it is asked for again."""
    address = address_key(request.remote_addr)
    current().limits.check(CODES, address)
    if is_code:
        with reading() as session:
            link = service.find_link(session, code)
        if link is not None:
            return see_other(url_for("live.play", link=link))
        current().limits.count(CODES, address)
    return see_other(url_for("live.enter", wrong=code[: service.CODE_TYPED_AT_MOST]))


@blueprint.get("/play/left")
@guard.anyone
@guard.quiet
def left() -> Response:
    """Let a browser go of what an account that has signed out plays: it is its guest's again, or nobody's."""
    page, is_https = see_other(url_for("study.library")), current().settings.is_https
    with reading() as session:
        settled = service.list_settled(session, cookie.read_all(request.cookies), guard.viewer().id)
    for game_id, token in settled.items():
        if token:
            cookie.give(page, game_id, token, is_https=is_https)
        else:
            cookie.take_back(page, game_id, is_https=is_https)
    return no_store(page)


@blueprint.get("/play/<link>")
@guard.anyone
@guard.quiet
def play(link: str) -> Response:
    """Show a game to somebody who plays it, or ask for a nickname; a code in place of the link leads to its game."""
    if _CODE.fullmatch(link):
        return _to_game(link)
    with reading() as session:
        seat = _seat_stopped(session, _seat(session, link))
        bank = _bank(session, seat)
        told = _told(session, link, seat) if seat.was_elsewhere else {}
        is_elsewhere = seat.elsewhere is not None and not seat.standing.is_over
        guest = None if seat.player is not None or is_elsewhere else find_aside(session, link)
    is_signed_out = seat.is_signed_out and seat.player is None and not seat.standing.is_over
    if (_may_be_theirs(seat, guest) or is_signed_out) and "new" not in request.args:
        return no_store(render_template("live/seat.html", seat=seat, aside=guest, bank=bank, **_stopped()))
    inputs = {"seat": seat, "bank": bank, "nicknames": draw_nicknames(SystemRandom()), **_stopped(), **told}
    return _with_token(no_store(render_template("live/play.html", **inputs)), seat)


@blueprint.post("/play/<link>/seat")
@guard.signed_in
def taken_seat(link: str) -> Response:
    """Go on under one's account as who has played in this browser without one, or say that one is somebody else."""
    if request.form.get("who") == "another":
        return _left_alone(link)
    with transaction() as session:
        seat = _seat(session, link)
        if seat.player is None:
            service.take_seat(session, seat, guard.viewer().id, current_app.extensions["live_study"], now())
    if seat.left is not None:
        tell_moved(seat.standing.id, seat.left.id)
    wake(seat.standing.id)
    return see_other(url_for("live.play", link=link))


@blueprint.get("/play/<link>/rounds/<int:no>/passage")
@guard.anyone
@guard.quiet
def passage(link: str, no: int) -> Response:
    """Show a player the explanation and the passage of a round that is over."""
    with reading() as session:
        told = service.get_told(session, _seat_of_page(session, link), no)
    return no_store(render_template("live/_told.html", told=told))


@blueprint.get("/play/<link>/summary")
@guard.anyone
@guard.quiet
def summary(link: str) -> Response:
    """Show a player what came of the game for them."""
    with reading() as session:
        inputs = _told(session, link, _seat_of_page(session, link))
    return no_store(render_template("live/_summary.html", **inputs))


@blueprint.get("/play/<link>/media/<name>")
@guard.anyone
@guard.quiet
def media(link: str, name: str) -> Response:
    """Give a picture or a sound of a game's bank to whoever has its link."""
    with reading() as session:
        found = get_media(session, _seat(session, link).standing.bank_id, name)
    path = current().media.path(found.sha256)
    if not path.is_file():
        raise media_missing()
    return send_inert(path, found.content_type, found.sha256)


def _may_be_theirs(seat: Seat, guest: PlayerCard | None) -> bool:
    """Whether to ask if who is signed in has played here without an account; once said no, only where they want it."""
    if seat.left is not None and ("ask" in request.args or not aside.is_seat_anothers(seat.left.id)):
        return True
    return guest is not None and (seat.standing.is_over or "ask" in request.args or not aside.find_another())


def _left_alone(link: str) -> Response:
    """Note that who is signed in is somebody else than who has played here without an account, and let them join."""
    with reading() as session:
        seat = _seat(session, link)
    if seat.left is not None:
        aside.note_seat_anothers(seat.left.id)
    return see_other(url_for("live.play", link=link, new=1))


def _told(session: Session, link: str, seat: Seat) -> dict[str, Any]:
    """Give what tells a player what came of the game for them."""
    questions, rankings = current_app.extensions["live_shared"]
    summary = service.get_summary(session, seat, questions, rankings, now())
    use = service.find_use(session, guard.viewer(), seat, current_app.extensions["live_study"])
    return {"summary": summary, "bank": _bank(session, seat), "link": link, "use": use}


def _with_token(page: Response, seat: Seat) -> Response:
    """Give a browser that may join the token that it will join with: sent twice, that is one player."""
    game = seat.standing
    if seat.is_back:
        _, left = cookie.read(request.cookies, game.id)
        cookie.give(page, game.id, left, is_https=current().settings.is_https)
    elif seat.player is None and not cookie.is_in(request.cookies, game.id) and not game.is_over:
        cookie.give(page, game.id, service.draw_token(), is_https=current().settings.is_https)
    return page


def _stopped() -> dict[str, Any]:
    """Tell what stopped the page that leads here, in its address."""
    args = request.args
    is_gone = "gone" in args and args.get("person", "") != str(guard.viewer().id or "")
    return {"left": args.get("left"), "is_gone": is_gone, "is_unsure": "unsure" in args}


def _seat_stopped(session: Session, seat: Seat) -> Seat:
    """Give the same to a page that was an account's, to play on or to join, which is not signed in any more."""
    if seat.is_signed_out or guard.viewer().is_signed_in:
        return seat
    former = read_number(request.args.get("left"))
    is_former = former is not None and service.is_accounts(session, seat.standing.id, former)
    return replace(seat, is_signed_out=is_former or request.args.get("gone") == "account")


def _seat(session: Session, link: str) -> Seat:
    show_media_at(url_for("live.media", link=link, name=""))
    return service.get_seat(session, link, partial(cookie.read, request.cookies), guard.viewer().id)


def _seat_of_page(session: Session, link: str) -> Seat:
    """Give the same to a page that names its player: in this browser another may play by now."""
    seat, named = _seat(session, link), request.args.get("player")
    is_anothers = seat.player is not None and named is not None and named != str(seat.player.id)
    return replace(seat, player=None) if is_anothers else seat


def _bank(session: Session, seat: Seat) -> BankCard | None:
    """Give the bank for those who may study it; for a guest of a private one there is none."""
    try:
        return get_bank_by_id(session, guard.viewer(), seat.standing.bank_id)
    except NotFound:
        return None
