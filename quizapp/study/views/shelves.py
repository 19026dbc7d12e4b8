"""Library, bank page and reader."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from quizapp.banks.service import count_suspended, get_bank, timeline_of
from quizapp.core.errors import NotFound
from quizapp.people import guard
from quizapp.plumbing.pages import no_store
from quizapp.plumbing.runtime import reading
from quizapp.study import service
from quizapp.study.service.memory import bank_memory
from quizapp.study.views.pages import blueprint, day_of


@blueprint.get("/")
@guard.anyone
def library() -> Response:
    """Show the banks there are."""
    viewer = guard.viewer()
    with reading() as session:
        shelf = service.list_shelf(session, viewer, day_of(viewer))
    return no_store(render_template("study/library.html", shelf=shelf))


@blueprint.get("/banks/<slug>")
@guard.anyone
def bank(slug: str) -> Response:
    """Show what a bank is about and what the viewer remembers of it."""
    viewer, day = guard.viewer(), day_of(guard.viewer())
    with reading() as session:
        found = get_bank(session, viewer, slug)
        inputs = {
            "bank": found,
            "standing": service.get_standing(session, viewer, found.id, day),
            "memory": bank_memory(session, viewer.id, found.id, day.today),
            "opening": service.get_opening(session, found.id),
            "set_aside": service.list_set_aside(session, viewer, found.id) if viewer.id is not None else [],
            "suspended": count_suspended(session, found.id),
            "timeline": timeline_of(found.outline.get("dates", [])),
        }
    return no_store(render_template("study/bank.html", **inputs))


@blueprint.get("/banks/<slug>/reading")
@guard.anyone
def reader(slug: str) -> Response:
    """Show a bank's document with its passages marked."""
    viewer = guard.viewer()
    with reading() as session:
        found = get_bank(session, viewer, slug)
        shown = service.get_reading(session, viewer, found.id)
    if shown is None:
        raise NotFound("This bank has no document to read.")
    return no_store(render_template("study/reader.html", bank=found, reading=shown))
