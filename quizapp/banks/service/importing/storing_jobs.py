"""How the job that writes a large import is done: in pieces that nobody sees, then all at once.

The pieces, new questions and changed ones, wait aside (`pieces`). With the last transaction they become the target's:
who looks sees all of the import or nothing, and whoever answers meanwhile waits for one piece, or for letting all in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import update
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Import
from quizapp.banks.parcels import KeptParcel, ParcelShelf
from quizapp.banks.service.access import get_bank_to_edit
from quizapp.banks.service.importing.choosing import Choice, Tally, choice_of
from quizapp.banks.service.importing.comparing import compare_again, is_as_compared
from quizapp.banks.service.importing.histories import PutHistory, history_of, put_history
from quizapp.banks.service.importing.import_jobs import Snapshot
from quizapp.banks.service.importing.pieces import Pieces, piece_of
from quizapp.banks.service.importing.planning import PIECE, Wanted, Writer, pieces_of, plan_piece
from quizapp.banks.service.importing.readings import BroughtReading, find_reading, find_whole, kept_reading
from quizapp.banks.service.importing.records import STORING, stamp_seen
from quizapp.banks.service.importing.reports import make_report
from quizapp.banks.service.importing.staging import (
    clear_some,
    count_left,
    get_aside,
    loading_slug,
    make_aside,
)
from quizapp.banks.service.importing.targets import ImportTarget
from quizapp.banks.service.importing.writing import (
    chosen_of,
    count_piece,
    make_import_bank,
    settle,
)
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.media import MediaCard, put_media
from quizapp.banks.service.storing import Sheet, write_sheet
from quizapp.core.document import Document
from quizapp.core.errors import Conflict
from quizapp.core.evidence import KeptReading
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.plumbing.job_runner import JobKind, Piece
from quizapp.plumbing.jobs import Claimed

#: Lets learners' cards follow what became of a bank's questions, by one of `CARD_CHOICES`.
FollowEdit: TypeAlias = Callable[[Session, LoadReport, str, datetime], None]

GONE = "This import is not here any more."


@dataclass(slots=True)
class _Work:
    """What is worked out of one import while its pieces are written."""

    parcel: KeptParcel
    choice: Choice
    target: ImportTarget
    bank_id: int | None
    owner_id: int
    tally: Tally
    pieces: Pieces
    media: list[MediaCard] = field(default_factory=list)
    reading: BroughtReading | None = None
    #: The reading by which sentences of passages are named, and the bank's, in which they are looked for.
    whole: Document | None = None
    kept: KeptReading | None = None
    #: A file that was put down and that nobody else is to read, to be removed in the end; empty = there is none.
    unread: str = ""
    #: Ids that new questions of it have.
    used: set[str] = field(default_factory=set)

    def choose(self, numbers: Sequence[int], names: set[str]) -> list[Wanted]:
        """Give the questions of some entries, and add the names of their pictures and sounds."""
        return list(chosen_of(self.parcel, self.choice, numbers, self.tally, names, self.kept))


@dataclass(frozen=True, slots=True)
class _Last:
    """What the last transaction needs: what waits for it, and the report."""

    work: _Work
    report: dict[str, Any]
    history: PutHistory | None = None


@dataclass(frozen=True, slots=True)
class ImportStoring:
    """Writes a large import; `_works` holds what is under way, by job."""

    shelf: ParcelShelf
    media: MediaStore
    files: FileStore
    snapshot: Snapshot
    follow_edit: FollowEdit
    clock: Callable[[], datetime]
    _works: dict[int, _Work] = field(default_factory=dict)

    def kind(self) -> JobKind:
        """Give the kind of job."""
        return JobKind(
            STORING,
            lambda _claimed: None,
            self.apply,
            self.fail,
            self.clean,
            pieces=self.pieces,
            prepare=self.prepare,
            piece_words="Storing the questions",
        )

    def pieces(self, claimed: Claimed, _result: Any) -> Iterator[Piece]:
        """Work out a thousand questions at a time, outside the transaction, and give what writes them."""
        import_id, now = claimed.arguments["import_id"], self.clock()
        work = self._works[claimed.id] = self._begin(claimed)
        for _ in range(self._count_left(import_id)):
            yield partial(_clear_piece, import_id)
        yield partial(_prepare_staging, import_id, now)
        numbers = work.choice.numbers()
        work.reading = find_reading(work.parcel, work.bank_id)
        with self.snapshot() as session:
            work.whole = find_whole(session, work.parcel, work.bank_id)
        work.kept = kept_reading(work.whole, work.bank_id)
        names: set[str] = set()
        done = 0
        position = 1
        for part in pieces_of(numbers, PIECE):
            wanted = work.choose(part, names)
            writer = Writer(
                author_id=work.owner_id,
                now=now,
                import_id=import_id,
                first_position=position,
                taken=frozenset(work.used),
                whole=work.whole,
            )
            with self.snapshot() as session:
                plan = plan_piece(session, work.bank_id, wanted, writer)
            piece = piece_of(plan)
            work.pieces.note(piece)
            position += len(plan.sheet.made)
            work.used.update(row["slug"] for row in plan.sheet.made)
            count_piece(work.tally, plan)
            done += len(part)
            yield partial(_write_piece, import_id, piece.sheet, 0.95 * done / len(numbers))
        work.media = [put_media(self.media, work.parcel.get_media(name)) for name in sorted(names)]

    def _count_left(self, import_id: int) -> int:
        """Count the pieces that take away what an earlier beginning has left."""
        with self.snapshot() as session:
            return count_left(session, loading_slug(import_id))

    def _begin(self, claimed: Claimed) -> _Work:
        with self.snapshot() as session:
            held = session.get(Import, claimed.arguments["import_id"])
            if held is None or held.state != "storing":
                raise Conflict(GONE)
            parcel = self.shelf.open(held.parcel)
            target = ImportTarget(**held.choices["target"])
            tally = Tally()
            bank_id = held.choices.get("bank_id")
            pieces = Pieces(loading_slug(held.id))
            return _Work(parcel, choice_of(held, parcel), target, bank_id, claimed.owner_id, tally, pieces)

    def prepare(self, _session: Session, claimed: Claimed, _result: Any, _now: datetime) -> _Last:
        """Work out the report, and put down what its teacher has answered, if that shall come along."""
        work = self._works[claimed.id]
        verdicts = work.choice.verdicts
        cards = history_of(work.parcel, verdicts, work.tally.ids) if work.target.history else {}
        history = put_history(self.files, cards)
        work.unread = history.file if history is not None else ""
        return _Last(work, make_report(work.parcel, work.choice, work.tally), history)

    def apply(self, session: Session, claimed: Claimed, last: _Last, now: datetime) -> Mapping[str, Any]:
        """Let all of the import be seen at once; beside a bank that was changed meanwhile it is compared again."""
        import_id, work = claimed.arguments["import_id"], last.work
        held = session.get(Import, import_id, with_for_update=True, options=[undefer(Import.report)])
        user = session.get(User, work.owner_id)
        if held is None or user is None or held.state != "storing":
            return {}
        viewer = viewer_of(user)
        is_new = not work.target.slug
        if is_new:
            bank = make_import_bank(session, viewer, work.target, work.parcel, now)
        else:
            bank = get_bank_to_edit(session, viewer, work.target.slug)
            if not is_as_compared(session, bank.id, stamp_seen(held)):
                compare_again(session, held, work.choice, now, target=work.target)
                return {}
        bank = work.pieces.let_in(session, bank, None, is_new=is_new)
        report = last.report
        if is_new and work.reading is not None:
            work.reading.give(session, bank)
        load = work.pieces.load
        load.history = settle(session, held, bank, report, work.media, now, is_new=is_new, history=last.history)
        load.slug, load.bank_id, load.is_new = bank.slug, bank.id, is_new
        self.follow_edit(session, load, work.target.cards, now)
        work.unread = ""
        return {"imported": report["imported"]}

    def fail(self, session: Session, claimed: Claimed, message: str, now: datetime) -> None:
        """Let its teacher try again; what was written is seen by nobody, and taken away a piece at a time."""
        import_id = claimed.arguments["import_id"]
        session.execute(update(Import).where(Import.id == import_id).values(state="ready", error=message))

    def clean(self, claimed: Claimed) -> None:
        """Forget what was worked out, with the file of a history that does not come along now."""
        work = self._works.pop(claimed.id, None)
        if work is not None and work.unread:
            self.files.remove(work.unread)


def _prepare_staging(import_id: int, now: datetime, session: Session) -> float:
    make_aside(session, loading_slug(import_id), now)
    return 0.02


def _clear_piece(import_id: int, session: Session) -> float:
    clear_some(session, loading_slug(import_id))
    return 0.0


def _write_piece(import_id: int, sheet: Sheet, share: float, session: Session) -> float:
    write_sheet(session, get_aside(session, loading_slug(import_id)), sheet)
    return share
