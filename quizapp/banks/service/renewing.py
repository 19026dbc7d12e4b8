"""A bank whose document has changed: its reading replaced, evidence carried over, questions suspended and resumed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow, Revision
from quizapp.banks.service.loading import TITLE_AT_MOST, questions_in_use, sibling_key
from quizapp.banks.service.outline import outline_of
from quizapp.banks.service.publishing import document_of, get_document, paragraph_row
from quizapp.core import document as reading
from quizapp.core.kinds import parse_question

#: Beyond any number of a paragraph: rows step aside there, so that no two have one number on the way.
_ASIDE = 10_000_000

Body = dict[str, Any]


def list_drawn(session: Session, bank: Bank, documents: Collection[str]) -> list[QuestionRow]:
    """List the questions, in use or suspended, that were drawn from one of these documents (SHA-256), locked."""
    rows = session.scalars(
        select(QuestionRow)
        .where(QuestionRow.bank_id == bank.id, _is_kept())
        .order_by(QuestionRow.position)
        .with_for_update()
    )
    return [row for row in rows if document_of(row.body) in documents]


def find_kept_question(session: Session, bank: Bank, slug: str) -> QuestionRow | None:
    """Find a question of a bank by its id, whether it is asked or not, and lock it."""
    found = select(QuestionRow).where(QuestionRow.bank_id == bank.id, QuestionRow.slug == slug)
    return session.scalar(found.with_for_update())


def _is_kept() -> ColumnElement[bool]:
    return QuestionRow.deleted_at.is_(None) | QuestionRow.suspended_at.is_not(None)


def count_suspended(session: Session, bank_id: int) -> int:
    """Count the questions of a bank that are not asked until their teacher has looked at a changed document."""
    suspended = select(func.count()).where(
        QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_not(None), QuestionRow.suspended_at.is_not(None)
    )
    return session.scalar(suspended) or 0


def replace_document(
    session: Session, bank: Bank, document: reading.Document, name: str, *, first_number: int, paragraph_count: int
) -> int:
    """Put a newer state of a document where the earlier one stands, and tell by how much what follows was moved.

    What follows belongs to other documents of the bank; the evidence of their questions moves along.
    """
    row = session.scalars(select(Document).where(Document.bank_id == bank.id)).one()
    held = DocumentParagraph.document_id == row.id
    last = first_number + paragraph_count - 1
    session.execute(delete(DocumentParagraph).where(held, DocumentParagraph.number.between(first_number, last)))
    distance = len(document.paragraphs) - paragraph_count
    if distance:
        _step(session, held & (DocumentParagraph.number > last), _ASIDE)
        _step(session, held & (DocumentParagraph.number > _ASIDE), distance - _ASIDE)
    if document.paragraphs:
        session.execute(
            insert(DocumentParagraph), [paragraph_row(row.id, first_number, p) for p in document.paragraphs]
        )
    if first_number == 1:
        row.title, row.name = document.title[:TITLE_AT_MOST], name[:TITLE_AT_MOST]
    row.word_count = sum(len(words.split()) for words in session.scalars(select(DocumentParagraph.text).where(held)))
    if distance:
        _move_evidence(session, bank, last, distance)
    return distance


def _step(session: Session, which: ColumnElement[bool], by: int) -> None:
    session.execute(update(DocumentParagraph).where(which).values(number=DocumentParagraph.number + by))


def _move_evidence(session: Session, bank: Bank, last: int, distance: int) -> None:
    whole = get_document(session, bank.id)
    for row in session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank.id)).all():
        spans = evidence_of(row.body)
        moved = [
            span | {"paragraph": span["paragraph"] + distance}
            if span["paragraph"] > last and not span.get("earlier")
            else span
            for span in spans
        ]
        if moved != spans:
            amend(session, row, with_evidence(row.body, moved), whole)


def evidence_of(body: Mapping[str, Any]) -> list[Body]:
    """Give the evidence of a question's body as a list, whichever way it is written."""
    given = body.get("evidence") or []
    return [dict(span) for span in (given if isinstance(given, list) else [given])]


def with_evidence(body: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> Body:
    """Give a body with other evidence, written as `dump` writes it."""
    changed = {name: value for name, value in body.items() if name != "evidence"}
    if spans:
        changed["evidence"] = dict(spans[0]) if len(spans) == 1 else [dict(span) for span in spans]
    return changed


def with_draft(body: Mapping[str, Any], **fields: Any) -> Body:
    """Give a body whose provenance says this; None takes a field away."""
    draft = {**(body.get("draft") or {}), **fields}
    return {**body, "draft": {name: value for name, value in draft.items() if value is not None}}


def amend(session: Session, row: QuestionRow, body: Mapping[str, Any], whole: reading.Document) -> None:
    """Write where a question's evidence stands now, which is no revision: what is asked and what is right stay.

    Learners would else be told of a change that they cannot see.
    """
    question = parse_question(body)
    row.body = question.dump()
    row.sibling_key = sibling_key(question, whole)
    latest = update(Revision).where(Revision.question_id == row.id, Revision.number == row.revision)
    # To look for this revision among all that the session holds would cost more than everything else here.
    session.execute(latest.values(body=row.body), execution_options={"synchronize_session": False})


def suspend(
    session: Session, row: QuestionRow, body: Mapping[str, Any], whole: reading.Document, now: datetime
) -> None:
    """Ask a question no more until its teacher has decided; cards and history stay as they are.

    The body says so too, so that the question rests in every file and installation that it is carried to.
    """
    amend(session, row, with_draft(body, suspended=True), whole)
    row.deleted_at = row.suspended_at = now


def resume(session: Session, row: QuestionRow, body: Mapping[str, Any], whole: reading.Document) -> None:
    """Ask a suspended question again, with this body."""
    amend(session, row, with_draft(body, suspended=None), whole)
    row.deleted_at = row.suspended_at = None


def tally(session: Session, bank: Bank) -> None:
    """Bring up to date what a bank's page says of the questions in use."""
    session.flush()
    bank.outline = outline_of(questions_in_use(session, bank.id))
