"""The whole of extraction takes time in proportion to the length of a text, whatever is repeated in it."""

from __future__ import annotations

import time

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.readers import read

#: Letters of a text on which every stage works for long enough to be timed.
LETTERS = 12_000
PIECES = (
    *("said, ", "He said that ", "Kim said that ", "Kim said, ", "and ", "(", "“", "Kim ", "12 May 1940\n", "’60s "),
    *("a.a.a.", "of the ", "X, Y and ", "(Kim) ", "“a” said Kim. ", "said Kim, “", "Kim, the minister, ", "signed, "),
)
#: Words of a sentence below the length from which it is taken for a list, so that its clauses are read.
CLAUSES = ("said, ", "He said that ", "Kim said that ", "Kim said, ", "Kim and ", "Kim, who said, ", "signed, ")
DESCRIBED = "{0}, the minister, met Kim. The minister said that she left. Trouble came to the country of {0}. "


def seconds(written: str) -> float:
    content = written.encode()
    started = time.process_time()
    analyse(read(content, "hostile.txt"))
    return time.process_time() - started


def assert_in_proportion(written: str) -> None:
    """A text four times as long may take eight times as long, and some more where the machine is busy.

    What grows with the square takes sixteen times as long, whatever else runs.
    """
    once = min(seconds(written), seconds(written))
    longer = written * 4
    assert min(seconds(longer), seconds(longer)) < 10 * once + 0.3


@pytest.mark.parametrize("piece", PIECES)
def test_repeated_pieces_take_time_in_proportion(piece: str) -> None:
    assert_in_proportion(piece * (LETTERS // len(piece)))


@pytest.mark.parametrize("piece", CLAUSES)
def test_long_sentences_take_time_in_proportion(piece: str) -> None:
    sentence = "Kim " + piece * (220 // len(piece.split())) + "Kim. "
    assert_in_proportion(sentence * (LETTERS // len(sentence) + 1))


def test_names_and_their_descriptions_take_time_in_proportion() -> None:
    names = [f"Ana Tor{chr(97 + number % 26)}{chr(97 + number // 26)}es" for number in range(520)]
    few, many = ("".join(DESCRIBED.format(name) for name in names[:count]) for count in (130, 520))
    assert min(seconds(many), seconds(many)) < 10 * min(seconds(few), seconds(few)) + 0.3


def test_a_hostile_text_of_100_kilobytes_takes_seconds() -> None:
    assert seconds("Kim said, " * 10_000) < 12
    assert seconds(("Kim " + "said, " * 117 + "Kim. ") * 140) < 12
