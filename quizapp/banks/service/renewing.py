"""A bank whose document has changed: its reading replaced, evidence carried over, questions suspended and resumed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow
from quizapp.banks.service.loading import TITLE_AT_MOST
from quizapp.banks.service.publishing import MadeParagraphs, document_of, make_paragraphs
from quizapp.banks.service.storing import Look, Sheet, Standing
from quizapp.core import document as reading
from quizapp.core.evidence import evidence_of, with_evidence

#: Beyond any number of a paragraph: rows step aside there, so that no two have one number on the way.
_ASIDE = 10_000_000

Body = dict[str, Any]


def list_drawn(look: Look, documents: Collection[str]) -> list[Standing]:
    """List the questions, in use or suspended, that were drawn from one of these documents (SHA-256)."""
    return [row for row in look.standing.values() if row.is_kept and document_of(row.body) in documents]


def count_suspended(session: Session, bank_id: int) -> int:
    """Count the questions of a bank that are not asked until their teacher has looked at a changed document."""
    suspended = select(func.count()).where(
        QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_not(None), QuestionRow.suspended_at.is_not(None)
    )
    return session.scalar(suspended) or 0


@dataclass(frozen=True, slots=True)
class Replacement:
    """A newer state of a document that takes the place of `paragraph_count` paragraphs of a bank's reading.

    `whole` is the bank's reading afterwards.
    """

    made: MadeParagraphs
    name: str
    first: int
    paragraph_count: int
    whole: reading.Document

    @property
    def last(self) -> int:
        """The number of the last paragraph that goes."""
        return self.first + self.paragraph_count - 1

    @property
    def distance(self) -> int:
        """By how much the paragraphs behind it are moved; they belong to other documents of the bank."""
        return len(self.made.rows) - self.paragraph_count


def plan_replacement(
    before: reading.Document, document: reading.Document, name: str, *, first: int, paragraph_count: int
) -> Replacement:
    """Work out what a newer state of a document makes of a bank's reading."""
    distance = len(document.paragraphs) - paragraph_count
    kept = [each for each in before.paragraphs if each.number < first]
    own = [replace(each, number=first + each.number - 1) for each in document.paragraphs]
    behind = [
        replace(each, number=each.number + distance)
        for each in before.paragraphs
        if each.number >= first + paragraph_count
    ]
    whole = reading.Document("", (*kept, *own, *behind))
    return Replacement(make_paragraphs(document, first), name, first, paragraph_count, whole)


def move_evidence(sheet: Sheet, replacement: Replacement, without: Collection[str]) -> None:
    """Let the evidence of questions on other documents of the bank move along with the paragraphs that it stands in."""
    for row in sheet.look.standing.values() if replacement.distance else ():
        spans = evidence_of(row.body)
        moved = [
            span | {"paragraph": span["paragraph"] + replacement.distance}
            if span["paragraph"] > replacement.last and not span.get("earlier")
            else span
            for span in spans
        ]
        if moved != spans and row.slug not in without:
            sheet.amend(row, with_evidence(row.body, moved), replacement.whole)


def replace_document(session: Session, bank: Bank, replacement: Replacement) -> None:
    """Put a newer state of a document where the earlier one stands."""
    row = session.scalars(select(Document).where(Document.bank_id == bank.id)).one()
    held = DocumentParagraph.document_id == row.id
    first, last, distance = replacement.first, replacement.last, replacement.distance
    session.execute(delete(DocumentParagraph).where(held, DocumentParagraph.number.between(first, last)))
    if distance:
        _step(session, held & (DocumentParagraph.number > last), _ASIDE)
        _step(session, held & (DocumentParagraph.number > _ASIDE), distance - _ASIDE)
    if replacement.made.rows:
        rows = [{"document_id": row.id, **values} for values in replacement.made.rows]
        session.execute(insert(DocumentParagraph), rows)
    if first == 1:
        row.title, row.name = replacement.made.title[:TITLE_AT_MOST], replacement.name[:TITLE_AT_MOST]
    row.word_count = sum(len(each.text.split()) for each in replacement.whole.paragraphs)


def _step(session: Session, which: ColumnElement[bool], by: int) -> None:
    session.execute(update(DocumentParagraph).where(which).values(number=DocumentParagraph.number + by))


def with_draft(body: Mapping[str, Any], **fields: Any) -> Body:
    """Give a body whose provenance says this; None takes a field away."""
    draft = {**(body.get("draft") or {}), **fields}
    return {**body, "draft": {name: value for name, value in draft.items() if value is not None}}
