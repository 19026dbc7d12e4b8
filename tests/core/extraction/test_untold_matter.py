"""Stems that leave open what they are of: proof of what, told whom what, which letters."""

from __future__ import annotations

import pytest

from tests.core.extraction.stems import asked

FRAME = "{}\n\nIda Moe opened the Orme Museum in 1921. Karl Vogt founded the Orme Bank in 1925."


@pytest.mark.parametrize(
    ("told", "words", "is_asked"),
    [
        ("Ada Winter published independent proof from the archives at Orme in 1928.", "proof", False),
        ("Jan Holt found fresh evidence in the mines of Orme in 1931.", "evidence", False),
        ("Ada Winter published evidence of fraud at Orme in 1931.", "evidence of fraud", True),
        ("Karl Vogt said in 1932 that nobody had told the farmers of Lund.", "farmers", False),
        ("Ada Winter asked in 1931 whether anyone had warned the people of Orme.", "warned", False),
        ("Karl Vogt said in 1932 that nobody had told the truth about Orme.", "truth about", True),
        ("Jan Holt called the letters “the best account of the war”.", "the letters", False),
        ("Jan Holt called the letters of Ada Winter “the best account of the war”.", "the letters of Ada", True),
    ],
)
def test_what_is_left_open_is_not_asked(told: str, words: str, is_asked: bool) -> None:
    stems = [stem for stem in asked(FRAME.format(told)) if words in stem]
    assert bool(stems) is is_asked, stems
