"""What the command line needs of imports: banks of the installation, without a teacher and without a parcel."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.service.importing.alike import OTHERWISE, alike_of, dumped, judge_of, list_alike, list_contrary
from quizapp.banks.service.importing.choosing import CHANGED_IN_BOTH, find_twins
from quizapp.banks.service.importing.command_reports import STAYS_ARCHIVED, account_of
from quizapp.banks.service.importing.comparing import bank_stamp
from quizapp.banks.service.importing.known_files import UNCHANGED, KnownFile
from quizapp.banks.service.importing.numbering import numbered_report
from quizapp.banks.service.importing.pieces import Piece, Pieces, piece_of
from quizapp.banks.service.importing.planning import Wanted, Writer, outline_now, plan_piece
from quizapp.banks.service.importing.records import list_brought_names
from quizapp.banks.service.importing.staging import get_aside, loading_slug, make_aside
from quizapp.banks.service.loading import TITLE_AT_MOST, LoadReport, new_visibility, why_not_free
from quizapp.banks.service.storing import SLUGS_AT_ONCE, Sheet, Stamp, stamp_of, write_sheet
from quizapp.banks.verdicts import (
    ARCHIVED,
    CLASH,
    DOUBLE,
    EDITED,
    NEW,
    OWN_IDS,
    RECAST,
    SAID_AGAIN,
    SAME,
    TWIN,
    UNFILLED,
    UPDATE,
    FileMarks,
    Verdict,
)
from quizapp.core.errors import Conflict
from quizapp.core.formats.gathering import NO_ANSWER, as_id
from quizapp.core.formats.parcel import BankFields, Entry, Format, Parcel
from quizapp.core.formats.wishes import AS_USUAL, ImportWish
from quizapp.core.plain_stem import stem_in_line
from quizapp.core.slugs import as_slug

__all__ = [
    "CHANGED_IN_BOTH",
    "EDITED_HERE",
    "OTHERWISE",
    "PIECE",
    "STAYS_ARCHIVED",
    "UNCHANGED",
    "CommandImport",
    "KnownFile",
    "Late",
    "Piece",
    "Pieces",
    "alike_of",
    "check_free",
    "compare",
    "compare_new",
    "find_bank",
    "find_bank_row",
    "find_unchanged",
    "judge_late",
    "list_alike",
    "lock_bank",
    "make_bank",
    "make_loading",
    "make_piece",
    "pieces_for",
    "settle",
    "still_holds",
    "write_loading",
]

#: So many questions are written at once; a server beside it waits some 30 ms for each.
PIECE = 2_000
#: Why one is left out that was edited here since a file brought it, and of which the file says what it said then.
EDITED_HERE = "edited here since it was imported, and kept as it stands here"
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class CommandImport:
    """The number of an import of the command line."""

    id: int


def check_free(session: Session, slug: str, owner_id: int | None = None) -> None:
    """Refuse the name of a bank that belongs to others; `owner_id` None means the installation.

    Raises:
        Conflict: it is somebody else's.
    """
    found = session.execute(select(Bank.owner_id).where(Bank.slug == slug)).first()
    if found is not None and found.owner_id != owner_id:
        raise Conflict(why_not_free(slug, found.owner_id))


def lock_bank(session: Session, slug: str, owner_id: int | None = None) -> Bank | None:
    """Give a bank of the installation, or of this owner, by its name, locked, in use or not; None = there is none.

    Raises:
        Conflict: it is somebody else's.
    """
    check_free(session, slug, owner_id)
    return session.scalar(select(Bank).where(Bank.slug == slug).with_for_update(key_share=True))


def make_bank(
    session: Session, slug: str, title: str, fields: BankFields, now: datetime, owner_id: int | None = None
) -> Bank:
    """Make a public bank of the installation, or one that is for its owner alone until they share it."""
    bank = Bank(
        slug=slug,
        title=(title or slug)[:TITLE_AT_MOST],
        language=(fields.language or "en")[:35],
        description=fields.description,
        licence=fields.licence[:TITLE_AT_MOST],
        authors=list(fields.authors),
        tags=list(fields.tags),
        owner_id=owner_id,
        visibility=new_visibility(owner_id),
        created_at=now,
    )
    session.add(bank)
    session.flush()
    return bank


def find_bank_row(session: Session, slug: str) -> Bank | None:
    """Give a bank by its name, whosever it is; None = not made yet."""
    return session.scalar(select(Bank).where(Bank.slug == slug))


def find_bank(session: Session, slug: str) -> int | None:
    """Give the number of a bank; None = not made yet."""
    return session.scalar(select(Bank.id).where(Bank.slug == slug))


def compare(
    session: Session,
    bank_id: int,
    parcel: Parcel,
    known: Format,
    file_name: str,
    wish: ImportWish,
    again: dict[int, str] | None = None,
) -> Iterator[tuple[Entry, Wanted | str]]:
    """Tell what is wanted of each entry beside a bank, as the preview of an import does, or why it is left out.

    `again` gets the ids of the bank's questions that the file says again, by the numbers of its entries.
    """
    judge, bank = judge_of(session, bank_id), session.get_one(Bank, bank_id)
    names = list_brought_names(session, bank_id)
    fields = BankFields(slug=bank.slug, title=bank.title, language=bank.language)
    named = frozenset(as_id(row.id) for row in parcel.parts)
    is_own, is_known = known.name in OWN_IDS, file_name in names
    file = FileMarks(is_own, named, is_known, is_partial=parcel.is_partial, unsaid=parcel.unsaid)
    verdicts = list(judge.judge_file(partial(dumped, parcel.entries), 0, file, known, fields))
    new = {number for number, (code, _) in enumerate(verdicts) if code in (NEW, CLASH)}
    contrary = {} if wish.contrary else list_contrary(parcel, new, judge.standing)
    said_again = dict[int, str]() if again is None else again
    return (
        (parcel.entries[number], contrary[number])
        if number in contrary
        else _compared(parcel, number, said, file.has_own_ids, said_again)
        for number, said in enumerate(verdicts)
    )


def compare_new(parcel: Parcel, wish: ImportWish) -> Iterator[tuple[Entry, Wanted | str]]:
    """Tell the same beside a bank that is not made yet; a bank file brings all that its bank asks."""
    twins = find_twins(parcel)
    new = {number for number, entry in enumerate(parcel.entries) if entry.question.id not in twins}
    is_all_brought = wish.contrary or parcel.format in OWN_IDS
    left_out = {} if is_all_brought else list_contrary(parcel, new, {})
    for number, entry in enumerate(parcel.entries):
        first = twins.get(entry.question.id)
        if first is not None:
            yield entry, f"same stem and key as question {first} of the file"
        else:
            yield entry, left_out.get(number) or Wanted(number, entry.question)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Late:
    """What entries are to a bank that has changed since their pieces were worked out; `stamp`: as it stood by then."""

    numbers: Sequence[int]
    stamp: Stamp
    told: Sequence[tuple[Entry, Wanted | str]]


def judge_late(
    session: Session,
    bank: Bank,
    slugs: Sequence[str],
    pieces: Pieces,
    parcel: Parcel,
    known: Format,
    file_name: str,
    wish: ImportWish,
) -> Late:
    """Judge anew the entries of these ids; the whole file is looked through for it, which takes long."""
    numbers = pieces.numbers_of(slugs)
    some = frozenset(numbers)
    told = compare(session, bank.id, parcel, known, file_name, wish)
    stamp = stamp_of(session, bank.id, sorted(slugs))
    return Late(numbers, stamp, [each for number, each in enumerate(told) if number in some])


def still_holds(session: Session, late: Late | None, bank: Bank, slugs: Sequence[str], pieces: Pieces) -> bool:
    """Whether what was judged is these entries, beside the bank as it is now."""
    if late is None or late.numbers != pieces.numbers_of(slugs):
        return False
    return late.stamp == stamp_of(session, bank.id, sorted(slugs))


def _compared(
    parcel: Parcel, number: int, said: Verdict, is_own: bool, again: dict[int, str]
) -> tuple[Entry, Wanted | str]:
    entry, (code, partner) = parcel.entries[number], said
    if code in SAID_AGAIN:
        again[number] = partner.get("slug", entry.question.id)
    if code == SAME:
        return entry, UNCHANGED
    if code == EDITED:
        return entry, CHANGED_IN_BOTH if "is_both" in partner else EDITED_HERE
    if code == TWIN:
        return entry, f"same stem and key as question {parcel.entries[partner['number']].question.id} of the file"
    if code == DOUBLE:
        return entry, f"same stem and key as question {partner['slug']} of the bank"
    if code == ARCHIVED:
        return entry, STAYS_ARCHIVED
    if code == UNFILLED:
        return entry, "no question of the bank has this id any more"
    if code == RECAST:
        return entry, f"question {partner['slug']} of the bank is of another kind; it can be changed on the page"
    question = replace(entry.question, id=partner["slug"]) if code == UPDATE else entry.question
    return entry, Wanted(number, question, is_own, code, partner.get("kept"))  # type: ignore[arg-type]


def make_piece(session: Session, bank_id: int | None, wanted: Sequence[Wanted], writer: Writer) -> Piece:
    """Work a piece out."""
    return piece_of(plan_piece(session, bank_id, wanted, writer))


def make_loading(session: Session, import_id: int, now: datetime) -> None:
    """Make the bank in which the pieces wait."""
    make_aside(session, loading_slug(import_id), now)


def pieces_for(import_id: int) -> Pieces:
    """Begin to note the pieces of an import."""
    return Pieces(loading_slug(import_id))


def write_loading(session: Session, import_id: int, sheet: Sheet) -> None:
    """Write the sheet of a piece where nobody sees it."""
    write_sheet(session, get_aside(session, loading_slug(import_id)), sheet)


def settle(
    session: Session,
    import_id: int,
    bank: Bank,
    parcel: Parcel,
    load: LoadReport,
    now: datetime,
    *,
    left_out: Mapping[str, str],
    asked: Mapping[str, str],
    is_new: bool = False,
    revived: Collection[str] = (),
    kept: Collection[str] = (),
    again: Collection[str] = (),
    wish: ImportWish = AS_USUAL,
    history: Mapping[str, Any] | None = None,
) -> None:
    """Note that an import is in its bank, what a second one of the same file would find, and what undoing needs.

    `is_new`: the bank was made for it. `revived` were out of use. `left_out` says why questions do not stand in it,
    `asked` what those ask that stand there under another id or not. `kept` stay as edited here, `again` are said again.
    """
    session.flush()
    bank.outline = outline_now(session, bank.id)
    held = session.get_one(Import, import_id, options=[undefer(Import.report)])
    held.state, held.done_at, held.bank_id, held.is_new_bank = "done", now, bank.id, is_new
    was_closed, bank.deleted_at = bank.deleted_at is not None, None
    report = {
        "was_closed": was_closed,
        "stamp": bank_stamp(session, bank.id),
        "owner_id": bank.owner_id,
        "left_out": dict(left_out),
        "asked": dict(asked),
        **{name: sorted(slugs) for name, slugs in (("revived", revived), ("kept", kept), ("again", again))},
        "wish": wish.to_json(),
        **({"history": dict(history)} if history else {}),
        **_placed(parcel),
        **account_of(parcel, bank, load),
    }
    held.report = numbered_report(session, bank.id, report)


def _placed(parcel: Parcel) -> dict[str, Any]:
    """Give the ids of a file's questions, and their lines."""
    entries = parcel.entries
    return {"ids": [each.question.id for each in entries], "lines": [each.line for each in entries]}


def find_unchanged(
    session: Session,
    sha256: str,
    format_name: str,
    bank: str,
    file_name: str,
    owner_id: int | None = None,
    wish: ImportWish = AS_USUAL,
) -> KnownFile | None:
    """Find what an earlier import of the very same file found, if nothing of its bank has changed since.

    One of which something else was wished then is looked through anew.

    `bank` is what the command said of where it shall go, empty for nothing; then the file's title or its name
    (without an ending) says it.
    """
    own = Import.owner_id.is_(None) & (Import.state == "done") & Bank.owner_id.is_not_distinct_from(owner_id)
    held_in = select(Import, Bank).join(Bank, Bank.id == Import.bank_id).where(own, Bank.deleted_at.is_(None))
    for held, there in session.execute(held_in.order_by(Import.id.desc()).limit(_LOOKED_AT)):
        file = held.files[0]
        if (file["sha256"], file["format"]) != (sha256, format_name):
            continue
        # It names every question, so it is read where it is needed alone.
        report = session.scalars(select(Import.report).where(Import.id == held.id)).one()
        if there.slug == as_slug(bank or report.get("title") or file_name):
            if report["stamp"] != bank_stamp(session, there.id) or report.get("kept") or _is_otherwise(report, wish):
                return None
            left_out = report.get("left_out") or dict.fromkeys(report.get("archived", ()), STAYS_ARCHIVED)
            account = report["problems"], report["skipped"], report.get("lines", ())
            stems = _stems(session, there.id, list(left_out)) | report.get("asked", {})
            return KnownFile(format_name, report["found"], report["ids"], left_out, *account, stems)
    return None


def _stems(session: Session, bank_id: int, slugs: Sequence[str]) -> dict[str, str]:
    rows = select(QuestionRow.slug, QuestionRow.body["stem"].as_string()).where(QuestionRow.bank_id == bank_id)
    parts = (slugs[start : start + SLUGS_AT_ONCE] for start in range(0, len(slugs), SLUGS_AT_ONCE))
    found = (row for part in parts for row in session.execute(rows.where(QuestionRow.slug.in_(part))))
    return {slug: stem_in_line(stem)[:200] for slug, stem in found}


def _is_otherwise(report: Mapping[str, Any], wish: ImportWish) -> bool:
    """Whether something else was wished of an earlier import than now, where that makes a difference."""
    if "wish" not in report:
        return wish.backwards or any(each["reason"] == NO_ANSWER for each in report["skipped"])
    return ImportWish(**report["wish"]) != wish
