"""Drafting does work in proportion to the length of a text; counted in calls, so that no busy machine matters."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

PIECES = (
    "Ada Kern met Jon Lind in Oslo on 12 May 1940. ",
    "“The river took the mill and the house of old Anders,” said Maja Lind.\n\n",
    "Ada Kern, the mayor of Westport, opened the Stone Bridge in March 1911. ",
)
DISTINCT = "Ada Kern met Jon Lind in Oslo on {day} {month} {year}. "
MONTHS = ("March", "April", "May", "June", "July", "August")


def calls(written: str) -> int:
    """Count the calls of functions written in Python while the questions of a text are drafted."""
    analysis = analyse(read(written.encode(), "text.txt"))
    draft_questions(analysis)
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        draft_questions(analysis)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_what_is_told_again_and_again_takes_work_in_proportion(piece: str) -> None:
    assert calls(piece * 80) < 2.4 * calls(piece * 40)


def test_many_times_of_one_event_take_work_in_proportion() -> None:
    few, many = (
        "".join(
            DISTINCT.format(day=number % 28 + 1, month=MONTHS[number % 6], year=1900 + number)
            for number in range(count)
        )
        for count in (16, 32)
    )
    assert calls(many) < 3 * calls(few)
