"""The way back of a whole import: what was new goes, archived or not, and changed questions say again what they said.

What was edited, answered, reported or moved to another bank since stays as it is, and is named; while anything stays,
undoing may be tried again, and comes to the rest alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Bank, Import, QuestionRow, Revision
from quizapp.banks.service.access import HIGHEST_ID, get_bank_to_edit, rules
from quizapp.banks.service.importing.brought import lock_brought
from quizapp.banks.service.importing.filed import has_brought, name_kept, place_siblings, take_back
from quizapp.banks.service.importing.histories import let_history_go
from quizapp.banks.service.importing.made_since import AnsweredSince
from quizapp.banks.service.importing.planning import AT_ONCE, outline_now
from quizapp.banks.service.importing.records import enqueue_job, find_import_progress
from quizapp.banks.service.importing.undoing_parts import KeptQuestion, Undone, foresee_some, undo_some
from quizapp.banks.service.keeping import find_closed
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.media import forget_unnamed
from quizapp.core.errors import Conflict, NotFound
from quizapp.people.viewer import Viewer
from quizapp.plumbing.jobs import JobState

#: The state of a large import while its pieces are undone, the kind of the job, and its place among the choices.
UNDOING = "undoing"
#: Among the choices: who undoes it on its page, or goes on with an undo that was stopped.
UNDONE_FOR = "undone_for"


def undo_import(
    session: Session, viewer: Viewer, import_id: int, answered_since: AnsweredSince, now: datetime
) -> Undone | None:
    """Undo a whole import, whoever brought it, for a viewer who may change its bank; None = a job does a large one.

    Raises:
        NotFound, NotAllowed: there is no such import, or its bank is not the viewer's to change.
        Conflict: it is not in a bank, all of it was undone, or another one of its bank is just being undone.
    """
    held = lock_brought(session, viewer, import_id)
    if held.state == UNDOING and find_import_progress(session, held) is not None:
        return None
    _check_done(session, held)
    bank = get_bank_of(session, viewer, held)
    ids = list_rest(session, held)
    if held.state != UNDOING and len(ids) <= AT_ONCE:
        return _undo_at_once(session, held, bank, viewer, ids, answered_since, now)
    held.state = UNDOING
    held.choices = {**held.choices, UNDONE_FOR: viewer.id}
    enqueue_job(session, held, UNDOING, now, owner_id=viewer.id)
    return None


def undo_command_import(
    session: Session, import_id: int, answered_since: AnsweredSince, now: datetime
) -> Undone | None:
    """Undo anybody's import by its number, for the command line; None = it is so large that it goes in pieces.

    Raises:
        NotFound: there is none of this number, or its bank is gone.
        Conflict: it is not in a bank, all of it was undone, or the bank of what the command line brought is somebody
            else's meanwhile.
    """
    held = _get_numbered(session, import_id, is_locked=True)
    _check_done(session, held)
    bank = get_bank_of(session, None, held)
    ids = list_rest(session, held)
    if held.state != UNDOING and len(ids) <= AT_ONCE:
        return _undo_at_once(session, held, bank, None, ids, answered_since, now)
    held.state = UNDOING
    return None


def foresee_undoing(session: Session, import_id: int, answered_since: AnsweredSince) -> Undone:
    """Tell what `undo_command_import` would do to an import; nothing is changed.

    Raises:
        NotFound, Conflict: as there.
    """
    held = _get_numbered(session, import_id, is_locked=False)
    _check_done(session, held)
    bank = get_bank_of(session, None, held, is_locked=False)
    undone = undone_so_far(held, bank)
    undone.before = undone.removed, undone.restored
    going = foresee_some(session, held, list_rest(session, held), answered_since, undone)
    if filed := _filed_to_take_back(held):
        undone.kept_words = name_kept(session, bank, filed, held.id)
    undone.is_bank_closed = _closes_with(session, held, bank, going)
    return undone


def _get_numbered(session: Session, import_id: int, *, is_locked: bool) -> Import:
    numbered = select(Import).where(Import.id == min(import_id, HIGHEST_ID)).options(undefer(Import.report))
    held = session.scalar(numbered.with_for_update() if is_locked else numbered)
    if held is None:
        raise NotFound(f"There is no import {import_id}.")
    return held


def find_undoing_progress(session: Session, held: Import) -> JobState | None:
    """Tell how far whatever is at an import is; a command that is at it is no job, and has an empty state."""
    state = find_import_progress(session, held)
    if state is None and held.state == "storing" and held.owner_id is None:
        return JobState("", 0.0, "A command on the server is bringing it in", None)
    if state is not None or held.state != UNDOING:
        return state
    so_far = held.choices.get(UNDOING, {})
    done = sum(so_far.get(name, 0) for name in ("removed", "restored", "kept_count"))
    total = select(func.count(Revision.question_id.distinct())).where(Revision.import_id == held.id)
    return JobState("", min(done / (session.scalar(total) or 1), 0.99), "Undoing the import", None)


def get_undone(session: Session, import_id: int) -> Undone | None:
    """Tell what came of the undo of an import by whoever did it; None = it is not undone."""
    held = _get_numbered(session, import_id, is_locked=False)
    if held.state != "undone":
        return None
    bank, told = get_bank_of(session, None, held, is_locked=False), held.report["undone"]
    undone = Undone(bank.slug, LoadReport(bank.slug, bank.id), told["removed"], told["restored"])
    undone.kept = [KeptQuestion(**each) for each in told["kept"]]
    undone.kept_count, undone.kept_ids = told["kept_count"], list(told.get("kept_ids", ()))
    undone.is_bank_closed, undone.before = told["is_bank_closed"], tuple(told.get("before", (0, 0)))
    return undone


def get_bank_of(session: Session, viewer: Viewer | None, held: Import, *, is_locked: bool = True) -> Bank:
    """Give the bank of an import, locked, if it may be changed; `viewer` None = the command line.

    Raises:
        NotFound, NotAllowed, Conflict: it is gone, closed, or somebody else's.
    """
    known = select(Bank).where(Bank.id == held.bank_id)
    bank = session.scalar(known.with_for_update(key_share=True) if is_locked else known)
    if bank is None:
        raise NotFound("The bank of this import is not here any more.")
    if viewer is not None:
        if find_closed(session, viewer, bank.id) is not None:
            raise Conflict(f"“{bank.title}” is closed. Open it again below your banks, then undo this import.")
        return get_bank_to_edit(session, viewer, bank.slug, is_locked=is_locked)
    if held.owner_id is None and bank.owner_id != held.report.get("owner_id"):
        raise Conflict(f"The bank “{bank.slug}” belongs to somebody else by now.")
    return bank


def _check_done(session: Session, held: Import) -> None:
    if held.state == "undone" and not list_kept(held):
        raise Conflict("This import was undone already.")
    if held.state == "failed" and held.error:
        raise Conflict(held.error)
    if held.state not in ("done", "undone", UNDOING) or held.done_at is None:
        raise Conflict("This import is not in a bank yet, so there is nothing to undo.")
    if not can_be_undone(session, held):
        raise Conflict("This import changed nothing, so there is nothing to undo.")
    others = select(Import.id).where(Import.bank_id == held.bank_id, Import.state == UNDOING, Import.id != held.id)
    other = session.scalar(others.limit(1)) if held.bank_id is not None else None
    if other is not None:
        raise Conflict(
            f"Import {other} of this bank is being undone, or its undoing was stopped. Let that end first: its page or "
            f"quizapp import --undo {other} goes on with it."
        )


def can_be_undone(session: Session, held: Import) -> bool:
    """Whether an import that is in its bank has a way back: it has one if it has brought anything."""
    if held.state != "done":
        return True
    said = {name: held.report.get(name) for name in ("filed", "history", "was_closed")}
    return has_brought(session, SimpleNamespace(id=held.id, is_new_bank=held.is_new_bank, **said))


def list_kept(held: Import) -> list[int]:
    """List the questions that stayed when an import was undone."""
    return list(held.report.get("undone", {}).get("kept_ids", ()))


def list_rest(session: Session, held: Import) -> list[int]:
    """List the questions that an import has made or changed and that its undoing has not come to, in its order.

    Where some have stayed when it was undone before, these are all that is left.
    """
    after = held.choices.get(UNDOING, {}).get("after", 0)
    if "undone" in held.report:
        return [each for each in list_kept(held) if each > after]
    rest = select(Revision.question_id).where(Revision.import_id == held.id)
    return list(session.scalars(rest.where(Revision.question_id > after).distinct().order_by(Revision.question_id)))


def _undo_at_once(
    session: Session,
    held: Import,
    bank: Bank,
    viewer: Viewer | None,
    ids: Sequence[int],
    answered_since: AnsweredSince,
    now: datetime,
) -> Undone:
    undone = undone_so_far(held, bank)
    author_id = viewer.id if viewer is not None else None
    undo_some(session, held, bank, author_id, ids, answered_since, undone, now)
    finish_undoing(session, held, bank, viewer, undone, now)
    return undone


def undo_piece(
    session: Session,
    held: Import,
    bank: Bank,
    author_id: int | None,
    ids: Sequence[int],
    answered_since: AnsweredSince,
    now: datetime,
) -> LoadReport:
    """Undo some questions of a large import, and note how far it is; those that it had come to are left alone."""
    undone = undone_so_far(held, bank)
    after = held.choices.get(UNDOING, {}).get("after", 0)
    rest = [each for each in ids if each > after]
    if rest:
        undo_some(session, held, bank, author_id, rest, answered_since, undone, now)
        if (filed := held.report.get("filed")) and not held.is_new_bank and filed["before"] is not None:
            place_siblings(session, bank, undone.load.changed)
        held.choices = {**held.choices, UNDOING: _told(undone) | {"after": rest[-1]}}
    return undone.load


def undone_so_far(held: Import, bank: Bank) -> Undone:
    """Give what the pieces of an undoing have done, and what was undone before some questions stayed."""
    undone = Undone(bank.slug, LoadReport(bank.slug, bank.id))
    so_far, before = held.choices.get(UNDOING), held.report.get("undone")
    if so_far:
        undone.kept_ids = list(so_far.get("kept_ids", ()))
        undone.kept_count = so_far["kept_count"]
        undone.kept = [KeptQuestion(**each) for each in so_far["kept"]]
    if before:
        undone.before = before["removed"], before["restored"]
    if done := so_far or before:
        undone.removed, undone.restored = done["removed"], done["restored"]
    return undone


def finish_undoing(
    session: Session, held: Import, bank: Bank, viewer: Viewer | None, undone: Undone, now: datetime
) -> None:
    """Take back what the import changed beside its questions, and note that it is undone; a bank is closed only for
    whoever could close it anyway (`viewer` None = the command line).
    """
    if filed := _filed_to_take_back(held):
        undone.kept_words = take_back(session, bank, filed, undone.load, held.id)
    bank.outline = outline_now(session, bank.id)
    if (viewer is None or rules(viewer, bank.owner_id)) and _closes_with(session, held, bank, 0):
        bank.deleted_at = now
        undone.is_bank_closed = True
    # Archived questions that stay in it, and earlier words of others, keep their pictures and sounds.
    forget_unnamed(session, bank.id, held.done_at or now, now)
    held.state, held.undone_at, held.error = "undone", now, None
    held.choices = {name: value for name, value in held.choices.items() if name not in (UNDOING, UNDONE_FOR)}
    undone.load.history = let_history_go(held)
    by = {*held.report.get("undone", {}).get("by", ()), *([] if viewer is None else [viewer.id])}
    held.report = held.report | {"undone": _told(undone) | {"by": sorted(by)}}


def _filed_to_take_back(held: Import) -> dict[str, Any]:
    """Give what a file changed of its bank, which is taken back once: what stands there later is another's word."""
    is_left = not held.is_new_bank and held.undone_at is None
    return (held.report.get("filed") or {}) if is_left else {}


def _closes_with(session: Session, held: Import, bank: Bank, going: int) -> bool:
    """Whether a bank that was made or opened by an import is closed with it once some of its questions are gone.

    It is when nothing else in it is asked or waits for its teacher.
    """
    is_left = or_(QuestionRow.deleted_at.is_(None), QuestionRow.suspended_at.is_not(None))
    left = select(func.count()).where(QuestionRow.bank_id == bank.id, is_left)
    was_closed = (held.report.get("filed") or held.report).get("was_closed")
    return bool(held.is_new_bank or was_closed) and (session.scalar(left) or 0) <= going


def _told(undone: Undone) -> dict[str, Any]:
    return {
        "removed": undone.removed,
        "restored": undone.restored,
        "before": list(undone.before),
        "kept_count": undone.kept_count,
        "kept_ids": sorted(undone.kept_ids),
        "kept": [{"slug": each.slug, "stem": each.stem, "reason": each.reason} for each in undone.kept],
        "is_bank_closed": undone.is_bank_closed,
    }
