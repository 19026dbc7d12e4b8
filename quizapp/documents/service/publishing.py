"""From accepted drafts to questions of a bank, with the document as its reading and the passage as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Text, cast, func, or_, select, update
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import MadeParagraphs, PublishReport, Sheet
from quizapp.core.errors import Conflict
from quizapp.core.kinds import KindQuestion, parse_question
from quizapp.documents.models import Comparison, DraftRow, Publication, Upload
from quizapp.documents.service.contradicted import refuse_contradicted
from quizapp.documents.service.drafts import raw_of
from quizapp.documents.service.readings import MadeReading, reading_of
from quizapp.documents.service.uploads import get_ready
from quizapp.people.viewer import Viewer

Sight: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where accepted drafts shall go: a bank by its number, or a new one with this title."""

    bank_id: int | None
    title: str
    #: public or private; of a new bank.
    visibility: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a bank, as a link to its editor needs it."""

    slug: str
    title: str
    question_id: int


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """All that publishing will write, worked out from what was seen (`sight`); `paragraphs` None = they stand there."""

    target: Target
    sight: Sight
    sheet: Sheet
    report: PublishReport
    paragraphs: MadeParagraphs | None
    first: int


def plan_publication(
    session: Session, viewer: Viewer, upload_id: int, target: Target, now: datetime
) -> PublicationPlan:
    """Work out what publishing a document's accepted drafts would write; this takes long and locks nothing.

    Raises:
        Conflict: nothing was accepted yet, or what was is told in two ways.
        NotFound: the bank is not the viewer's.
    """
    upload = get_ready(session, viewer, upload_id, is_whole=True)
    bank = _find_bank(session, viewer, upload, target, is_locked=False)
    accepted = select(DraftRow).where(DraftRow.upload_id == upload.id, DraftRow.state == "accepted")
    drafts = session.scalars(accepted.order_by(DraftRow.start, DraftRow.id)).all()
    if not drafts:
        raise Conflict("No draft is accepted yet. Accept some first, then publish them.")
    # What was accepted as edited may have lost its edit since.
    refuse_contradicted(session, upload, drafts)
    known = session.get(Publication, (upload.id, bank.id)) if bank is not None else None
    bank_id = bank.id if bank is not None else None
    first = known.first_number if known is not None else banks.last_number(session, bank_id) + 1
    reading = reading_of(upload)
    questions = [question_of(upload, draft, reading, first) for draft in drafts]
    sheet = Sheet(banks.look_at(session, bank_id), viewer.id, now)
    report = banks.fill(sheet, bank, questions, reading.placed(first), list_lineage(session, upload))
    sheet.sum_up()
    # The words of a document never change, so what was published of it stands there already.
    paragraphs = None if known is not None else banks.make_paragraphs(reading.document, first)
    return PublicationPlan(target, _sight(session, upload, bank), sheet, report, paragraphs, first)


def _sight(session: Session, upload: Upload, bank: Bank | None) -> Sight:
    """Give all that a plan is built on, to be compared inside the transaction."""
    accepted = (
        select(DraftRow.id, DraftRow.question_id, DraftRow.decided_at, cast(DraftRow.edited, Text))
        .where(DraftRow.upload_id == upload.id, DraftRow.state == "accepted")
        .order_by(DraftRow.id)
    )
    drafts = tuple(tuple(row) for row in session.execute(accepted))
    if bank is None:
        return (upload.id, drafts, None)
    known = session.get(Publication, (upload.id, bank.id))
    where = (known.first_number, known.paragraph_count) if known is not None else banks.last_number(session, bank.id)
    return (upload.id, drafts, bank.id, where, banks.stamp_of(session, bank.id))


def publish(
    session: Session, viewer: Viewer, upload_id: int, target: Target, now: datetime, plan: PublicationPlan | None = None
) -> PublishReport:
    """Make the accepted drafts of a document questions of a bank; again, it brings them up to date.

    A plan that was made before is followed if what it was built on still holds; else all is worked out anew.

    Raises:
        Conflict: nothing was accepted yet, or what was is told in two ways.
        NotFound: the bank is not the viewer's.
    """
    # A form that is sent twice makes one bank: the second waits here for what the first makes.
    upload = get_ready(session, viewer, upload_id, is_locked=True)
    bank = _find_bank(session, viewer, upload, target, is_locked=True)
    if plan is None or plan.target != target or plan.sight != _sight(session, upload, bank):
        plan = plan_publication(session, viewer, upload_id, target, now)
    if bank is None:
        bank = _make_bank(session, viewer, upload, target, now)
        plan.report.slug, plan.report.bank_id = bank.slug, bank.id
    if plan.paragraphs is not None:
        banks.append_document(session, bank, plan.paragraphs, upload.name)
    banks.write_sheet(session, bank, plan.sheet)
    _note(session, upload, bank, plan, now)
    _settle(session, upload, bank, plan.report, now)
    return plan.report


def _settle(session: Session, upload: Upload, bank: Bank, report: PublishReport, now: datetime) -> None:
    """Note that questions which waited for a decision were taken by publishing their newer drafts."""
    stored = Comparison.question_id.in_([*report.changed, *report.unchanged])
    waiting = update(Comparison).where(
        Comparison.upload_id == upload.id,
        Comparison.bank_id == bank.id,
        Comparison.fate == "changed",
        or_(Comparison.decision.is_(None), Comparison.decision != "taken"),
        stored,
    )
    session.execute(waiting.values(decision="taken", decided_at=now))


def _find_bank(session: Session, viewer: Viewer, upload: Upload, target: Target, *, is_locked: bool) -> Bank | None:
    """Find the bank to publish to; None when it is to be made."""
    if target.bank_id is not None:
        return banks.get_own_bank(session, viewer, target.bank_id, is_locked=is_locked)
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
    made = made.order_by(Bank.id).limit(1)
    return session.scalars(made.with_for_update(of=Bank, key_share=True) if is_locked else made).first()


def _make_bank(session: Session, viewer: Viewer, upload: Upload, target: Target, now: datetime) -> Bank:
    bank = banks.make_own_bank(session, viewer, target.title, visibility=target.visibility, now=now)
    bank.language = upload.language or "en"
    bank.description = f"Drawn from “{upload.title}”." if upload.title and upload.title != target.title else ""
    return bank


def _note(session: Session, upload: Upload, bank: Bank, plan: PublicationPlan, now: datetime) -> None:
    """Note where the document stands in the bank, and that it was published now."""
    known = session.get(Publication, (upload.id, bank.id))
    if known is None:
        count = len(plan.paragraphs.rows) if plan.paragraphs is not None else 0
        known = Publication(upload_id=upload.id, bank_id=bank.id, first_number=plan.first, paragraph_count=count)
        session.add(known)
    known.published_at = now


def list_lineage(session: Session, upload: Upload) -> set[str]:
    """Give the SHA-256 of a document and of those that it is a newer version of, deleted ones too.

    Questions of a version that was deleted are known by what the versions after it said of them.
    """
    found, ids, earlier_id = {upload.sha256}, [upload.id], upload.earlier_id
    while earlier_id is not None:
        ids.append(earlier_id)
        row = session.execute(select(Upload.sha256, Upload.earlier_id).where(Upload.id == earlier_id)).first()
        earlier_id = None if row is None else row.earlier_id
        if row is not None:
            found.add(row.sha256)
    drawn = QuestionRow.body["draft"]["document"].as_string()
    compared = (Comparison.bank_id == QuestionRow.bank_id) & (Comparison.question_id == QuestionRow.slug)
    named = select(drawn).join(Comparison, compared).where(Comparison.upload_id.in_(ids), drawn.is_not(None))
    return found | set(session.scalars(named.distinct()))


def question_of(upload: Upload, draft: DraftRow, reading: MadeReading, first: int) -> KindQuestion:
    """Give the question that an accepted draft becomes, its evidence found in the bank's paragraphs."""
    raw = dict(raw_of(draft)) | {"id": draft.question_id}
    raw["evidence"] = [
        {"paragraph": first + reading.numbers[number] - 1, "quote": quote}
        for number, quote in _evidence(draft, reading)
    ]
    raw["draft"] = dict(raw.get("draft") or {}) | _provenance(upload, draft)
    return parse_question(raw)


def _evidence(draft: DraftRow, reading: MadeReading) -> list[tuple[int, str]]:
    """Give (block, quote) of what supports a draft: the quotes it names, else its whole passage."""
    given = raw_of(draft).get("evidence") or []
    quotes = [str(each["quote"]) for each in (given if isinstance(given, list) else [given])]
    return reading.place_quotes(draft.start, quotes) or reading.passage_quotes(draft.start, draft.end)


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


def count_unpublished(session: Session, upload: Upload) -> int:
    """Count the accepted drafts of a document that no bank which holds it has as a question."""
    held = (
        select(QuestionRow.slug)
        .join(Publication, Publication.bank_id == QuestionRow.bank_id)
        .where(Publication.upload_id == upload.id)
    )
    fresh = select(func.count()).where(
        DraftRow.upload_id == upload.id, DraftRow.state == "accepted", DraftRow.question_id.not_in(held)
    )
    return session.scalar(fresh) or 0


def list_targets(session: Session, viewer: Viewer) -> Sequence[banks.OwnBank]:
    """List the banks that the viewer may publish to."""
    return banks.list_own_banks(session, viewer)


def list_asked(session: Session, upload: Upload, drafts: Sequence[DraftRow]) -> dict[str, list[Asked]]:
    """List, by id, where drafts are asked as questions of the owner's banks: a decision on the draft changes none."""
    found = (
        select(QuestionRow.slug, Bank.slug, Bank.title, QuestionRow.id)
        .join(Bank, Bank.id == QuestionRow.bank_id)
        .join(Publication, Publication.bank_id == Bank.id)
        .where(
            Publication.upload_id == upload.id,
            QuestionRow.slug.in_([draft.question_id for draft in drafts]),
            QuestionRow.deleted_at.is_(None),
            Bank.owner_id == upload.owner_id,
            Bank.deleted_at.is_(None),
        )
        .order_by(Bank.id)
    )
    asked: dict[str, list[Asked]] = {}
    for slug, bank_slug, title, question_id in session.execute(found):
        asked.setdefault(slug, []).append(Asked(bank_slug, title, question_id))
    return asked
