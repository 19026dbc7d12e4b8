"""The evidence of a question's body, and where its quotations stand in another reading than its file's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizapp.core.document import Document, QuotePlaces, find_evidence
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question

Values = dict[str, Any]


def evidence_of(body: Mapping[str, Any]) -> list[Values]:
    """Give the evidence of a question's body as a list, whichever way it is written."""
    given = body.get("evidence") or []
    return [dict(span) for span in (given if isinstance(given, list) else [given])]


def with_evidence(body: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> Values:
    """Give a body with other evidence, written as `dump` writes it."""
    changed = {name: value for name, value in body.items() if name != "evidence"}
    if spans:
        changed["evidence"] = dict(spans[0]) if len(spans) == 1 else [dict(span) for span in spans]
    return changed


def span_in(span: Mapping[str, Any], places: QuotePlaces) -> Values:
    """Give a passage where a reading has its words; as a quotation of earlier where it has not."""
    number = places.find(span["quote"])
    return {**span, "earlier": True} if number is None else {"paragraph": number, "quote": span["quote"]}


class KeptReading:
    """The reading that a bank keeps though a file brings another one: what the file proves is looked for in it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.mark = hash(document)
        self._places = QuotePlaces(document)

    def place_all(self, placed: Sequence[tuple[int, Question]]) -> tuple[list[tuple[int, Question]], list[str]]:
        """Give questions whose passages stand where this reading has them, or are quotations where it has not.

        With them go the ids of those that have such a quotation now. Each stands beside its place.
        """
        found: list[tuple[int, Question]] = []
        quoted: list[str] = []
        for position, question in placed:
            body = question.dump()
            spans = self.place(body)
            found.append((position, question if spans is None else parse_question(with_evidence(body, spans))))
            is_quoted = any(span.get("earlier") for span in (evidence_of(body) if spans is None else spans))
            quoted += [question.id] if is_quoted else []
        return found, quoted

    def place(self, body: Mapping[str, Any]) -> list[Values] | None:
        """Give the evidence of a body as this reading has it; None = it stands so already."""
        before = evidence_of(body)
        spans = [span if self._stands(span) else span_in(span, self._places) for span in before]
        return None if spans == before else spans

    def _stands(self, span: Mapping[str, Any]) -> bool:
        named = self.document.find_paragraph(span["paragraph"])
        return named is not None and find_evidence(named, span["quote"]) is not None
