"""The review queue, decisions on drafts, groups of them, lists of them, and editing one."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service as banks
from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds import KINDS
from quizapp.core.kinds.differences import differences
from quizapp.core.kinds.switching import waiting_inputs
from quizapp.documents import forms, service
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.views.pages import blueprint, part_or_page, shown_question
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import now, reading, transaction

SKIPPED_AT_MOST = 100
DONE = {
    "accept": "Accepted %d drafts.",
    "reject": "Rejected %d drafts.",
    "reopen": "Put %d drafts back into the queue.",
}

#: How lists write a draft.
_IN_LISTS = {"raw_of": service.raw_of, "key_of": service.key_in_words, "stem_of": service.shown_stem}


@blueprint.get("/documents/<int:upload_id>/review")
@guard.teacher
def review(upload_id: int) -> Response:
    """Show the next draft to decide on beside its passage."""
    skipped = forms.read_joined(request.args, "skip", SKIPPED_AT_MOST)
    with reading() as session:
        wanted = request.args.get("draft", None, int)
        turn = service.take_turn(session, guard.viewer(), upload_id, wanted, skipped)
        upload = service.get_ready(session, guard.viewer(), upload_id, is_whole=True)
        asked = service.list_asked(session, upload, [turn.draft] if turn.draft else [])
    if turn.draft is not None and not service.is_sound(turn.draft):
        return _editor(upload_id, turn.draft.id, banks.edit_of(service.raw_of(turn.draft)))
    inputs = {"upload": upload, "turn": turn, "skipped": skipped, "reasons": service.REASONS, "draft": turn.draft}
    if turn.draft is not None:
        inputs |= shown_question(turn.draft) | _beside(upload, turn.draft) | {"asked": asked}
    return part_or_page("documents/_turn.html", "documents/review.html", inputs)


def _leaf() -> int:
    return request.args.get("leaf", 1, int)


def _beside(upload: Upload, draft: DraftRow) -> dict[str, Any]:
    """Give what stands beside a draft: its passage, and what speaks for and against it."""
    return {
        "passage": service.passage_of(upload, draft),
        "words_at": service.words_at,
        "name_of": service.name_of,
        "hold": service.find_hold(draft),
        "remarks": service.edit_remarks(upload, draft),
    }


@blueprint.post("/documents/<int:upload_id>/decisions")
@guard.teacher
def decisions(upload_id: int) -> Response:
    """Accept, reject or reopen one draft and go on."""
    decision, reason = forms.read_decision(submitted())
    draft_ids, seen = forms.read_joined(submitted(), "draft"), submitted().get("seen")
    with transaction() as session:
        count = service.decide(session, guard.viewer(), upload_id, draft_ids, decision, reason, now(), seen)
    back = submitted().get("back", "")
    if back in service.STATES:
        flash(DONE[decision] % count if count != 1 else DONE[decision].replace("%d drafts", "one draft"), "good")
        leaf = submitted().get("leaf", None, int)
        return see_other(url_for("documents.drafts", upload_id=upload_id, state=back, leaf=leaf))
    return see_other(url_for("documents.review", upload_id=upload_id, skip=_skipped() or None))


def _skipped() -> str:
    return ".".join(str(number) for number in forms.read_joined(submitted(), "skip", SKIPPED_AT_MOST))


@blueprint.post("/documents/<int:upload_id>/reversals")
@guard.teacher
def reversals(upload_id: int) -> Response:
    """Undo the latest decision, and show the draft that it was about, the first of a group."""
    with transaction() as session:
        drafts = service.undo(session, guard.viewer(), upload_id)
    return see_other(url_for("documents.review", upload_id=upload_id, draft=drafts[0].id, skip=_skipped() or None))


@blueprint.get("/documents/<int:upload_id>/drafts")
@guard.teacher
def drafts(upload_id: int) -> Response:
    """List the drafts of one state."""
    state = request.args.get("state", "accepted")
    state = state if state in service.STATES else "accepted"
    with reading() as session:
        upload, rows, leaf, leaves = service.list_leaf(session, guard.viewer(), upload_id, state, _leaf())
        inputs = {
            "holds": service.tell_holds(session, guard.viewer(), rows),
            "held": service.count_held(session, guard.viewer(), [upload.id]).get(upload.id, 0),
            "fresh": service.count_unpublished(session, upload),
            "asked": service.list_asked(session, upload, rows) if state == "rejected" else {},
            "banks": service.list_published(session, guard.viewer(), upload.id),
        }
    inputs |= {"upload": upload, "rows": rows, "state": state, "leaf": leaf, "leaves": leaves}
    return no_store(render_template("documents/drafts.html", reasons=service.REASONS, **inputs, **_IN_LISTS))


@blueprint.get("/documents/<int:upload_id>/group")
@guard.teacher
def group(upload_id: int) -> Response:
    """Show the open drafts of a template or about an actor, before all of them are decided on."""
    sort, value = request.args.get("sort", "template"), request.args.get("value", "")
    with reading() as session:
        upload = service.get_ready(session, guard.viewer(), upload_id, is_whole=True)
        rows = service.list_group(session, guard.viewer(), upload_id, sort, value)
        holds = service.tell_holds(session, guard.viewer(), rows)
    name = service.name_of(value) if sort == "template" else value
    inputs = {"upload": upload, "rows": rows, "name": name, "holds": holds, "reasons": service.REASONS, **_IN_LISTS}
    return no_store(render_template("documents/group.html", words_at=service.words_at, sort=sort, **inputs))


@blueprint.get("/documents/<int:upload_id>/drafts/<int:draft_id>")
@guard.teacher
def editor(upload_id: int, draft_id: int) -> Response:
    """Show the editor of a draft."""
    with reading() as session:
        draft = service.get_draft(session, guard.viewer(), upload_id, draft_id)
    return _editor(upload_id, draft_id, banks.edit_of(service.raw_of(draft)))


@blueprint.post("/documents/<int:upload_id>/drafts/<int:draft_id>")
@guard.teacher
def edits(upload_id: int, draft_id: int) -> Response:
    """Keep what was edited, say what is wrong with it, or show the editor after one of its steps."""
    step = submitted().get("do", "save")
    edit = _read(upload_id, draft_id, "" if step == "save" else step[:60])
    if step != "save":
        return _editor(upload_id, draft_id, edit, is_told=step == "preview")
    return _kept(upload_id, draft_id, edit)


def _kept(upload_id: int, draft_id: int, edit: banks.Edit) -> Response:
    seen = submitted().get("seen")
    try:
        with transaction() as session:
            service.save_edit(session, guard.viewer(), upload_id, draft_id, edit.raw, now(), seen)
    except InvalidQuestion:
        return _editor(upload_id, draft_id, edit, is_told=True, status=422)
    except service.StaleDraft:
        return _editor(upload_id, draft_id, edit, is_stale=True, status=409)
    return see_other(_back_of(upload_id, draft_id))


def _back_of(upload_id: int, draft_id: int) -> str:
    """Give where the editor leads back to: the entry of the comparison that led here, else the draft in its queue."""
    entry_id = request.values.get("entry", None, int)
    if entry_id is None:
        skip = ".".join(map(str, forms.read_joined(request.values, "skip", SKIPPED_AT_MOST)))
        return url_for("documents.review", upload_id=upload_id, draft=draft_id, skip=skip or None)
    place: dict[str, Any] = {"in": forms.read_place(request.values.get("in"))}
    return url_for("documents.comparison", upload_id=upload_id, fate="changed", _anchor=f"q{entry_id}", **place)


@blueprint.post("/documents/<int:upload_id>/drafts/<int:draft_id>/previews")
@guard.teacher
@guard.quiet
def previews(upload_id: int, draft_id: int) -> Response:
    """Show what the editor of a draft holds as students will see it; nothing is stored."""
    edit = _read(upload_id, draft_id, "")
    return no_store(render_template("banks/_preview.html", shown=banks.find_shown(edit), edit=edit, language="en"))


def _read(upload_id: int, draft_id: int, step: str) -> banks.Edit:
    with reading() as session:
        draft = service.get_draft(session, guard.viewer(), upload_id, draft_id)
    return banks.read_edit(forms.read_inputs(submitted()), service.raw_of(draft), step)


def _editor(
    upload_id: int,
    draft_id: int,
    edit: banks.Edit,
    *,
    is_told: bool = False,
    is_stale: bool = False,
    status: int = 200,
) -> Response:
    with reading() as session:
        upload = service.get_ready(session, guard.viewer(), upload_id, is_whole=True)
        draft = service.get_draft(session, guard.viewer(), upload_id, draft_id)
    problems, others = edit.problems() if is_told else ({}, [])
    inputs = {
        "upload": upload,
        "draft": draft,
        "seen": service.edit_mark(draft) if is_stale else submitted().get("seen", "")[:64] or service.edit_mark(draft),
        "conflict": differences(service.raw_of(draft), edit.raw) if is_stale else None,
        "edit": edit,
        "back": _back_of(upload_id, draft_id),
        "entry": request.values.get("entry", None, int),
        "place": forms.read_place(request.values.get("in")),
        "problems": problems,
        "others": others,
        "kinds": KINDS,
        "waiting": waiting_inputs(edit.inputs, edit.kind),
        "has_reading": False,
        "shown": banks.find_shown(edit),
        "passage": service.passage_of(upload, draft),
        "skipped": forms.read_joined(request.values, "skip", SKIPPED_AT_MOST),
    }
    return part_or_page("documents/_editor.html", "documents/editor.html", inputs, status)
