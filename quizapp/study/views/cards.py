"""Acts on a card: set aside, bring back, leave for tomorrow, ask otherwise; and reports on its question."""

from __future__ import annotations

from flask import flash, make_response, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.banks.service import get_bank, get_question
from quizapp.people import guard
from quizapp.plumbing.forms import new_client_id, submitted
from quizapp.plumbing.pages import next_address, no_store, see_other
from quizapp.plumbing.runtime import now, reading, transaction
from quizapp.study import forms, service
from quizapp.study.views.limits import spend_write
from quizapp.study.views.pages import blueprint, day_of

DONE = {
    "suspend": "Set aside. The bank’s page lists what you have set aside.",
    "resume": "Brought back into your queue.",
    "bury": "Left for tomorrow.",
    "fix_way": "This question will be asked that way from now on.",
}


@blueprint.post("/study/cards/<int:question_id>/acts")
@guard.anyone
def acts(question_id: int) -> Response:
    """Set a card aside, bring it back, leave it for tomorrow, or fix how it is asked."""
    viewer = guard.viewer()
    spend_write(viewer)
    action, way = forms.read_act(submitted())
    with transaction() as session:
        question = get_question(session, viewer, question_id)
        person = guard.admit(session)
        day = day_of(person)
        service.act(session, person, question_id, action, forms.read_client_id(submitted()), day, way)
    guard.keep(person)
    flash(DONE[action], "good")
    return see_other(next_address(url_for("study.sitting", slug=question.bank_slug)))


@blueprint.get("/study/questions/<int:question_id>/reports")
@guard.anyone
def report(question_id: int) -> Response:
    """Ask what is wrong with a question."""
    return _report_page(question_id, forms.ReportForm(), 200)


@blueprint.post("/study/questions/<int:question_id>/reports")
@guard.anyone
def reports(question_id: int) -> Response:
    """Take a report on a question for its teacher."""
    viewer = guard.viewer()
    form = forms.ReportForm(submitted())
    if not form.validate():
        return _report_page(question_id, form, 422)
    spend_write(viewer)
    with transaction() as session:
        question = get_question(session, viewer, question_id)
        person = guard.admit(session)
        service.report(session, service.id_of(person), question, form.told(), now())
    guard.keep(person)
    flash("Thank you. Your report is kept for the teacher of this bank.", "good")
    return see_other(next_address(url_for("study.bank", slug=question.bank_slug)))


def _report_page(question_id: int, form: forms.ReportForm, status: int) -> Response:
    viewer = guard.viewer()
    with reading() as session:
        question = get_question(session, viewer, question_id)
    back = next_address(url_for("study.bank", slug=question.bank_slug))
    page = render_template("study/report.html", form=form, question=question, client_id=new_client_id(), back=back)
    return no_store(make_response(page, status))


@blueprint.post("/study/<slug>/ways")
@guard.learner
def ways(slug: str) -> Response:
    """Fix how a bank is asked, or let memory decide again."""
    viewer = guard.viewer()
    spend_write(viewer)
    way = forms.read_way(submitted())
    with transaction() as session:
        bank = get_bank(session, viewer, slug)
        service.fix_way(session, service.id_of(viewer), bank.id, way)
    flash("Kept.", "good")
    return see_other(url_for("study.bank", slug=slug))


@blueprint.post("/study/<slug>/live-responses")
@guard.learner
def live_responses(slug: str) -> Response:
    """Choose which responses in live games enter the schedule of a bank."""
    viewer = guard.viewer()
    spend_write(viewer)
    wish = forms.read_live_responses(submitted())
    with transaction() as session:
        bank = get_bank(session, viewer, slug)
        service.set_live_responses(session, service.id_of(viewer), bank.id, wish)
    flash("Kept.", "good")
    return see_other(url_for("study.bank", slug=slug))
