"""From accepted drafts to questions of a bank, with the document as its reading and the passage as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.banks.models import Bank
from quizapp.banks.service import PublishReport
from quizapp.core.document import Document, Paragraph, ParagraphKind
from quizapp.core.errors import Conflict
from quizapp.core.kinds import KindQuestion, parse_question
from quizapp.documents.models import Comparison, DraftRow, Publication, Upload
from quizapp.documents.service.drafts import raw_of
from quizapp.documents.service.uploads import get_ready
from quizapp.people.viewer import Viewer

_KINDS: Mapping[str, ParagraphKind] = {"heading": "heading", "list": "list", "epigraph": "quote"}
_MARKDOWN_SIGN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|&~$^=:\"'/])")
QUOTE_AT_MOST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where accepted drafts shall go: a bank by its number, or a new one with this title."""

    bank_id: int | None
    title: str
    #: public or private; of a new bank.
    visibility: str


@dataclass(frozen=True, slots=True)
class MadeReading:
    """The document for the bank, and which paragraph each block became."""

    document: Document
    numbers: Mapping[int, int]


def publish(session: Session, viewer: Viewer, upload_id: int, target: Target, now: datetime) -> PublishReport:
    """Make the accepted drafts of a document questions of a bank; again, it brings them up to date.

    Raises:
        Conflict: nothing was accepted yet.
        NotFound: the bank is not the viewer's.
    """
    upload = get_ready(session, viewer, upload_id, is_whole=True)
    accepted = select(DraftRow).where(DraftRow.upload_id == upload.id, DraftRow.state == "accepted")
    drafts = session.scalars(accepted.order_by(DraftRow.start, DraftRow.id)).all()
    if not drafts:
        raise Conflict("No draft is accepted yet. Accept some first, then publish them.")
    bank = _bank(session, viewer, upload, target, now)
    reading = reading_of(upload)
    first = _put(session, bank, upload, reading, now)
    questions = [question_of(upload, draft, reading.numbers, first) for draft in drafts]
    documents = list_lineage(session, upload)
    report = banks.add_questions(session, bank, questions, documents=documents, author_id=viewer.id, now=now)
    _settle(session, upload, bank, report, now)
    return report


def _settle(session: Session, upload: Upload, bank: Bank, report: PublishReport, now: datetime) -> None:
    """Note that questions which waited for a decision were taken by publishing their newer drafts."""
    stored = Comparison.question_id.in_([*report.changed, *report.unchanged])
    waiting = update(Comparison).where(
        Comparison.upload_id == upload.id, Comparison.bank_id == bank.id, Comparison.fate == "changed", stored
    )
    session.execute(waiting.values(decision="taken", decided_at=now))


def _bank(session: Session, viewer: Viewer, upload: Upload, target: Target, now: datetime) -> Bank:
    if target.bank_id is not None:
        return banks.get_own_bank(session, viewer, target.bank_id)
    made = _made_before(session, viewer, upload, target)
    if made is not None:
        return made
    bank = banks.make_own_bank(session, viewer, target.title, visibility=target.visibility, now=now)
    bank.language = upload.language or "en"
    bank.description = f"Drawn from “{upload.title}”." if upload.title and upload.title != target.title else ""
    return bank


def _made_before(session: Session, viewer: Viewer, upload: Upload, target: Target) -> Bank | None:
    """Find the bank that the same wish has made already: a form that is sent twice makes one."""
    session.execute(select(Upload.id).where(Upload.id == upload.id).with_for_update())
    made = (
        select(Bank)
        .join(Publication, Publication.bank_id == Bank.id)
        .where(
            Publication.upload_id == upload.id,
            Bank.owner_id == viewer.id,
            Bank.title == target.title,
            Bank.visibility == target.visibility,
            Bank.deleted_at.is_(None),
        )
    )
    return session.scalars(made.order_by(Bank.id).limit(1)).first()


def _put(session: Session, bank: Bank, upload: Upload, reading: MadeReading, now: datetime) -> int:
    """Put the document into the bank where it stands already, or at the end; give the number of its first paragraph."""
    known = session.get(Publication, (upload.id, bank.id))
    where = known.first_number if known is not None else None
    first = banks.put_document(session, bank, reading.document, upload.name, first_number=where)
    if known is None:
        count = len(reading.document.paragraphs)
        known = Publication(upload_id=upload.id, bank_id=bank.id, first_number=first, paragraph_count=count)
        session.add(known)
    known.published_at = now
    return first


def list_lineage(session: Session, upload: Upload) -> set[str]:
    """Give the SHA-256 of a document and of those that it is a newer version of."""
    found, earlier_id = {upload.sha256}, upload.earlier_id
    while earlier_id is not None:
        row = session.execute(select(Upload.sha256, Upload.earlier_id).where(Upload.id == earlier_id)).first()
        earlier_id = None if row is None else row.earlier_id
        if row is not None:
            found.add(row.sha256)
    return found


def reading_of(upload: Upload) -> MadeReading:
    """Turn blocks into numbered paragraphs; what is furniture of a page is no reading."""
    paragraphs: list[Paragraph] = []
    numbers: dict[int, int] = {}
    for block in upload.blocks:
        if block["kind"] == "furniture":
            continue
        words = " ".join(upload.text[block["start"] : block["end"]].split())
        number = len(paragraphs) + 1
        numbers[block["number"]] = number
        kind = _KINDS.get(block["kind"], "paragraph")
        paragraphs.append(Paragraph(number, kind, words, escaped(words), block["level"]))
    return MadeReading(Document(upload.title, tuple(paragraphs)), numbers)


def escaped(words: str) -> str:
    """Write plain words as Markdown that shows them letter for letter."""
    return _MARKDOWN_SIGN.sub(r"\\\1", words)


def question_of(upload: Upload, draft: DraftRow, numbers: Mapping[int, int], first: int) -> KindQuestion:
    """Give the question that an accepted draft becomes, its evidence found in the bank's paragraphs."""
    raw = dict(raw_of(draft)) | {"id": draft.question_id}
    raw["evidence"] = [
        {"paragraph": first + numbers[number] - 1, "quote": quote}
        for number, quote in _evidence(upload, draft, numbers)
    ]
    raw["draft"] = dict(raw.get("draft") or {}) | _provenance(upload, draft)
    return parse_question(raw)


def _evidence(upload: Upload, draft: DraftRow, numbers: Mapping[int, int]) -> list[tuple[int, str]]:
    """Give (block, quote) of what supports a draft: the quotes it names, else its whole passage."""
    given = raw_of(draft).get("evidence") or []
    quotes = [str(each["quote"]) for each in (given if isinstance(given, list) else [given])]
    found = place_quotes(upload, draft.start, quotes, numbers)
    return found or passage_quotes(upload, draft.start, draft.end, numbers)


def place_quotes(
    upload: Upload, start: int, quotes: Sequence[str], numbers: Mapping[int, int]
) -> list[tuple[int, str]]:
    """Give (block, quote) of quotes that stand in the document, each found nearest to where a passage starts."""
    return [place for quote in quotes if (place := _find(upload, start, quote, numbers)) is not None]


def _find(upload: Upload, start: int, quote: str, numbers: Mapping[int, int]) -> tuple[int, str] | None:
    wanted = " ".join(quote.split())
    if not wanted:
        return None
    blocks = [block for block in upload.blocks if block["number"] in numbers]
    at_home = [block for block in blocks if block["start"] <= start < block["end"]]
    # Most quotes stand where the passage starts; to look through a whole book for each takes long.
    for block in chain(at_home, _by_distance(blocks, start)):
        if wanted in " ".join(upload.text[block["start"] : block["end"]].split()):
            return block["number"], wanted
    return None


def _by_distance(blocks: Sequence[Mapping[str, Any]], start: int) -> Iterator[Mapping[str, Any]]:
    yield from sorted(blocks, key=lambda block: abs(block["start"] - start))


def passage_quotes(upload: Upload, start: int, end: int, numbers: Mapping[int, int]) -> list[tuple[int, str]]:
    """Give (block, quote) of a passage, one for each block that it runs over."""
    found = []
    for block in upload.blocks:
        left, right = max(block["start"], start), min(block["end"], end)
        if left < right and block["number"] in numbers:
            found.append((block["number"], " ".join(upload.text[left:right].split())[:QUOTE_AT_MOST]))
    return found


def _provenance(upload: Upload, draft: DraftRow) -> dict[str, Any]:
    """Say where a question comes from, for its page and every export."""
    return {
        "document": upload.sha256,
        "template": draft.template,
        "rules": list(draft.grounds.get("rules", [])),
        "confidence": draft.confidence,
        "reasons": [reason["name"] for reason in draft.grounds.get("reasons", [])],
        "checks": list(draft.grounds.get("checks", [])),
        "proofs": [
            {"option": proof["option"], "rule": proof["rule"], "message": proof["message"]}
            for proof in draft.grounds.get("proofs", [])
        ],
        "edited": draft.edited is not None,
        "reviewed": draft.decided_at.date().isoformat() if draft.decided_at else "",
    }


def list_targets(session: Session, viewer: Viewer) -> Sequence[banks.OwnBank]:
    """List the banks that the viewer may publish to."""
    return banks.list_own_banks(session, viewer)
