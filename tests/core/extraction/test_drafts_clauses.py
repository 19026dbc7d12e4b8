"""Clauses as stems tell them: at a grain that is worth knowing, and with every word accounted for."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_REST = (
    "\n\nAda Berg sang in Lund in 1901. Otto Lind painted the hall in Malmö in 1903. Ines Falk wrote an opera in 1907."
    "\n\nThe choir of Lund is old.\n\nIts hall stands by the water.\n\nMany towns envy it."
)


def _drafts(words: str, rest: str = _REST) -> list[Draft]:
    drafts = draft_questions(analyse(read((words + rest).encode(), "text.txt")))
    return [*drafts.selected, *drafts.queue]


def _stems(words: str, rest: str = _REST) -> set[str]:
    return {str(one.raw["stem"]) for one in _drafts(words, rest)}


GRAINS = [
    # a history of decades is asked for years
    (
        "On 14 February 1815 Karl Moen entered Ystad.",
        " In 1809 Tora Vik founded the school of Lund. Ada Berg opened the harbour of Malmö in 1822. "
        "In 1831 Otto Lind closed the mill of Ystad.",
        "In which year did Karl Moen enter Ystad?",
    ),
    # the story of a year for months
    (
        "On 14 February 2015 Karl Moen closed the mill of Ystad.",
        " In March 2015 Tora Vik founded the school of Lund. Ada Berg opened the harbour of Malmö on 3 May 2015. "
        "In 1931 Otto Lind built the hall of Lund.",
        "In which month did Karl Moen close the mill of Ystad?",
    ),
    # one time by itself says nothing about the document
    ("On 14 February 1815 Karl Moen entered Ystad.", " Tora Vik sang.", "On what date did Karl Moen enter Ystad?"),
]


@pytest.mark.parametrize(("words", "rest", "stem"), GRAINS, ids=[case[2] for case in GRAINS])
def test_a_time_is_asked_at_the_grain_of_the_document(words: str, rest: str, stem: str) -> None:
    assert stem in _stems(words, rest), _stems(words, rest)
