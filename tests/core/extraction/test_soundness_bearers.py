"""Keys are who they are taken for; words and sayings lose no condition and no listener."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafts.quotations import find_pointing, find_unwhole_words
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.soundness.stems import find_unwhole
from tests.core.extraction.test_soundness_occasions import chosen

OPEN = [
    # ancient history: father and son of one name; a historian who only tells
    (
        "In 218 BC the consul Marcus Orrin crossed the Rhône. In 209 BC the younger Orrin captured Dorisma in a day.",
        "captured Dorisma",
    ),
    (
        "Their leader, whom Livius calls Ferox, stood up and said, “We bring peace in one hand and war in the other.”",
        "We bring peace",
    ),
    # speech: a condition that is dropped
    (
        "Unless new income was found, Ines Falk said, the harbour of Ystad would have to close by the autumn of 1907.",
        "would have to close",
    ),
    # biography: two offices; the office of one in passing; a burial
    (
        "Otto Lind, the president of the Union of Ystad, spoke in Malmö in 1901. In 1909 Otto Lind became prime "
        "minister of Sweden. Otto Lind resigned in 1911.",
        "which office did Otto Lind",
    ),
    (
        "Tora Vik was asked by the Danish Foreign Minister, Karl Moen, to stay in Lund in August 1907.",
        "which office did Karl Moen",
    ),
    ("Ines Falk was buried in the village of Vreta in 1911. Ines Falk sang in Ystad in 1903.", "buried"),
]


@pytest.mark.parametrize(("words", "part"), OPEN, ids=[case[1] for case in OPEN])
def test_a_key_that_may_be_another_waits(words: str, part: str) -> None:
    assert not chosen(words, part)


def test_one_office_of_one_who_acts_is_asked() -> None:
    words = "The Danish Foreign Minister, Karl Moen, opened the harbour of Ystad in August 1907. Karl Moen wept."
    assert chosen(words, "which office did Karl Moen")


def test_in_an_ancient_text_rome_is_no_italy() -> None:
    words = (
        "In 241 BC Carthage lost Sicily. In 238 BC Rome seized Sardinia from Carthage. Hannibal crossed the Alps "
        "in 218 BC and came to northern Italy."
    )
    states = {actor.canonical for actor in analyse(read(words.encode(), "text.txt")).cast.actors}
    assert "Italy" not in states


@pytest.mark.parametrize(
    "words",
    [
        "In my trade that’s not always praise",
        "It would be a good deal more bitter to lose",
        "A judge may overturn the whole thing",
    ],
)
def test_words_that_lean_on_what_was_said_before(words: str) -> None:
    assert find_pointing(words) is not None


@pytest.mark.parametrize(
    "words",
    ["A lie is much worse than a debt", "Nobody mends a bridge with speeches", "We ask for more and more bread"],
)
def test_words_that_lean_on_nothing(words: str) -> None:
    assert find_pointing(words) is None


def test_a_business_is_no_plural_that_they_could_mean() -> None:
    assert find_unwhole_words("No decent business could have taken them", is_direct=True) == "them"
    assert find_unwhole_words("Never sell church bells to the smith who melted them", is_direct=True) is None


def test_who_was_told_is_told() -> None:
    assert find_unwhole("Who told that Otto Lind must pay the harbour of Ystad?") is not None
    assert find_unwhole("Who told Otto Lind that the harbour of Ystad was shut?") is None
    assert find_unwhole("Who was told that the harbour of Ystad was shut?") is None
