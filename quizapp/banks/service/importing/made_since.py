"""What an import has made of questions, and what has become of them since: what may be undone, why the rest stays.

Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import Bank, Import, QuestionReport, QuestionRow, Revision
from quizapp.banks.service.importing.filed import OF_BROUGHT, has_brought
from quizapp.banks.service.importing.numbering import OF_AGAIN, numbers_told
from quizapp.banks.service.importing.staging import is_taken_out

#: Gives those of some questions that anybody has answered since a moment.
AnsweredSince: TypeAlias = Callable[[Session, Sequence[int], datetime], Collection[int]]

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Made:
    """A revision that an import has made, beside its question as it is now."""

    question_id: int
    slug: str
    number: int
    revision: int
    #: Whether it was changed since, by anything but imports that were undone.
    is_changed_since: bool
    #: Whether a person has made one of these changes.
    is_edited_since: bool
    change: str
    is_out: bool
    rests: bool
    #: It is still in the bank that it was brought into; what is elsewhere is not the import's to touch.
    is_here: bool

    @property
    def is_as_brought(self) -> bool:
        """Whether it says what the import brought, in the bank that it was brought into, archived since or not."""
        return self.is_here and not self.is_changed_since

    @property
    def is_archived(self) -> bool:
        """Whether it is asked no more; one that rests until its teacher has decided is not archived."""
        return self.is_out and not self.rests


def part_made(
    session: Session, held: Import, ids: Sequence[int], answered_since: AnsweredSince
) -> tuple[list[Made], list[Made], dict[int, str]]:
    """Part what an import made of some questions into what may be undone and what stays, with why by its numbers."""
    assert held.done_at is not None
    made = _list_made(session, held, ids)
    answered, reported = answered_since(session, ids, held.done_at), _list_reported(session, held, ids)
    confirmed, left = _list_confirmed(session, held), _list_left_later(session, held, ids)
    reasons = {
        each.question_id: _why_kept(each, answered, reported)
        or ("confirmed" if each.question_id in confirmed or each.question_id in left else "")
        for each in made
    }
    free = [each for each in made if not reasons[each.question_id]]
    return free, [each for each in made if reasons[each.question_id]], reasons


def _list_made(session: Session, held: Import, ids: Sequence[int]) -> list[Made]:
    """List what an import has made of some questions, in their bank's order.

    What another undo has taken out of the bank meanwhile is gone, and not among them.
    """
    columns = select(
        Revision.question_id,
        QuestionRow.slug,
        Revision.number,
        QuestionRow.revision,
        _is_changed_since(),
        _is_edited_since(),
        Revision.change,
        QuestionRow.deleted_at.is_not(None),
        QuestionRow.suspended_at.is_not(None),
        QuestionRow.bank_id == held.bank_id,
    )
    # Of a question there are few revisions and of an import many, so its own index is not to be asked.
    columns = columns.where(func.coalesce(Revision.import_id, 0) == held.id)
    found = columns.join(QuestionRow, QuestionRow.id == Revision.question_id).add_columns(QuestionRow.position)
    found = found.join(Bank, Bank.id == QuestionRow.bank_id).where(~is_taken_out())
    rows = [row for part in _parts(ids) for row in session.execute(found.where(Revision.question_id.in_(part)))]
    return [Made(*row[:-1]) for row in sorted(rows, key=lambda row: row[-1])]


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _is_changed_since() -> ColumnElement[bool]:
    """Give the condition for revisions that others follow, but for those of imports that were undone meanwhile.

    What such an import has changed says again what it said before, unless a person has made a further revision of it.
    """
    later = aliased(Revision)
    undone = select(Import.id).where(Import.state == "undone")
    stays = or_(later.import_id.is_(None), later.import_id.not_in(undone))
    return exists().where(later.question_id == Revision.question_id, later.number > Revision.number, stays)


def _is_edited_since() -> ColumnElement[bool]:
    """Give the condition for revisions that others follow which no import has made."""
    later = aliased(Revision)
    is_later = (later.question_id == Revision.question_id, later.number > Revision.number)
    return exists().where(*is_later, later.import_id.is_(None))


def _list_reported(session: Session, held: Import, ids: Sequence[int]) -> set[int]:
    """Give the questions that a learner has reported as the import left them, or later."""
    found = (
        select(QuestionReport.question_id)
        .join(QuestionRow, QuestionRow.id == QuestionReport.question_id)
        .join(Revision, Revision.question_id == QuestionRow.id)
        .where(QuestionRow.bank_id == held.bank_id, func.coalesce(Revision.import_id, 0) == held.id)
        .where(QuestionReport.revision >= Revision.number)
    )
    return {each for part in _parts(ids) for each in session.scalars(found.where(QuestionRow.id.in_(part)))}


def _list_confirmed(session: Session, held: Import) -> set[int]:
    """Give the questions that files said again which were imported later, have brought something, and stand."""
    later = select(*OF_BROUGHT, *OF_AGAIN).where(
        Import.bank_id == held.bank_id, Import.id != held.id, Import.state == "done", Import.done_at > held.done_at
    )
    brought = (told for told in session.execute(later).all() if has_brought(session, told))
    return set().union(*(numbers_told(session, held.bank_id, told.ids, told.again or ()) for told in brought))


def _list_left_later(session: Session, held: Import, ids: Sequence[int]) -> set[int]:
    """Give the questions that stayed when an import that changed them later was undone: it says something still.

    It may have come into another bank, where they were meanwhile.
    """
    own, later = Revision, aliased(Revision)
    found = (
        select(later.question_id, Import.id)
        .join(own, own.question_id == later.question_id)
        .join(Import, Import.id == later.import_id)
        .where(func.coalesce(own.import_id, 0) == held.id, later.number > own.number)
        .where(Import.state == "undone", Import.id != held.id)
    )
    pairs = {
        (question_id, import_id)
        for part in _parts(ids)
        for question_id, import_id in session.execute(found.where(own.question_id.in_(part)))
    }
    kept = _list_kept(session, {import_id for _, import_id in pairs})
    return {question_id for question_id, import_id in pairs if question_id in kept[import_id]}


def _list_kept(session: Session, import_ids: Collection[int]) -> dict[int, set[int]]:
    """Give the questions that stayed when imports were undone, by the imports' numbers."""
    told = select(Import.id, Import.report[("undone", "kept_ids")]).where(Import.id.in_(import_ids))
    return {import_id: set(kept or ()) for import_id, kept in session.execute(told)}


def _why_kept(made: Made, answered: Collection[int], reported: Collection[int]) -> str:
    """Say why a question stays as it is; empty where nobody has touched what the import brought."""
    if not made.is_here:
        return "moved"
    if made.question_id in answered:
        return "answered"
    if made.question_id in reported:
        return "reported"
    if made.is_as_brought:
        return ""
    return "edited" if made.is_edited_since else "confirmed"
