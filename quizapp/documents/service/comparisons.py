"""What a newer version of a document changed, as its page lists it, and what its teacher decides on each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import LoadReport
from quizapp.core.document import Document
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.extraction.differences import Run, compare_words
from quizapp.documents.models import Comparison, DraftRow, Publication, Upload
from quizapp.documents.service.comparing import follow_earlier
from quizapp.documents.service.drafts import is_sound
from quizapp.documents.service.publishing import list_lineage, question_of, reading_of
from quizapp.documents.service.uploads import HIGHEST_ID, count_drafts, delete_upload, get_ready, get_upload
from quizapp.people.viewer import Viewer

FATES = ("changed", "gone", "moved", "unchanged", "new")
PER_LEAF = 50
#: The place, in addresses, of drafts that are in no bank.
QUEUE: Literal["queue"] = "queue"
Wanted: TypeAlias = int | Literal["queue"] | None
#: Decisions by what they can be made on.
_CHOICES = {"changed": ("taken", "kept"), "gone": ("kept", "removed")}


@dataclass(frozen=True, slots=True)
class Side:
    """A question in one version: None for what is not there; `passage` in runs, marked where the other differs."""

    stem: str
    key: str
    passage: Sequence[Run]
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with what became of it; `revision` is the question's present one, None where no bank has it."""

    id: int
    question_id: str
    fate: str
    before: Side | None
    after: Side | None
    remarks: Sequence[str]
    decision: str | None
    draft_id: int | None
    revision: int | None
    can_take: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A bank, or the review queue (id None), with the number of its questions by fate; `open` wait for a decision."""

    bank_id: int | None
    slug: str
    title: str
    counts: Mapping[str, int]
    open: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One look at a comparison: its places, the chosen one, the chosen fate, and a leaf of the entries there."""

    upload: Upload
    earlier: Upload | None
    places: Sequence[Place]
    place: Place
    fate: str
    entries: Sequence[Entry]
    number: int
    count: int

    @property
    def is_same(self) -> bool:
        """Whether nothing at all is different."""
        return not any(place.counts[fate] for place in self.places for fate in FATES if fate != "unchanged")


def parse_place(given: str | None) -> Wanted:
    """Read which bank, or the queue, an address asks for; None where it asks for none that could be."""
    if given == QUEUE:
        return QUEUE
    return int(given) if given is not None and given.isascii() and given.isdigit() and len(given) < 11 else None


def show_comparison(
    session: Session,
    viewer: Viewer,
    upload_id: int,
    wanted: Wanted,
    fate: str | None,
    number: int,
) -> Leaf:
    """Show what a newer version did to the questions of one bank, or of the queue; the bank that needs most is first.

    Raises:
        NotFound: the document is not the viewer's, or was never compared.
    """
    upload = get_ready(session, viewer, upload_id)
    if upload.comparison != "compared":
        raise NotFound("This document was not compared with an earlier version. Its page says what can be done.")
    places = list_places(session, viewer, upload)
    place = next((each for each in places if (each.bank_id or QUEUE) == wanted), places[0])
    first = next((each for each in FATES if place.counts[each]), FATES[0])
    chosen = fate if fate in FATES else first
    found = _in_place(upload, place.bank_id).where(Comparison.fate == chosen)
    count = max(1, -(-place.counts[chosen] // PER_LEAF))
    number = min(max(1, number), count)
    # What waits for a decision comes first.
    ordered = found.order_by(Comparison.decision.is_not(None), Comparison.id)
    rows = session.scalars(ordered.offset((number - 1) * PER_LEAF).limit(PER_LEAF)).all()
    earlier = session.get(Upload, upload.earlier_id) if upload.earlier_id is not None else None
    return Leaf(upload, earlier, places, place, chosen, _entries(session, place, rows), number, count)


def list_places(session: Session, viewer: Viewer, upload: Upload) -> list[Place]:
    """List the viewer's banks that a version was compared with, then the queue; the queue always is there."""
    rows = session.execute(
        select(Comparison.bank_id, Comparison.fate, Comparison.decision.is_(None), func.count())
        .where(Comparison.upload_id == upload.id)
        .group_by(Comparison.bank_id, Comparison.fate, Comparison.decision.is_(None))
    )
    counts: dict[int | None, dict[str, int]] = {None: dict.fromkeys(FATES, 0)}
    open_: dict[int | None, int] = {}
    for bank_id, fate, is_open, n in rows:
        of_place = counts.setdefault(bank_id, dict.fromkeys(FATES, 0))
        of_place[fate] += n
        if is_open and fate in _CHOICES and bank_id is not None:
            open_[bank_id] = open_.get(bank_id, 0) + n
    own = [bank for bank in banks.list_own_banks(session, viewer) if bank.id in counts]
    places = [Place(bank.id, bank.slug, bank.title, counts[bank.id], open_.get(bank.id, 0)) for bank in own]
    places.sort(key=lambda place: (-place.open, place.title))
    return [*places, Place(None, "", "", counts[None], 0)]


def _in_place(upload: Upload, bank_id: int | None) -> Select[Comparison]:
    is_there = Comparison.bank_id.is_(None) if bank_id is None else Comparison.bank_id == bank_id
    return select(Comparison).where(Comparison.upload_id == upload.id, is_there)


def _entries(session: Session, place: Place, rows: Sequence[Comparison]) -> list[Entry]:
    slugs = [row.question_id for row in rows]
    asked = select(QuestionRow.slug, QuestionRow.revision).where(
        QuestionRow.bank_id == place.bank_id, QuestionRow.slug.in_(slugs)
    )
    revisions = {slug: revision for slug, revision in session.execute(asked)} if place.bank_id is not None else {}
    drafts = session.scalars(select(DraftRow).where(DraftRow.id.in_([row.draft_id for row in rows if row.draft_id])))
    sound = {draft.id for draft in drafts if is_sound(draft)}
    return [_entry(row, revisions.get(row.question_id), sound) for row in rows]


def _entry(row: Comparison, revision: int | None, sound: set[int]) -> Entry:
    left, right = compare_words(row.before.get("passage", ""), row.after.get("passage", ""))
    return Entry(
        id=row.id,
        question_id=row.question_id,
        fate=row.fate,
        before=_side(row.before, left),
        after=_side(row.after, right),
        remarks=row.remarks,
        decision=row.decision,
        draft_id=row.draft_id if row.draft_id in sound else None,
        revision=revision,
        can_take=row.fate == "changed" and row.draft_id in sound,
    )


def _side(shown: Mapping[str, Any], runs: Sequence[Run]) -> Side | None:
    return Side(shown["stem"], shown["key"], runs, shown["paragraph"]) if shown else None


def count_waiting(session: Session, viewer: Viewer) -> dict[int, int]:
    """Count, by document, the questions of the viewer's banks that wait for a decision."""
    rows = session.execute(
        select(Comparison.upload_id, func.count())
        .join(Upload, Upload.id == Comparison.upload_id)
        .join(Bank, Bank.id == Comparison.bank_id)
        .where(
            Upload.owner_id == viewer.id,
            Upload.state == "ready",
            Bank.owner_id == viewer.id,
            Bank.deleted_at.is_(None),
            Comparison.fate.in_(list(_CHOICES)),
            Comparison.decision.is_(None),
        )
        .group_by(Comparison.upload_id)
    )
    return {upload_id: n for upload_id, n in rows}


def settle(
    session: Session, viewer: Viewer, upload_id: int, entry_id: int, decision: str, revision: int | None, now: datetime
) -> LoadReport:
    """Take the newer version of a question, keep the earlier one, or take it out; the same sent twice is one.

    Raises:
        NotFound: the entry, its bank or its question is not there, or not the viewer's.
        Conflict: that cannot be decided on it, or the question was changed since the page was shown.
    """
    upload = get_ready(session, viewer, upload_id, is_whole=True)
    entry = _get_entry(session, upload, entry_id)
    if decision not in _CHOICES.get(entry.fate, ()) or entry.bank_id is None:
        raise Conflict("That cannot be decided on this question. Reload the page and use its buttons.")
    bank = banks.get_own_bank(session, viewer, entry.bank_id)
    row = banks.find_kept_question(session, bank, entry.question_id)
    if row is None:
        raise NotFound("This question is not in its bank any more.")
    report = LoadReport(bank.slug, bank.id)
    if entry.decision == decision:
        return report
    if row.revision != revision or entry.decision == "taken":
        raise Conflict("This question was changed meanwhile. Look at it again, then decide.")
    if decision == "taken":
        report = _take(session, viewer, upload, entry, bank, now)
    elif decision == "removed":
        banks.take_out_questions(session, bank, [row.slug], now)
    else:
        if _keep(session, entry, row, banks.get_document(session, bank.id), viewer, now):
            report.first_moved_position = row.position
        banks.tally(session, bank)
        count_drafts(session, upload)
    entry.decision, entry.decided_at = decision, now
    return report


def _get_entry(session: Session, upload: Upload, entry_id: int) -> Comparison:
    own = select(Comparison).where(Comparison.id == min(entry_id, HIGHEST_ID), Comparison.upload_id == upload.id)
    entry = session.scalar(own.with_for_update())
    if entry is None:
        raise NotFound("There is nothing of this kind to decide on here. The document’s page leads to what there is.")
    return entry


def _take(session: Session, viewer: Viewer, upload: Upload, entry: Comparison, bank: Bank, now: datetime) -> LoadReport:
    """Make the newer draft the question's next revision; cards stay, and whoever knew another key is asked today."""
    draft = session.get(DraftRow, entry.draft_id, with_for_update=True) if entry.draft_id is not None else None
    known = session.get(Publication, (upload.id, bank.id))
    if draft is None or known is None or not is_sound(draft):
        raise Conflict("The newer question is not whole. Open its draft, edit it, then decide here.")
    draft.state, draft.reason, draft.decided_at, draft.decided_by = "accepted", None, now, viewer.id
    session.flush()
    count_drafts(session, upload)
    question = question_of(upload, draft, reading_of(upload).numbers, known.first_number)
    documents = list_lineage(session, upload)
    return banks.add_questions(session, bank, [question], documents=documents, author_id=viewer.id, now=now)


def _keep(
    session: Session, entry: Comparison, row: QuestionRow, whole: Document, viewer: Viewer, now: datetime
) -> bool:
    """Ask a question as it was, its evidence marked as of the earlier version; tell whether it was not asked before."""
    draft = session.get(DraftRow, entry.draft_id, with_for_update=True) if entry.draft_id is not None else None
    if draft is not None and entry.fate == "changed":
        draft.state, draft.reason, draft.decided_at, draft.decided_by = "rejected", None, now, viewer.id
    if row.deleted_at is None:
        return False
    banks.resume(session, row, row.body, whole)
    return True


def discard(session: Session, viewer: Viewer, upload_id: int, now: datetime) -> list[LoadReport]:
    """Delete a document; what waits for a decision on it is asked as it was, and the version before is in force."""
    upload = get_upload(session, viewer, upload_id)
    reports = []
    if upload.comparison == "compared" and upload.state == "ready":
        waiting = _waiting_by_bank(session, upload)
        own = {bank.id for bank in banks.list_own_banks(session, viewer)}
        reports = [_keep_all(session, viewer, bank_id, waiting[bank_id], now) for bank_id in sorted(own & set(waiting))]
        earlier = update(Upload).where(Upload.id == upload.earlier_id, Upload.state == "replaced")
        session.execute(earlier.values(state="ready"))
    delete_upload(session, viewer, upload_id)
    return reports


def _waiting_by_bank(session: Session, upload: Upload) -> dict[int, list[Comparison]]:
    found: dict[int, list[Comparison]] = {}
    waiting = select(Comparison).where(
        Comparison.upload_id == upload.id, Comparison.fate == "changed", Comparison.decision.is_(None)
    )
    for entry in session.scalars(waiting.order_by(Comparison.id)):
        if entry.bank_id is not None:
            found.setdefault(entry.bank_id, []).append(entry)
    return found


def _keep_all(
    session: Session, viewer: Viewer, bank_id: int, entries: Sequence[Comparison], now: datetime
) -> LoadReport:
    bank = banks.get_own_bank(session, viewer, bank_id)
    report = LoadReport(bank.slug, bank.id)
    whole = banks.get_document(session, bank.id)
    for entry in entries:
        row = banks.find_kept_question(session, bank, entry.question_id)
        if row is not None and row.suspended_at is not None and _keep(session, entry, row, whole, viewer, now):
            report.first_moved_position = min(report.first_moved_position or row.position, row.position)
    banks.tally(session, bank)
    return report


def choose_relation(session: Session, viewer: Viewer, upload_id: int, choice: str, now: datetime) -> list[LoadReport]:
    """Let a document that is most likely another one be a newer version all the same, or one of its own.

    Raises:
        Conflict: the choice is none.
    """
    upload = get_ready(session, viewer, upload_id, is_whole=True)
    if choice not in ("version", "apart"):
        raise Conflict("Choose whether it is a newer version. Reload the page and use its buttons.")
    session.refresh(upload, ["comparison", "earlier_id"], with_for_update=True)
    if upload.comparison != "unlike":
        return []
    if choice == "apart":
        upload.comparison, upload.earlier_id = None, None
        return []
    return follow_earlier(session, upload, now, is_forced=True)
