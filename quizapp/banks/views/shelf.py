"""A teacher's list of banks, with a search over all of them, and a new one."""

from __future__ import annotations

from flask import flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import library as forms
from quizapp.banks.views.pages import BANKS, blueprint
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction

HITS_AT_MOST = 30


@blueprint.get("/banks")
@guard.teacher
def shelf() -> Response:
    """List the viewer's banks, or what a search over them finds."""
    return _shelf(forms.NewBankForm(), 200)


@blueprint.post("/banks")
@guard.teacher
def make() -> Response:
    """Make an empty bank of the viewer's own."""
    form = forms.NewBankForm(submitted())
    if not form.validate():
        return _shelf(form, 422)
    current().limits.spend(BANKS, str(guard.viewer().id))
    with transaction() as session:
        client_id = forms.read_client_id(submitted())
        bank = service.make_bank(session, guard.viewer(), form.title.data, client_id, now())
    flash("Here it is. Write its first question, or import some.", "good")
    return see_other(url_for("banks.questions", slug=bank.slug))


def _shelf(form: forms.NewBankForm, status: int) -> Response:
    viewer, filters = guard.viewer(), forms.read_filters(request.args)
    with reading() as session:
        lines = service.list_lines(session, viewer)
        wanted = filters.wanted(*(line.id for line in lines))
        inputs = {
            "lines": lines,
            "closed": service.list_closed(session, viewer),
            "hits": service.search_banks(session, wanted, HITS_AT_MOST) if filters.q.strip() else None,
            "unread": wanted.query.unread,
            "filters": filters,
        }
    return no_store(make_response(render_template("banks/shelf.html", form=form, **inputs), status))
