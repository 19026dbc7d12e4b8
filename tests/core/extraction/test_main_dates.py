"""Which dates of a text are its main events: what happened on them, how exactly, and what is asked."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.main_dates import weigh_dates
from quizapp.core.extraction.readers import read


def weights(words: str) -> dict[str, float]:
    """Give the weight of each date by its words."""
    analysis = analyse(read(words.encode(), "text.txt"))
    found = weigh_dates(analysis, draft_questions(analysis))
    return {date.surface: weight for date, weight in zip(analysis.dates, found, strict=True)}


def test_what_happened_on_a_day_weighs_most() -> None:
    found = weights(
        "On 18 January 1901 Vera Lund founded the Orsk Railway Company. In the 19th century few people of Orsk had "
        "travelled. In March 1902 Lund met King Harald."
    )
    day, month, century = found["18 January 1901"], found["March 1902"], found["the 19th century"]
    assert day > month > century
    assert century < 0.2


@pytest.mark.parametrize("time", ["18 January 1901", "the 19th century", "1850"])
def test_what_somebody_speaks_of_is_no_event(time: str) -> None:
    found = weights(f"Vera Lund founded a bank in 1904. “Nobody has asked us since {time},” Lund told the king.")
    assert found[time] == 0.0
    assert found["1904"] > 0.2


def test_a_time_that_is_reckoned_weighs_less_than_one_that_is_written() -> None:
    found = weights("The bridge stood firm. It was 4 May 1911. Six weeks later all was quiet, and nobody spoke.")
    assert found["4 May 1911"] > found["Six weeks later"]


def test_a_date_beside_the_text_weighs_less() -> None:
    text = "Vera Lund founded a bank on 4 May 1911 and another bank on 9 June 1912."
    analysis = analyse(read(f"# The year of 3 April 1910\n\n{text}\n".encode(), "text.md"))
    found = weigh_dates(analysis, draft_questions(analysis))
    assert found[0] < min(found[1:])
