"""A bank from a file: made, or brought up to date by the ids of its questions, so that learning history survives.

Worked out beforehand, so that the lock is held for writing alone; a large bank is written in pieces that nobody sees
(`importing.pieces`), then let in at once. Opening the transactions is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.service.importing import filed
from quizapp.banks.service.importing.before_edits import find_edited
from quizapp.banks.service.importing.choosing import find_twins
from quizapp.banks.service.importing.command_reports import account_of, why_stays
from quizapp.banks.service.importing.numbering import numbered_report
from quizapp.banks.service.importing.pieces import Pieces, piece_of
from quizapp.banks.service.importing.planning import PiecePlan, outline_now
from quizapp.banks.service.importing.staging import get_aside, make_aside
from quizapp.banks.service.importing.undoing import can_be_undone
from quizapp.banks.service.loading import LoadReport, new_visibility, why_not_free
from quizapp.banks.service.publishing import get_document
from quizapp.banks.service.storing import (
    Look,
    Sheet,
    Standing,
    last_position,
    look_at,
    stamp_of,
    write_sheet,
)
from quizapp.core import document as reading
from quizapp.core.errors import Conflict
from quizapp.core.evidence import KeptReading
from quizapp.core.formats.parcel import Parcel
from quizapp.core.formats.renewing import edited_since, renewed
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question

#: A question with its place in the file, from 1.
Placed = tuple[int, Question]


def is_loaded(session: Session, file_hash: str) -> bool:
    """Whether the bank of a file stands as this very file left it, closed or not."""
    known = select(Bank.id).where(Bank.file_hash == file_hash).limit(1)
    return session.scalar(known) is not None


@dataclass(slots=True)
class Filing:
    """A bank file on its way into its bank; what is missing from the file stays.

    `opens` is for who brings this very file by hand: a closed bank is in use again. `aside` names the bank in which the
    pieces of a large one wait (`staging.filing_slug`); empty = it is written at once. Of a file that is not the bank's
    own (`is_own` False) a bank that stands takes the questions alone, behind those that it has: what it says of itself,
    its reading and its order are its own, as for an import on a page.
    """

    parcel: Parcel
    document: reading.Document | None
    slug: str
    now: datetime
    file_hash: str | None = None
    document_name: str = ""
    opens: bool = False
    aside: str = ""
    #: Whose the bank is; None = the installation's.
    owner_id: int | None = None
    is_own: bool = True
    #: The name of the file, under which its import is noted.
    file_name: str = ""
    report: LoadReport = field(init=False)
    _bank_id: int | None = None
    #: Whether the questions join those of a bank that stands and says of itself what it is.
    _joins: bool = False
    #: What is written at once: all of a small bank; of a large one what is new of the places of its questions.
    _at_once: PiecePlan = field(init=False)
    _pieces: Pieces = field(init=False)
    _reading: filed.Words = field(default_factory=dict)
    #: The number of its import; None until it is begun.
    _import_id: int | None = None
    _filed: filed.Filed = field(default_factory=filed.Filed)
    #: The bank's own reading, where that stays though the file brings one; None = there is none such.
    _kept: KeptReading | None = None
    _twins: dict[str, str] = field(default_factory=dict)

    def plan(self, session: Session) -> None:
        """Look at the bank, and work out all but the pieces; nothing is locked."""
        self._twins = find_twins(self.parcel)
        self._reading = filed.reading_of_file(self.document, self.document_name)
        bank = session.scalar(select(Bank).where(Bank.slug == self.slug))
        self._bank_id = bank.id if bank is not None else None
        self._joins = bank is not None and not self.is_own
        self._pieces = Pieces(self.aside, are_placed=not self._joins)
        self._kept = self._kept_reading(session, bank)
        self._plan_at_once(session, [] if self.aside else self.placed())
        if bank is not None:
            self.report.not_taken = self._not_taken(session, bank)
            self.report.beside = [] if self._joins else self._name_beside(session, bank)

    def _name_beside(self, session: Session, bank: Bank) -> list[str]:
        named = filed.name_beside(session, bank, self.parcel.bank, self._reading)
        return [*named, "order"] if self._at_once.sheet.moved else named

    def _kept_reading(self, session: Session, bank: Bank | None) -> KeptReading | None:
        if bank is None or not self._reading:
            return None
        if not self._joins and filed.agree(session, bank, self.parcel.bank, self._reading).takes_reading:
            return None
        return KeptReading(get_document(session, bank.id))

    def _is_read_as_seen(self, session: Session, bank: Bank, *, is_new: bool) -> bool:
        """Whether the bank keeps the reading that it was seen to keep, or takes the file's."""
        kept = self._kept_reading(session, None if is_new else bank)
        return (kept and kept.mark) == (self._kept and self._kept.mark)

    def _not_taken(self, session: Session, bank: Bank) -> list[str]:
        """Name what the file says beside its questions and the bank keeps as it was."""
        if self._joins:
            return filed.name_not_taken(bank, self.parcel.bank, self.document)
        agreed = filed.agree(session, bank, self.parcel.bank, self._reading)
        return [f"{name} (edited here)" for name in agreed.kept]

    def _begin(self, session: Session) -> int:
        if self._import_id is None:
            said = self.file_name, self.parcel.format, self.file_hash
            self._import_id = filed.note_begun(session, *said, self.now)
        return self._import_id

    def _plan_at_once(self, session: Session, placed: Sequence[Placed]) -> None:
        self._at_once = self._part(session, placed)
        self.report = self._at_once.report
        self.report.twins = self._twins

    def placed(self) -> list[Placed]:
        """Give the questions with their places, but for those that say again what an earlier one says."""
        return list(enumerate((each for each in self.parcel.questions if each.id not in self._twins), start=1))

    def make_aside(self, session: Session) -> None:
        """Make the bank in which pieces wait."""
        self._begin(session)
        make_aside(session, self.aside, self.now)

    def plan_piece(self, session: Session, placed: Sequence[Placed]) -> Sheet:
        """Work out some questions of a large bank; gives what is to be written of them where nobody sees it."""
        plan = self._part(session, placed, 1 + len(self._pieces.load.created))
        self._at_once.sheet.placed += plan.sheet.placed
        self._at_once.sheet.moved += plan.sheet.moved
        piece = piece_of(plan)
        self._pieces.note(piece)
        return piece.sheet

    def write_piece(self, session: Session, sheet: Sheet) -> None:
        """Write what `plan_piece` gave."""
        write_sheet(session, get_aside(session, self.aside), sheet)

    def finish(self, session: Session) -> LoadReport:
        """Let the bank say all that the file says; what stands otherwise than it was seen is worked out again.

        Raises:
            Conflict: the name belongs to somebody's own bank.
        """
        import_id = self._begin(session)
        bank, is_new = _bank(session, self.slug, self.owner_id, self.now)
        # Pieces that were worked out beside a bank that has vanished since say only what was new to it.
        is_seen, self._bank_id = self._bank_id == (None if is_new else bank.id), bank.id
        self._joins = not is_new and not self.is_own
        if not self._is_read_as_seen(session, bank, is_new=is_new):
            is_seen, self._kept = False, self._kept_reading(session, None if is_new else bank)
        if self.aside and is_seen:
            bank = self._pieces.let_in(session, bank, lambda _, late: self._part_of(session, late), is_new=is_new)
            self.report = self._pieces.load
            self.report.twins = self._twins
        elif self.aside or not is_seen or not self._still_holds(session, bank):
            self._plan_at_once(session, self.placed())
        self._at_once.sheet.import_id = import_id
        self.report.beside = [] if is_new or self._joins else self._name_beside(session, bank)
        self.report.slug, self.report.is_new, self.report.bank_id = self.slug, is_new, bank.id
        self.report.import_id = import_id
        self._write(session, bank, is_new=is_new)
        bank.outline = outline_now(session, bank.id)
        self._note_done(session, bank, is_new=is_new)
        if not can_be_undone(session, session.get_one(Import, import_id)):
            self.report.import_id = None
        return self.report

    def _write(self, session: Session, bank: Bank, *, is_new: bool) -> None:
        self._filed.was_closed = self.opens and bank.deleted_at is not None
        if self.opens:
            bank.deleted_at = None
        if self._joins:
            self.report.not_taken = self._not_taken(session, bank)
            write_sheet(session, bank, self._at_once.sheet)
        else:
            self._write_whole(session, bank, is_new=is_new)

    def _note_done(self, session: Session, bank: Bank, *, is_new: bool) -> None:
        """Note what came of it, and what undoing needs."""
        session.flush()
        held = session.get_one(Import, self._import_id, options=[undefer(Import.report)])
        held.state, held.done_at, held.bank_id, held.is_new_bank = "done", self.now, bank.id, is_new
        held.files = [{**each, "joins": self._joins} for each in held.files]
        report = {
            "owner_id": bank.owner_id,
            "filed": self._filed.to_json(),
            "again": self._slugs(),
            "left_out": why_stays(self.report),
            **account_of(self.parcel, bank, self.report),
        }
        held.report = numbered_report(session, bank.id, report)

    def _still_holds(self, session: Session, bank: Bank) -> bool:
        """Whether the bank is as it was seen when all was worked out at once."""
        sheet = self._at_once.sheet
        is_last = not self._joins or sheet.first_position == last_position(session, bank.id) + 1
        return is_last and stamp_of(session, bank.id, self._slugs()) == sheet.look.stamp

    def _write_whole(self, session: Session, bank: Bank, *, is_new: bool) -> None:
        """Let the bank be what its file says, with its reading and in its order, but for what was edited here."""
        note, takes_reading = self._filed, bool(self._reading)
        if is_new:
            note.words = note.said = filed.words_of_file(self.parcel.bank, bank.slug)
            note.reading_mark = filed.mark_of_reading(self._reading) if takes_reading else ""
        else:
            agreed = filed.agree(session, bank, self.parcel.bank, self._reading)
            note.before, note.words, note.said = filed.words_of_bank(bank), agreed.words, agreed.said
            takes_reading, note.reading_mark = agreed.takes_reading, agreed.reading_mark
            self.report.not_taken = [f"{name} (edited here)" for name in agreed.kept]
        for name, value in note.words.items():
            setattr(bank, name, value)
        session.flush()
        if takes_reading:
            note.reading = {} if is_new else filed.get_reading(session, bank.id)
            filed.write_reading(session, bank.id, self._reading)
        places = dict(_places(session, bank.id))
        # What was moved to another bank meanwhile keeps its place there.
        self._at_once.sheet.moved = [row for row in self._at_once.sheet.moved if row["row_id"] in places]
        write_sheet(session, bank, self._at_once.sheet)
        moved = [*self._at_once.sheet.moved, *self._move_rest(session, bank)]
        note.moved = [(row["row_id"], places[row["row_id"]], row["place"]) for row in moved]
        bank.file_hash = self.file_hash

    def _slugs(self) -> list[str]:
        return [question.id for _, question in self.placed()]

    def _move_rest(self, session: Session, bank: Bank) -> list[dict[str, Any]]:
        """Let the questions that are not in the file stand behind the others, in the order that they have.

        Gives those that got another place.
        """
        listed = set(self._slugs())
        rows = select(QuestionRow.id, QuestionRow.slug, QuestionRow.position).where(QuestionRow.bank_id == bank.id)
        all_rows = session.execute(rows.order_by(QuestionRow.position, QuestionRow.id))
        rest = Sheet(Look({}, ()), None, self.now)
        others = (row for row in all_rows if row.slug not in listed)
        for position, row in enumerate(others, start=len(listed) + 1):
            if row.position != position:
                rest.move(row.id, position)
        write_sheet(session, bank, rest)
        return rest.moved

    def _part_of(self, session: Session, slugs: Iterable[str]) -> PiecePlan:
        some = frozenset(slugs)
        return self._part(session, [each for each in self.placed() if each[1].id in some])

    def _part(self, session: Session, placed: Sequence[Placed], first: int | None = None) -> PiecePlan:
        """Work out some questions beside what stands of them; what was edited or archived here is kept so.

        New ones that join others stand from `first` on; None = behind the last of the bank.
        """
        quoted: list[str] = []
        if self._kept is not None:
            placed, quoted = self._kept.place_all(placed)
        slugs = [question.id for _, question in placed]
        look = look_at(session, self._bank_id, slugs)
        first = first or (last_position(session, self._bank_id) + 1)
        sheet = Sheet(look, None, self.now, self._import_id, first_position=first)
        report = LoadReport(self.slug, quoted=quoted)
        whole = self._kept.document if self._kept else None if self._joins else self.document
        standing = look.standing
        edited = find_edited(session, standing, [question.dump() for _, question in placed])
        for position, question in placed:
            row = standing.get(question.id)
            made = _beside_edits(question, row, edited)
            stays = row is not None and (made is None or not row.is_kept)
            if row is not None and stays and not self._joins:
                sheet.place(row, position, report)
            if row is not None and not row.is_kept:
                report.archived.append(question.id)
            elif made is None:
                report.kept.append(question.id)
                report.older += [question.id] if edited[question.id] is None else []
            else:
                sibling = row.sibling_key if self._joins and row is not None else None
                place = None if self._joins else position
                sheet.store(made, whole, report, sibling=sibling, position=place, said=question.dump())
        return PiecePlan(sheet, report, slugs)


def load_bank(
    session: Session,
    parcel: Parcel,
    document: reading.Document | None,
    *,
    slug: str,
    file_hash: str | None,
    now: datetime,
    document_name: str = "",
    opens: bool = False,
) -> LoadReport:
    """Make a bank of a file or bring it up to date, worked out and written in one transaction.

    Raises:
        Conflict: the name belongs to somebody's own bank.
    """
    filing = Filing(parcel, document, slug, now, file_hash, document_name, opens)
    filing.plan(session)
    return filing.finish(session)


def _beside_edits(
    question: Question, row: Standing | None, edited: Mapping[str, Mapping[str, Any] | None]
) -> Question | None:
    """Give a question with what was edited here since; None = it stays, since the file says something else of that."""
    if row is None or question.id not in edited:
        return question
    before, body = edited[question.id], question.dump()
    if before is None:
        return None
    kept, is_contradicted = edited_since(body, row.body, before)
    return None if is_contradicted else parse_question(renewed(body, row.body, kept))


def _bank(session: Session, slug: str, owner_id: int | None, now: datetime) -> tuple[Bank, bool]:
    """Give the bank, locked, and whether it was made for this load."""
    bank, is_new = session.scalar(_locked(slug)), False
    if bank is None:
        is_new = _make(session, slug, owner_id, now)
        bank = session.scalars(_locked(slug)).one()
    if bank.owner_id != owner_id:
        raise Conflict(why_not_free(slug, bank.owner_id))
    return bank, is_new


def _locked(slug: str) -> Select[Bank]:
    # Of two loads of one bank on a server the second finds what the first has made; answers go on meanwhile.
    return select(Bank).where(Bank.slug == slug).with_for_update(key_share=True)


def _make(session: Session, slug: str, owner_id: int | None, now: datetime) -> bool:
    """Make an empty bank; False when another load made it meanwhile."""
    visibility = new_visibility(owner_id)
    try:
        with session.begin_nested():
            session.add(Bank(slug=slug, title=slug, owner_id=owner_id, visibility=visibility, created_at=now))
    except IntegrityError:
        return False
    return True


def _places(session: Session, bank_id: int) -> Iterable[tuple[int, int]]:
    rows = select(QuestionRow.id, QuestionRow.position).where(QuestionRow.bank_id == bank_id)
    return ((row_id, position) for row_id, position in session.execute(rows))
