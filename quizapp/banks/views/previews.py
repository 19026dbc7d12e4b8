"""What a teacher does on the preview of an import: ticks, another reading, another bank, and bringing it in."""

from __future__ import annotations

from contextlib import suppress

from flask import current_app, flash, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms import imports as forms
from quizapp.banks.service import importing
from quizapp.banks.views.imports import shelf, wait_and_show
from quizapp.banks.views.pages import IMPORT_WORK, blueprint
from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.people import guard
from quizapp.plumbing.forms import read_number, submitted
from quizapp.plumbing.inert import POLICY, send_inert
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction


@blueprint.post("/imports/<int:import_id>/readings")
@guard.teacher
def readings(import_id: int) -> Response:
    """Read one file of an import anew: as another format, or its table in another way."""
    form, viewer = submitted(), guard.viewer()
    current().limits.spend(IMPORT_WORK, str(viewer.id))
    number, table = read_number(form.get("file")), forms.read_table(form)
    place = -1 if number is None else number
    said, how = form.get("format", ""), forms.read_how(form)
    with transaction() as session:
        held = importing.get_waiting(session, viewer, import_id)
        importing.read_again(session, viewer, import_id, place, said, table, now(), **how)
        if table and held.parcel:
            headings = shelf().open(held.parcel).files[place].headings
            importing.keep_mapping(session, viewer, headings, table, now())
    return wait_and_show(import_id)


@blueprint.post("/imports/<int:import_id>/ticks")
@guard.teacher
def ticks(import_id: int) -> Response:
    """Keep the ticks of one page, and go to another, or to the editor of an entry; or tick all, or none."""
    form = submitted()
    _keep_ticks(import_id)
    leaf, show = forms.read_place(form)
    if (number := forms.read_edited(form)) is not None:
        return see_other(url_for("banks.entry", import_id=import_id, number=number, leaf=leaf, show=show or None))
    return see_other(url_for("banks.show_import", import_id=import_id, leaf=leaf, show=show or None) + "#entries")


def _keep_ticks(import_id: int) -> None:
    form, viewer = submitted(), guard.viewer()
    shown, ticked = forms.read_ticks(form)
    with reading() as session:
        held = importing.get_import(session, viewer, import_id)
        choice = importing.choice_of(held, shelf().open(held.parcel))
    every = form.get("every", "")
    if every in ("all", "none", "proposed"):
        shown = list(range(len(choice.verdicts.codes)))
        turned = importing.turned_for_all(choice, is_ticked=every == "all") if every != "proposed" else []
    else:
        turned = importing.turned_of(choice, shown, set(ticked))
    with transaction() as session:
        seen = {"seen_parcel": form.get("parcel"), "seen_stamp": form.get("compared")}
        importing.turn_ticks(session, viewer, import_id, shown, turned, forms.read_said(form), **seen)


@blueprint.post("/imports/<int:import_id>/comparisons")
@guard.teacher
def comparisons(import_id: int) -> Response:
    """Compare what was read with another bank; with the same one, the ticks stay."""
    current().limits.spend(IMPORT_WORK, str(guard.viewer().id))
    with reading() as session:
        is_shown = importing.get_import(session, guard.viewer(), import_id).state == "ready"
    if is_shown:
        _keep_ticks(import_id)
    _compare(import_id, forms.read_target(submitted()).slug)
    return wait_and_show(import_id)


@blueprint.post("/imports/<int:import_id>/insertions")
@guard.teacher
def insertions(import_id: int) -> Response:
    """Bring what is ticked into its bank; sent twice it is done once."""
    current().limits.spend(IMPORT_WORK, str(guard.viewer().id))
    target = forms.read_target(submitted())
    with reading() as session:
        held = importing.get_import(session, guard.viewer(), import_id)
    if held.state == "ready":
        # Of two presses at once the second meets what the first has made of it, and is led there too; so is who may
        # not change the bank any more that it was compared with, which the import's page says.
        lost = () if held.choices.get("bank_id") is None else (NotFound, NotAllowed)
        with suppress(importing.NotWaiting, *lost):
            _bring_in(import_id, target)
            return wait_and_show(import_id)
    _say_untaken(import_id)
    return wait_and_show(import_id)


def _say_untaken(import_id: int) -> None:
    """Say so where another page of this import was sent first, with other ticks."""
    shown, ticked = forms.read_ticks(submitted())
    with reading() as session:
        held = importing.get_import(session, guard.viewer(), import_id)
        is_taken = importing.are_ticks_taken(held, shelf(), shown, set(ticked))
    if not is_taken:
        flash("This import was brought in from another page of it, by other ticks: yours were not taken.", "warn")


def _bring_in(import_id: int, target: importing.ImportTarget) -> None:
    if not _is_compared(import_id, target):
        flash("Your files were compared with the bank just now: look at the ticks, then import.", "warn")
        return
    _keep_ticks(import_id)
    try:
        if not forms.are_cards_said(submitted()) and _count_cards(import_id):
            flash("Say what this import means for those who have learned its changed questions already.", "warn")
            return
    except importing.BankChanged:
        _compare(import_id, target.slug)
        return
    try:
        _insert(import_id, target)
    except importing.BankChanged:
        # Where this changes nothing of what was shown, nothing is to be asked again.
        _compare(import_id, target.slug, target)


def _count_cards(import_id: int) -> int:
    """Count the learners' cards of questions in which what is ticked makes something else right.

    Raises:
        BankChanged: there are some, and the bank was changed since it was compared.
    """
    with reading() as session:
        held = importing.get_import(session, guard.viewer(), import_id)
        rekeyed = importing.list_rekeyed(session, importing.choice_of(held, shelf().open(held.parcel)))
        count = int(current_app.extensions["learners_cards"].count(session, rekeyed))
        if count:
            importing.check_compared(session, held.choices.get("bank_id"), importing.stamp_seen(held))
    return count


def _is_compared(import_id: int, target: importing.ImportTarget) -> bool:
    """Whether the preview was of this bank, with the same texts above its questions; else it is compared first."""
    with reading() as session:
        held = importing.get_import(session, guard.viewer(), import_id)
        bank = service.get_bank_to_edit(session, guard.viewer(), target.slug, is_locked=False) if target.slug else None
        parcel = shelf().open(held.parcel)
    are_texts_kept = forms.read_texts(submitted()).above(parcel) == parcel.above
    if are_texts_kept and held.choices.get("bank_id") == (bank.id if bank is not None else None):
        return True
    _keep_ticks(import_id)
    _compare(import_id, target.slug)
    return False


def _compare(import_id: int, slug: str, target: importing.ImportTarget | None = None) -> None:
    viewer = guard.viewer()
    with reading() as session:
        held = importing.get_import(session, viewer, import_id)
        choice = importing.choice_of(held, shelf().open(held.parcel)) if held.state == "ready" else None
    texts = forms.read_texts(submitted())
    with transaction() as session:
        importing.compare_below(session, viewer, shelf(), import_id, slug, texts, choice, now(), target)


def _insert(import_id: int, target: importing.ImportTarget) -> None:
    viewer, media = guard.viewer(), current().media
    files = current().files if target.history else None
    with reading() as session:
        held = importing.get_import(session, viewer, import_id)
        parcel = shelf().open(held.parcel)
        try:
            plan = importing.plan_import(session, viewer, held, parcel, media, now(), files)
        except importing.BankChanged:
            raise
        except Conflict as error:
            flash(error.message, "bad")
            return
    is_brought = False
    try:
        with transaction() as session:
            carried = importing.carry_out(session, viewer, import_id, target, parcel, plan, now())
            if carried.load is not None:
                current_app.extensions["learners_cards"].follow(session, carried.load, target.cards, now())
        is_brought = carried.load is not None and carried.load.history is not None
    finally:
        if files is not None and plan is not None and plan.history is not None and not is_brought:
            files.remove(plan.history.file)


@blueprint.get("/imports/<int:import_id>/media/<name>")
@guard.teacher
@guard.quiet
def import_media(import_id: int, name: str) -> Response:
    """Give a picture or a sound of a preview: the files’ own, or one that the chosen bank has already."""
    with reading() as session:
        held = importing.get_import(session, guard.viewer(), import_id)
        parcel, bank_id = shelf().open(held.parcel), importing.find_bank_id(session, guard.viewer(), held)
        there = None if bank_id is None or parcel.has_media(name) else service.get_media(session, bank_id, name)
    if there is not None and (path := current().media.path(there.sha256)).is_file():
        return send_inert(path, there.content_type, there.sha256)
    content = parcel.get_media(name)
    response = no_store(Response(content, content_type=service.content_type_of(content)))
    response.headers["Content-Security-Policy"] = POLICY
    return response
