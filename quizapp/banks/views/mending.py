"""The editor of one entry of an import, before anything of it is stored in a bank."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import editor as forms
from quizapp.banks.forms.imports import read_place
from quizapp.banks.service import Edit, importing
from quizapp.banks.views.imports import shelf, wait_and_show
from quizapp.banks.views.pages import IMPORT_WORK, blueprint
from quizapp.core.errors import Conflict, InvalidQuestion
from quizapp.core.kinds import KINDS
from quizapp.core.kinds.switching import waiting_inputs
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store
from quizapp.plumbing.runtime import current, now, reading, transaction


@blueprint.get("/imports/<int:import_id>/entries/<int:number>")
@guard.teacher
def entry(import_id: int, number: int) -> Response:
    """Show the editor of an entry."""
    with reading() as session:
        _, _, kept = importing.get_entry(session, guard.viewer(), shelf(), import_id, number)
    return _editor(import_id, number, service.edit_of(kept.raw))


@blueprint.post("/imports/<int:import_id>/entries/<int:number>")
@guard.teacher
def entry_edits(import_id: int, number: int) -> Response:
    """Put what the editor holds back into the preview, or show the editor after one of its steps."""
    sent = forms.read_sent(submitted())
    edit = _read(import_id, number, sent.step)
    if sent.step:
        return _editor(import_id, number, edit, is_told=sent.is_preview)
    try:
        _mend(import_id, number, edit)
    except InvalidQuestion:
        return _editor(import_id, number, edit, is_told=True, status=422)
    except (importing.MendedSince, importing.StillJudged) as error:
        return _editor(import_id, number, edit, clash=error, status=409)
    flash("Kept. Look at it once more below, then import.", "good")
    leaf, show = read_place(submitted())
    return wait_and_show(import_id, leaf=leaf, show=show, number=number)


def _mend(import_id: int, number: int, edit: Edit) -> None:
    question, viewer = edit.question(), guard.viewer()
    current().limits.spend(IMPORT_WORK, str(viewer.id))
    seen, mark = submitted().get("parcel", "")[:40], submitted().get("mark", "")[:40]
    with transaction() as session:
        importing.mend_entry(session, viewer, shelf(), import_id, number, question, seen, now(), mark)


@blueprint.post("/imports/<int:import_id>/entries/<int:number>/previews")
@guard.teacher
@guard.quiet
def entry_previews(import_id: int, number: int) -> Response:
    """Show what the editor holds as students will see it; nothing is kept."""
    edit = _read(import_id, number, "")
    show_media_at(url_for("banks.import_media", import_id=import_id, name=""))
    return no_store(render_template("banks/_preview.html", shown=service.find_shown(edit), edit=edit, language="en"))


def _read(import_id: int, number: int, step: str) -> Edit:
    with reading() as session:
        _, _, kept = importing.get_entry(session, guard.viewer(), shelf(), import_id, number)
    return service.read_edit(forms.inputs_of(submitted()), kept.raw, step)


def _editor(
    import_id: int, number: int, edit: Edit, *, is_told: bool = False, clash: Conflict | None = None, status: int = 200
) -> Response:
    show_media_at(url_for("banks.import_media", import_id=import_id, name=""))
    with reading() as session:
        held, parcel, kept = importing.get_entry(session, guard.viewer(), shelf(), import_id, number)
    problems, others = edit.problems() if is_told else ({}, [])
    mark = importing.mark_of(parcel, number)
    leaf, show = read_place(request.values)
    inputs: dict[str, Any] = {
        "held": held,
        # An editor that was open goes on from what it began with, whatever was read since.
        "seen_parcel": submitted().get("parcel", held.parcel),
        "seen_mark": mark if isinstance(clash, importing.MendedSince) else submitted().get("mark", mark),
        "clash": clash.message if clash is not None else "",
        "entry": kept,
        "file": parcel.files[kept.file],
        "edit": edit,
        "problems": problems,
        "others": others,
        "kinds": KINDS,
        "waiting": waiting_inputs(edit.inputs, edit.kind),
        "has_reading": False,
        "shown": service.find_shown(edit),
        "leaf": leaf,
        "show": show,
    }
    return no_store(make_response(render_template("banks/import_editor.html", **inputs), status))
