"""Stems that stand alone, and those that lean on their document."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.standalone import find_open_reference

SPREAD = {"summit": 3, "treaty": 1, "mayor": 2, "pier": 1, "capital": 2}


@pytest.mark.parametrize(
    "stem",
    [
        "When did Peru sign the treaty of Lima?",
        "Which state opened the northern pier in 1958?",
        "When did Ada Norling sell her house?",
        "Who used the words “he will see this again”?",
        "On what date did Peru and Chile send each other envoys?",
        "Who was the mayor of Lima?",
        "Who said that the world was round?",
    ],
)
def test_a_full_stem_stands_alone(stem: str) -> None:
    assert find_open_reference(stem, SPREAD) is None


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ("When did he sign a treaty?", "he"),
        ("Who attacked Ada Norling in his speeches?", "his"),
        ("When did Ada Norling tell Bo Lindh of her plan?", "her"),
        ("Who came to the summit?", "the summit"),
        ("Who spoke at the first summit?", "the first summit"),
        ("Who built the walls of the capital?", "the capital"),
        ("Who founded the firm in 1961?", "the firm"),
        ("Who accused the union of theft?", "the union"),
        ("When did Peru sign such treaties?", "such"),
        ("Which state signed this treaty?", "this"),
        ("Which state is now at war?", "now"),
        ("When did both countries sign a treaty?", "both"),
    ],
)
def test_a_reference_outside_is_found(stem: str, found: str) -> None:
    assert find_open_reference(stem, SPREAD) == found


def test_he_may_be_the_speaker_who_is_asked_for() -> None:
    assert find_open_reference("Who said that peace was his first aim?", SPREAD, of_speaker=True) is None
