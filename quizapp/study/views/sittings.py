"""A sitting: a card is asked, answered, shown right or wrong, and the next one comes with the reply."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks.service import BankCard, get_bank, get_bank_by_id
from quizapp.core.scheduler import Rating
from quizapp.people import guard
from quizapp.people.viewer import Viewer
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.pages import no_store, see_other, wants_part
from quizapp.plumbing.runtime import reading, transaction
from quizapp.study import forms, service
from quizapp.study.service import Asked, Card, Day, Given, Recorded, Retry
from quizapp.study.views.limits import spend_write
from quizapp.study.views.pages import (
    ask_inputs,
    blueprint,
    day_of,
    feedback_inputs,
    next_inputs,
    sitting_page,
)


@blueprint.get("/study/<slug>")
@guard.anyone
def sitting(slug: str) -> Response:
    """Ask the next card, or the one that `question` names; else show how the sitting went."""
    viewer = guard.viewer()
    day = day_of(viewer)
    with reading() as session:
        bank = get_bank(session, viewer, slug)
        inputs = next_inputs(session, viewer, bank, day, request.args.get("question", type=int))
        inputs["undo_id"] = service.find_latest(session, viewer, bank.id)
    return sitting_page("study/_next.html", inputs)


@blueprint.post("/study/asks")
@guard.anyone
@guard.quiet
def ask_again() -> Response:
    """Ask the same card with help: a hint, options in place of typing, or the key of one rated by oneself."""
    asked = forms.read_asked(submitted())
    wanted = submitted().get("help", "")
    if wanted == "reveal" and asked.way == "self":
        return _reveal(asked)
    bank, card, day = _as_asked(asked)
    helped = service.helped(card.asked, wanted, card.question.ways, len(card.question.hints))
    return sitting_page("study/_ask.html", ask_inputs(bank, service.with_asked(card, helped), day))


@blueprint.post("/study/reviews")
@guard.anyone
@guard.quiet
def reviews() -> Response:
    """Store an answer and show what it was worth, the next card with it."""
    viewer = guard.viewer()
    spend_write(viewer)
    sent = forms.read_answer(submitted())
    if sent.waits_for_rating:
        return _reveal(sent.asked)
    if viewer.id is None and (second_try := _second_try_of_nobody(viewer, sent)) is not None:
        return _retry(second_try)
    bank, result = _record(viewer, sent)
    if isinstance(result, Retry):
        return _retry(result)
    if not wants_part():
        return see_other(url_for("study.review", client_id=result.client_id))
    return _reply(result.client_id, bank, result.given)


def _second_try_of_nobody(viewer: Viewer, sent: forms.SentAnswer) -> Retry | None:
    """Tell a passer-by of a second try without storing anybody: a guest's row comes with the first answer kept."""
    with reading() as session:
        get_bank_by_id(session, viewer, sent.asked.bank_id)
        return service.find_second_try(session, viewer, sent.asked, sent.answer)


def _record(viewer: Viewer, sent: forms.SentAnswer) -> tuple[BankCard, Recorded | Retry]:
    with transaction(is_short=True) as session:
        bank = get_bank_by_id(session, viewer, sent.asked.bank_id)
        person = guard.admit(session)
        result = service.record_review(session, person, sent.asked, sent.answer, day_of(person))
    guard.keep(person)
    return bank, result


def _as_asked(asked: Asked) -> tuple[BankCard, Card, Day]:
    viewer = guard.viewer()
    day = day_of(viewer)
    with reading() as session:
        bank = get_bank_by_id(session, viewer, asked.bank_id)
        return bank, service.card_as_asked(session, viewer, asked, day), day


def _reveal(asked: Asked) -> Response:
    """Show the key beside what was written; rating it is the learner's own."""
    bank, card, day = _as_asked(asked)
    response = card.question.read(forms.read_inputs(submitted()))
    return sitting_page("study/_ask.html", ask_inputs(bank, card, day, is_revealed=True, response=response))


def _retry(result: Retry) -> Response:
    bank, card, day = _as_asked(result.asked)
    return sitting_page("study/_ask.html", ask_inputs(bank, card, day, remark=result.grade.remark))


def _reply(client_id: str, bank: BankCard | None = None, given: Given | None = None) -> Response:
    viewer = guard.viewer()
    day = day_of(viewer)
    with reading() as session:
        if given is None:
            feedback = service.get_feedback(session, viewer, client_id, day)
        else:
            feedback = service.feedback_of(session, given, day)
        if bank is None or bank.id != feedback.bank_id:
            bank = get_bank_by_id(session, viewer, feedback.bank_id)
        upcoming = next_inputs(session, viewer, bank, day)
    shown = feedback_inputs(bank, feedback, day)
    upcoming["undo_id"] = client_id
    return no_store(render_template("study/_reply.html", shown=shown, upcoming=upcoming))


@blueprint.get("/study/reviews/<uuid:client_id>")
@guard.learner
def review(client_id: UUID) -> Response:
    """Show what an answer was worth."""
    if wants_part():
        return _reply(str(client_id))
    viewer = guard.viewer()
    day = day_of(viewer)
    with reading() as session:
        feedback = service.get_feedback(session, viewer, str(client_id), day)
        bank = get_bank_by_id(session, viewer, feedback.bank_id)
        standing = service.get_standing(session, viewer, bank.id, day)
    inputs = feedback_inputs(bank, feedback, day) | {"standing": standing}
    return sitting_page("study/_feedback.html", inputs)


@blueprint.post("/study/reviews/<uuid:client_id>/reversals")
@guard.learner
@guard.quiet
def reversals(client_id: UUID) -> Response:
    """Take an answer back and ask its card again."""
    viewer = guard.viewer()
    spend_write(viewer)
    day = day_of(viewer)
    own_id = forms.read_client_id(submitted())
    with transaction(is_short=True) as session:
        question_id, bank_id = service.undo(session, viewer, str(client_id), own_id, day)
        bank = get_bank_by_id(session, viewer, bank_id)
    if not wants_part():
        return see_other(url_for("study.sitting", slug=bank.slug, question=question_id))
    with reading() as session:
        inputs = next_inputs(session, viewer, bank, day, question_id)
        inputs["undo_id"] = service.find_latest(session, viewer, bank_id)
    return sitting_page("study/_next.html", inputs)


@blueprint.post("/study/reviews/<uuid:client_id>/corrections")
@guard.learner
@guard.quiet
def corrections(client_id: UUID) -> Response:
    """Put the learner's own rating in the place of the one given."""
    viewer = guard.viewer()
    spend_write(viewer)
    day = day_of(viewer)
    rating = Rating(forms.read_rating(submitted()))
    with transaction(is_short=True) as session:
        service.correct(session, viewer, str(client_id), rating, forms.read_client_id(submitted()), day)
    return _reply(str(client_id)) if wants_part() else see_other(url_for("study.review", client_id=client_id))


@blueprint.post("/study/<slug>/lifts")
@guard.learner
def lifts(slug: str) -> Response:
    """Allow ten more cards today."""
    viewer = guard.viewer()
    spend_write(viewer)
    with transaction() as session:
        bank = get_bank(session, viewer, slug)
        service.lift_limits(session, service.id_of(viewer), bank.id, day_of(viewer), forms.read_lifted(submitted()))
    return see_other(url_for("study.sitting", slug=slug))
