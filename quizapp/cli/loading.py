"""Banks that lie as files: brought into the database, each in a transaction of its own, learners' cards with them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from quizapp.banks import service as banks
from quizapp.banks.service import CARD_CHOICES, BankFile, Filing, LoadReport, MediaCard, importing
from quizapp.banks.service.importing import commanding
from quizapp.banks.service.importing.command_reports import OLDER_THAN_FILE, STAYS_ARCHIVED, why_stays
from quizapp.banks.service.importing.staging import filing_slug
from quizapp.cli.following import follow_edit
from quizapp.core.document import Document, read_document
from quizapp.core.errors import Conflict, FormatError
from quizapp.core.extraction.item_rules import check_evidence
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import Alike, FileProblem, Parcel, Report, Skipped
from quizapp.core.slugs import as_slug
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.db_errors import Busy
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.plumbing.job_runner import JobRunner
from quizapp.settings import SettingsError
from quizapp.study import service as study

PROBLEMS_AT_MOST = 2_000
#: What is said of questions whose passages are not in the reading that the bank keeps.
QUOTED = "passages that the reading here does not have, kept as quotations ({})"
_UNPROVEN = "The question is taken as it is."
_KEPT = (commanding.EDITED_HERE, commanding.CHANGED_IN_BOTH, OLDER_THAN_FILE, STAYS_ARCHIVED)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bank file that was brought in: what stood in it, and what that changed."""

    parcel: Parcel
    report: LoadReport
    #: What is nearly the same as others, of a file that was only looked at (`is_dry`).
    near: tuple[Alike, ...] | None = ()
    is_dry: bool = False
    #: How many learners' cards are touched by what is right otherwise then.
    cards: int = 0

    def public(self, file: str) -> Report:
        """Give the report as `quizapp import --json` prints it."""
        reasons = dict.fromkeys(self.report.unchanged, commanding.UNCHANGED) | why_stays(self.report)
        left_out = {
            id: Skipped.question(entry, number, reasons[id])
            for number, entry in enumerate(self.parcel.entries)
            if (id := entry.question.id) in reasons
        }
        report = self.parcel.report(file, left_out, len(self.report.changed))
        quoted = [QUOTED.format(", ".join(self.report.quoted))] if self.report.quoted else []
        return replace(
            report,
            not_taken=(*self.report.not_taken, *quoted),
            beside=tuple(self.report.beside),
            near=self.near,
            is_dry=self.is_dry,
            rekeyed=len(self.report.key_changed_ids),
            cards=self.cards,
            import_id=self.report.import_id,
        )


def load_folder(
    database: Database, folder: Path, now: datetime, tell: Callable[[str], None], media: MediaStore | None = None
) -> None:
    """Make or bring up to date the bank of each sub-folder; one that cannot be read is told of and left as it was.

    A bank whose files have not changed costs their hash and one query.

    Raises:
        SettingsError: there is no such folder.
    """
    if not folder.is_dir():
        raise SettingsError(f"There is no folder {folder}; QUIZAPP_QUESTIONS must name one that holds banks.")
    for path in banks.list_bank_folders(folder):
        try:
            file = banks.read_bank_file(path)
            with database.reading() as session:
                is_known = banks.is_loaded(session, file.file_hash)
            if not is_known:
                loaded = load_file(database, file, now, media=media)
                tell_problems(loaded.parcel, path, tell)
                tell_not_taken(loaded.public(str(path)), path, tell)
                tell_kept(loaded.public(str(path)), path, tell)
        except FormatError as error:
            tell(f"{place(path, error.line)}: {error.message} The bank was left as it was.")
        except Conflict as error:
            tell(f"{path}: {error.message}")


def load_file(
    database: Database,
    file: BankFile,
    now: datetime,
    slug: str | None = None,
    media: MediaStore | None = None,
    *,
    opens: bool = False,
    owner_id: int | None = None,
    cards: str = CARD_CHOICES[0],
    title: str = "",
) -> Loaded:
    """Make the bank of a file, or bring it up to date, whole or not at all; `slug` takes the place of the file's name.

    A bank that stands under a name which is not the file's own takes its questions alone (`Filing.is_own`).
    `opens` takes a bank that was closed back into use; `owner_id` says whose the bank is, None = the installation's.
    `cards`, one of `CARD_CHOICES`, says what becomes of learners' cards where something else is right then; `title` is
    that of a new bank of which the file says none.

    Pictures and sounds that its questions name come along from the folder `media` beside it.

    Raises:
        FormatError: the file cannot be read, or holds no sound question.
        Conflict: a bank of that name is somebody else's.
    """
    parcel, document = file.read()
    _check(parcel)
    parcel = with_unproven(parcel, document)
    own_slug = parcel.bank.slug or file.slug
    shown = _media_beside(file, parcel, media) if media is not None else []
    # A bank made of the file under another name, or for somebody, says nothing of the file's own bank.
    file_hash = file.file_hash if slug in (None, own_slug) and owner_id is None else None
    filing = _filing(parcel, document, slug or own_slug, now, owner_id)
    filing.file_hash, filing.opens, filing.is_own = file_hash, opens, is_own(parcel, own_slug, slug)
    filing.file_name = file.path.name
    return _load(database, filing, shown, cards, title)


def load_zip(
    database: Database,
    parcel: Parcel,
    name: str,
    now: datetime,
    slug: str | None,
    media: MediaStore,
    owner_id: int | None = None,
    cards: str = CARD_CHOICES[0],
    title: str = "",
) -> Loaded:
    """Make the bank of a zipped folder, or bring it up to date, as if the folder itself were brought by hand.

    `slug` takes the place of the bank's own name, which is else made of its title, or of the file's `name`; `cards` and
    `title` as in `load_file`.

    Raises:
        FormatError: it holds no sound question.
        Conflict: a bank of that name is somebody else's.
    """
    _check(parcel)
    document = read_document(parcel.document) if parcel.document else None
    parcel = with_unproven(parcel, document)
    shown = [banks.put_media(media, content) for content in parcel.media.values()]
    own_slug = parcel.bank.slug or as_slug(parcel.bank.title or name)
    filing = _filing(parcel, document, slug or own_slug, now, owner_id)
    filing.opens, filing.is_own, filing.file_name = True, is_own(parcel, own_slug, slug), name
    return _load(database, filing, shown, cards, title)


def title_of(name: str) -> str:
    """Give the title of a new bank that was named on the command line: its words, where that is a name in addresses."""
    if name != as_slug(name):
        return name
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def is_own(parcel: Parcel, own_slug: str, slug: str | None) -> bool:
    """Whether a bank of this name (None = the file's own) is the one that a file is about, by its slug or its title."""
    by_title = parcel.bank.title and not parcel.bank.slug and as_slug(parcel.bank.title) == slug
    return slug in (None, own_slug) or bool(by_title)


def look_at_bank(
    database: Database,
    parcel: Parcel,
    document: Document | None,
    own_slug: str,
    slug: str | None,
    now: datetime,
    owner_id: int | None = None,
) -> Loaded:
    """Tell what loading a bank file would change; nothing is written. `slug` takes the place of the file's own.

    Raises:
        Conflict: a bank of that name is somebody else's.
    """
    parcel = with_unproven(parcel, document)
    filing = _filing(parcel, document, slug or own_slug, now, owner_id)
    filing.aside, filing.is_own = "", is_own(parcel, own_slug, slug)
    with database.reading() as session:
        commanding.check_free(session, filing.slug, owner_id)
        filing.plan(session)
        created = frozenset(filing.report.created)
        new = {number for number, entry in enumerate(parcel.entries) if entry.question.id in created}
        near = commanding.list_alike(session, commanding.find_bank(session, filing.slug), parcel.entries, new)
        cards = study.count_met(session, filing.report.key_changed_ids)
    return Loaded(parcel, filing.report, near, is_dry=True, cards=cards)


def with_unproven(parcel: Parcel, document: Document | None) -> Parcel:
    """Name as problems the questions of a file whose passages do not stand where its reading should have them."""
    if document is None:
        return parcel
    of = {entry.question.id: entry for entry in parcel.entries}
    found = [
        FileProblem(of[question.id].where, of[question.id].line, f"{reason.message} {_UNPROVEN}", reason.field)
        for question, reason in check_evidence(parcel.questions, document)
    ]
    return replace(parcel, problems=(*parcel.problems, *found))


def _check(parcel: Parcel) -> None:
    if not parcel.entries and parcel.problems:
        first = parcel.problems[0]
        raise FormatError(f"{first.where}: {first.reason}", first.line)


def _filing(parcel: Parcel, document: Document | None, slug: str, now: datetime, owner_id: int | None) -> Filing:
    is_large = len(parcel.entries) > importing.AT_ONCE
    aside = filing_slug(uuid.uuid4().hex) if is_large else ""
    return Filing(parcel, document, slug, now, document_name=parcel.bank.document, aside=aside, owner_id=owner_id)


def _load(database: Database, filing: Filing, media: Sequence[MediaCard], cards: str, title: str) -> Loaded:
    with database.reading() as session:
        commanding.check_free(session, filing.slug, filing.owner_id)
        if title and not filing.parcel.bank.title and commanding.find_bank(session, filing.slug) is None:
            filing.parcel = replace(filing.parcel, bank=replace(filing.parcel.bank, title=title))
        filing.plan(session)
    if filing.aside:
        _write_pieces(database, filing)
    with database.transaction() as session:
        report = filing.finish(session)
        banks.give_media(session, report.bank_id, media, filing.now)
        count = study.count_met(session, report.key_changed_ids)
        # Not the moment at which the file was begun: who has answered since did not know of it.
        follow_edit(session, report, cards, system_clock())
    if filing.aside:
        clear_aside(database, filing.aside)
    return Loaded(filing.parcel, report, cards=count)


def bring_cards_up_to_date(database: Database, home: Path) -> None:
    """Do what is still to be done to many learners' cards, in short transactions; a server that does it goes on."""
    kinds = [
        study.cards_job_kind(database.reading),
        study.history_job_kind(database.reading, FileStore(home / "files")),
    ]
    runner = JobRunner(database, kinds, system_clock, Bell())
    # Whoever makes this one wait is a server, which takes up what is left.
    with suppress(Busy):
        runner.run_waiting()


def _write_pieces(database: Database, filing: Filing) -> None:
    """Write a large bank where nobody sees it; a server beside this process waits for one piece at most."""
    with database.transaction() as session:
        filing.make_aside(session)
    for part in importing.pieces_of(filing.placed()):
        with database.reading() as session:
            sheet = filing.plan_piece(session, part)
        with database.transaction() as session:
            filing.write_piece(session, sheet)


def clear_aside(database: Database, aside: str) -> None:
    """Remove what is left of a bank of pieces, some at a time; what a crash leaves a server sweeps."""
    is_left = True
    while is_left:
        with database.transaction() as session:
            is_left = importing.clear_some(session, aside)


def _media_beside(file: BankFile, parcel: Parcel, media: MediaStore) -> list[MediaCard]:
    """Store what the questions name of the folder `media` beside a bank file; what is not there is left to its words.

    Only names made of a hash become paths, and only bytes of that very hash are taken.
    """
    if not (file.path.parent / "media").is_dir():
        return []
    named = {name for question in parcel.questions for name in media_names(json.dumps(question.dump()))}
    cards = []
    for name in sorted(named):
        beside = file.path.parent / name
        if beside.is_file():
            card = banks.put_media(media, beside.read_bytes())
            if card.name == name:
                cards.append(card)
    return cards


def tell_problems(parcel: Parcel, path: Path, tell: Callable[[str], None]) -> None:
    """Tell the problems of a file with their places, up to as many as a person can go through."""
    for problem in parcel.problems[:PROBLEMS_AT_MOST]:
        field = f"{problem.field}: " if problem.field and problem.field not in problem.reason else ""
        tell(f"{place(path, problem.line)}: {problem.where}: {field}{problem.reason}")
    if (more := len(parcel.problems) - PROBLEMS_AT_MOST) > 0:
        tell(f"{path}: and {more:,} more. The report of --json has all of them.")


def tell_kept(report: Report, path: Path, tell: Callable[[str], None]) -> None:
    """Name the questions that stay as they were edited or archived here."""
    kept = [skipped for skipped in report.skipped if skipped.reason in _KEPT]
    for each in kept[:PROBLEMS_AT_MOST]:
        tell(f"{place(path, each.line)}: {_named(each)}: {each.reason}.")
    if (more := len(kept) - PROBLEMS_AT_MOST) > 0:
        tell(f"{path}: and {more:,} more that were edited or archived here. The report of --json has all of them.")


def tell_not_taken(report: Report, path: Path, tell: Callable[[str], None]) -> None:
    """Name what a bank that stands keeps as its own."""
    if report.not_taken:
        named = ", ".join(report.not_taken)
        tell(f"{path}: not taken: {named}. The bank keeps its own.")


def tell_unheeded(report: Report, path: Path, tell: Callable[[str], None]) -> None:
    """Name the wishes that say nothing of a bank's own file."""
    if report.unheeded:
        own = "this is a bank’s own file: its questions come in by their ids, and it holds nobody’s answers"
        tell(f"{path}: {', '.join(report.unheeded)} changed nothing, since {own}.")


def tell_skipped(report: Report, path: Path, tell: Callable[[str], None]) -> None:
    """Name what of a file was not taken, with why; what stands unchanged is counted alone."""
    told = [each for each in report.skipped if each.reason not in (commanding.UNCHANGED, *_KEPT)]
    for each in told[:PROBLEMS_AT_MOST]:
        tell(f"{place(path, each.line)}: left out: {_named(each)}: {each.reason}{_placed(each)}.")
    if (more := len(told) - PROBLEMS_AT_MOST) > 0:
        tell(f"{path}: and {more:,} more that were left out. The report of --json has all of them.")
    if unchanged := sum(each.reason == commanding.UNCHANGED for each in report.skipped):
        tell(f"{path}: unchanged: {unchanged:,}.")


def _named(skipped: Skipped) -> str:
    return f"{skipped.what} “{skipped.stem}”" if skipped.stem else skipped.what


def _placed(skipped: Skipped) -> str:
    """Tell above which questions a text without an answer stands, or may stand."""
    if not skipped.follow:
        return ""
    below = "the question that follows" if skipped.follow == 1 else f"the {skipped.follow:,} questions that follow"
    return f"; it stands above {below}" if skipped.is_above else f"; --texts all puts it above {below}"


def place(path: Path, line: int | None) -> str:
    """Name a place in a file as compilers do."""
    return str(path) if line is None else f"{path}:{line}"
