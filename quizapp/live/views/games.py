"""A host's games, and making one of a bank."""

from __future__ import annotations

from random import SystemRandom

from flask import current_app, flash, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from quizapp.banks.service import BankCard, count_found, get_bank, list_banks, narrowed
from quizapp.live import forms, service
from quizapp.live.views.pages import GAMES, blueprint
from quizapp.people import guard
from quizapp.people.service import list_classrooms
from quizapp.plumbing.forms import new_client_id, submitted
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction


@blueprint.get("/games")
@guard.teacher
def games() -> Response:
    """List a host's games."""
    with reading() as session:
        lines = service.list_games(session, guard.viewer())
        banks = list_banks(session, guard.viewer())
    return no_store(render_template("live/games.html", lines=lines, banks=banks))


@blueprint.get("/games/new")
@guard.teacher
def new() -> Response:
    """Ask how a bank is to be played."""
    form = forms.GameForm(data={"bank": request.args.get("bank", ""), "client_id": new_client_id()})
    form.tag.data = request.args.get("tag", "")
    return _new(form, request.args, 200)


@blueprint.post("/games/new")
@guard.teacher
def picked() -> Response:
    """Ask how questions that were ticked in a bank's list are to be played."""
    form = forms.GameForm(data={"bank": submitted().get("bank", ""), "client_id": new_client_id()})
    return _new(form, submitted(), 200)


@blueprint.post("/games")
@guard.teacher
def make() -> Response:
    """Make a game."""
    form = forms.GameForm(submitted())
    if not form.validate():
        return _new(form, submitted(), 422)
    current().limits.spend(GAMES, str(guard.viewer().id))
    wish = form.wish(forms.read_picked(submitted()), forms.read_search(submitted()))
    try:
        with transaction() as session:
            sources = current_app.extensions["live_sources"](wish.classroom_id)
            game_id = service.make_game(session, guard.viewer(), wish, now(), SystemRandom(), sources)
    except service.CannotPlay as error:
        flash(error.message, "bad")
        return _new(form, submitted(), 422)
    return _made(wish, game_id)


def _made(wish: service.GameWish, game_id: int) -> Response:
    """Go to a new game's remote, and tell where what a classroom needs is less than was wished for."""
    with reading() as session:
        count = len(service.get_standing(session, game_id).cards)
    if wish.source and count < wish.count:
        asked = "one question" if count == 1 else f"{count} questions"
        why = "is due for most of those who study this bank" if wish.source == "due" else "was missed lately"
        flash(f"This game has {asked}: no other that can be played {why}.", "warn")
    return see_other(url_for("live.remote", game_id=game_id))


def _new(form: forms.GameForm, inputs: MultiDict[str, str], status: int) -> Response:
    with reading() as session:
        bank = get_bank(session, guard.viewer(), form.bank.data or "")
        classrooms = list_classrooms(session, guard.viewer())
        private = service.find_private_bank(session, guard.viewer(), bank.id)
        search = forms.read_search(inputs)
        found = count_found(session, narrowed((bank.id,), search)) if search else 0
        picked_ids = forms.read_picked(inputs)
        open_count = service.count_open(session, bank.id, picked_ids, search)
    led = [SelectChoice(str(each.id), f"only {each.name}") for each in classrooms]
    form.classroom.choices = [SelectChoice("", "whoever has the code"), *led]
    form.tag.choices = _tags(bank, form.tag.data or "", open_count)
    shown = {"form": form, "bank": bank, "picked": picked_ids, "search": search, "found": found, "private": private}
    shown |= {"most": service.ROUNDS_AT_MOST, "open_count": open_count}
    return no_store(make_response(render_template("live/new.html", **shown), status))


def _tags(bank: BankCard, chosen: str, open_count: int) -> list[SelectChoice]:
    tags = sorted(bank.outline.get("tags", {}))
    if chosen and chosen not in tags:
        tags.insert(0, chosen)
    can = " that can be played" if open_count else ""
    whole = SelectChoice("", f"all of its {bank.question_count - open_count} questions{can}")
    return [whole, *(SelectChoice(tag, tag) for tag in tags)]
