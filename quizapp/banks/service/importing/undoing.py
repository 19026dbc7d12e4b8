"""The way back of a whole import: its questions go out of use, changed ones say again what they said before.

What was edited, answered or moved to another bank since stays as it is, and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Import, Media, QuestionRow, Revision
from quizapp.banks.service.access import get_bank_to_edit
from quizapp.banks.service.importing.planning import outline_now
from quizapp.banks.service.importing.records import lock_import
from quizapp.banks.service.importing.staging import make_aside, undone_slug
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.storing import Look, Sheet, look_at, write_sheet
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.kinds import parse_question
from quizapp.people.viewer import Viewer

#: Gives the questions of a bank that anybody has answered since a moment.
AnsweredSince: TypeAlias = Callable[[Session, int, datetime], Collection[int]]

KEPT_NAMED_AT_MOST = 500
_AT_ONCE = 500
_STEM_AT_MOST = 120


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that stays though its import was undone, and why."""

    slug: str
    stem: str
    reason: str


@dataclass(slots=True)
class Undone:
    """What undoing did: how many went out of use and went back, what stayed, and what learners' cards must follow."""

    bank_slug: str
    load: LoadReport
    removed: int = 0
    restored: int = 0
    kept: list[KeptQuestion] = field(default_factory=list)
    kept_count: int = 0
    is_bank_closed: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    """A revision that an import has made, beside its question as it is now."""

    question_id: int
    slug: str
    number: int
    revision: int
    change: str
    is_out: bool
    #: It is still in the bank that it was brought into; what is elsewhere is not the import's to touch.
    is_here: bool


def undo_import(
    session: Session, viewer: Viewer, import_id: int, answered_since: AnsweredSince, now: datetime
) -> Undone:
    """Undo a whole import, whose teacher may still change the bank.

    Raises:
        NotFound, NotAllowed: there is no such import, or its bank is not the viewer's to change.
        Conflict: it is not in a bank, or was undone already.
    """
    held = lock_import(session, viewer, import_id)
    if held.state == "undone":
        raise Conflict("This import was undone already.")
    if held.state != "done" or held.done_at is None:
        raise Conflict("This import is not in a bank yet, so there is nothing to undo.")
    slug = session.scalar(select(Bank.slug).where(Bank.id == held.bank_id))
    if slug is None:
        raise NotFound("The bank of this import is not here any more.")
    bank = get_bank_to_edit(session, viewer, slug)
    made = _list_made(session, held)
    answered = answered_since(session, bank.id, held.done_at)
    undone = Undone(bank.slug, LoadReport(bank.slug, bank.id))
    in_use = [each for each in made if not each.is_out]
    free = [each for each in in_use if _is_as_brought(each) and each.question_id not in answered]
    revived = set(held.report.get("revived", ()))
    _take_away(session, held.id, [each for each in free if each.change == "created"], undone, now)
    changed = [each for each in free if each.change != "created"]
    back = [each for each in changed if each.slug in revived]
    restored = _restore(session, bank, changed, viewer, undone, now)
    undone.restored = len(restored - {each.slug for each in back})
    _take_out(session, back, undone, now)
    free_ids = {each.question_id for each in free}
    _name_kept(session, [each for each in in_use if each.question_id not in free_ids], answered, undone)
    session.flush()
    bank.outline = outline_now(session, bank.id)
    _close_if_empty(session, held, bank, undone, now)
    held.state, held.undone_at = "undone", now
    held.report = held.report | {"undone": _told(undone)}
    return undone


def _list_made(session: Session, held: Import) -> list[_Made]:
    columns = select(
        Revision.question_id,
        QuestionRow.slug,
        Revision.number,
        QuestionRow.revision,
        Revision.change,
        QuestionRow.deleted_at.is_not(None),
        QuestionRow.bank_id == held.bank_id,
    )
    rows = session.execute(
        columns.join(QuestionRow, QuestionRow.id == Revision.question_id)
        .where(Revision.import_id == held.id)
        .order_by(QuestionRow.position)
    )
    return [_Made(*row) for row in rows]


def _is_as_brought(made: _Made) -> bool:
    return made.is_here and made.revision == made.number


def _take_away(session: Session, import_id: int, made: Sequence[_Made], undone: Undone, now: datetime) -> None:
    """Put new questions aside, where no page looks, so that the bank is as it was; they are removed later on."""
    if not made:
        return
    aside = make_aside(session, undone_slug(import_id), now)
    _change(session, made, {"bank_id": aside.id})
    undone.removed += len(made)


def _take_out(session: Session, made: Sequence[_Made], undone: Undone, now: datetime) -> None:
    """Ask no more the questions that were out of use before the import."""
    _change(session, made, {"deleted_at": now, "suspended_at": None})
    undone.removed += len(made)


def _change(session: Session, made: Sequence[_Made], values: dict[str, Any]) -> None:
    """Change many questions in one way; the index of their words follows in one step."""
    ids = sorted(each.question_id for each in made)
    with indexed_at_once(session, ids):
        for start in range(0, len(ids), _AT_ONCE):
            some = update(QuestionRow).where(QuestionRow.id.in_(ids[start : start + _AT_ONCE]))
            session.execute(some.values(**values).execution_options(synchronize_session=False))


def _restore(
    session: Session, bank: Bank, made: Sequence[_Made], viewer: Viewer, undone: Undone, now: datetime
) -> set[str]:
    """Let changed questions say again what they said before, as a further revision; give the ids of those that do."""
    sheet = Sheet(look_at(session, bank.id, [each.slug for each in made]) if made else Look({}, ()), viewer.id, now)
    for start in range(0, len(made), _AT_ONCE):
        part = {each.question_id: each for each in made[start : start + _AT_ONCE]}
        before = select(Revision.question_id, Revision.number, Revision.body).where(Revision.question_id.in_(part))
        for question_id, number, body in session.execute(before):
            each = part[question_id]
            if number == each.number - 1:
                sibling = sheet.look.standing[each.slug].sibling_key
                # One that was in another bank meanwhile may have got another name there.
                question = parse_question({**body, "id": each.slug})
                sheet.store(question, None, undone.load, sibling=sibling)
    write_sheet(session, bank, sheet)
    return {row["slug"] for row in sheet.revised}


def _name_kept(session: Session, kept: Sequence[_Made], answered: Collection[int], undone: Undone) -> None:
    undone.kept_count = len(kept)
    named = list(kept[:KEPT_NAMED_AT_MOST])
    stems = _stems(session, named)
    undone.kept = [
        KeptQuestion(each.slug, stems.get(each.question_id, ""), _why_kept(each, answered)) for each in named
    ]


def _why_kept(made: _Made, answered: Collection[int]) -> str:
    if not made.is_here:
        return "moved"
    return "answered" if made.question_id in answered else "edited"


def _stems(session: Session, made: Sequence[_Made]) -> dict[int, str]:
    """Give what questions ask by their ids; of one that is elsewhere what the import brought, since it is not ours."""
    here = select(QuestionRow.id, QuestionRow.body).where(
        QuestionRow.id.in_([each.question_id for each in made if each.is_here])
    )
    away = [(each.question_id, each.number) for each in made if not each.is_here]
    brought = select(Revision.question_id, Revision.body).where(tuple_(Revision.question_id, Revision.number).in_(away))
    bodies = [*session.execute(here), *session.execute(brought)]
    return {question_id: str(body.get("stem", ""))[:_STEM_AT_MOST] for question_id, body in bodies}


def _close_if_empty(session: Session, held: Import, bank: Bank, undone: Undone, now: datetime) -> None:
    """Close the bank that was made for the import, when nothing is left in it."""
    in_use = select(func.count()).where(QuestionRow.bank_id == bank.id, QuestionRow.deleted_at.is_(None))
    if held.is_new_bank and not session.scalar(in_use):
        bank.deleted_at = now
        session.execute(delete(Media).where(Media.bank_id == bank.id))
        undone.is_bank_closed = True


def _told(undone: Undone) -> dict[str, Any]:
    return {
        "removed": undone.removed,
        "restored": undone.restored,
        "kept_count": undone.kept_count,
        "kept": [{"slug": each.slug, "stem": each.stem, "reason": each.reason} for each in undone.kept],
        "is_bank_closed": undone.is_bank_closed,
    }
