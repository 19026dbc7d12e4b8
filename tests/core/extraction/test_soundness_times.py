"""Times whose year is carried over from elsewhere wait in the queue; those written with it do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import SELECTED_FROM, Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_REST = (
    "\n\nAda Berg sang in Lund in 1901. Otto Lind painted the hall in Malmö in 1903. Ines Falk wrote an opera in 1907."
    "\n\nThe choir of Lund is old.\n\nIts hall stands by the water.\n\nMany towns envy it."
)


def _drafts(words: str, published: date | None = None) -> list[Draft]:
    text = replace(read((words + _REST).encode(), "text.txt"), published=published)
    drafts = draft_questions(analyse(text))
    return [*drafts.selected, *drafts.queue]


def _with_time(words: str, part: str, published: date | None = None) -> list[Draft]:
    """Give the drafts that tell or ask the time of what `part` names."""
    found = _drafts(words, published)
    return [one for one in found if part in f"{one.raw['stem']} {one.raw.get('items')}" and one.confidence >= 0.5]


BORROWED = [
    ("In 1921 Karl Moen opened the mill of Ystad. In May Tora Vik closed the bridge of Falun.", "Falun"),
    ("In about 1921 Karl Moen sang. Some time in 1925 he died. In May Tora Vik closed the bridge of Falun.", "Falun"),
    ("In May 1921 Karl Moen sang. Many came. All of them slept. In June Tora Vik closed the bridge of Falun.", "Falun"),
    ("In July 1921 Karl Moen opened the mill of Ystad. In May Tora Vik closed the bridge of Falun.", "Falun"),
    ("In June 1921 Karl Moen sang. Tora Vik, who had run the town since 1920, closed Falun on 4 July.", "July"),
    ("On 29 October 1888 Karl Moen sang. In 1956 he died.\n\nTora Vik invaded Falun on 29 October.", "October"),
    ("In 1921 Karl Moen opened the mill of Ystad, and in May Tora Vik closed the bridge of Falun.", "May 1921"),
]
WRITTEN = [
    ("In May 1921 Tora Vik closed the bridge of Falun.", "Falun"),
    ("In June of 217 BC Tora Vik closed the bridge of Falun.", "Falun"),
    # it counts from the one that is written right before it
    ("In 1921 Karl Moen opened the mill of Ystad. Three years later Tora Vik closed the bridge of Falun.", "1924"),
    ("On 3 May 1921 Karl Moen opened a mill. The following year Tora Vik closed the bridge of Falun.", "1922"),
    ("On 3 May 1921 Karl Moen opened a mill. That July Tora Vik closed the bridge of Falun.", "July 1921"),
    ("In 1921 Karl Moen opened a mill. Tora Vik closed the bridge of Falun that December.", "December 1921"),
    ("In 1921 Karl Moen opened a mill. That autumn Tora Vik closed the bridge of Falun.", "1921"),
    ("On 3 May 1921 Karl Moen opened a mill. In July Tora Vik closed the bridge of Falun.", "July 1921"),
]


@pytest.mark.parametrize(("words", "part"), BORROWED, ids=[case[0][-40:] for case in BORROWED])
def test_a_borrowed_year_is_never_chosen(words: str, part: str) -> None:
    for one in _with_time(words, part):
        is_told = one.raw["kind"] in ("date", "order") or any(sign.isdigit() for sign in str(one.raw["stem"]))
        assert not is_told or one.held is not None or one.confidence < SELECTED_FROM, one.raw["stem"]


def test_the_reason_is_told() -> None:
    found = _with_time(BORROWED[0][0], "Falun")
    assert any(one.held is not None and "year" in one.held.message for one in found)


@pytest.mark.parametrize(("words", "part"), WRITTEN, ids=[case[0][-40:] for case in WRITTEN])
def test_a_written_year_is(words: str, part: str) -> None:
    assert any(one.held is None for one in _with_time(words, part))


def test_a_day_near_the_report_is_sure() -> None:
    words = "On {} Tora Vik closed the bridge of Falun."
    published = date(2024, 3, 13)
    near = _with_time(words.format("8 February"), "8 February", published)
    far = _with_time(words.format("4 July"), "4 July", published)
    assert not any(one.held is not None and "year" in one.held.message for one in near)
    assert all(one.held is not None for one in far)


def test_a_year_against_the_title_or_a_nearer_one_is_unsure() -> None:
    def reasons(words: str) -> set[str]:
        return {reason.name for one in analyse(read(words.encode(), "text.txt")).dates for reason in one.reasons}

    story = "Bad harvests came in 1846.\n\nIn Lund the king fell in November."
    assert "year in doubt" in reasons(f"1848: The Year of Lund\n\n{story}")
    assert "year in doubt" not in reasons(f"The Story of 1846\n\n{story}")
    assert "year in doubt" in reasons("On 29 October 1888 Lund sang. It fell in 1956. Ystad sang on 29 October.")


OF_ANOTHER = [
    "Tora Vik wrote a history of the siege of Falun in 1921.",
    "Tora Vik criticised the purchase of Falun Castle in May 1921.",
    "Tora Vik investigated the fire of Falun Castle in 1921.",
    "Tora Vik resigned over the flood of Falun in 1921.",
    "The court of Lund accused Tora Vik of the murder of Bo Falun in 1921.",
]
OF_ITS_OWN = [
    "Tora Vik led the siege of Falun in 1921.",
    "In 1921 Tora Vik wrote a history of the siege of Falun.",
    "Tora Vik wrote a history of Falun in 1921.",
]


@pytest.mark.parametrize("words", OF_ANOTHER)
def test_a_time_behind_another_event_may_be_its_own(words: str) -> None:
    for one in _with_time(words, "Tora"):
        is_told = one.raw["kind"] == "date" or "1921" in str(one.raw["stem"])
        assert not is_told or one.held is not None or one.confidence < SELECTED_FROM, one.raw["stem"]


@pytest.mark.parametrize("words", OF_ITS_OWN)
def test_a_time_of_the_event_itself_is_asked(words: str) -> None:
    found = [one for one in _with_time(words, "Falun") if one.raw["kind"] == "date"]
    assert any(one.held is None or "may be that of" not in one.held.message for one in found)


@pytest.mark.parametrize("when", ["in September last year", "in May of last year"])
def test_last_year_of_a_report_is_certain(when: str) -> None:
    words = f"Tora Vik closed the bridge of Falun {when}."
    found = [one for one in _with_time(words, "Falun", date(1931, 3, 3)) if one.raw["kind"] == "date"]
    assert [(one.raw["key"], one.held) for one in found] == [("1930", None)]
    assert not [one for one in _with_time(words, "Falun") if one.held is None and one.raw["kind"] == "date"]
