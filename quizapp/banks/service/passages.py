"""The passages that prove a question's answer, marked where its quotes stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Document, DocumentParagraph
from quizapp.banks.service.access import Passage, find_passage
from quizapp.core.question import Question
from quizapp.plumbing.markup import Span, mark_spans


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage with its evidence marked; without a number it stood in an earlier version of the document."""

    number: int | None
    html: Markup


def list_passages(session: Session, bank_id: int, question: Question) -> list[ShownPassage]:
    """List the passages of a question, each paragraph once."""
    found = {number: find_passage(session, bank_id, number) for number in _numbers(question)}
    return _shown(question, found)


def list_passages_of_all(session: Session, bank_id: int, questions: Sequence[Question]) -> list[list[ShownPassage]]:
    """List the passages of each of these questions, read in one statement."""
    numbers = sorted({number for question in questions for number in _numbers(question)})
    rows = session.execute(
        select(DocumentParagraph.number, DocumentParagraph.html, DocumentParagraph.text)
        .join(Document, Document.id == DocumentParagraph.document_id)
        .where(Document.bank_id == bank_id, DocumentParagraph.number.in_(numbers))
    )
    found = {row.number: Passage(*row) for row in rows}
    return [_shown(question, found) for question in questions]


def _numbers(question: Question) -> list[int]:
    return list(dict.fromkeys(span.paragraph for span in question.evidence if not span.is_earlier))


def _shown(question: Question, found: Mapping[int, Passage | None]) -> list[ShownPassage]:
    shown = [ShownPassage(None, Markup.escape(span.quote)) for span in question.evidence if span.is_earlier]
    standing = [span for span in question.evidence if not span.is_earlier]
    for number in _numbers(question):
        passage = found.get(number)
        if passage is not None:
            quotes = [span.quote for span in standing if span.paragraph == number]
            shown.append(ShownPassage(number, mark_spans(passage.html, spans_of(passage.text, quotes))))
    return shown


def spans_of(text: str, quotes: Sequence[str]) -> list[Span]:
    """Give where quotes stand in a paragraph's text; those that do not stand there are left out."""
    found = ((text.find(quote), len(quote)) for quote in quotes if quote)
    return [Span(start, start + length) for start, length in found if start >= 0]
