"""A teacher's own banks: made here, given questions with their document, kept when their owner goes."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph
from quizapp.banks.service.access import check_teacher
from quizapp.banks.service.loading import TITLE_AT_MOST, LoadReport
from quizapp.banks.service.outline import outline_of
from quizapp.banks.service.storing import Sheet
from quizapp.core import document as reading
from quizapp.core.errors import NotFound
from quizapp.core.question import Question
from quizapp.core.slugs import as_slug
from quizapp.people.viewer import Viewer
from quizapp.plumbing.markup import render_inline

#: Banks of one title whose names are numbered; no query looks for more.
_NUMBERED = 50
NOT_TO_MAKE = "Banks of one’s own are for teachers."


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


def get_own_bank(session: Session, viewer: Viewer, bank_id: int, *, is_locked: bool = True) -> Bank:
    """Give a bank that belongs to this viewer, locked until the transaction ends; a snapshot cannot lock.

    Raises:
        NotFound: there is none, or it is somebody else's.
        NotAllowed: they are no teacher, or not any more.
    """
    check_teacher(viewer)
    own = select(Bank).where(Bank.id == bank_id, Bank.owner_id == viewer.id, Bank.deleted_at.is_(None))
    bank = session.scalar(own.with_for_update(key_share=True) if is_locked else own)
    if bank is None or viewer.id is None:
        raise NotFound("This bank is not here any more. Choose another one, or make a new one.")
    return bank


def make_own_bank(session: Session, viewer: Viewer, title: str, *, visibility: str, now: datetime) -> Bank:
    """Make an empty bank for its owner under a free name made of its title.

    Raises:
        NotAllowed: they are no teacher, or not any more.
    """
    check_teacher(viewer, NOT_TO_MAKE)
    stem = as_slug(title)
    bank = Bank(
        slug=_free_slug(session, stem), title=title[:TITLE_AT_MOST], owner_id=viewer.id, visibility=visibility,
        language="en", created_at=now, outline=outline_of([]),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(bank)
    except IntegrityError:
        # Somebody has made a bank of that very name meanwhile; nobody comes by a random one.
        bank.slug = _random_slug(stem)
        session.add(bank)
        session.flush()
    return bank


def _free_slug(session: Session, stem: str) -> str:
    """Find a name that no bank has, closed and unseen ones included: some are numbered, all further ones random."""
    names = [stem, *(f"{stem[:58].rstrip('-')}-{number}" for number in range(2, _NUMBERED)), _random_slug(stem)]
    taken = set(session.scalars(select(Bank.slug).where(Bank.slug.in_(names))))
    return next((name for name in names if name not in taken), _random_slug(stem))


def _random_slug(stem: str) -> str:
    return f"{stem[:55].rstrip('-')}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class MadeParagraphs:
    """A document as rows of a bank's reading, their HTML made."""

    title: str
    rows: Sequence[dict[str, Any]]
    word_count: int


def make_paragraphs(document: reading.Document, first: int) -> MadeParagraphs:
    """Make the rows of a document whose first paragraph has this number in the bank."""
    rows = [
        {
            "number": first + paragraph.number - 1,
            "kind": paragraph.kind,
            "level": paragraph.level,
            "text": paragraph.text,
            "html": render_inline(paragraph.markdown),
        }
        for paragraph in document.paragraphs
    ]
    return MadeParagraphs(document.title, rows, sum(len(each.text.split()) for each in document.paragraphs))


def last_number(session: Session, bank_id: int | None) -> int:
    """Give the number of the last paragraph of a bank's reading; 0 when it has none."""
    numbers = select(func.max(DocumentParagraph.number)).join(Document, Document.id == DocumentParagraph.document_id)
    return session.scalar(numbers.where(Document.bank_id == bank_id)) or 0


def append_document(session: Session, bank: Bank, made: MadeParagraphs, name: str) -> None:
    """Put a document's paragraphs behind those that the bank's reading has."""
    row = session.scalar(select(Document).where(Document.bank_id == bank.id))
    if row is None:
        row = Document(bank_id=bank.id, name=name[:TITLE_AT_MOST], title=made.title[:TITLE_AT_MOST], word_count=0)
        session.add(row)
        session.flush()
    if made.rows:
        session.execute(insert(DocumentParagraph), [{"document_id": row.id, **values} for values in made.rows])
    row.word_count += made.word_count


def fill(
    sheet: Sheet, bank: Bank | None, questions: Sequence[Question], whole: reading.Document, documents: Collection[str]
) -> PublishReport:
    """Note questions on a sheet: new ones, and those that the bank has from one of these documents (SHA-256)."""
    report = PublishReport("", 0) if bank is None else PublishReport(bank.slug, bank.id)
    for question in questions:
        row = sheet.look.standing.get(question.id)
        if row is not None and document_of(row.body) not in documents:
            report.elsewhere.append(question.id)
        else:
            sheet.store(question, whole, report)
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


def release_banks(session: Session, owner_id: int, now: datetime) -> None:
    """Let somebody's banks be nobody's before they are erased; private ones are closed, public ones go on."""
    session.execute(
        update(Bank)
        .where(Bank.owner_id == owner_id, Bank.visibility == "private", Bank.deleted_at.is_(None))
        .values(deleted_at=now)
    )
    session.execute(update(Bank).where(Bank.owner_id == owner_id).values(owner_id=None))
