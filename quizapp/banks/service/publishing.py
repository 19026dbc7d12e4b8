"""A teacher's own banks: made here, given questions with their document, kept when their owner goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow
from quizapp.banks.service.folders import as_slug
from quizapp.banks.service.loading import (
    TITLE_AT_MOST,
    LoadReport,
    questions_in_use,
    store_question,
)
from quizapp.banks.service.outline import outline_of
from quizapp.core import document as reading
from quizapp.core.errors import NotFound
from quizapp.core.question import Question
from quizapp.people.viewer import Viewer
from quizapp.plumbing.markup import render_inline

_SLUG_TRIES = 50


@dataclass(slots=True)
class PublishReport(LoadReport):
    """What publishing changed; `elsewhere` are ids that the bank has already, drawn from another document."""

    elsewhere: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OwnBank:
    """A bank as a menu names it."""

    id: int
    slug: str
    title: str
    question_count: int


def list_own_banks(session: Session, viewer: Viewer) -> list[OwnBank]:
    """List the banks in use that belong to this viewer, by title."""
    own = select(Bank).where(Bank.owner_id == viewer.id, Bank.deleted_at.is_(None)).order_by(Bank.title, Bank.id)
    return [OwnBank(b.id, b.slug, b.title, int(b.outline.get("questions", 0))) for b in session.scalars(own)]


def get_own_bank(session: Session, viewer: Viewer, bank_id: int) -> Bank:
    """Give a bank that belongs to this viewer, locked until the transaction ends.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    own = select(Bank).where(Bank.id == bank_id, Bank.owner_id == viewer.id, Bank.deleted_at.is_(None))
    bank = session.scalar(own.with_for_update(key_share=True))
    if bank is None or viewer.id is None:
        raise NotFound("This bank is not here any more. Choose another one, or make a new one.")
    return bank


def make_own_bank(session: Session, viewer: Viewer, title: str, *, visibility: str, now: datetime) -> Bank:
    """Make an empty bank for its owner under a free name made of its title."""
    stem = as_slug(title)
    for number in range(1, _SLUG_TRIES):
        slug = stem if number == 1 else f"{stem[:58].rstrip('-')}-{number}"
        bank = Bank(
            slug=slug, title=title[:TITLE_AT_MOST], owner_id=viewer.id, visibility=visibility, language="en",
            created_at=now, outline=outline_of([]),
        )  # fmt: skip
        try:
            with session.begin_nested():
                session.add(bank)
        except IntegrityError:
            continue
        return bank
    raise NotFound("Too many banks have this title. Choose another one.")


def put_document(
    session: Session, bank: Bank, document: reading.Document, name: str, *, first_number: int | None = None
) -> int:
    """Put a document's paragraphs into the bank's reading and give the number of the first one.

    `first_number` is where an earlier publication of the same document begins, if it is as long; None = after the last.
    """
    row = session.scalar(select(Document).where(Document.bank_id == bank.id))
    if row is None:
        row = Document(bank_id=bank.id, name=name[:TITLE_AT_MOST], title=document.title[:TITLE_AT_MOST], word_count=0)
        session.add(row)
        session.flush()
    first = first_number or _highest(session, row.id) + 1
    last = first + len(document.paragraphs) - 1
    held = DocumentParagraph.document_id == row.id
    session.execute(delete(DocumentParagraph).where(held, DocumentParagraph.number.between(first, last)))
    rows = [paragraph_row(row.id, first, paragraph) for paragraph in document.paragraphs]
    if rows:
        session.execute(insert(DocumentParagraph), rows)
    row.word_count = sum(len(words.split()) for words in session.scalars(select(DocumentParagraph.text).where(held)))
    return first


def _highest(session: Session, document_id: int) -> int:
    numbers = select(func.max(DocumentParagraph.number)).where(DocumentParagraph.document_id == document_id)
    return session.scalar(numbers) or 0


def paragraph_row(document_id: int, first: int, paragraph: reading.Paragraph) -> dict[str, Any]:
    """Give the row of a document's paragraph whose first one has this number in the bank."""
    return {
        "document_id": document_id,
        "number": first + paragraph.number - 1,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "text": paragraph.text,
        "html": render_inline(paragraph.markdown),
    }


def add_questions(
    session: Session,
    bank: Bank,
    questions: Sequence[Question],
    *,
    documents: Collection[str],
    author_id: int | None,
    now: datetime,
) -> PublishReport:
    """Make questions part of a bank, or bring those up to date that it has from one of these documents (SHA-256)."""
    report = PublishReport(bank.slug, bank.id)
    rows = {row.slug: row for row in session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank.id))}
    whole = get_document(session, bank.id)
    last = max((row.position for row in rows.values()), default=0)
    for question in questions:
        row = rows.get(question.id)
        if row is not None and document_of(row.body) not in documents:
            report.elsewhere.append(question.id)
            continue
        if row is None:
            last += 1
            row = QuestionRow(bank_id=bank.id, slug=question.id, revision=0, position=last)
            session.add(row)
        elif row.deleted_at is not None:
            # It stands where learners may have passed already.
            report.first_moved_position = min(report.first_moved_position or row.position, row.position)
        store_question(session, row, question, whole, report, author_id=author_id, now=now)
    session.flush()
    bank.outline = outline_of(questions_in_use(session, bank.id))
    return report


def document_of(body: Mapping[str, Any]) -> str:
    """Name the document (SHA-256) that a question was drawn from; empty for one that was not drawn."""
    return str((body.get("draft") or {}).get("document", ""))


def get_document(session: Session, bank_id: int) -> reading.Document:
    """Give the whole reading of a bank as core knows it; empty when it has none."""
    rows = session.execute(
        select(DocumentParagraph.number, DocumentParagraph.kind, DocumentParagraph.text, DocumentParagraph.level)
        .join(Document, Document.id == DocumentParagraph.document_id)
        .where(Document.bank_id == bank_id)
        .order_by(DocumentParagraph.number)
    )
    return reading.Document(
        "",
        tuple(
            reading.Paragraph(n, cast(reading.ParagraphKind, kind), text, text, level) for n, kind, text, level in rows
        ),
    )


def take_out_questions(session: Session, bank: Bank, slugs: Collection[str], now: datetime) -> None:
    """Ask some questions no more; their history is kept, and they can come back."""
    session.execute(
        update(QuestionRow)
        .where(QuestionRow.bank_id == bank.id, QuestionRow.slug.in_(slugs), QuestionRow.deleted_at.is_(None))
        .values(deleted_at=now)
    )
    session.flush()
    bank.outline = outline_of(questions_in_use(session, bank.id))


def release_banks(session: Session, owner_id: int, now: datetime) -> None:
    """Let somebody's banks be nobody's before they are erased; private ones are closed, public ones go on."""
    session.execute(
        update(Bank)
        .where(Bank.owner_id == owner_id, Bank.visibility == "private", Bank.deleted_at.is_(None))
        .values(deleted_at=now)
    )
    session.execute(update(Bank).where(Bank.owner_id == owner_id).values(owner_id=None))
