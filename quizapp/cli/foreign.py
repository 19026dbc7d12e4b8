"""Files of other programs brought in from the command line: whole or not at all, also beside a server at work."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Import
from quizapp.banks.service import CARD_CHOICES, BroughtHistory, LoadReport, MediaCard, give_media, importing, put_media
from quizapp.banks.service.importing import commanding
from quizapp.banks.service.importing.commanding import CommandImport
from quizapp.banks.service.importing.filling import fill, fill_again
from quizapp.cli.following import follow_edit
from quizapp.cli.histories import history_cards, with_history
from quizapp.cli.loading import clear_aside, title_of
from quizapp.cli.sources import Source
from quizapp.core.errors import Conflict
from quizapp.core.formats.parcel import Alike, Entry, Parcel, Report, Skipped
from quizapp.core.formats.past_answers import PastCard
from quizapp.core.formats.wishes import ImportWish
from quizapp.core.slugs import as_slug
from quizapp.plumbing.ahead import begin
from quizapp.plumbing.clock import epoch_ms, system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.study import service as study

#: So many pieces are worked out at once; more would take more memory, fewer more time.
_PIECES_AHEAD = 3


@dataclass(slots=True)
class Brought:
    """What bringing a file in did, for the report."""

    bank_slug: str
    load: LoadReport
    parcel: Parcel
    left_out: dict[str, Skipped] = field(default_factory=dict)
    #: By which it is undone; None where nothing was brought.
    import_id: int | None = None
    #: How many learners' cards were touched by what is right otherwise now.
    cards: int = 0
    #: How many answers come along; None = none is to.
    history_new: int | None = None

    def public(self, file: str) -> Report:
        """Give the report as `quizapp import --json` prints it."""
        report = self.parcel.report(file, self.left_out, len(self.load.changed))
        report = replace(report, rekeyed=len(self.load.key_changed_ids), cards=self.cards, import_id=self.import_id)
        return with_history(report, self.parcel, epoch_ms(system_clock()), self.history_new)


def bring_in(
    database: Database,
    media: MediaStore,
    source: Source,
    bank: str | None,
    now: datetime,
    owner_id: int | None = None,
    cards: str = CARD_CHOICES[0],
    files: FileStore | None = None,
) -> Report | Brought:
    """Bring a file into a bank of the installation, or of this owner, which is made where there is none.

    `cards`, one of `CARD_CHOICES`, says what becomes of learners' cards where something else is right then.
    Where its history is wished for, it becomes the owner's, by way of `files`.

    A file that left the bank as it stands is not read again: its report is given at once.

    Raises:
        FormatError: the file cannot be read.
        Conflict: the bank of that name is somebody else's.
    """
    known = _find_unchanged(database, source, bank, owner_id)
    if known is not None:
        return known
    bringing = _bringing(database, media, source, bank, now, owner_id)
    bringing.cards, bringing.files = cards, files
    return bringing.run()


def look_at(
    database: Database, media: MediaStore, source: Source, bank: str | None, now: datetime, owner_id: int | None = None
) -> tuple[Parcel | None, Report]:
    """Report what `bring_in` would do, with what was read, None of a file that stands unchanged; nothing is written.

    Raises:
        FormatError, Conflict: as there.
    """
    known = _find_unchanged(database, source, bank, owner_id)
    if known is not None:
        return None, replace(known, is_dry=True)
    bringing = _bringing(database, media, source, bank, now, owner_id)
    near = bringing.look()
    report = bringing.parcel.report(str(source.path), bringing.left_out, len(bringing.load.changed))
    with database.reading() as session:
        cards = study.count_met(session, bringing.load.key_changed_ids)
    report = replace(report, rekeyed=len(bringing.load.key_changed_ids), cards=cards)
    report = with_history(report, bringing.parcel, epoch_ms(now), bringing.history_new)
    return bringing.parcel, replace(report, near=near, is_dry=True)


def _find_unchanged(database: Database, source: Source, bank: str | None, owner_id: int | None) -> Report | None:
    if source.wish.history:
        # Its bank says nothing of what its owner has learned.
        return None
    said = source.sha256, source.format.name, bank or "", source.path.stem
    with database.reading() as session:
        known = commanding.find_unchanged(session, *said, owner_id, source.wish)
    return None if known is None else known.report(str(source.path))


def _bringing(
    database: Database, media: MediaStore, source: Source, bank: str | None, now: datetime, owner_id: int | None
) -> _Bringing:
    parcel = source.read()
    title = title_of(bank) if bank else parcel.bank.title or source.path.stem
    return _Bringing(database, media, source, parcel, title, now, owner_id)


def report_dry(parcel: Parcel, file: str, wish: ImportWish) -> Report:
    """Report what a file would bring into a new bank."""
    told = commanding.compare_new(parcel, wish)
    left_out = {
        entry.question.id: Skipped.question(entry, number, said)
        for number, (entry, said) in enumerate(told)
        if isinstance(said, str)
    }
    return report_new(parcel, file, left_out)


def report_new(parcel: Parcel, file: str, left_out: Mapping[str, Skipped] | None = None) -> Report:
    """Report that a file would bring all its questions into a new bank but those left out, by their ids."""
    left = left_out or {}
    new = {number for number, entry in enumerate(parcel.entries) if entry.question.id not in left}
    report = replace(parcel.report(file, left), near=commanding.alike_of(parcel.entries, new, {}), is_dry=True)
    return with_history(report, parcel, epoch_ms(system_clock()))


@dataclass(slots=True)
class _Bringing:
    """One file on its way into a bank."""

    database: Database
    media: MediaStore
    source: Source
    parcel: Parcel
    title: str
    now: datetime
    owner_id: int | None
    #: What becomes of learners' cards where something else is right, and how many these are.
    cards: str = CARD_CHOICES[0]
    card_count: int = 0
    load: LoadReport = field(init=False)
    slug: str = ""
    #: Whether anything came of it that could be undone.
    has_way_back: bool = False
    left_out: dict[str, Skipped] = field(default_factory=dict)
    #: Ids of the bank's questions that the file says again, by the numbers of its entries.
    again: dict[int, str] = field(default_factory=dict)
    #: The numbers of its entries by their ids.
    places: dict[str, int] = field(default_factory=dict)
    files: FileStore | None = None
    #: What its owner has answered, and how many answers of it are new.
    history: importing.PutHistory | None = None
    history_new: int | None = None
    pieces: commanding.Pieces = field(init=False)
    used: set[str] = field(default_factory=set)

    def run(self) -> Brought:
        self.slug = as_slug(self.title)
        self.load = LoadReport(self.slug)
        import_id = None
        with self.database.reading() as session:
            bank_id = commanding.find_bank(session, self.slug)
            self.parcel = fill(session, bank_id, self.parcel)
            wanted = self._wanted(session, bank_id)
        if self.parcel.entries:
            cards = [put_media(self.media, content) for content in self.parcel.media.values()]
            held = self._begin(bank_id)
            self.pieces = commanding.pieces_for(held.id)
            self.load = self.pieces.load
            self._write_pieces(held, bank_id, wanted)
            late = self._judge_late()
            if self.source.wish.history:
                with self.database.reading() as session:
                    self._put_history_down(session, bank_id)
            self._let_in(held, bank_id, late, cards)
            clear_aside(self.database, self.pieces.aside)
            import_id = held.id if self.has_way_back else None
        return Brought(self.slug, self.load, self.parcel, self.left_out, import_id, self.card_count, self.history_new)

    def look(self) -> tuple[Alike, ...] | None:
        """Find what would be changed or left out, and why; gives what is nearly the same as others."""
        self.slug, self.pieces = as_slug(self.title), commanding.pieces_for(0)
        self.load = self.pieces.load
        with self.database.reading() as session:
            commanding.check_free(session, self.slug, self.owner_id)
            bank_id = commanding.find_bank(session, self.slug)
            self.parcel = fill(session, bank_id, self.parcel)
            for part in importing.pieces_of(list(self._wanted(session, bank_id)), commanding.PIECE):
                writer = importing.Writer(author_id=None, now=self.now, import_id=0, taken=frozenset(self.used))
                self._note(commanding.make_piece(session, bank_id, part, writer), bank_id)
            self._find_history(session, bank_id)
            new = frozenset(self.pieces.numbers_of(self.load.created))
            return commanding.list_alike(session, bank_id, self.parcel.entries, new)

    def _find_history(self, session: Session, bank_id: int | None) -> dict[str, PastCard]:
        """Find what the owner has answered, if that is wished for, and count what is new of it."""
        if not self.source.wish.history:
            return {}
        cards = history_cards(self.parcel, self.again | self.pieces.slugs(), epoch_ms(self.now))
        self.history_new = study.count_new(session, self.owner_id, bank_id, cards)
        return cards

    def _put_history_down(self, session: Session, bank_id: int | None) -> None:
        self._remove_history()
        # Where no answer is new a card may have been put away since.
        if self.files is not None:
            self.history = importing.put_history(self.files, self._find_history(session, bank_id))

    def _remove_history(self) -> None:
        if self.files is not None and self.history is not None:
            self.files.remove(self.history.file)
        self.history = None

    def _wanted(self, session: Session, bank_id: int | None) -> Iterator[importing.Wanted]:
        known, name, wish = self.source.format, self.source.path.name, self.source.wish
        self.places = {entry.question.id: number for number, entry in enumerate(self.parcel.entries)}
        if bank_id is None:
            return self._chosen(commanding.compare_new(self.parcel, wish))
        return self._chosen(commanding.compare(session, bank_id, self.parcel, known, name, wish, self.again))

    def _chosen(self, told: Iterator[tuple[Entry, importing.Wanted | str]]) -> Iterator[importing.Wanted]:
        for entry, said in told:
            if isinstance(said, str):
                self._leave_out(entry, said)
                if said == commanding.UNCHANGED:
                    self.load.unchanged.append(entry.question.id)
                elif said in (commanding.EDITED_HERE, commanding.CHANGED_IN_BOTH):
                    self.load.kept.append(entry.question.id)
            else:
                yield said

    def _leave_out(self, entry: Entry, reason: str) -> None:
        number = self.places[entry.question.id]
        self.left_out[entry.question.id] = Skipped.question(entry, number, reason)

    def _begin(self, bank_id: int | None) -> CommandImport:
        with self.database.transaction() as session:
            commanding.check_free(session, self.slug, self.owner_id)
            held = Import(
                client_id=str(uuid.uuid4()),
                state="storing",
                files=[{"name": self.source.path.name, "sha256": self.source.sha256, "stored": "", "table": {},
                        "size_bytes": self.source.size_bytes, "format": self.source.format.name}],
                bank_id=bank_id,
                created_at=self.now,
            )  # fmt: skip
            session.add(held)
            session.flush()
            commanding.make_loading(session, held.id, self.now)
            return CommandImport(held.id)

    def _write_pieces(self, held: CommandImport, bank_id: int | None, wanted: Iterator[importing.Wanted]) -> None:
        # While the database writes some pieces, the next ones are worked out.
        waiting = self._begin_pieces(held, bank_id, wanted)
        while waiting is not None:
            pieces = waiting()
            for piece in pieces:
                self._note(piece, bank_id)
            waiting = self._begin_pieces(held, bank_id, wanted)
            for piece in pieces:
                with self.database.transaction() as session:
                    commanding.write_loading(session, held.id, piece.sheet)

    def _begin_pieces(
        self, held: CommandImport, bank_id: int | None, wanted: Iterator[importing.Wanted]
    ) -> Callable[[], list[commanding.Piece]] | None:
        part = list(islice(wanted, _PIECES_AHEAD * commanding.PIECE))
        return begin(lambda: self._plan(held, bank_id, part)) if part else None

    def _plan(
        self, held: CommandImport, bank_id: int | None, wanted: Sequence[importing.Wanted]
    ) -> list[commanding.Piece]:
        self.database.after_fork()
        position, taken, pieces = 1 + len(self.load.created), set(self.used), []
        for part in importing.pieces_of(wanted, commanding.PIECE):
            writer = importing.Writer(
                author_id=None, now=self.now, import_id=held.id, first_position=position, taken=frozenset(taken)
            )
            with self.database.reading() as session:
                piece = commanding.make_piece(session, bank_id, part, writer)
            position += len(piece.report.created)
            taken.update(piece.report.created if bank_id is not None else ())
            pieces.append(piece)
        return pieces

    def _note(self, piece: commanding.Piece, bank_id: int | None) -> None:
        self.pieces.note(piece)
        self._note_unchanged(piece.report, piece.numbers)
        if bank_id is not None:
            self.used.update(piece.report.created)

    def _note_unchanged(self, load: LoadReport, numbers: Mapping[str, int]) -> None:
        """Leave out what stands as it was brought, by the ids of the file: the bank may have it under another one."""
        for identity in load.unchanged:
            self._leave_out(self.parcel.entries[numbers[identity]], commanding.UNCHANGED)

    def _judge_late(self) -> commanding.Late | None:
        """Judge what has come to stand otherwise before anybody has to wait for it; None = nothing has."""
        with self.database.reading() as session:
            bank = commanding.find_bank_row(session, self.slug)
            slugs = self.pieces.list_late(session, bank) if bank is not None else []
            return self._late(session, bank, slugs) if bank is not None and slugs else None

    def _late(self, session: Session, bank: Bank, slugs: Sequence[str]) -> commanding.Late:
        known, name = self.source.format, self.source.path.name
        parcel = fill_again(session, bank.id, self.parcel)
        return commanding.judge_late(session, bank, slugs, self.pieces, parcel, known, name, self.source.wish)

    def _let_in(
        self, held: CommandImport, bank_id: int | None, late: commanding.Late | None, cards: Sequence[MediaCard]
    ) -> None:
        is_in = False
        try:
            with self.database.transaction() as session:
                self._finish(session, held, bank_id, late)
                give_media(session, self.load.bank_id, cards, self.now)
            is_in = True
        finally:
            if not is_in:
                self._remove_history()

    def _finish(self, session: Session, held: CommandImport, bank_id: int | None, late: commanding.Late | None) -> None:
        bank = commanding.lock_bank(session, self.slug, self.owner_id)
        if bank_id not in (None, bank.id if bank is not None else None):
            raise Conflict(f"The bank “{self.slug}” was taken away while the file was read. Import it again.")
        if bank is None:
            fields = self.parcel.bank
            bank = commanding.make_bank(session, self.slug, self.title, fields, self.now, self.owner_id)
            self.load.is_new = True
        writer = importing.Writer(author_id=None, now=self.now, import_id=held.id)

        def work_out(bank: Bank, slugs: Sequence[str]) -> importing.PiecePlan:
            # Only what changed in between is judged while others wait.
            is_judged = commanding.still_holds(session, late, bank, slugs, self.pieces)
            found = late if is_judged and late is not None else self._late(session, bank, slugs)
            return importing.plan_piece(session, bank.id, list(self._chosen(iter(found.told))), writer)

        bank = self.pieces.let_in(session, bank, work_out, is_new=self.load.is_new)
        if self.pieces.again is not None:
            self._note_unchanged(self.pieces.again.report, self.pieces.again.numbers)
            if self.source.wish.history:
                # Questions that were worked out again may have other names.
                self._put_history_down(session, bank.id)
        self.load.slug, self.load.bank_id = self.slug, bank.id
        reasons = ((identity, why.reason) for identity, why in self.left_out.items())
        left_out = {identity: reason for identity, reason in reasons if reason != commanding.UNCHANGED}
        history = self._brought_history(held, bank)
        commanding.settle(
            session, held.id, bank, self.parcel, self.load, self.now,
            is_new=self.load.is_new, revived=self.pieces.revived, left_out=left_out, asked=self._asked(),
            kept=self.load.kept, again=set(self.again.values()), wish=self.source.wish, history=history,
        )  # fmt: skip
        self.has_way_back = importing.can_be_undone(session, session.get_one(Import, held.id))
        self.card_count = study.count_met(session, self.load.key_changed_ids)
        # Not the moment at which the file was begun: who has answered since did not know of it.
        follow_edit(session, self.load, self.cards, system_clock())

    def _asked(self) -> dict[str, str]:
        """Give what the questions of the file ask that do not stand in the bank under their ids."""
        slugs, entries = self.again | self.pieces.slugs(), enumerate(self.parcel.entries)
        return {entry.question.id: entry.stem for n, entry in entries if slugs.get(n) != entry.question.id}

    def _brought_history(self, held: CommandImport, bank: Bank) -> dict[str, Any] | None:
        """Let what the owner has answered come along; gives what the import's report keeps of it."""
        if self.history is None or self.owner_id is None:
            return None
        self.load.history = BroughtHistory(self.owner_id, held.id, bank.id, epoch_ms(self.now), self.history.file)
        return importing.told_history(self.load.history, self.history)
