"""A town that shares somebody’s name stays a town."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text

_FULL = "Georges Perrin founded the Orsk Bank in 1902. "
TOWNS = [
    "The people of Perrin stormed the castle in 1905.",
    "The miners of Perrin joined the League in 1905.",
    "Anna Berg signed the treaty of Perrin in 1905.",
    "The town of Perrin surrendered to Anna Berg in 1905.",
    "Anna Berg met the mayor of Perrin in 1905.",
    "The siege of Perrin began in 1905.",
    "The village of Perrin was burnt in 1905.",
    "The council of Perrin elected Anna Berg in 1905.",
    "In Perrin, Anna Berg signed the pact in 1905.",
    "Anna Berg landed at Perrin in 1905.",
    "Anna Berg built a mill near Perrin in 1905.",
    "Anna Berg besieged Perrin in 1905.",
]
PEOPLE = [
    "Perrin died in 1905.",
    "The followers of Perrin met in Lyon in 1905.",
    "Anna Berg lost her trust in Perrin in 1905.",
    "Otto Vik shouted at Perrin in 1905.",
    "In Perrin’s house Anna Berg signed the pact in 1905.",
    "Anna Berg wrote to Perrin in 1905.",
    "The people of President Perrin wept in 1905.",
]


def _named(text: str) -> set[str]:
    analysis = analyse(make_text(_FULL + text))
    actors = analysis.cast.actors
    return {actors[one.actor].canonical for one in analysis.cast.mentions if one.start >= len(_FULL)}


@pytest.mark.parametrize("text", TOWNS)
def test_a_town_is_no_short_form_of_a_person(text: str) -> None:
    assert "Georges Perrin" not in _named(text)


@pytest.mark.parametrize("text", PEOPLE)
def test_a_surname_still_means_its_bearer(text: str) -> None:
    assert "Georges Perrin" in _named(text)
