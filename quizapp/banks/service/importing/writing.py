"""An import goes into its bank: worked out from what was seen, written in one transaction, once however often sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Import
from quizapp.banks.parcels import KeptParcel
from quizapp.banks.service.access import get_bank_to_edit
from quizapp.banks.service.importing.choosing import Choice, Tally, choice_of, wanted_of
from quizapp.banks.service.importing.comparing import check_compared
from quizapp.banks.service.importing.histories import ANSWERS_AT_ONCE, PutHistory, history_of, put_history, told_history
from quizapp.banks.service.importing.numbering import numbered_report
from quizapp.banks.service.importing.planning import AT_ONCE, PiecePlan, Wanted, Writer, outline_now, plan_piece
from quizapp.banks.service.importing.readings import BroughtReading, find_reading, find_whole, kept_reading
from quizapp.banks.service.importing.records import SETTLED, NotWaiting, lock_import, stamp_seen
from quizapp.banks.service.importing.reports import make_report
from quizapp.banks.service.importing.targets import ImportTarget, begin_storing
from quizapp.banks.service.loading import TITLE_AT_MOST, BroughtHistory, LoadReport
from quizapp.banks.service.media import MediaCard, give_media, put_media
from quizapp.banks.service.publishing import make_own_bank
from quizapp.banks.service.storing import write_sheet
from quizapp.core.errors import Conflict
from quizapp.core.evidence import KeptReading
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.files import FileStore, MediaStore

NOTHING = "Nothing is ticked that could be imported. Tick at least one question."


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import will write, worked out from what was seen."""

    #: What was seen of the bank, by which it is told whether all of this holds (`comparing`).
    stamp: str
    piece: PiecePlan
    report: dict[str, Any]
    media: Sequence[MediaCard] = ()
    reading: BroughtReading | None = None
    #: What its teacher has answered; None = nothing comes along.
    history: PutHistory | None = None


@dataclass(slots=True)
class Carried:
    """What carrying out an import gave: its bank, what learners' cards must follow; `is_begun` = a job writes it."""

    bank_slug: str
    load: LoadReport | None = None
    is_begun: bool = False
    imported: int = 0
    names: list[str] = field(default_factory=list)


def plan_import(
    session: Session,
    viewer: Viewer,
    held: Import,
    parcel: KeptParcel,
    store: MediaStore,
    now: datetime,
    files: FileStore | None = None,
) -> ImportPlan | None:
    """Work out what an import would write to the bank chosen last; this takes long and locks nothing.

    Its pictures and sounds are stored at once: until a bank has them they are swept. None = it is so large that a job
    is to write it. `files` is where its teacher's answers are put down, None = they do not come along.

    Raises:
        Conflict: nothing is ticked, or it was not compared with that bank.
        BankChanged: the bank was changed since it was.
    """
    choice = choice_of(held, parcel)
    numbers = choice.numbers()
    bank_id, stamp = held.choices.get("bank_id"), stamp_seen(held)
    answers = parcel.history.answers if files is not None else 0
    if not numbers and (not answers or bank_id is None):
        raise Conflict(NOTHING)
    check_compared(session, bank_id, stamp)
    if len(numbers) > AT_ONCE or answers > ANSWERS_AT_ONCE:
        return None
    tally, names = Tally(), set[str]()
    reading = find_reading(parcel, bank_id)
    whole = reading.document if reading is not None else find_whole(session, parcel, bank_id)
    wanted = list(chosen_of(parcel, choice, numbers, tally, names, kept_reading(whole, bank_id)))
    writer = Writer(author_id=viewer.id, now=now, import_id=held.id, whole=whole)
    piece = plan_piece(session, bank_id, wanted, writer)
    count_piece(tally, piece)
    cards = history_of(parcel, choice.verdicts, tally.ids) if files is not None else {}
    if not numbers and not cards:
        raise Conflict(NOTHING)
    media = [put_media(store, parcel.get_media(name)) for name in sorted(names)]
    history = put_history(files, cards) if files is not None else None
    return ImportPlan(stamp, piece, make_report(parcel, choice, tally), media, reading, history)


def chosen_of(
    parcel: KeptParcel,
    choice: Choice,
    numbers: Iterable[int],
    tally: Tally,
    names: set[str],
    kept: KeptReading | None,
) -> Iterable[Wanted]:
    """Give the questions of chosen entries; what is none is noted, and so are the pictures and sounds they name."""
    for entry in parcel.entries(numbers):
        made = wanted_of(entry, parcel, choice.verdicts, kept)
        if isinstance(made, Wanted):
            names.update(entry.media)
            yield made
        else:
            tally.unsound[entry.number] = made


def count_piece(tally: Tally, piece: PiecePlan) -> None:
    """Count what a piece makes of its entries."""
    for name in ("created", "changed", "unchanged"):
        getattr(tally, name).update(piece.numbers[slug] for slug in getattr(piece.report, name))
    # Who brings a question back brings a new one.
    back = {piece.numbers[slug] for slug in piece.revived}
    tally.created |= back
    tally.changed -= back
    tally.revived |= piece.revived
    tally.ids |= {number: slug for slug, number in piece.numbers.items()}


def carry_out(
    session: Session,
    viewer: Viewer,
    import_id: int,
    target: ImportTarget,
    parcel: KeptParcel,
    plan: ImportPlan | None,
    now: datetime,
) -> Carried:
    """Bring an import into its bank, or let a job do so where there is no plan; sent twice it does nothing more.

    Raises:
        NotFound, NotAllowed: the bank cannot be changed by this viewer.
        NotWaiting: it is settled.
        Conflict: another bank was chosen meanwhile.
        BankChanged: the bank was changed since it was compared, or planned for.
    """
    held = lock_import(session, viewer, import_id)
    if held.state in ("done", "storing"):
        return Carried(held.report.get("bank", {}).get("slug", ""), is_begun=held.state == "storing")
    if held.state != "ready":
        raise NotWaiting(SETTLED)
    bank = get_bank_to_edit(session, viewer, target.slug) if target.slug else None
    if held.choices.get("bank_id") != (bank.id if bank is not None else None):
        raise Conflict("Another bank was chosen meanwhile. Look at the page again before you import.")
    check_compared(session, bank.id if bank is not None else None, plan.stamp if plan is not None else stamp_seen(held))
    if plan is None:
        held.choices = {**held.choices, "round": 0}
        begin_storing(session, held, target, now)
        return Carried("", is_begun=True)
    is_new = bank is None
    if bank is None:
        bank = make_import_bank(session, viewer, target, parcel, now)
        if plan.reading is not None:
            plan.reading.give(session, bank)
    write_sheet(session, bank, plan.piece.sheet)
    load = plan.piece.report
    load.history = settle(session, held, bank, plan.report, plan.media, now, is_new=is_new, history=plan.history)
    load.slug, load.bank_id, load.is_new = bank.slug, bank.id, is_new
    return Carried(bank.slug, load, imported=plan.report["imported"])


def make_import_bank(session: Session, viewer: Viewer, target: ImportTarget, parcel: KeptParcel, now: datetime) -> Bank:
    """Make the bank of an import, with what its files say of it."""
    title = target.title or next((each.title for each in parcel.files if each.title), "") or parcel.files[0].name
    bank = make_own_bank(session, viewer, title[:TITLE_AT_MOST], visibility=target.visibility, now=now)
    bank.language = next((each.language for each in parcel.files if each.language), "en")[:35]
    about = next((each.bank for each in parcel.files if each.bank), {})
    bank.description, bank.licence = about.get("description", ""), about.get("licence", "")[:TITLE_AT_MOST]
    bank.authors, bank.tags = about.get("authors", []), about.get("tags", [])
    bank.extra = about.get("extra", {})
    return bank


def settle(
    session: Session,
    held: Import,
    bank: Bank,
    report: dict[str, Any],
    media: Iterable[MediaCard],
    now: datetime,
    *,
    is_new: bool,
    history: PutHistory | None = None,
) -> BroughtHistory | None:
    """Note that an import is in its bank, with its pictures and sounds, and what came of it.

    Gives what its teacher has answered, where that comes along (`history`).
    """
    give_media(session, bank.id, media, now)
    session.flush()
    bank.outline = outline_now(session, bank.id)
    held.state, held.done_at, held.bank_id, held.is_new_bank = "done", now, bank.id, is_new
    brought = None
    if history is not None and held.owner_id is not None:
        brought = BroughtHistory(held.owner_id, held.id, bank.id, epoch_ms(now), history.file)
        report = report | {"history": told_history(brought, history)}
    named = report | {"bank": {"slug": bank.slug, "title": bank.title}}
    held.report = numbered_report(session, bank.id, named)
    return brought
