"""Blank lines, however many, take time by their number: where files are recognised, and in all that read texts."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.readers.marked import read as read_marked
from quizapp.core.extraction.readers.plain import read as read_plain
from quizapp.core.formats.exam_bank import is_exam_bank
from quizapp.core.formats.form_page import is_form_page
from quizapp.core.formats.registry import format_named, guesses
from tests.core.formats.laws import assert_linear
from tests.timing import assert_linear as assert_calls_linear

BLANKS = ["\n", " \n", "\t\n"]
FEW, MANY = 2_000, 8_000
#: By the reader of each: a question, which more blank lines follow.
QUESTIONS = {
    "labelled": "Q: Which sea is the saltiest?\nA) the Red Sea\nB) the Baltic\nAnswer: A\n",
    "markdown": "1. Which sea is the saltiest?\n   - **A) the Red Sea**\n   - B) the Baltic\n\nAnswers\n",
    "aiken": "Which sea is the saltiest?\nA. the Red Sea\nB. the Baltic\nANSWER: A\n",
    "gift": "::Seas:: Which sea is the saltiest? {=the Red Sea ~the Baltic}\n",
    "quizlet": "Which sea is the saltiest?\tthe Red Sea\nWhich is the coldest?\tthe Baltic\n",
    "csv": "Question,Answer\nWhich sea is the saltiest?,the Red Sea\n",
    "anki-text": "#separator:tab\nWhich sea is the saltiest?\tthe Red Sea\n",
    "cloze": "The saltiest sea is {{c1::the Red Sea}}.\n",
    "blackboard": "MC\tWhich sea is the saltiest?\tthe Red Sea\tcorrect\tthe Baltic\tincorrect\n",
    "bank": "bank: Seas\nquestions:\n- id: salt\n  kind: text\n  stem: Which sea is salty?\n  key: the Red Sea\n",
}
#: Lists in Markdown that end in what may go on below: a tick, a heading of answers, a number.
UNFINISHED = [
    "1. Which sea is the saltiest?\n- the Baltic\n✓ the Red Sea\n",
    "1. Which sea is the saltiest?\na) the Baltic\n\nAnswer key\n1",
    "1. Which sea is the saltiest?\na) the Baltic\n\nAnswer key\n| No | Key |\n",
]
#: Texts that the reader of labelled ones puts into another order first.
REARRANGED = [
    "Which sea is the saltiest?\n2 points\nthe Red Sea\nthe Baltic\nCorrect answer\nthe Red Sea\n1 point\n",
    "1. Which sea is the saltiest?\na. the Red Sea\nb. the Baltic\nANS: A\nPTS: 1\n",
    "1. Which sea is salty?\nA) the Red Sea\nB) the Baltic\n2. Is it cold?\nA) so\nB) no\n\nAnswers\n1. A\n2. B\n",
    "1. The Red Sea is salty.\nT. True\nF. False\nAnswer: T\n",
    "1. Which sea is the saltiest? ( ) the Baltic (x) the Red Sea\n",
    "1. Which sea is the saltiest?\nA) the Red Sea\nB) the Baltic\nAns. (a)\n",
]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_readers_take_time_by_the_number_of_blank_lines(name, blank) -> None:
    read, text = format_named(name).read, QUESTIONS[name]
    assert_linear(read, (text + blank * FEW).encode(), (text + blank * MANY).encode())


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("text", REARRANGED)
def test_texts_in_another_order_take_time_by_their_blank_lines(text, blank) -> None:
    read = format_named("labelled").read
    assert_linear(read, (text + blank * FEW).encode(), (text + blank * MANY + text).encode())


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("text", [*QUESTIONS.values(), *UNFINISHED, *REARRANGED])
def test_recognising_takes_time_by_the_number_of_blank_lines(text, blank) -> None:
    assert_linear(guesses, (text + blank * 1_000).encode(), (text + blank * 4_000).encode())


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("judge", [is_form_page, is_exam_bank])
def test_judges_of_whole_texts_take_time_by_the_number_of_blank_lines(judge, blank) -> None:
    text = "2 points\nANS:\n1 point\n"
    small, large = text + blank * 20_000, text + blank * 80_000
    assert_calls_linear(lambda: judge(small), lambda: judge(large), 4)


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("read", [read_marked, read_plain])
def test_readers_of_documents_take_time_by_the_number_of_blank_lines(read, blank) -> None:
    small, large = (("    The sea is salty.\n" + blank * count + "    It is old.\n").encode() for count in (FEW, MANY))
    limits = ReadLimits()
    assert_calls_linear(lambda: read(small, "sea.txt", limits), lambda: read(large, "sea.txt", limits), 4)


@pytest.mark.parametrize("text", ["## 1. Which sea is salty?{}- A) the Red Sea\n", "## Answers{}| 1 |\n"])
def test_blanks_within_a_heading_take_time_by_their_number(text) -> None:
    read = format_named("markdown").read
    assert_linear(read, text.format(" " * 400).encode(), text.format(" " * 1_600).encode())
