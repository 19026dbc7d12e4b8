"""A deed told with two times has none that is asked; the time of the next deed is not its second one."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text

CASES = [
    ("Ada Berg wrote to the mayor in January 2023 and again in November 2023.", [None]),
    ("Otto Lind sang in Lund in 1904 and in 1907.", [None]),
    ("Ines Falk visited Malmö in 1911, 1913 and 1920.", [None]),
    ("Otto Lind left Lund in 1904 and died in 1907.", ["1904", "1907"]),
    ("Otto Lind left Lund in 1904, and in 1907 Ada Berg sang in Oslo.", ["1904", "1907"]),
    ("Otto Lind left Lund in 1904, and in 1907 the harvest was poor.", ["1904"]),
    ("On 4 May 1904 Ines Falk sang in Lund.", ["1904-05-04"]),
]


@pytest.mark.parametrize(("words", "times"), CASES)
def test_times_of_deeds(words: str, times: list[str | None]) -> None:
    facts = analyse(make_text(words)).facts
    assert [fact.time.value.value if fact.time and fact.time.value else None for fact in facts] == times
