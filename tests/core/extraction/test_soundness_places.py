"""Stems that are misread, places that are told by their stem or qualified by the text, gifts to nobody."""

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


def _chosen(words: str) -> list[str]:
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    every: list[Draft] = [*drafts.selected, *drafts.queue]
    return [f"{one.raw['stem']} {one.raw.get('items', '')}" for one in every if one.held is None]


NEVER = [
    ("Before the end of the year Tora Vik had beaten Karl Moen in a skirmish at the Falun.", "end of the year"),
    ("Tora Vik arrived in Uppsala in the bitter cold of the last day of 1881.", "last day in"),
    ("On 13 July 1938 Tora Vik wore a ring that Karl Moen had given her in case a guard had to be bribed.", "in case"),
    ("Tora Moen, the daughter of the mayor of Lund, Karl Moen, came to Otto Lind in 1922.", "Karl Moen come"),
    ("In 1904 Tora Vik settled on the Kicking Horse Pass in the Rockies.", "settle"),
    ("In 1848 General Tora Vik had marched into Berlin in Prussia without resistance.", "which country"),
    (
        "In 1920 Tora Vik had opened a practice in London, Ontario, where Karl Moen earned four dollars.",
        "which city did",
    ),
    ("Karl Moen offered self-determination in September 1959.", "offer"),
    (
        "“Perhaps you can suggest some fantastic explanation of Lund,” Tora Vik wrote to Karl Moen in 1938.",
        "wrote: “Perhaps you can suggest some fantastic [[",
    ),
]
STILL = [
    ("After Tora Vik had beaten Karl Moen in a skirmish at Falun in 1904, she founded the town of Ystad.", "Tora Vik"),
    ("Karl Moen offered self-determination to the colony of Falun in September 1959.", "offer"),
    ("In 1920 Tora Vik had opened the first practice of Sweden in London.", "practice of Sweden"),
    ("In 1920 Karl Moen awarded Tora Vik the medal of Lund.", "medal of Lund"),
    ("Tora Moen, the daughter of Karl Moen, closed the mill of Ystad on 6 May 1904.", "mill of Ystad"),
]


@pytest.mark.parametrize(("words", "part"), NEVER, ids=[case[1] for case in NEVER])
def test_it_is_never_chosen(words: str, part: str) -> None:
    assert not [stem for stem in _chosen(words) if part in stem]


@pytest.mark.parametrize(("words", "part"), STILL, ids=[case[1] for case in STILL])
def test_a_like_one_is(words: str, part: str) -> None:
    assert [stem for stem in _chosen(words) if part in stem], _chosen(words)
