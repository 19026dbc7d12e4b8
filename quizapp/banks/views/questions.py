"""The questions of a bank as a list: searched, narrowed, a page at a time; all of it is in the address."""

from __future__ import annotations

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import library as forms
from quizapp.banks.views.pages import around_bank, blueprint
from quizapp.people import guard
from quizapp.plumbing.forms import read_number
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store
from quizapp.plumbing.runtime import now, reading


@blueprint.get("/banks/<slug>/questions")
@guard.teacher
def questions(slug: str) -> Response:
    """List the questions of a bank."""
    filters = forms.read_filters(request.args)
    places = {name: read_number(request.args.get(name)) for name in ("after", "before", "at")}
    with reading() as session:
        bank = (inputs := around_bank(session, guard.viewer(), slug))["bank"]
        wanted = filters.wanted(bank.id)
        inputs |= {"unread": wanted.query.unread, "ticked": frozenset(forms.read_ids(request.args))}
        inputs["page"] = service.list_questions(session, guard.viewer(), bank, wanted, **places)
        inputs["has_archived"] = not (inputs["page"].lines or filters.given) and service.has_archived(session, bank.id)
        inputs["resting"] = 0 if filters.given or any(places.values()) else service.count_suspended(session, bank.id)
        changed = read_number(request.args.get("changed"))
        inputs["change"] = service.find_change(session, guard.viewer(), bank.id, changed, now())
        inputs["targets"] = service.list_targets(session, guard.viewer(), bank)
    return no_store(render_template("banks/questions.html", filters=filters, kinds=forms.KIND_LABELS, **inputs))


def seen_question(slug: str, question_id: int) -> Response:
    """Show a question with all that is right, to somebody who may not change it."""
    show_media_at(url_for("banks.media", slug=slug, name=""))
    with reading() as session:
        seen = service.get_seen(session, guard.viewer(), slug, question_id)
        targets = service.list_targets(session, guard.viewer(), seen.bank)
    inputs = {"bank": seen.bank, "access": seen.access, "seen": seen, "targets": targets}
    return no_store(render_template("banks/question.html", **inputs))
