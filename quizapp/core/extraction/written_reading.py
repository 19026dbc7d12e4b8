"""The reading that a bank drafted from a document names: the text as it was read, and where its passages stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quizapp.core.document import Document, Paragraph, ParagraphKind, place_evidence, read_document
from quizapp.core.document_writing import write_document
from quizapp.core.extraction.item_rules import check_evidence
from quizapp.core.extraction.readers.recognising import is_read_as_text
from quizapp.core.extraction.values import Text
from quizapp.core.question import Question

#: What a paragraph of a reading is, by the kind of its block where that is none.
PARAGRAPH_KINDS: Final[Mapping[str, ParagraphKind]] = {"heading": "heading", "list": "list", "epigraph": "quote"}


@dataclass(frozen=True, slots=True)
class PlacedQuestions:
    """Questions whose passages are counted as their reading has them.

    `written` is that reading, to be written beside the bank; None where the document's file is the reading itself.
    """

    questions: Sequence[Question]
    written: str | None = None


def place_questions(questions: Sequence[Question], text: Text, content: bytes, name: str) -> PlacedQuestions:
    """Count passages as the document's file has them, where it is UTF-8 text in which all stand, else as its text has.

    `content` and `name` are the file's; until now the passages are numbered by the lines of `text`.
    """
    document = _as_it_is(content, name)
    if document is not None:
        placed = [replace(each, evidence=place_evidence(document, each.evidence)) for each in questions]
        if not check_evidence(placed, document):
            return PlacedQuestions(placed)
    paragraphs, numbers = _paragraphs(text)
    written = write_document(paragraphs, name)
    reading = read_document(written)
    return PlacedQuestions([_placed(each, text, numbers, reading) for each in questions], written)


def _as_it_is(content: bytes, name: str) -> Document | None:
    """Read a file as an import does; None where that would take its marks for words, or cannot read it."""
    if not is_read_as_text(content, name):
        return None
    try:
        return read_document(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def _paragraphs(text: Text) -> tuple[list[Paragraph], dict[int, int]]:
    """Give the paragraphs of a text, and the number of each by its block's; furniture of a page is no reading."""
    paragraphs: list[Paragraph] = []
    numbers: dict[int, int] = {}
    for block in text.blocks:
        words = " ".join(text.text[block.start : block.end].split())
        if block.kind != "furniture" and words:
            numbers[block.number] = number = len(paragraphs) + 1
            paragraphs.append(
                Paragraph(number, PARAGRAPH_KINDS.get(block.kind, "paragraph"), words, words, block.level)
            )
    return paragraphs, numbers


def _placed(question: Question, text: Text, numbers: Mapping[int, int], reading: Document) -> Question:
    spans = []
    for span in question.evidence:
        block = text.block_at(text.lines[min(span.paragraph, len(text.lines)) - 1])
        spans.append(replace(span, paragraph=numbers.get(block.number, span.paragraph)))
    return replace(question, evidence=place_evidence(reading, spans))
