"""A newer version of a document takes the place of the earlier one, in the review queue and in its banks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, undefer

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import LoadReport
from quizapp.core.document import Document as Reading
from quizapp.core.extraction.alignment import Alignment, Kept, keys_of
from quizapp.core.extraction.item_rules.asked import rule_context
from quizapp.core.extraction.item_rules.lint import check_question
from quizapp.core.kinds import parse_question
from quizapp.documents.models import Comparison, DraftRow, Publication, Upload
from quizapp.documents.service.drafts import raw_of
from quizapp.documents.service.publishing import list_lineage, passage_quotes, place_quotes, reading_of
from quizapp.documents.service.renewed_drafts import Versions, drawn_id_of, inherit, kept_of, versions_of

#: With less of the earlier text in it, a document is most likely another one, brought by mistake.
LIKE_FROM = 0.2

_GAP = re.compile(r"\[\[\d+\]\]")

Values = dict[str, Any]
#: The document's paragraphs by the number of their block, and the bank's number of the first.
Place: TypeAlias = tuple[Mapping[int, int], int]


def follow_earlier(session: Session, upload: Upload, now: datetime, *, is_forced: bool = False) -> list[LoadReport]:
    """Compare a document that was read with the version before it, and let it take that one's place.

    Nothing is carried over from a document that is most likely another one, unless that `is_forced`.
    """
    earlier = _newest_before(session, upload)
    if earlier is None or earlier.state != "ready":
        return []
    versions = versions_of(session, earlier, upload)
    if versions.pairing.share < LIKE_FROM and not is_forced:
        upload.comparison = "unlike"
        return []
    fates = dict(
        zip(
            (row.question_id for row in versions.old),
            versions.align([kept_of(earlier, row) for row in versions.old]),
            strict=True,
        )
    )
    drafts = {row.question_id: inherit(session, versions, row, fates[row.question_id]) for row in versions.old}
    session.flush()
    renewal = _Renewal(versions, fates, drafts, list_lineage(session, upload), now)
    reports, published = renewal.renew_banks(session)
    _note_queue(session, renewal, published)
    earlier.state, upload.comparison = "replaced", "compared"
    return reports


def _newest_before(session: Session, upload: Upload) -> Upload | None:
    """Find the version that is in force; two that were brought at once follow one another."""
    earlier_id, found = upload.earlier_id, None
    while earlier_id is not None:
        whole = (undefer(Upload.text), undefer(Upload.blocks))
        found = session.scalar(select(Upload).where(Upload.id == earlier_id).options(*whole).with_for_update())
        later = select(Upload.id).where(
            Upload.earlier_id == earlier_id, Upload.id != upload.id, Upload.comparison == "compared"
        )
        earlier_id = session.scalar(later.order_by(Upload.id.desc()).limit(1))
    if found is not None and found.owner_id == upload.owner_id:
        upload.earlier_id = found.id
        return found
    return None


@dataclass(frozen=True, slots=True)
class _Renewal:
    """What is known while a version takes another's place: fates and new drafts by the question's id."""

    versions: Versions
    fates: Mapping[str, Alignment]
    drafts: Mapping[str, DraftRow | None]
    documents: set[str]
    now: datetime

    def renew_banks(self, session: Session) -> tuple[list[LoadReport], set[str]]:
        """Bring every bank up to date; give the ids of questions that stand in one."""
        reports, published = list[LoadReport](), set[str]()
        for publication in _publications(session, self.versions.earlier):
            owned = select(Bank).where(
                Bank.id == publication.bank_id,
                Bank.owner_id == self.versions.upload.owner_id,
                Bank.deleted_at.is_(None),
            )
            bank = session.scalar(owned.with_for_update(key_share=True))
            if bank is not None:
                entries, report = self._renew_bank(session, bank, publication)
                session.execute(insert(Comparison), entries) if entries else None
                published |= {entry["question_id"] for entry in entries}
                reports.append(report)
        return reports, published

    def _renew_bank(self, session: Session, bank: Bank, known: Publication) -> tuple[list[Values], LoadReport]:
        upload = self.versions.upload
        made = reading_of(upload)
        first, count = known.first_number, known.paragraph_count
        distance = banks.replace_document(
            session, bank, made.document, upload.name, first_number=first, paragraph_count=count
        )
        _move_publications(session, bank, first, distance)
        renewed = Publication(
            upload_id=upload.id, bank_id=bank.id, first_number=first,
            paragraph_count=len(made.document.paragraphs), published_at=self.now,
        )  # fmt: skip
        session.delete(known)
        session.add(renewed)
        session.flush()
        whole = banks.get_document(session, bank.id)
        report = LoadReport(bank.slug, bank.id)
        rows = banks.list_drawn(session, bank, self.documents)
        fates = self._fates_in(rows)
        # Each row is written once, when all are done: a flush looks at everything that the session holds.
        with session.no_autoflush:
            entries = [
                self._renew_question(session, row, fates[row.slug], whole, (made.numbers, first), report)
                for row in rows
            ]
        banks.tally(session, bank)
        return [entry | {"bank_id": bank.id} for entry in entries], report

    def _fates_in(self, rows: Sequence[QuestionRow]) -> dict[str, Alignment]:
        """Give the fate of a bank's questions; those suspended, or without a draft, are aligned as they stand there."""
        alone = [row for row in rows if row.suspended_at is not None or row.slug not in self.fates]
        found = {row.slug: self.fates[row.slug] for row in rows if row not in alone}
        aligned = self.versions.align([_kept_in_bank(row, self.drafts.get(row.slug)) for row in alone])
        found |= {row.slug: fate for row, fate in zip(alone, aligned, strict=True)}
        for row in rows:
            fate = found[row.slug]
            # The teacher had corrected the key before the document was.
            is_same = fate.fate == "changed" and fate.new is not None and fate.new.id == fate.id
            if is_same and fate.new is not None and keys_of(fate.new.raw) == keys_of(row.body):
                found[row.slug] = Alignment(fate.id, "moved", fate.start, fate.end, fate.new)
        return found

    def _renew_question(
        self,
        session: Session,
        row: QuestionRow,
        fate: Alignment,
        whole: Reading,
        place: Place,
        report: LoadReport,
    ) -> Values:
        before = _shown(row.body, " ".join(span["quote"] for span in banks.evidence_of(row.body)))
        draft = self._draft_of(row.slug, fate)
        if fate.fate in ("unchanged", "moved"):
            self._carry(session, row, fate, whole, place, report)
        else:
            earlier = [span | {"earlier": True} for span in banks.evidence_of(row.body)]
            body = banks.with_evidence(row.body, earlier)
            if fate.fate == "changed":
                banks.suspend(session, row, body, whole, self.now)
            elif row.suspended_at is None:
                banks.amend(session, row, body, whole)
            else:
                self._wake(session, row, body, whole, report)
        return {
            "upload_id": self.versions.upload.id,
            "question_id": row.slug,
            "fate": fate.fate,
            "draft_id": draft.id if draft is not None else None,
            "before": before,
            "after": self._after(row, fate, draft),
            "remarks": self._remarks(row, fate, draft, whole),
            "decision": None,
        }

    def _draft_of(self, slug: str, fate: Alignment) -> DraftRow | None:
        if self.drafts.get(slug) is not None:
            return self.drafts[slug]
        return self.versions.new.get(fate.new.id) if fate.new is not None else None

    def _carry(
        self,
        session: Session,
        row: QuestionRow,
        fate: Alignment,
        whole: Reading,
        place: Place,
        report: LoadReport,
    ) -> None:
        """Let a question's evidence stand where its words stand now, else where the new draft's passage does."""
        numbers, first = place
        upload, start, end = self.versions.upload, fate.start or 0, fate.end or 0
        quotes = [span["quote"] for span in banks.evidence_of(row.body)]
        placed = place_quotes(upload, start, quotes, numbers) or passage_quotes(upload, start, end, numbers)
        spans = [{"paragraph": first + numbers[number] - 1, "quote": quote} for number, quote in placed]
        body = banks.with_draft(banks.with_evidence(row.body, spans), document=upload.sha256)
        if row.suspended_at is None:
            banks.amend(session, row, body, whole)
        else:
            self._wake(session, row, body, whole, report)

    def _wake(self, session: Session, row: QuestionRow, body: Values, whole: Reading, report: LoadReport) -> None:
        banks.resume(session, row, body, whole)
        report.first_moved_position = min(report.first_moved_position or row.position, row.position)

    def _after(self, row: QuestionRow, fate: Alignment, draft: DraftRow | None) -> Values:
        if fate.start is None or fate.end is None:
            return {}
        body = raw_of(draft) if fate.fate == "changed" and draft is not None else row.body
        shown = _shown(body, " ".join(self.versions.upload.text[fate.start : fate.end].split()))
        return shown | {"paragraph": self.versions.new_text.block_at(fate.start).number}

    def _remarks(self, row: QuestionRow, fate: Alignment, draft: DraftRow | None, whole: Reading) -> list[str]:
        """Give what the rules say: of the new draft, and of a teacher's own wording beside the new text."""
        if fate.fate == "gone":
            return []
        said = [each["message"] for each in draft.rejections] if draft is not None else []
        if (row.body.get("draft") or {}).get("edited"):
            body = raw_of(draft) if fate.fate == "changed" and draft is not None else row.body
            question = parse_question({**body, "evidence": []})
            said += [reason.message for reason in check_question(question, rule_context([question], whole.paragraphs))]
        return list(dict.fromkeys(said))[:5]


def _publications(session: Session, earlier: Upload) -> Sequence[Publication]:
    published = select(Publication).where(Publication.upload_id == earlier.id).order_by(Publication.bank_id)
    return session.scalars(published.with_for_update()).all()


def _move_publications(session: Session, bank: Bank, first: int, distance: int) -> None:
    if distance:
        behind = update(Publication).where(Publication.bank_id == bank.id, Publication.first_number > first)
        session.execute(behind.values(first_number=Publication.first_number + distance))


def _kept_in_bank(row: QuestionRow, draft: DraftRow | None) -> Kept:
    provenance = row.body.get("draft") or {}
    passage = " ".join(span["quote"] for span in banks.evidence_of(row.body))
    slot, key = (draft.grounds.get("slot", ""), draft.grounds.get("fact_key", "")) if draft is not None else ("", "")
    drawn_id = row.slug if draft is None else drawn_id_of(draft)
    return Kept(drawn_id, row.body, str(provenance.get("template", "")), slot, key, passage)


def _shown(body: Mapping[str, Any], passage: str) -> Values:
    """Give what a page needs of a question: its stem, its key in words, its passage and the paragraph of that."""
    question = parse_question(body)
    paragraph = question.evidence[0].paragraph if question.evidence else None
    return {"stem": _GAP.sub("…", question.stem), "key": question.answer(), "passage": passage, "paragraph": paragraph}


def _note_queue(session: Session, renewal: _Renewal, published: set[str]) -> None:
    """Note what became of drafts that stand in no bank, and which are new."""
    versions = renewal.versions
    entries = []
    for row in versions.old:
        if row.question_id in published or row.state == "rejected":
            continue
        fate, draft = renewal.fates[row.question_id], renewal.drafts[row.question_id]
        after = {} if draft is None else _of_draft(versions.upload, draft)
        entries.append(
            _entry(versions.upload, row.question_id, fate.fate, draft, _of_draft(versions.earlier, row), after)
        )
    claimed = {draft.id for draft in renewal.drafts.values() if draft is not None}
    for draft in versions.new.values():
        if draft.id not in claimed and draft.state == "open":
            entries.append(
                _entry(versions.upload, draft.question_id, "new", draft, {}, _of_draft(versions.upload, draft))
            )
    if entries:
        session.execute(insert(Comparison), entries)


def _of_draft(upload: Upload, draft: DraftRow) -> Values:
    passage = " ".join(upload.text[draft.start : draft.end].split())
    number = next((b["number"] for b in upload.blocks if b["start"] <= draft.start < b["end"]), None)
    return _shown(raw_of(draft), passage) | {"paragraph": number}


def _entry(upload: Upload, slug: str, fate: str, draft: DraftRow | None, before: Values, after: Values) -> Values:
    return {
        "upload_id": upload.id, "bank_id": None, "question_id": slug, "fate": fate,
        "draft_id": draft.id if draft is not None else None, "before": before, "after": after, "remarks": [],
        "decision": None,
    }  # fmt: skip
