"""Quotes are found in a long document where they stand first, without looking for each in each paragraph."""

from __future__ import annotations

from typing import Any

from quizapp.core import document as reading
from quizapp.core.document import Document, Paragraph, QuotePlaces, find_evidence

MANY = 3_000


def long_document() -> Document:
    text = "The bridge of number {n} was built by the guild of town{n} in a year that nobody has written down. " * 6
    return Document("", tuple(Paragraph(n, "paragraph", text.format(n=n).strip(), "") for n in range(1, 4_001)))


def test_many_quotes_cost_about_one_comparison_each(monkeypatch):
    looked: list[int] = []

    def counted(paragraph: Paragraph, quote: str) -> Any:
        looked.append(paragraph.number)
        return find_evidence(paragraph, quote)

    monkeypatch.setattr(reading, "find_evidence", counted)
    places = QuotePlaces(long_document())
    seen: list[int] = []
    where = places._where
    monkeypatch.setattr(QuotePlaces, "_where", lambda self, quote: _counted(where(quote), seen))
    for n in range(1, MANY + 1):
        assert places.find(f"e guild of town{n} in a ye") == n
        assert places.find(f"the guild of city{n} in a year") is None
    assert len(looked) == MANY
    assert len(seen) <= 2 * MANY + 50 * 4_000


def _counted(paragraphs: Any, seen: list[int]) -> Any:
    for each in paragraphs:
        seen.append(each.number)
        yield each


def test_short_quotes_and_parts_of_words_are_found_too():
    places = QuotePlaces(long_document())
    for _ in range(60):
        assert places.find("ridge of") == 1
        assert places.find("town77") == 77
        assert places.find("of  town5") is None
