"""Pages of a learner's own progress."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.core.scheduler import study_day_in
from quizapp.people import guard
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.pages import no_store
from quizapp.plumbing.runtime import now, reading
from quizapp.progress import charts, forms, reasons, service, words

blueprint = Blueprint("progress", __name__)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages with filters have in common."""

    learner_id: int
    today: int
    studies: service.Studies
    filtered: forms.Filtered


@blueprint.get("/progress")
@guard.anyone
def overview() -> Response:
    """Show today, what comes, what is known and what was done."""
    if guard.viewer().learner_id is None:
        return _page("empty", studies=service.Studies())
    with reading() as session:
        frame = _frame(session)
        shown = service.overview(session, frame.learner_id, frame.today, now(), frame.filtered.filters, frame.studies)
    if shown.is_blank and not frame.filtered.filters.is_active:
        return _page("empty", studies=frame.studies)
    return _page("overview", frame=frame, shown=shown, drawn=charts.draw_overview(shown))


@blueprint.get("/progress/questions")
@guard.learner
def weakest() -> Response:
    """List the weakest questions, by chance or by how often they were forgotten."""
    order = forms.read_order(request.args)
    with reading() as session:
        frame = _frame(session)
        listed = service.weakest_questions(
            session,
            frame.learner_id,
            frame.today,
            frame.filtered.filters,
            frame.studies,
            order=order,
            limit=service.MAX_WEAKEST,
        )
    return _page("weakest", frame=frame, listed=listed, order=order)


@blueprint.get("/progress/cards/<int(max=2147483647):question_id>")
@guard.learner
def card(question_id: int) -> Response:
    """Show one question's history."""
    with reading() as session:
        history = service.card_history(session, guard.viewer(), question_id, _today())
    curve = charts.memory_curve(history.curve, _today())
    return _page("card", history=history, curve=curve, reasons=reasons, today=_today(), zone=guard.viewer().zone)


def _frame(session: Session) -> Frame:
    studies = service.list_studies(session, guard.viewer())
    return Frame(_learner_id(), _today(), studies, forms.read_filters(request.args, studies))


def _learner_id() -> int:
    learner_id = guard.viewer().learner_id
    if learner_id is None:
        raise RuntimeError("a view for learners let a passer-by in")
    return learner_id


def _today() -> int:
    viewer = guard.viewer()
    return study_day_in(viewer.zone, epoch_ms(now()), viewer.day_start_minutes)


def _page(name: str, **inputs: object) -> Response:
    return no_store(render_template(f"progress/{name}.html", words=words, **inputs))
