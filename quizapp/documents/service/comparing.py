"""What a newer version of a document makes of the review queue and of its banks, worked out before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session, undefer

from quizapp.banks import service as banks
from quizapp.banks.models import Bank
from quizapp.banks.service import LoadReport, Replacement, Sheet, Standing
from quizapp.core.extraction.alignment import Alignment, Kept, is_alike, keys_of
from quizapp.core.extraction.item_rules.asked import rule_context
from quizapp.core.extraction.item_rules.lint import check_question
from quizapp.core.extraction.wrong_answers import retold
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow, Publication, Upload
from quizapp.documents.service.compared_sides import (
    Entry,
    Values,
    list_queue_entries,
    quotes_of,
    remark_of,
    show_question,
    show_told,
    tell_reckoned,
)
from quizapp.documents.service.contradicted import TWO_WAYS, UNPROVED, Told
from quizapp.documents.service.drafts import must_edit, raw_of
from quizapp.documents.service.held import Questions, is_held, list_kept
from quizapp.documents.service.publishing import list_lineage
from quizapp.documents.service.readings import MadeReading, reading_of
from quizapp.documents.service.renewed_drafts import (
    Versions,
    asks_already,
    denies,
    drawn_id_of,
    inherit,
    is_reopened,
    kept_of,
    lost_answers,
    versions_of,
)

#: With less of the earlier text in it, a document is most likely another one, brought by mistake.
LIKE_FROM = 0.2

_DRAFTS = (DraftRow.id, DraftRow.question_id, DraftRow.state, DraftRow.reason, DraftRow.decided_at)

_PARTLY_GONE = "A part of what proves it does not stand in the newer version%s. Edit its draft before you take it."
_LOST_ANSWER = "A wrong answer of it no longer stands in the text: %s."
_LOST_ANSWERS = "Wrong answers of it no longer stand in the text: %s."

#: Fates of what is asked on as it was, by what proves it in the newer version.
_STANDING = ("unchanged", "moved")
Sight: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class BankPlan:
    """What is to be written of one bank."""

    bank_id: int
    replacement: Replacement
    sheet: Sheet
    report: LoadReport


@dataclass(frozen=True, slots=True)
class RenewalPlan:
    """All that is to be written when a version takes an earlier one's place, worked out from what was seen (`sight`).

    `touched` are new drafts that inherit something, `copies` are to be stored; nothing is when `is_unlike`.
    """

    sight: Sight
    earlier_id: int
    is_unlike: bool
    touched: Sequence[DraftRow] = ()
    copies: Sequence[DraftRow] = ()
    banks: Sequence[BankPlan] = ()
    entries: Sequence[Entry] = ()


def plan_renewal(session: Session, upload_id: int, now: datetime, *, is_forced: bool = False) -> RenewalPlan | None:
    """Compare a document that was read with the version before it; this takes long, locks and writes nothing.

    None = there is no version before it that is in force. Nothing is carried over from a document that is most likely
    another one, unless that `is_forced`.
    """
    whole = (undefer(Upload.text), undefer(Upload.blocks), undefer(Upload.findings))
    upload = session.get(Upload, upload_id)
    earlier_id = None if upload is None else find_before(session, upload)
    if earlier_id is None:
        return None
    upload = session.scalar(select(Upload).where(Upload.id == upload_id).options(*whole))
    earlier = session.scalar(select(Upload).where(Upload.id == earlier_id).options(*whole))
    if upload is None or earlier is None or earlier.state != "ready":
        return None
    sight = sight_of(session, upload, earlier)
    versions = versions_of(session, earlier, upload)
    if versions.pairing.share < LIKE_FROM and not is_forced:
        return RenewalPlan(sight, earlier.id, is_unlike=True)
    kept = [kept_of(earlier, row) for row in versions.old]
    aligned = versions.align(kept)
    fates = {row.question_id: fate for row, fate in zip(versions.old, aligned, strict=True)}
    drafts = {row.question_id: inherit(versions, row, fates[row.question_id]) for row in versions.old}
    raws = {row.question_id: one.raw for row, one in zip(versions.old, kept, strict=True)}
    reopened = frozenset(
        row.question_id
        for row in versions.old
        if is_reopened(versions, row, fates[row.question_id], drafts[row.question_id])
    )
    documents = {upload.sha256} | list_lineage(session, earlier)
    renewal = _Renewal(versions, fates, drafts, raws, reopened, documents, list_kept(session, earlier), now)
    plans, entries = renewal.plan_banks(session)
    entries += list_queue_entries(versions, fates, drafts, {entry["question_id"] for entry, _ in entries})
    known = set(map(id, versions.new.values()))
    taking = [draft for draft in drafts.values() if draft is not None]
    return RenewalPlan(
        sight, earlier.id, is_unlike=False, banks=plans, entries=entries,
        touched=[draft for draft in taking if id(draft) in known],
        copies=[draft for draft in taking if id(draft) not in known],
    )  # fmt: skip


def find_before(session: Session, upload: Upload) -> int | None:
    """Find the version that is in force; two that were brought at once follow one another."""
    earlier_id, found = upload.earlier_id, None
    while earlier_id is not None:
        found = earlier_id
        later = select(Upload.id).where(
            Upload.earlier_id == earlier_id, Upload.id != upload.id, Upload.comparison == "compared"
        )
        earlier_id = session.scalar(later.order_by(Upload.id.desc()).limit(1))
    own = select(Upload.id).where(Upload.id == found, Upload.owner_id == upload.owner_id)
    return session.scalar(own)


def sight_of(session: Session, upload: Upload, earlier: Upload) -> Sight:
    """Give all that a plan is built on, to be compared inside the transaction."""
    drafts = select(*_DRAFTS, cast(DraftRow.edited, Text)).where(DraftRow.upload_id.in_([upload.id, earlier.id]))
    seen = [
        (bank.id, known.first_number, known.paragraph_count, banks.last_number(session, bank.id),
         banks.stamp_of(session, bank.id))
        for bank, known in published_in(session, earlier)
    ]  # fmt: skip
    rows = tuple(tuple(row) for row in session.execute(drafts.order_by(DraftRow.id)))
    return (upload.id, earlier.id, earlier.state, rows, tuple(seen), list_kept(session, earlier))


def published_in(session: Session, upload: Upload) -> list[tuple[Bank, Publication]]:
    """List the owner's banks that hold a document."""
    found = (
        select(Bank, Publication)
        .join(Publication, Publication.bank_id == Bank.id)
        .where(
            Publication.upload_id == upload.id,
            Bank.owner_id == upload.owner_id,
            Bank.deleted_at.is_(None),
        )
        .order_by(Bank.id)
    )
    return [(bank, known) for bank, known in session.execute(found)]


@dataclass(frozen=True, slots=True)
class _Renewal:
    """What is known while a version takes another's place, by the question's id: fates, new drafts, what was drawn."""

    versions: Versions
    fates: Mapping[str, Alignment]
    drafts: Mapping[str, DraftRow | None]
    raws: Mapping[str, Mapping[str, Any]]
    #: Whose drafts are open since they changed, or since they were or are told in two ways.
    reopened: frozenset[str]
    documents: set[str]
    kept: Questions
    now: datetime

    def plan_banks(self, session: Session) -> tuple[list[BankPlan], list[Entry]]:
        """Work out every bank, and what became of its questions."""
        plans, entries = list[BankPlan](), list[Entry]()
        upload = self.versions.upload
        made = reading_of(upload)
        for bank, known in published_in(session, self.versions.earlier):
            replacement = banks.plan_replacement(
                banks.get_document(session, bank.id), made.document, upload.name,
                first=known.first_number, paragraph_count=known.paragraph_count,
            )  # fmt: skip
            sheet = Sheet(banks.look_at(session, bank.id), None, self.now)
            report = LoadReport(bank.slug, bank.id)
            rows = banks.list_drawn(sheet.look, self.documents)
            banks.move_evidence(sheet, replacement, {row.slug for row in rows})
            fates = self._fates_in(rows)
            self._settle(bank.id, rows, fates)
            one = _BankRenewal(self, made, replacement, sheet, report)
            entries += [one.renew(row, fates[row.slug]) for row in rows]
            sheet.sum_up()
            plans.append(BankPlan(bank.id, replacement, sheet, report))
        return plans, entries

    def _fates_in(self, rows: Sequence[Standing]) -> dict[str, Alignment]:
        """Give the fate of a bank's questions; those suspended, held or without a draft are aligned as they stand."""
        alone = [row for row in rows if row.is_suspended or is_held(row) or row.slug not in self.fates]
        found = {row.slug: self.fates[row.slug] for row in rows if row.slug in self.fates}
        aligned = self.versions.align([_kept_in_bank(row, self.drafts.get(row.slug)) for row in alone])
        found |= {row.slug: fate for row, fate in zip(alone, aligned, strict=True)}
        for row in rows:
            fate = found[row.slug]
            if fate.fate == "changed" and fate.new is not None and asks_already(row.body, fate.id, fate.new):
                found[row.slug] = Alignment(fate.id, "moved", fate.start, fate.end, fate.new)
        return {row.slug: self._doubted(row, found[row.slug]) for row in rows}

    def _doubted(self, row: Standing, fate: Alignment) -> Alignment:
        """Let a question wait that is denied or told in two ways now, unless its teacher worded what it wants."""
        is_told = fate.fate in _STANDING and not self._is_own(row)
        if is_told and (self.is_denied(row, fate) or self.told_of(row, fate)):
            return replace(fate, fate="changed")
        return fate

    def _is_own(self, row: Standing) -> bool:
        is_drawn = row.slug not in self.raws or row.is_suspended or is_held(row)
        is_other_key = not is_drawn and keys_of(row.body) != keys_of(self.raws[row.slug])
        return is_other_key or bool((row.body.get("draft") or {}).get("edited"))

    def is_denied(self, row: Standing, fate: Alignment) -> bool:
        """Whether the newer version says in other words that what a question asks is not so."""
        draft = None if fate.new is None else self.draft_of(row.slug, fate)
        return draft is not None and denies(self.versions, draft, quotes_of(row.body))

    def told_of(self, row: Standing, fate: Alignment) -> Sequence[Told]:
        """Give what the newer version tells in two ways of what a question asks."""
        draft = self.draft_of(row.slug, fate)
        if draft is not None:
            return self.versions.two_ways.about(draft)
        return [] if fate.start is None or fate.end is None else self.versions.two_ways.within(fate.start, fate.end)

    def _settle(self, bank_id: int, rows: Sequence[Standing], fates: Mapping[str, Alignment]) -> None:
        """Let drafts that say word for word what a bank asks be accepted: there is nothing to decide on them.

        Nor is there where a question was kept: what the document says instead is rejected once more.
        """
        for row in rows:
            fate, draft = fates[row.slug], self.drafts.get(row.slug)
            if draft is None or draft.state != "open" or row.slug not in self.reopened:
                continue
            is_sound = not must_edit(draft) and not self.versions.two_ways.against(draft)
            is_asked = is_sound and fate.fate in _STANDING and is_alike(row.body, raw_of(draft))
            if is_asked or self.decision_on(bank_id, row, fate) == "kept":
                draft.state = "accepted" if is_asked else "rejected"
                draft.decided_at, draft.decided_by = self.now, self.versions.upload.owner_id

    def decision_on(self, bank_id: int, row: Standing, fate: Alignment) -> str | None:
        """Give what was decided and holds: a question stays as it was kept until the document proves it again."""
        is_kept = fate.fate in ("changed", "gone") and is_held(row) and (bank_id, row.slug) in self.kept
        return "kept" if is_kept else None

    def draft_of(self, slug: str, fate: Alignment) -> DraftRow | None:
        """Give the draft that takes a question's place."""
        if self.drafts.get(slug) is not None:
            return self.drafts[slug]
        return self.versions.new.get(fate.new.id) if fate.new is not None else None


@dataclass(frozen=True, slots=True)
class _BankRenewal:
    """One bank while its questions are gone through; what is to be written goes on its sheet."""

    renewal: _Renewal
    made: MadeReading
    replacement: Replacement
    sheet: Sheet
    report: LoadReport

    def renew(self, row: Standing, fate: Alignment) -> Entry:
        """Put on the sheet what becomes of one question, and give what its teacher is shown."""
        draft = self.renewal.draft_of(row.slug, fate)
        quotes = quotes_of(row.body)
        decision = self.renewal.decision_on(self.report.bank_id or 0, row, fate)
        told = [] if fate.fate == "gone" else self.renewal.told_of(row, fate)
        body = self._carried(row, fate, quotes) if fate.fate in _STANDING else _of_earlier(row.body)
        if fate.fate == "changed" and decision is None:
            self.sheet.amend(row, banks.with_draft(body, suspended=True), self.replacement.whole, "rest")
        else:
            self._amend(row, body)
        before, after = show_question(row.body, quotes), self._after(row, fate, draft, quotes_of(body), told)
        values = {
            "upload_id": self.renewal.versions.upload.id,
            "bank_id": self.report.bank_id,
            "question_id": row.slug,
            "fate": fate.fate,
            "before": before,
            "after": after,
            "remarks": [*tell_reckoned(before, after), *self._remarks(row, fate, draft, told)],
            "decision": decision,
        }
        return values, draft

    def _carried(self, row: Standing, fate: Alignment, quotes: Sequence[str]) -> Values:
        """Let a question's evidence stand where its words stand now, else where the new draft's passage does."""
        start, end = fate.start or 0, fate.end or 0
        drawn_now = quotes_of(fate.new.raw) if fate.new is not None else []
        placed = self._placed(start, quotes) or self._placed(start, drawn_now) or self.made.passage_quotes(start, end)
        first = self.replacement.first
        spans = [{"paragraph": first + self.made.numbers[number] - 1, "quote": quote} for number, quote in placed]
        document = self.renewal.versions.upload.sha256
        body, drawn = row.body, self.renewal.raws.get(row.slug)
        if drawn is not None and fate.new is not None:
            body = retold(body, drawn, fate.new.raw)
        return banks.with_draft(banks.with_evidence(body, spans), document=document)

    def _placed(self, start: int, quotes: Sequence[str]) -> list[tuple[int, str]]:
        """Give where quotes stand, when all of them do: some of several prove nothing."""
        placed = self.made.place_quotes(start, quotes)
        return placed if len(placed) == len(quotes) else []

    def _amend(self, row: Standing, body: Values) -> None:
        """Write a question that is asked from now on: one that was suspended wakes."""
        if row.is_suspended:
            self.sheet.amend(row, banks.with_draft(body, suspended=None), self.replacement.whole, "ask")
            first = self.report.first_moved_position
            self.report.first_moved_position = min(first or row.position, row.position)
        else:
            self.sheet.amend(row, body, self.replacement.whole)

    def _after(
        self,
        row: Standing,
        fate: Alignment,
        draft: DraftRow | None,
        passages: Sequence[str],
        told: Sequence[Told],
    ) -> Values:
        if fate.start is None or fate.end is None:
            return {}
        versions = self.renewal.versions
        body = raw_of(draft) if fate.fate == "changed" and draft is not None else row.body
        if fate.fate == "changed":
            passages = versions.quotes_now(body)
        if len(passages) <= 1:
            passages = [" ".join(versions.upload.text[fate.start : fate.end].split())]
        shown = show_question(body, passages)
        if fate.fate == "changed" and told:
            shown = show_told(versions, told, shown)
        elif fate.fate == "changed" and (fate.new is None or self.renewal.is_denied(row, fate)):
            # Beside words of which nothing is drawn, or that deny it, the earlier answer would be called right.
            shown |= {"key": ""}
        return shown | {"paragraph": versions.new_text.block_at(fate.start).number}

    def _remarks(self, row: Standing, fate: Alignment, draft: DraftRow | None, told: Sequence[Told]) -> list[str]:
        """Give what the rules say: of the new draft, and of a teacher's own wording beside the new text."""
        if fate.fate == "gone":
            return []
        against = draft.rejections if draft is not None else []
        said = [each["message"] for each in against if each["rule"] != TWO_WAYS]
        if told:
            said.insert(0, remark_of(told, is_own=fate.fate in _STANDING))
        elif fate.fate == "changed" and self.renewal.is_denied(row, fate):
            said.insert(0, UNPROVED)
        elif fate.fate == "changed" and fate.new is None:
            said.insert(0, _PARTLY_GONE % self._missing(row))
        if fate.fate in _STANDING:
            said += self._lost(row, fate)
        if (row.body.get("draft") or {}).get("edited"):
            body = raw_of(draft) if fate.fate == "changed" and draft is not None else row.body
            question, whole = parse_question({**body, "evidence": []}), self.replacement.whole
            said += [reason.message for reason in check_question(question, rule_context([question], whole.paragraphs))]
        return list(dict.fromkeys(said))[:5]

    def _missing(self, row: Standing) -> str:
        """Name the part that is gone, of several: the others stand in both versions alike."""
        quotes = quotes_of(row.body)
        gone = [quote for quote in quotes if quote not in self.renewal.versions.new_text.text]
        return f": “{gone[0].rstrip('.')}”" if gone and len(quotes) > 1 else ""

    def _lost(self, row: Standing, fate: Alignment) -> list[str]:
        new = fate.new.raw if fate.new is not None else None
        lost = lost_answers(self.renewal.versions, row.body, new)
        return [(_LOST_ANSWER if len(lost) == 1 else _LOST_ANSWERS) % ", ".join(lost)] if lost else []


def _kept_in_bank(row: Standing, draft: DraftRow | None) -> Kept:
    provenance = row.body.get("draft") or {}
    passage = " ".join(quotes_of(row.body))
    slot, key = (draft.grounds.get("slot", ""), draft.grounds.get("fact_key", "")) if draft is not None else ("", "")
    drawn_id = row.slug if draft is None else drawn_id_of(draft)
    return Kept(drawn_id, row.body, str(provenance.get("template", "")), slot, key, passage)


def _of_earlier(body: Mapping[str, Any]) -> Values:
    return banks.with_evidence(body, [span | {"earlier": True} for span in banks.evidence_of(body)])
