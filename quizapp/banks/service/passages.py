"""The passages that prove a question's answer, marked where its quotes stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.orm import Session

from quizapp.banks.service.access import find_passage
from quizapp.core.question import Question
from quizapp.plumbing.markup import Span, mark_spans


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage with its evidence marked; without a number it stood in an earlier version of the document."""

    number: int | None
    html: Markup


def list_passages(session: Session, bank_id: int, question: Question) -> list[ShownPassage]:
    """List the passages of a question, each paragraph once."""
    shown = [ShownPassage(None, Markup.escape(span.quote)) for span in question.evidence if span.is_earlier]
    standing = [span for span in question.evidence if not span.is_earlier]
    for number in dict.fromkeys(span.paragraph for span in standing):
        passage = find_passage(session, bank_id, number)
        if passage is not None:
            quotes = [span.quote for span in standing if span.paragraph == number]
            shown.append(ShownPassage(number, mark_spans(passage.html, spans_of(passage.text, quotes))))
    return shown


def spans_of(text: str, quotes: Sequence[str]) -> list[Span]:
    """Give where quotes stand in a paragraph's text; those that do not stand there are left out."""
    found = ((text.find(quote), len(quote)) for quote in quotes if quote)
    return [Span(start, start + length) for start, length in found if start >= 0]
