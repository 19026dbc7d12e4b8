"""The whole of extraction takes time in proportion to the length of a text, whatever is repeated in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.values import Analysis
from tests.timing import assert_linear, processor_limit

#: Letters of a text on which every stage works for long enough to be timed.
LETTERS = 12_000
PIECES = (
    *("said, ", "He said that ", "Kim said that ", "Kim said, ", "and ", "(", "“", "Kim ", "12 May 1940\n", "’60s "),
    *("a.a.a.", "of the ", "X, Y and ", "(Kim) ", "“a” said Kim. ", "said Kim, “", "Kim, the minister, ", "signed, "),
    *(
        "called “x” and ",
        "x: “a” ",
        "“a b c” — the man ",
        "“a” – Bo Lind ",
        "“Yes,” he said. “No,” she told Mr. Bell. ",
    ),
)
#: Words of a sentence below the length from which it is taken for a list, so that its clauses are read.
CLAUSES = ("said, ", "He said that ", "Kim said that ", "Kim said, ", "Kim and ", "Kim, who said, ", "signed, ")
DESCRIBED = "{0}, the minister, met Kim. The minister said that she left. Trouble came to the country of {0}. "

#: Rulers of one given name, named in full, bare, and by a title, in one paragraph and in many.
RULERS = (
    "Mary I ruled. Mary, Queen of Scots, fled in 1568. Mary wrote letters in Lund. ",
    "Mary I ruled. Mary, Queen of Scots, fled in 1568.\n\nIn 1600 Mary wrote letters.\n\n",
    "Mary I died in 1558. Mary, Queen of Scots, died in 1587. In 1600 Mary wrote letters. ",
    "Mary, Queen of Scots, fled to Lund. ",
)

#: What the drafts search the whole text for, in lines that nothing ends: runs of capitals, ships.
SEARCHED = ("A-", "Kim ", "By A Published ", "ship Kim, a ship ", "Kim, a steam ship, ")


def analysed(written: str) -> Analysis:
    # Whatever its words are, it goes through all stages, which a text in another language does not.
    return analyse(replace(read(written.encode(), "hostile.txt"), language="en"))


def assert_in_proportion(written: str) -> None:
    assert_linear(lambda: analysed(written), lambda: analysed(written * 4), 4)


@pytest.mark.parametrize("piece", PIECES)
def test_repeated_pieces_take_time_in_proportion(piece: str) -> None:
    assert_in_proportion(piece * (LETTERS // len(piece)))


@pytest.mark.parametrize("piece", RULERS)
def test_namesakes_take_time_in_proportion(piece: str) -> None:
    opening = "Mary I ruled. Mary, Queen of Scots, fled. "
    assert_in_proportion(opening + piece * (LETTERS // len(piece)))


@pytest.mark.parametrize("piece", CLAUSES)
def test_long_sentences_take_time_in_proportion(piece: str) -> None:
    sentence = "Kim " + piece * (220 // len(piece.split())) + "Kim. "
    assert_in_proportion(sentence * (LETTERS // len(sentence) + 1))


@pytest.mark.parametrize("piece", SEARCHED)
def test_drafts_of_repeated_pieces_take_time_in_proportion(piece: str) -> None:
    few, many = (analysed(piece * (letters // len(piece))) for letters in (LETTERS, LETTERS * 4))
    assert_linear(lambda: draft_questions(few), lambda: draft_questions(many), 4)


def test_names_and_their_descriptions_take_time_in_proportion() -> None:
    names = [f"Ana Tor{chr(97 + number % 26)}{chr(97 + number // 26)}es" for number in range(520)]
    few, many = ("".join(DESCRIBED.format(name) for name in names[:count]) for count in (130, 520))
    assert_linear(lambda: analysed(few), lambda: analysed(many), 4)


def test_a_hostile_text_of_100_kilobytes_takes_seconds() -> None:
    with processor_limit(24):
        analysed("Kim said, " * 10_000)
        analysed(("Kim " + "said, " * 117 + "Kim. ") * 140)
