"""Signs and blanks in long runs take time by their number in what looks for boxes, tabs, bold terms, sums, numbers."""

from __future__ import annotations

import pytest

from quizapp.core.formats.aiken_numbers import without_numbers
from quizapp.core.formats.bold_terms import without_bold_terms
from quizapp.core.formats.drawn_boxes import plain_markers
from quizapp.core.formats.quoted_cells import joined_cells
from quizapp.core.formats.sums import solved
from quizapp.core.formats.tabbed_markers import untabbed
from tests.timing import assert_linear

OPTIONS = "☐ salt\n☐ sand\n"
QUESTION = "{}. Which sea?\nA. Red\nB. White\nANSWER: A\n"
RUNS = {
    "blank lines among boxes": (plain_markers, lambda n: OPTIONS + "\n" * n + OPTIONS),
    "blanks to be filled above dashes": (plain_markers, lambda n: "_" * n + "x\n– salt\n– sand\n"),
    "tabs behind a number": (untabbed, lambda n: ("1." + "\t" * n + "\n") * 2),
    "tabs among options": (untabbed, lambda n: f"1.\tWhich sea?\n2.\tRed{chr(9) * n}White\n"),
    "blanks in a bold term": (without_bold_terms, lambda n: f"**a{' ' * n}b* **c**\n" * 2),
    "blanks behind what fills a blank": (lambda text: solved("7 x 8 =", text), lambda n: f"___ 5{' ' * n}6"),
    "blanks in a sum": (lambda text: solved(text, "___ 5"), lambda n: f"7{' ' * n}x 8a"),
    "quoted cells": (joined_cells, lambda n: '\t"a\n' * n),
    "a text above an Aiken question": (
        lambda text: without_numbers(text.split("\n")),
        lambda n: "A long tale.\n" * n + QUESTION.format(1) + QUESTION.format(2),
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_long_runs_take_time_by_their_length(name) -> None:
    call, made = RUNS[name]
    few, many = made(5_000), made(20_000)
    assert_linear(lambda: call(few), lambda: call(many), 4)


@pytest.mark.parametrize(
    ("right", "filled"), [("___ (56)", "56"), ("__ 8", "8"), ("? = [8]", "8"), ("___ f(x)", "f(x)"), ("56", "56")]
)
def test_what_fills_the_blank_of_a_sum_is_its_answer(right, filled) -> None:
    assert solved("7 x 8 =", right) == ("7 x 8 =", filled)
