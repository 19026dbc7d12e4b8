"""Pieces of many questions, written where nobody sees them, then let into their bank all at once.

They wait in a bank out of use (`staging`): a new question under its place from 1; a changed one as a row of its own, in
a place that is minus the number of the question that it changes, with the revision and the tags that this will have.
One transaction lets all of it in, with some statements for all questions: who looks sees all of it or nothing. Where
the process is killed before, no question of the bank was touched, and what waited is swept. Afterwards each revision
has its import's number like those of a small import, so that undoing knows no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow, Revision, Tag
from quizapp.banks.service.importing.planning import PiecePlan
from quizapp.banks.service.importing.staging import get_aside
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.storing import (
    CHANGED_COLUMNS,
    SLUGS_AT_ONCE,
    Look,
    Sheet,
    as_texts,
    last_position,
    stamp_of,
    write_sheet,
)

#: Works out anew what becomes of some questions, by their ids, beside their bank as it is by now.
WorkOut: TypeAlias = Callable[[Bank, Sequence[str]], PiecePlan]


def waiting_sheet(sheet: Sheet) -> Sheet:
    """Give the sheet that is written aside: new questions as they are, and changes as rows that wait."""
    aside = Sheet(Look({}, ()), sheet.author_id, sheet.now, sheet.import_id)
    aside.made = [*sheet.made, *map(_as_waiting, sheet.revised)]
    aside.tags = sheet.tags
    return aside


def _as_waiting(row: Mapping[str, Any]) -> dict[str, Any]:
    return as_texts(row) | {"revision": row["number"], "position": -row["row_id"]}


def seen_of(sheet: Sheet) -> dict[str, int]:
    """Tell by their ids how the questions stood that a sheet changes; 0 = it was not looked at."""
    seen = {row[1]: hash(row) for row in sheet.look.stamp}
    return {row["slug"]: seen.get(row["slug"], 0) for row in sheet.revised}


def list_late(session: Session, aside: Bank, bank: Bank, seen: Mapping[str, int]) -> list[str]:
    """List the questions that stand otherwise than they were seen, and the new ones whose ids the bank has by now."""
    now = {row[1]: hash(row) for row in stamp_of(session, bank.id, list(seen))}
    there = select(QuestionRow.slug).where(QuestionRow.bank_id == bank.id)
    new = select(QuestionRow.slug).where(_new(aside), QuestionRow.slug.in_(there)).order_by(QuestionRow.position)
    return [*(slug for slug, mark in seen.items() if now.get(slug) != mark), *session.scalars(new)]


def drop_waiting(session: Session, aside: Bank, slugs: Sequence[str]) -> set[int]:
    """Drop questions that wait; gives the numbers of those that they would have changed."""
    dropped: set[int] = set()
    for start in range(0, len(slugs), SLUGS_AT_ONCE):
        of_it = QuestionRow.bank_id == aside.id, QuestionRow.slug.in_(slugs[start : start + SLUGS_AT_ONCE])
        dropped.update(-place for place in session.scalars(select(QuestionRow.position).where(*of_it)) if place < 0)
        session.execute(delete(QuestionRow).where(*of_it).execution_options(synchronize_session=False))
    return dropped


def let_in(session: Session, aside: Bank, bank: Bank, behind: int) -> None:
    """Let what waits be the bank's: new questions in their places behind another, changes in their questions."""
    _move_new(session, aside, bank, behind)
    ids = [-place for place in session.scalars(select(QuestionRow.position).where(_waiting(aside)))]
    if not ids:
        session.execute(delete(Bank).where(Bank.id == aside.id))
        return
    question: Any = QuestionRow.__table__
    waits = question.alias("waits")
    is_its = (waits.c.bank_id == aside.id) & (waits.c.position < 0)
    change = question.update().where(is_its, question.c.id == -waits.c.position)
    connection = session.connection()
    with indexed_at_once(session, sorted(ids)):
        connection.execute(change.values({name: waits.c[name] for name in CHANGED_COLUMNS}))
    tag: Any = Tag.__table__
    revision: Any = Revision.__table__
    connection.execute(tag.delete().where(tag.c.question_id.in_(select(-waits.c.position).where(is_its))))
    for table in (tag, revision):
        moved = table.update().where(is_its, table.c.question_id == waits.c.id)
        connection.execute(moved.values(question_id=-waits.c.position))


def _waiting(aside: Bank) -> Any:
    return (QuestionRow.bank_id == aside.id) & (QuestionRow.position < 0)


def _new(aside: Bank) -> Any:
    return (QuestionRow.bank_id == aside.id) & (QuestionRow.position > 0)


def _move_new(session: Session, aside: Bank, bank: Bank, behind: int) -> None:
    of_it = _new(aside)
    with indexed_at_once(session, list(session.scalars(select(QuestionRow.id).where(of_it).order_by(QuestionRow.id)))):
        moved = update(QuestionRow).where(of_it)
        moved = moved.values(bank_id=bank.id, position=QuestionRow.position + behind)
        session.execute(moved.execution_options(synchronize_session=False))


def adopt(session: Session, aside: Bank, made: Bank) -> Bank:
    """Let the bank that holds new questions be the one that was just made for them: no question is touched."""
    values = {
        name: getattr(made, name)
        for name in (
            "slug", "title", "language", "description", "licence", "authors", "tags", "extra", "owner_id", "visibility",
            "created_at",
        )
    }  # fmt: skip
    session.delete(made)
    session.flush()
    for name, value in values.items():
        setattr(aside, name, value)
    aside.deleted_at = None
    session.flush()
    return aside


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a large import: what is written of it aside, and what it changes."""

    sheet: Sheet
    report: LoadReport
    #: How the questions stood that it changes (`seen_of`).
    seen: Mapping[str, int]
    #: The entries of its questions, by their ids.
    numbers: Mapping[str, int]
    #: The ids of those that were out of use before.
    revived: Collection[str]


def piece_of(plan: PiecePlan) -> Piece:
    """Give what is needed of a plan until the end."""
    return Piece(waiting_sheet(plan.sheet), plan.report, seen_of(plan.sheet), plan.numbers, plan.revived)


@dataclass(slots=True)
class Pieces:
    """What the pieces of one import are, in the order of their planning, and how they are let in."""

    #: The name of the bank in which they wait.
    aside: str
    #: Whether new questions stand in the places that they were given; else behind all that the bank has.
    are_placed: bool = False
    load: LoadReport = field(default_factory=lambda: LoadReport(""))
    #: The ids of questions that were out of use before.
    revived: set[str] = field(default_factory=set)
    #: What was worked out again at the end, since it stood otherwise by then; None = nothing.
    again: PiecePlan | None = None
    _seen: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def note(self, piece: Piece) -> None:
        """Note what a piece is."""
        self._seen |= piece.seen
        self._numbers |= piece.numbers
        self.revived |= set(piece.revived)
        add_load(self.load, piece.report)

    def numbers_of(self, slugs: Iterable[str]) -> list[int]:
        """Give the entries of questions by their ids."""
        return sorted(self._numbers[slug] for slug in slugs)

    def slugs(self) -> dict[int, str]:
        """Give the ids of the questions of entries, by their numbers."""
        return {number: slug for slug, number in self._numbers.items()}

    def list_late(self, session: Session, bank: Bank) -> list[str]:
        """List by their ids what must be worked out again, as it stands now."""
        return list_late(session, get_aside(session, self.aside), bank, self._seen)

    def let_in(self, session: Session, bank: Bank, work_out: WorkOut | None, *, is_new: bool) -> Bank:
        """Let all of them in, and give the bank that has them, which is another one where it was made for them.

        Without `work_out` the bank is known to be as it was when they were worked out.
        """
        aside = get_aside(session, self.aside)
        if is_new:
            return adopt(session, aside, bank)
        late = [] if work_out is None else list_late(session, aside, bank, self._seen)
        take_late(self.load, late, drop_waiting(session, aside, late))
        let_in(session, aside, bank, 0 if self.are_placed else last_position(session, bank.id))
        if late and work_out is not None:
            self.again = plan = work_out(bank, late)
            self._numbers = {slug: n for slug, n in self._numbers.items() if slug not in set(late)} | plan.numbers
            write_sheet(session, bank, plan.sheet)
            add_load(self.load, plan.report)
            self.revived = (self.revived - set(late)) | plan.revived
        return bank


def add_load(load: LoadReport, part: LoadReport) -> None:
    """Add to a report what a part of the work changed."""
    for name in ("created", "changed", "unchanged", "kept", "older", "archived", "quoted", "key_changed_ids"):
        getattr(load, name).extend(getattr(part, name))
    lowest = [each for each in (load.first_moved_position, part.first_moved_position) if each is not None]
    load.first_moved_position = min(lowest, default=None)


def take_late(load: LoadReport, late: Iterable[str], ids: set[int]) -> None:
    """Take from a report what will be worked out again."""
    again = set(late)
    load.created = [slug for slug in load.created if slug not in again]
    load.changed = [slug for slug in load.changed if slug not in again]
    load.key_changed_ids = [each for each in load.key_changed_ids if each not in ids]
