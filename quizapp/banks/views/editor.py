"""The editor of a question: new, changed, looked at, taken out and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import editor as forms
from quizapp.banks.forms.uploads import ACCEPTED, has_media
from quizapp.banks.service import Edit, EditedQuestion, SavedQuestion
from quizapp.banks.views.pages import blueprint, hear_of_games
from quizapp.banks.views.questions import seen_question
from quizapp.banks.views.uploads import TOO_LARGE, media_limit, taken
from quizapp.core.errors import FormatError, InvalidQuestion, NotAllowed
from quizapp.core.kinds import KINDS
from quizapp.core.kinds.differences import differences
from quizapp.core.kinds.editor import Inputs
from quizapp.core.kinds.merging import Merge
from quizapp.core.kinds.switching import waiting_inputs
from quizapp.people import guard
from quizapp.plumbing.forms import new_client_id, read_number, submitted, takes_files, uploaded
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import now, reading, transaction

FIRST_KIND = "choice"
#: What a next question takes over from the one before it, beside its kind.
CARRIED = ("about", "tags", "language")
DONE = {
    "": "Nothing was to be changed.",
    "created": "Saved. It is asked from now on.",
    "cosmetic": "Saved.",
    "clarified": "Saved. Learners are told that it has changed.",
    "key_changed": "Saved. What is right has changed.",
}


@blueprint.get("/banks/<slug>/questions/new")
@guard.teacher
def new_question(slug: str) -> Response:
    """Show the editor of a new question: of a kind, like another one, or after one just saved."""
    like, after = (read_number(request.args.get(name)) for name in ("like", "after"))
    with reading() as session:
        service.get_bank_to_edit(session, guard.viewer(), slug, is_locked=False)
        model = service.get_edited(session, guard.viewer(), slug, like or after or 0)[1] if like or after else None
    edit = _begun(request.args.get("kind", ""), model, is_copy=like is not None)
    return editor_page(slug, None, edit, like=like)


def _begun(kind: str, model: EditedQuestion | None, *, is_copy: bool) -> Edit:
    if model is None:
        return service.begin_edit(kind or FIRST_KIND)
    if is_copy:
        return service.edit_of(service.without_identity(model.body))
    kept = {name: model.body[name] for name in CARRIED if name in model.body}
    return service.begin_edit(kind or str(model.body["kind"]), kept)


@blueprint.post("/banks/<slug>/questions/new")
@guard.teacher
@takes_files(media_limit, TOO_LARGE)
def new_questions(slug: str) -> Response:
    """Make the question that the editor holds, or show the editor after one of its steps."""
    sent = forms.read_sent(submitted())
    with reading() as session:
        service.get_bank_to_edit(session, guard.viewer(), slug, is_locked=False)
        model = service.get_edited(session, guard.viewer(), slug, sent.like)[1].body if sent.like else {}
    return _taken(slug, None, service.without_identity(model), sent)


@blueprint.get("/banks/<slug>/questions/<int:question_id>")
@guard.teacher
def question(slug: str, question_id: int) -> Response:
    """Show the editor of a question; to who may look at its bank alone, the question itself."""
    try:
        with reading() as session:
            _, edited = service.get_edited(session, guard.viewer(), slug, question_id)
    except NotAllowed:
        return seen_question(slug, question_id)
    return editor_page(slug, edited, service.edit_of(edited.body))


@blueprint.post("/banks/<slug>/questions/<int:question_id>")
@guard.teacher
@takes_files(media_limit, TOO_LARGE)
def question_edits(slug: str, question_id: int) -> Response:
    """Save what the editor holds as a new revision, or show the editor after one of its steps."""
    sent = forms.read_sent(submitted())
    with reading() as session:
        _, edited = service.get_edited(session, guard.viewer(), slug, question_id)
    return _taken(slug, edited, edited.body, sent)


def _taken(slug: str, edited: EditedQuestion | None, stored: Mapping[str, Any], sent: forms.Sent) -> Response:
    """Do what was asked of an editor: one of its steps, or saving it."""
    if sent.step == forms.ADD_MEDIA or has_media(uploaded()):
        return _with_media(slug, edited, stored, sent)
    edit = service.read_edit(forms.inputs_of(submitted()), stored, sent.step)
    if not sent.step:
        return saved(slug, edited, edit, sent)
    more: dict[str, Any] = {"revision": sent.seen_revision, "like": sent.like}
    return editor_page(slug, edited, edit, is_told=sent.is_preview, **more)


def _with_media(slug: str, edited: EditedQuestion | None, stored: Mapping[str, Any], sent: forms.Sent) -> Response:
    """Put the chosen picture or sound behind the question's words; a file that is none is told beside its input."""
    inputs = Inputs.of_form(forms.inputs_of(submitted()))
    more: dict[str, Any] = {"revision": sent.seen_revision, "like": sent.like}
    try:
        inputs.put("stem", f"{inputs.get('stem').rstrip()}\n\n{taken(slug)}".lstrip())
        inputs.put("media_alt", "")
    except FormatError as error:
        more |= {"told": {"media": error.message}, "status": 422}
    return editor_page(slug, edited, service.read_edit(inputs, stored), **more)


def saved(slug: str, edited: EditedQuestion | None, edit: Edit, sent: forms.Sent, **more: Any) -> Response:
    """Save an editor and go on, or show it again with what is in the way."""
    more |= {"revision": sent.seen_revision, "like": sent.like}
    try:
        done = _save(slug, edited, edit, sent)
    except InvalidQuestion:
        return editor_page(slug, edited, edit, status=422, is_told=True, **more)
    except service.ForeignMedia as foreign:
        flash(str(foreign), "warn")
        return editor_page(slug, edited, edit, status=422, is_told=True, **more)
    except service.CardsUndecided as undecided:
        return editor_page(slug, edited, edit, status=422, learner_count=undecided.learner_count, **more)
    except service.StaleEdit as stale:
        return _stale_page(slug, edit, stale, more | {"revision": stale.current.revision})
    if done.change == "key_changed" or (edited is not None and edited.is_out):
        hear_of_games()
    restored = more.get("restores")
    flash(f"Restored revision {restored}." if restored and done.change else DONE[done.change], "good")
    if sent.goes_on and edited is not None and edited.is_out and not sent.has_seen_out:
        flash("It was taken out meanwhile, and stays so until it is brought back.", "warn")
    for number in done.lost:
        flash(f"The words of its passage do not stand in paragraph {number} of the reading. Compare them.", "warn")
    if sent.goes_on:
        return see_other(url_for("banks.new_question", slug=slug, kind=edit.kind.kind, after=done.id))
    return see_other(url_for("banks.question", slug=slug, question_id=done.id))


def _stale_page(slug: str, edit: Edit, stale: service.StaleEdit, more: dict[str, Any]) -> Response:
    """Show what somebody else has saved meanwhile; whoever goes back to a revision means all that it says."""
    if more.get("restores"):
        merge = Merge(edit.raw, (), tuple(differences(stale.current.body, edit.raw)))
    else:
        edit, merge = service.merge_edit(forms.inputs_of(submitted()), stale)
    return editor_page(slug, stale.current, edit, status=409, conflict=merge, author=stale.author, **more)


def _save(slug: str, edited: EditedQuestion | None, edit: Edit, sent: forms.Sent) -> SavedQuestion:
    learners = current_app.extensions["learners_cards"]
    made = edit.question()
    with transaction() as session:
        if edited is None:
            done = service.add_question(session, guard.viewer(), slug, made, sent.client_id, now())
        else:
            wanted = service.WantedSave(
                edited.id, made, sent.seen_revision, sent.cards, edited.body, brings_back=sent.has_seen_out
            )
            done = service.save_question(session, guard.viewer(), slug, wanted, learners.count, now())
        learners.follow(session, done.report, sent.cards, now())
    return done


def editor_page(
    slug: str, edited: EditedQuestion | None, edit: Edit, *, status: int = 200, is_told: bool = False, **more: Any
) -> Response:
    """Show an editor; problems are told once somebody has tried to save or to look at it."""
    show_media_at(url_for("banks.media", slug=slug, name=""))
    problems, others = edit.problems() if is_told else ({}, [])
    with reading() as session:
        bank = service.get_bank_to_edit(session, guard.viewer(), slug, is_locked=False)
        has_reading = service.last_number(session, bank.id) > 0
        reports = service.find_reported(session, guard.viewer(), edited.id) if edited else ()
    inputs = {
        "bank": bank,
        "question": edited,
        "edit": edit,
        "problems": problems | more.pop("told", {}),
        "others": others,
        "kinds": KINDS,
        "waiting": waiting_inputs(edit.inputs, edit.kind),
        "has_reading": has_reading,
        "client_id": submitted().get("client_id", "")[:40] or new_client_id(),
        "revision": edited.revision if edited else 0,
        "conflict": None,
        "author": "",
        "learner_count": 0,
        "takes_a_while": more.get("learner_count", 0) > current_app.extensions["learners_cards"].at_once,
        "like": None,
        "shown": service.find_shown(edit),
        "restores": None,
        "accepted_media": ACCEPTED,
        "reports": reports,
        "reasons": service.REPORT_REASONS,
        **more,
    }
    return no_store(make_response(render_template("banks/editor.html", **inputs), status))


@blueprint.post("/banks/<slug>/questions/previews")
@guard.teacher
@guard.quiet
def previews(slug: str) -> Response:
    """Show what the editor holds as students will see it; nothing is stored."""
    with reading() as session:
        bank = service.get_bank_to_edit(session, guard.viewer(), slug, is_locked=False)
    show_media_at(url_for("banks.media", slug=slug, name=""))
    edit = service.read_edit(forms.inputs_of(submitted()), {})
    inputs = {"shown": service.find_shown(edit), "edit": edit, "language": bank.language}
    return no_store(render_template("banks/_preview.html", **inputs))


@blueprint.post("/banks/<slug>/questions/<int:question_id>/removals")
@guard.teacher
def removals(slug: str, question_id: int) -> Response:
    """Take a question out: it is asked no more, and can come back."""
    with transaction() as session:
        service.take_out(session, guard.viewer(), slug, question_id, now())
    flash("Taken out. It is asked no more; what learners know of it is kept, and you can bring it back.", "good")
    return see_other(url_for("banks.question", slug=slug, question_id=question_id))


@blueprint.post("/banks/<slug>/questions/<int:question_id>/returns")
@guard.teacher
def returns(slug: str, question_id: int) -> Response:
    """Bring a question back that was taken out."""
    with transaction() as session:
        report = service.bring_back(session, guard.viewer(), slug, question_id, now())
        current_app.extensions["follow_load"](session, report, now())
    hear_of_games()
    flash("Brought back. It is asked from now on.", "good")
    return see_other(url_for("banks.question", slug=slug, question_id=question_id))
