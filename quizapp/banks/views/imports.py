"""Bringing question files: the list of imports, the form, how far the reading is, and what came of it."""

from __future__ import annotations

import threading
import time
from typing import Any

from flask import current_app, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import imports as forms
from quizapp.banks.models import Import
from quizapp.banks.parcels import KeptParcel, ParcelShelf
from quizapp.banks.service import importing
from quizapp.banks.views.pages import blueprint, hear_of_games, parts_of
from quizapp.core.errors import NotFound
from quizapp.people import guard
from quizapp.plumbing.clock import from_epoch_ms
from quizapp.plumbing.disk_room import has_no_room
from quizapp.plumbing.forms import read_number, submitted, takes_files, uploaded
from quizapp.plumbing.limits import Rule, TooMany
from quizapp.plumbing.markup import show_media_at
from quizapp.plumbing.pages import no_store, see_other, wants_part
from quizapp.plumbing.runtime import current, now, reading, transaction

IMPORTS = Rule("imports", "60/hour", "You have brought sixty imports within an hour.")
FORM_BYTES = 600_000
TOO_LARGE = "These files are larger than may be uploaded here. Bring them one by one, or split the largest."
#: Small files are read while the browser waits for the next page.
WAITED_SECONDS = 1.5
#: So few wait at once: each holds one of the threads that answer everybody. The others' pages look again by themselves.
WAITING = threading.BoundedSemaphore(2)
_LOOK_EVERY_SECONDS = 0.05
#: States in which a job is at an import; its page shows how far.
AT_WORK = ("reading", "storing", "undoing")


def shelf() -> ParcelShelf:
    """Give the folder in which parcels wait."""
    return ParcelShelf(current().settings.home / "parcels")


def upload_limit() -> int | None:
    """Give the largest body that a teacher may send; nobody else may send more than a form."""
    return current().settings.upload_limit_bytes + FORM_BYTES if guard.viewer().is_teacher else None


@blueprint.get("/imports")
@guard.teacher
def imports() -> Response:
    """List the viewer's imports, and all that are in the bank asked for, with the form for one more."""
    return _list(forms.ImportForm(), 200, request.args.get("bank", ""))


@blueprint.post("/imports")
@guard.teacher
@takes_files(upload_limit, TOO_LARGE)
def bring_import() -> Response:
    """Take files or pasted questions, and let a job read them."""
    form = forms.ImportForm(uploaded())
    form.limit_bytes = current().settings.upload_limit_bytes
    if not form.validate():
        return _list(form, 422, submitted().get("bank", ""))
    made = _keep(form)
    _wait_for(made.id)
    return see_other(url_for("banks.show_import", import_id=made.id))


def _keep(form: forms.ImportForm) -> Import:
    """Store what a sound form brings and wake the runner."""
    viewer, sent = guard.viewer(), submitted()
    try:
        current().limits.spend(IMPORTS, str(viewer.id))
    except TooMany as error:
        minutes = -(-error.retry_after_seconds // 60)
        when = "in a minute" if minutes == 1 else f"in {minutes} minutes"
        raise TooMany(f"{IMPORTS.message} Go on {when}.", error.retry_after_seconds, error.door) from None
    files = form.brought(current().files)
    try:
        with transaction() as session:
            said = sent.get("bank", "")[:64]
            earlier = "" if said else importing.find_earlier_bank(session, viewer, forms.names_of(files))
            made = importing.begin_import(
                session, viewer, files, said, forms.read_client_id(sent), now(), earlier=earlier
            )
    except BaseException:
        _forget(files)
        raise
    kept = {each["stored"] for each in made.files}
    # The same form sent again has brought its files for nothing.
    _forget([each for each in files if each.stored not in kept])
    current().wake_jobs()
    return made


def _forget(files: Any) -> None:
    for each in files:
        current().files.remove(each.stored)


def _wait_for(import_id: int) -> None:
    """Wait a moment, so that what is read at once is seen at once."""
    if WAITING.acquire(blocking=False):
        try:
            _wait_a_moment(import_id)
        finally:
            WAITING.release()


def _wait_a_moment(import_id: int) -> None:
    ends_at = time.monotonic() + WAITED_SECONDS
    while time.monotonic() < ends_at:
        with reading() as session:
            held = importing.get_brought(session, guard.viewer(), import_id)
        if held.state not in AT_WORK:
            return
        time.sleep(_LOOK_EVERY_SECONDS)


def wait_and_show(import_id: int, *, leaf: int = 1, show: str = "", number: int | None = None) -> Response:
    """Wake the runner, wait a moment, and go to the import's page: to an entry of it where its `number` is given."""
    current().wake_jobs()
    _wait_for(import_id)
    anchor = None if number is None else f"e{number}"
    at = leaf if leaf > 1 else None
    return see_other(url_for("banks.show_import", import_id=import_id, leaf=at, show=show or None, _anchor=anchor))


def _list(form: forms.ImportForm, status: int, bank_slug: str) -> Response:
    viewer = guard.viewer()
    with reading() as session:
        targets = service.list_editable_banks(session, viewer)
        bank = next((bank for bank in targets if bank.slug == bank_slug), None)
        brought = importing.list_brought(session, viewer, bank.id) if bank else []
        shown = {each.id for each in brought}
        inputs = {
            "brought": brought,
            "imports": [each for each in importing.list_imports(session, viewer) if each.id not in shown],
            "bank": bank,
            "access": service.access_of(session, viewer, bank) if bank else "",
            "limit": current().settings.upload_limit_bytes,
            "rows_at_most": importing.ROWS_AT_MOST,
        }
    return no_store(make_response(render_template("banks/imports.html", form=form, **inputs), status))


@blueprint.get("/imports/template")
@guard.teacher
def import_template() -> Response:
    """Give an empty workbook to be filled in."""
    from quizapp.core.formats.xlsx_template import template  # start-up cost: it loads lxml

    response = no_store(make_response(template()))
    response.headers["Content-Type"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers["Content-Disposition"] = "attachment; filename=questions.xlsx"
    return response


@blueprint.get("/imports/<int:import_id>")
@guard.teacher
def show_import(import_id: int) -> Response:
    """Show an import: how far its reading is, what was read, or what came of it."""
    with reading() as session:
        held = importing.get_brought(session, guard.viewer(), import_id, is_whole=True)
        name, inputs = _page_of(session, held)
    return no_store(render_template(name, held=held, **inputs))


def _page_of(session: Session, held: Import) -> tuple[str, dict[str, Any]]:
    if held.state in AT_WORK:
        leaf, show = forms.read_place(request.args)
        place = {"leaf": leaf if leaf > 1 else None, "show": show or None}
        return "banks/import_progress.html", {
            "state": importing.find_undoing_progress(session, held),
            "place": place,
            "is_full": has_no_room(current().settings.home),
        }
    if held.state in ("done", "undone"):
        is_own = held.owner_id == guard.viewer().id
        is_uploaders = importing.is_uploaders(session, guard.viewer(), held)
        closed = service.find_closed(session, guard.viewer(), held.bank_id)
        return "banks/import_report.html", {
            "report": importing.report_of(session, held, is_uploaders=is_uploaders),
            "bank": _bank_of(session, held.bank_id),
            "closed": closed,
            "can_be_undone": importing.can_be_undone(session, held),
            "is_own": is_own,
            "is_uploaders": is_uploaders,
            "going": _going(session, held.id) if is_own and held.state == "done" else None,
            "stopped": importing.find_stopped(session, held),
        }
    parcel = shelf().open(held.parcel) if held.parcel else None
    if held.state == "failed" or parcel is None:
        return "banks/import_failed.html", {"parcel": parcel, "encodings": forms.ENCODINGS}
    choice = importing.choice_of(held, parcel)
    targets = service.list_editable_banks(session, guard.viewer())
    owners = service.name_owners(session, guard.viewer(), targets)
    target = next((bank for bank in targets if bank.id == choice.verdicts.bank_id), None)
    if target is None and choice.verdicts.bank_id is not None:
        return "banks/import_lost.html", {"targets": targets, "owners": owners}
    return "banks/import.html", {
        **_preview_of(session, held, parcel, choice),
        "targets": targets,
        "owners": owners,
        "target": target,
        "proposed_title": _title_of(parcel, {bank.title for bank in targets}),
    }


def _preview_of(session: Session, held: Import, parcel: KeptParcel, choice: importing.Choice) -> dict[str, Any]:
    leaf, show = forms.read_place(request.args)
    show_media_at(url_for("banks.import_media", import_id=held.id, name=""))
    rekeyed, learners = importing.list_rekeyed(session, choice), current_app.extensions["learners_cards"]
    card_count = learners.count(session, rekeyed)
    return {
        "parcel": parcel,
        "compared": importing.stamp_seen(held),
        "preview": importing.make_preview(session, guard.viewer(), parcel, choice, leaf, show),
        "rekeyed": len(rekeyed),
        "card_count": card_count,
        "past_since": _day_of(parcel.history.since),
        "takes_a_while": card_count > learners.at_once,
        "column_names": forms.COLUMN_NAMES,
        "separators": forms.SEPARATORS,
        "encodings": forms.ENCODINGS,
        "parts_of": parts_of,
    }


def _day_of(moment: int) -> str:
    return from_epoch_ms(moment).strftime("%-d %B %Y")


def _title_of(parcel: KeptParcel, taken: set[str]) -> str:
    """Propose a title for a new bank: what its file says, else the file's name."""
    names = [each.name.rpartition(".")[0] or each.name for each in parcel.files]
    return importing.free_title(next((each.title for each in parcel.files if each.title), names[0]), taken)


def _bank_of(session: Session, bank_id: int | None) -> service.BankCard | None:
    try:
        return service.get_bank_by_id(session, guard.viewer(), bank_id or 0)
    except NotFound:
        return None


def _going(session: Session, import_id: int) -> Any:
    """Count what of a learning history goes if its import is undone."""
    return current_app.extensions["going_history"](session, importing.find_history(session, import_id))


@blueprint.get("/imports/<int:import_id>/progress")
@guard.teacher
@guard.quiet
def import_progress(import_id: int) -> Response:
    """Tell how far the job of an import is."""
    with reading() as session:
        held = importing.get_brought(session, guard.viewer(), import_id)
        state = importing.find_undoing_progress(session, held)
    is_full = has_no_room(current().settings.home)
    page = "banks/_import_progress.html" if wants_part() else "banks/import_progress.html"
    return no_store(render_template(page, held=held, state=state, place={}, is_full=is_full))


@blueprint.get("/imports/<int:import_id>/report")
@guard.teacher
def import_report(import_id: int) -> Response:
    """Give what came of an import as CSV."""
    with reading() as session:
        held = importing.get_brought(session, guard.viewer(), import_id, is_whole=True)
        importing.check_done(held)
        is_uploaders = importing.is_uploaders(session, guard.viewer(), held)
        body = "".join(importing.report_table(session, held, is_uploaders=is_uploaders))
    response = no_store(make_response(body))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename=import-{held.id}.csv"
    return response


@blueprint.post("/imports/<int:import_id>/deletions")
@guard.teacher
def import_deletions(import_id: int) -> Response:
    """Forget an import that was not carried out."""
    with transaction() as session:
        held = importing.discard_import(session, guard.viewer(), import_id)
    if held.parcel:
        shelf().remove(held.parcel)
    for each in held.files:
        if each["stored"]:
            current().files.remove(each["stored"])
    with reading() as session:
        bank = _bank_of(session, held.choices.get("bank_id"))
    flash("Discarded. Nothing was imported.", "good")
    return see_other(url_for("banks.imports", bank=bank.slug if bank else None))


def _go_on(import_id: int, stopped: int) -> Response:
    with transaction() as session:
        importing.go_on_undoing(session, guard.viewer(), stopped, now())
    current().wake_jobs()
    flash("The other undo goes on. Once it has ended, this import can be undone.", "good")
    return see_other(url_for("banks.show_import", import_id=import_id))


def _undo(import_id: int) -> importing.Undone | None:
    viewer, extensions = guard.viewer(), current_app.extensions
    with reading() as session:
        # It may take long, so that nobody waits for it.
        going = _going(session, importing.get_brought(session, viewer, import_id).id)
    with transaction() as session:
        undone = importing.undo_import(session, viewer, import_id, extensions["answered_since"], now())
        if undone is not None:
            extensions["follow_load"](session, undone.load, now())
        importing.note_going(session, import_id, going)
    hear_of_games()
    return undone


@blueprint.post("/imports/<int:import_id>/reversals")
@guard.teacher
def import_reversals(import_id: int) -> Response:
    """Undo a whole import, or go on with the stopped undo of another one, for which it has to wait."""
    stopped = read_number(submitted().get("stopped"))
    if stopped is not None:
        return _go_on(import_id, stopped)
    undone = _undo(import_id)
    if undone is None:
        return wait_and_show(import_id)
    if undone.kept_count:
        flash("Some questions stayed; this page names them.", "warn")
    else:
        flash("Undone.", "good")
    return see_other(url_for("banks.show_import", import_id=import_id))
