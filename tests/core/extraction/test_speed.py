"""Time grows with the length of a text, hostile or not; limits leave room for a busy machine."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from tests.timing import processor_limit

PARAGRAPH = (
    "Mr. Lind’s ferry left Tallvik at 5 p.m. on 4 March 1911, with c. 400 men. “We won’t come back,” said Maja Lind, "
    "whose brother had gone in the ’90s. The U.S. consul – a Dr. J. R. Rowe – counted 1,850 of them by 1914–18.\n\n"
)
HOSTILE = (
    *("a.a.", "A. ", "1.", "1,111,", "a-", "...", "a-\n", "Mr. ", "[1]", "e\u0301\u0301", "\u1112\u1161", "\xad"),
    *("- a\n", "a > b > ", "1/1/1 ", "published 1 ", "By A ", "12:30 ", "’s ", "http://", "aaaa", "“a\n"),
)


def prepare(written: str) -> None:
    text = mark_furniture(make_text(written), has_structure=False)
    split_sentences(text)
    pair_marks(text)


def test_a_long_book_is_read_within_seconds() -> None:
    with processor_limit(12):
        prepare(PARAGRAPH * (100_000 // len(PARAGRAPH.split())))


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_texts_take_no_longer(unit: str) -> None:
    with processor_limit(12):
        prepare(unit * (100_000 // len(unit)))
