"""Deleting a document; where it had taken the place of an earlier version, that one is in force again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quizapp.banks import service as banks
from quizapp.banks.service import LoadReport, Replacement, Sheet, Standing
from quizapp.documents.models import Comparison, DraftRow, Upload
from quizapp.documents.service.comparing import BankPlan, published_in, sight_of
from quizapp.documents.service.following import lock_banks, write_bank
from quizapp.documents.service.publishing import list_lineage
from quizapp.documents.service.readings import MadeReading, reading_of
from quizapp.documents.service.uploads import delete_upload, get_upload, lock_job
from quizapp.people.viewer import Viewer

Sight: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class DiscardPlan:
    """What is to be written of banks whose reading goes back to the earlier version, worked out from what was seen."""

    sight: Sight
    earlier_id: int
    banks: Sequence[BankPlan]


def plan_discard(session: Session, viewer: Viewer, upload_id: int, now: datetime) -> DiscardPlan | None:
    """Work out what deleting a document means for its banks; None where no earlier version comes into force by it."""
    upload = get_upload(session, viewer, upload_id)
    earlier = _earlier_of(session, upload)
    if earlier is None:
        return None
    waits, starts, before = _list_waiting(session, upload), _starts_in(session, earlier), _paragraphs(session, upload)
    made, documents = reading_of(earlier), list_lineage(session, upload)
    plans = []
    for bank, known in published_in(session, upload):
        replacement = banks.plan_replacement(
            banks.get_document(session, bank.id), made.document, earlier.name,
            first=known.first_number, paragraph_count=known.paragraph_count,
        )  # fmt: skip
        sheet = Sheet(banks.look_at(session, bank.id), viewer.id, now)
        report = LoadReport(bank.slug, bank.id)
        rows = banks.list_drawn(sheet.look, documents)
        banks.move_evidence(sheet, replacement, {row.slug for row in rows})
        stood = {slug: number for (bank_id, slug), number in before.items() if bank_id == bank.id}
        back = _Back(earlier, made, replacement, sheet, report, starts, stood)
        for row in rows:
            back.bring(row, is_waiting=(bank.id, row.slug) in waits)
        sheet.sum_up()
        plans.append(BankPlan(bank.id, replacement, sheet, report))
    return DiscardPlan(sight_of(session, earlier, upload), earlier.id, plans)


def _list_waiting(session: Session, upload: Upload) -> set[tuple[int | None, str]]:
    """List the questions, by bank and id, that wait for a decision on a version."""
    waiting = select(Comparison.bank_id, Comparison.question_id).where(
        Comparison.upload_id == upload.id, Comparison.fate == "changed", Comparison.decision.is_(None)
    )
    return {(bank_id, slug) for bank_id, slug in session.execute(waiting)}


def _starts_in(session: Session, upload: Upload) -> dict[str, int]:
    """Give where the passage of each question of a version starts; of drafts with one id the accepted one counts."""
    drafts = select(DraftRow.question_id, DraftRow.start).where(DraftRow.upload_id == upload.id)
    return {slug: start for slug, start in session.execute(drafts.order_by(DraftRow.state == "accepted", DraftRow.id))}


def _paragraphs(session: Session, upload: Upload) -> dict[tuple[int | None, str], int]:
    """Give the paragraph, in its bank, in which the evidence of each question stood in the version before."""
    rows = session.execute(
        select(Comparison.bank_id, Comparison.question_id, Comparison.before).where(Comparison.upload_id == upload.id)
    )
    return {(bank_id, slug): before["paragraph"] for bank_id, slug, before in rows if before.get("paragraph")}


def _earlier_of(session: Session, upload: Upload, *, is_locked: bool = False) -> Upload | None:
    """Give the version that comes into force again when a document goes."""
    if upload.comparison != "compared" or upload.state != "ready":
        return None
    own = select(Upload).where(
        Upload.id == upload.earlier_id, Upload.owner_id == upload.owner_id, Upload.state == "replaced"
    )
    if is_locked:
        own = own.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(own.options(undefer(Upload.text), undefer(Upload.blocks)))


@dataclass(frozen=True, slots=True)
class _Back:
    """One bank on its way back to the earlier reading."""

    earlier: Upload
    made: MadeReading
    replacement: Replacement
    sheet: Sheet
    report: LoadReport
    #: Where passages start in the earlier version's text, and its paragraphs of evidence in the bank, by question.
    starts: Mapping[str, int]
    stood: Mapping[str, int]

    def bring(self, row: Standing, *, is_waiting: bool) -> None:
        """Let a question's evidence stand in the earlier reading; one that waits for a decision is asked as it was."""
        spans = [self._span(row, span) for span in banks.evidence_of(row.body)]
        body = banks.with_draft(banks.with_evidence(row.body, spans), document=self.earlier.sha256)
        if not (row.is_suspended and is_waiting):
            self.sheet.amend(row, body, self.replacement.whole)
            return
        self.sheet.amend(row, banks.with_draft(body, suspended=None), self.replacement.whole, "ask")
        first = self.report.first_moved_position
        self.report.first_moved_position = min(first or row.position, row.position)

    def _span(self, row: Standing, span: dict[str, Any]) -> dict[str, Any]:
        # The same words may stand in several paragraphs.
        placed = self.made.place_quotes(self._start(row, span), [span["quote"]])
        if not placed:
            # It was taken from the version that goes.
            return span | {"earlier": True}
        number, quote = placed[0]
        return {"paragraph": self.replacement.first + self.made.numbers[number] - 1, "quote": quote}

    def _start(self, row: Standing, span: Mapping[str, Any]) -> int:
        """Give where the earlier version had a piece of evidence, or is most likely to have it."""
        first = self.replacement.first
        if span.get("earlier"):
            return self.made.start_of(span["paragraph"] - first + 1)
        is_only = len(banks.evidence_of(row.body)) == 1
        if is_only and row.slug in self.stood:
            return self.made.start_of(self.stood[row.slug] - first + 1)
        return self.starts.get(row.slug, self.made.start_of(span["paragraph"] - first + 1))


def discard(
    session: Session, viewer: Viewer, upload_id: int, now: datetime, plan: DiscardPlan | None = None
) -> list[LoadReport]:
    """Delete a document; its banks have the reading of the version before again, which is in force from then on.

    What waits for a decision is asked as it was. Without an earlier version, the reading stays with what was published.
    """
    lock_job(session, viewer, upload_id)
    upload = get_upload(session, viewer, upload_id, is_locked=True)
    earlier = _earlier_of(session, upload, is_locked=True)
    reports = []
    if earlier is not None:
        lock_banks(session, upload)
        if plan is None or plan.sight != sight_of(session, earlier, upload):
            plan = plan_discard(session, viewer, upload_id, now)
        for each in plan.banks if plan is not None else ():
            reports.append(write_bank(session, earlier, each, upload.id, now))
        earlier.state = "ready"
        session.flush()
    elif upload.state == "ready":
        lock_banks(session, upload)
        reports += _wake(session, viewer, upload, now)
    delete_upload(session, viewer, upload_id)
    return reports


def _wake(session: Session, viewer: Viewer, upload: Upload, now: datetime) -> Iterator[LoadReport]:
    """Let questions that wait for a decision be asked as they were: once their document is gone nobody could decide."""
    waits = _list_waiting(session, upload)
    for bank, _ in published_in(session, upload):
        slugs = sorted(slug for bank_id, slug in waits if bank_id == bank.id)
        if not slugs:
            continue
        sheet, report = Sheet(banks.look_at(session, bank.id), viewer.id, now), LoadReport(bank.slug, bank.id)
        for slug in slugs:
            row = sheet.look.standing.get(slug)
            if row is not None and row.is_suspended:
                _ask_again(sheet, report, row)
        sheet.sum_up()
        banks.write_sheet(session, bank, sheet)
        yield report


def _ask_again(sheet: Sheet, report: LoadReport, row: Standing) -> None:
    sheet.amend(row, banks.with_draft(row.body, suspended=None), None, "ask")
    report.first_moved_position = min(report.first_moved_position or row.position, row.position)
