"""The host's remote: a game as it stands, and all that its host may do to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.errors import Conflict
from quizapp.core.game import Command, Configure
from quizapp.core.nicknames import MAX_NICKNAME_CHARS, NotThatNickname
from quizapp.live import forms, service
from quizapp.live.views.pages import blueprint, now_ms, tell_moved, wake, way_to
from quizapp.people import guard
from quizapp.people.viewer import Viewer
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store, see_other, wants_part
from quizapp.plumbing.runtime import now, reading, transaction


@dataclass(frozen=True, slots=True)
class RefusedNickname:
    """What a host wanted to call a player, and why that cannot be."""

    player_id: int
    nickname: str
    why: str


@blueprint.get("/games/<int:game_id>")
@guard.teacher
@guard.quiet
def remote(game_id: int) -> Response:
    """Show a game to its host."""
    return _remote(game_id)


@blueprint.post("/games/<int:game_id>/phases")
@guard.teacher
def phases(game_id: int) -> Response:
    """Move a game on."""
    names = ("next", "lock", "reopen", "skip", "void", "unvoid", "end", "cancel")
    return _lead(game_id, lambda: forms.read_command(submitted(), *names))


@blueprint.post("/games/<int:game_id>/extensions")
@guard.teacher
def extensions(game_id: int) -> Response:
    """Give a question more time."""
    return _lead(game_id, lambda: forms.read_extension(submitted()))


@blueprint.post("/games/<int:game_id>/pauses")
@guard.teacher
def pauses(game_id: int) -> Response:
    """Stop the clock, or let it run again."""
    return _lead(game_id, lambda: forms.read_command(submitted(), "pause", "resume"))


@blueprint.post("/games/<int:game_id>/removals")
@guard.teacher
def removals(game_id: int) -> Response:
    """Take a player out."""
    with transaction() as session:
        service.remove_player(session, guard.viewer(), game_id, forms.read_player(submitted()), now())
    return _after(game_id)


@blueprint.post("/games/<int:game_id>/returns")
@guard.teacher
def returns(game_id: int) -> Response:
    """Let a player in again who was taken out."""
    player_id, study = forms.read_player(submitted()), current_app.extensions["live_study"]
    try:
        with transaction() as session:
            service.restore_player(session, guard.viewer(), game_id, player_id, study, now())
    except Conflict as error:
        flash(error.message, "warn")
    return _after(game_id)


@blueprint.post("/games/<int:game_id>/admissions")
@guard.teacher
def admissions(game_id: int) -> Response:
    """Let in one who waits, or all of them."""
    with transaction() as session:
        last_id = forms.read_last_seen(submitted())
        if last_id is None:
            service.admit_player(session, guard.viewer(), game_id, forms.read_player(submitted()))
        else:
            service.admit_all(session, guard.viewer(), game_id, last_id)
    return _after(game_id)


@blueprint.post("/games/<int:game_id>/refusals")
@guard.teacher
def refusals(game_id: int) -> Response:
    """Keep out one who waits, or all of them."""
    try:
        with transaction() as session:
            last_id = forms.read_last_seen(submitted())
            if last_id is None:
                service.refuse_player(session, guard.viewer(), game_id, forms.read_player(submitted()), now())
            else:
                service.refuse_all(session, guard.viewer(), game_id, last_id, now())
    except Conflict as error:
        flash(error.message, "warn")
    return _after(game_id)


@blueprint.post("/games/<int:game_id>/names")
@guard.teacher
def names(game_id: int) -> Response:
    """Give a player another nickname; one that cannot be stays in its field, with the reason."""
    player_id, nickname = forms.read_player(submitted()), submitted().get("nickname", "")
    try:
        with transaction() as session:
            service.rename_player(session, guard.viewer(), game_id, player_id, nickname)
        tell_moved(game_id, player_id)
    except (NotThatNickname, service.CannotJoin) as error:
        return _remote(game_id, RefusedNickname(player_id, nickname[:MAX_NICKNAME_CHARS], error.message))
    return _after(game_id)


@blueprint.post("/games/<int:game_id>/settings")
@guard.teacher
def settings(game_id: int) -> Response:
    """Close, open or guard the door, show or hide names; in the lobby also: play by other rules."""
    try:
        with transaction() as session:
            _settle(session, guard.viewer(), game_id)
    except Conflict as error:
        flash(error.message, "warn")
    return _after(game_id)


def _settle(session: Any, viewer: Viewer, game_id: int) -> None:
    match submitted().get("setting"):
        case "door":
            service.close_door(session, viewer, game_id, is_locked=submitted().get("is_locked") == "1")
        case "admission":
            service.let_in_each(session, viewer, game_id, is_on=submitted().get("admits_each") == "1")
        case "word":
            service.ask_for_word(session, viewer, game_id, is_on=submitted().get("asks_word") == "1")
        case "names":
            service.show_names(session, viewer, game_id, is_shown=submitted().get("shows_names") == "1")
        case "rules":
            form = forms.RulesForm(submitted())
            if form.validate():
                service.lead(session, viewer, game_id, Configure(form.rules()), None, now_ms())
                service.show_names(session, viewer, game_id, is_shown=bool(form.shows_names.data))
        case _:
            raise Conflict("This page does not know that setting. Reload it and try again.")


def _lead(game_id: int, read: Any) -> Response:
    """Carry out a command; where the game has moved on meanwhile, the page says so and shows how it stands."""
    try:
        with transaction() as session:
            viewer = guard.viewer()
            service.get_game_to_host(session, viewer, game_id)
            command: Command = read()
            present = current_app.extensions["live_present"](game_id)
            service.lead(session, viewer, game_id, command, forms.read_event_no(submitted()), now_ms(), present)
    except Conflict as error:
        flash(error.message, "warn")
    return _after(game_id)


def _after(game_id: int) -> Response:
    wake(game_id)
    return _remote(game_id) if wants_part() else see_other(_way_back(game_id))


def _way_back(game_id: int) -> str:
    player = forms.read_player(request.args) or None
    return url_for("live.remote", game_id=game_id, player=player, **forms.read_look(request.args).given)


def _remote(game_id: int, refused: RefusedNickname | None = None) -> Response:
    with reading() as session:
        shown = service.get_remote(session, guard.viewer(), game_id, now(), forms.read_look(request.args))
    standing = shown.stage.standing
    show_media_at(url_for("live.media", link=standing.link_token, name=""))
    rules = forms.RulesForm(data=forms.rules_in_form(standing.game.rules, shows_names=standing.shows_names))
    chosen = shown.find_player(refused.player_id if refused else forms.read_player(request.args))
    if refused and (chosen is None or standing.is_over):
        # Nobody is renamed any more, and there is no panel to say so in.
        flash(refused.why, "warn")
        refused = None
    inputs = {"shown": shown, "way": way_to(standing), "rules": rules, "chosen": chosen, "now_ms": now_ms()}
    inputs |= {"word": service.entry_word(standing, now_ms()), "refused": refused}
    template = "live/_remote.html" if wants_part() else "live/remote.html"
    page = render_template(template, stage=shown.stage, is_part=wants_part(), **inputs)
    return no_store(make_response(page, 422 if refused else 200))
