"""What a newer version of a document changed, as its page lists it, and what its teacher decides on each question."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, QuestionRow
from quizapp.core.errors import NotFound
from quizapp.core.extraction.differences import Passages, compare_passages
from quizapp.documents.models import Comparison, DraftRow, Upload
from quizapp.documents.service.contradicted import TwoWays, two_ways_of
from quizapp.documents.service.drafts import is_sound, key_in_words, must_edit, shown_stem
from quizapp.documents.service.uploads import HIGHEST_ID, get_ready
from quizapp.people.viewer import Viewer

FATES = ("changed", "gone", "moved", "unchanged", "new")
PER_LEAF = 50
#: The place, in addresses, of drafts that are in no bank.
QUEUE: Literal["queue"] = "queue"
Wanted: TypeAlias = int | Literal["queue"] | None
#: Fates on which a teacher has to decide.
WAITING = ("changed", "gone")


@dataclass(frozen=True, slots=True)
class Side:
    """A question in one version: None for what is not there; `passages` in runs, marked where the other differs."""

    stem: str
    key: str
    passages: Passages
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with what became of it; `revision` and `row_id` are its own in the bank, None where none has it."""

    id: int
    question_id: str
    fate: str
    before: Side | None
    after: Side | None
    remarks: Sequence[str]
    decision: str | None
    draft_id: int | None
    revision: int | None
    row_id: int | None
    can_take: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A bank, or the review queue (id None), with the number of its questions by fate; `open` wait for a decision.

    `doubtful` stand as they stood, but the rules have something against them beside the new text.
    """

    bank_id: int | None
    slug: str
    title: str
    counts: Mapping[str, int]
    open: int
    doubtful: int = 0


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
    #: Decisions that were made last, and at once: they can be undone together.
    undoable: int
    #: When they were made; None where there are none.
    undoable_at: datetime | None

    @property
    def is_same(self) -> bool:
        """Whether nothing at all is different."""
        return not any(place.counts[fate] for place in self.places for fate in FATES if fate != "unchanged")


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
    count = max(1, -(-place.counts[chosen] // PER_LEAF))
    number = min(max(1, number), count)
    rows = session.scalars(_ordered(upload, place, chosen).offset((number - 1) * PER_LEAF).limit(PER_LEAF)).all()
    earlier = session.get(Upload, upload.earlier_id) if upload.earlier_id is not None else None
    undoable_at, undoable = _latest(session, upload, place)
    return Leaf(
        upload,
        earlier,
        places,
        place,
        chosen,
        _entries(session, place, rows),
        number,
        count,
        undoable,
        undoable_at,
    )


def _ordered(upload: Upload, place: Place, fate: str) -> Select[Comparison]:
    """What waits for a decision comes first, then what the rules have something against."""
    is_plain = cast(Comparison.remarks, Text) == "[]"
    found = _in_place(upload, place.bank_id).where(Comparison.fate == fate)
    return found.order_by(Comparison.decision.is_not(None), is_plain, Comparison.id)


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
        if is_open and fate in WAITING and bank_id is not None:
            open_[bank_id] = open_.get(bank_id, 0) + n
    doubtful = _count_doubtful(session, upload)
    own = [bank for bank in banks.list_own_banks(session, viewer) if bank.id in counts]
    places = [
        Place(bank.id, bank.slug, bank.title, counts[bank.id], open_.get(bank.id, 0), doubtful.get(bank.id, 0))
        for bank in own
    ]
    places.sort(key=lambda place: (-place.open, place.title))
    return [*places, Place(None, "", "", counts[None], 0)]


def _latest(session: Session, upload: Upload, place: Place) -> tuple[datetime | None, int]:
    """Give when the latest decisions on a bank's questions were made, and how many they were."""
    decided = select(Comparison.decided_at, func.count()).where(
        Comparison.upload_id == upload.id, Comparison.bank_id == place.bank_id, Comparison.decided_at.is_not(None)
    )
    latest = decided.group_by(Comparison.decided_at).order_by(Comparison.decided_at.desc()).limit(1)
    row = session.execute(latest).first() if place.bank_id is not None else None
    return (row[0], row[1]) if row is not None else (None, 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be taken from a newer version at once; `left` are changed questions whose newer draft is not whole."""

    upload: Upload
    place: Place
    entries: Sequence[Entry]
    left: int


def preview_all(session: Session, viewer: Viewer, upload_id: int, bank_id: int) -> Preview:
    """List the changed questions of a bank that wait, as they were and as they would be.

    Raises:
        NotFound: the document or the bank is not the viewer's, or they were not compared.
    """
    upload = get_ready(session, viewer, upload_id)
    place = next((each for each in list_places(session, viewer, upload) if each.bank_id == bank_id), None)
    if place is None or upload.comparison != "compared":
        raise NotFound("This bank was not compared with this document. The document’s page leads to what there is.")
    waiting = _in_place(upload, bank_id).where(Comparison.fate == "changed", Comparison.decision.is_(None))
    entries = _entries(session, place, session.scalars(waiting.order_by(Comparison.id)).all())
    whole = [entry for entry in entries if entry.can_take and not entry.remarks]
    return Preview(upload, place, whole, len(entries) - len(whole))


def find_waiting(session: Session, viewer: Viewer, bank_id: int) -> int | None:
    """Find the viewer's document, the newest, that questions of a bank wait for a decision on."""
    waiting = (
        select(Comparison.upload_id)
        .join(Upload, Upload.id == Comparison.upload_id)
        .where(
            Upload.owner_id == viewer.id,
            Upload.state == "ready",
            Comparison.bank_id == min(bank_id, HIGHEST_ID),
            Comparison.fate.in_(WAITING),
            Comparison.decision.is_(None),
        )
    )
    return session.scalar(waiting.order_by(Comparison.fate, Comparison.upload_id.desc()).limit(1))


def _count_doubtful(session: Session, upload: Upload) -> dict[int | None, int]:
    said = select(Comparison.bank_id, func.count()).where(
        Comparison.upload_id == upload.id,
        Comparison.fate.in_(("unchanged", "moved")),
        cast(Comparison.remarks, Text) != "[]",
    )
    return {bank_id: n for bank_id, n in session.execute(said.group_by(Comparison.bank_id))}


def _in_place(upload: Upload, bank_id: int | None) -> Select[Comparison]:
    is_there = Comparison.bank_id.is_(None) if bank_id is None else Comparison.bank_id == bank_id
    return select(Comparison).where(Comparison.upload_id == upload.id, is_there)


def _entries(session: Session, place: Place, rows: Sequence[Comparison]) -> list[Entry]:
    slugs = [row.question_id for row in rows]
    asked = select(QuestionRow.slug, QuestionRow.revision, QuestionRow.id).where(
        QuestionRow.bank_id == place.bank_id, QuestionRow.slug.in_(slugs)
    )
    known = {row.slug: row for row in session.execute(asked)} if place.bank_id is not None else {}
    drafts = session.scalars(select(DraftRow).where(DraftRow.id.in_([row.draft_id for row in rows if row.draft_id])))
    sound = {draft.id: draft for draft in drafts if is_sound(draft)}
    two_ways = two_ways_of(session, rows[0].upload_id) if sound and rows[0].fate == "changed" else TwoWays()
    refused = {id for id, draft in sound.items() if must_edit(draft) or two_ways.against(draft)}
    return [_entry(row, known.get(row.question_id), sound, refused) for row in rows]


def _entry(row: Comparison, asked: Any, sound: Mapping[int, DraftRow], refused: Collection[int]) -> Entry:
    left, right = compare_passages(_passages(row.before), _passages(row.after))
    draft, after = sound.get(row.draft_id or 0), row.after
    if draft is not None and draft.edited is not None and row.fate == "changed":
        after = after | {"stem": shown_stem(draft.edited), "key": key_in_words(draft.edited)}
    return Entry(
        id=row.id,
        question_id=row.question_id,
        fate=row.fate,
        before=_side(row.before, left),
        after=_side(after, right),
        remarks=row.remarks,
        decision=row.decision,
        draft_id=row.draft_id if row.draft_id in sound else None,
        revision=None if asked is None else asked.revision,
        row_id=None if asked is None else asked.id,
        can_take=row.fate == "changed" and row.draft_id in sound and row.draft_id not in refused,
    )


def _passages(shown: Mapping[str, Any]) -> list[str]:
    """Give the passages of a question, which stand in lines."""
    return [words for words in str(shown.get("passage", "")).split("\n") if words]


def _side(shown: Mapping[str, Any], passages: Passages) -> Side | None:
    return Side(shown["stem"], shown["key"], passages, shown["paragraph"]) if shown else None


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
            Comparison.fate.in_(WAITING),
            Comparison.decision.is_(None),
        )
        .group_by(Comparison.upload_id)
    )
    return {upload_id: n for upload_id, n in rows}
