"""The projector: what a whole class may see, for whoever has its address; nothing can be done there."""

from __future__ import annotations

from flask import render_template, url_for
from werkzeug.wrappers import Response

from quizapp.core.errors import NotFound
from quizapp.live import service
from quizapp.live.views.pages import blueprint, now_ms, way_to
from quizapp.people import guard
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store, wants_part
from quizapp.plumbing.runtime import reading


@blueprint.get("/screens/<token>")
@guard.anyone
@guard.quiet
def screen(token: str) -> Response:
    """Show a game to a class."""
    with reading() as session:
        game_id = service.find_screen(session, token)
        if game_id is None:
            raise NotFound("There is no such screen. Open it anew from the page of your game.")
        standing = service.get_standing(session, game_id)
        asked = service.question_now(session, standing, service.Questions())
        stage = service.stage_of(session, standing, asked)
    show_media_at(url_for("live.media", link=standing.link_token, name=""))
    template = "live/_screen_part.html" if wants_part() else "live/screen.html"
    inputs = {"way": way_to(standing), "token": token, "now_ms": now_ms()}
    word = service.entry_word(standing, now_ms())
    return no_store(render_template(template, stage=stage, word=word, **inputs))
