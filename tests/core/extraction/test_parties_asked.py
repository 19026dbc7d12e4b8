"""Who is asked for: a state by its own name, a people as one, nobody behind a pen name or in another’s clause."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_REST = "\n\nAda Berg sang in Lund in 1901.\n\nIts hall stands by the water.\n\nMany towns envy it."


def _asked(words: str) -> dict[str, str]:
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    found = (*drafts.selected, *drafts.queue, *drafts.rejected)
    return {str(one.raw["stem"]): str(one.raw.get("key")) for one in found}


def test_a_capital_that_acts_is_answered_by_its_state() -> None:
    asked = _asked("London sent the envoy Sir Edgar Cole to Delhi in March 1942. London said that it would wait.")
    keys = {key for stem, key in asked.items() if "which state sent" in stem.lower()}
    assert keys == {"United Kingdom"}


def test_the_rome_of_a_text_without_later_years_is_no_italy() -> None:
    words = "Carthage lost Spain to Rome in 202 BC. Hannibal left Carthage in 195 BC. Scipio praised Hannibal."
    drafts = draft_questions(analyse(read(words.encode(), "text.txt")))
    found = [one.raw for one in (*drafts.selected, *drafts.queue, *drafts.rejected)]
    assert {raw.get("key") for raw in found if "to which state" in str(raw["stem"]).lower()} == {"Rome"}


def test_a_town_whither_somebody_is_sent_stays_a_town() -> None:
    asked = _asked("India protested. London sent Edgar Cole to Delhi in March 1942. Delhi rejected the offer.")
    stems = [stem for stem in asked if "Edgar Cole" in stem]
    assert not [stem for stem in stems if "to India" in stem]


@pytest.mark.parametrize(
    "words",
    [
        "The Senate of Corvo sent Otto Lind to Rome and Karl Moen to Lund in 1481.",
        "In 1903 the Water Board sent Otto Lind to Malmö and the surveyor Karl Moen to Lund.",
    ],
)
def test_two_missions_are_not_one(words: str) -> None:
    assert not [stem for stem in _asked(words) if "and Karl Moen to" in stem or "and the surveyor" in stem]


def test_a_pen_name_is_nobody_under_whom_it_happened() -> None:
    asked = _asked(
        "Ines Falk wrote poems. The house of Dahl & Sons published her Songs in 1890 under the name I. Falk."
    )
    assert not [stem for stem in asked if "under whom" in stem.lower()]


def test_a_people_is_asked_for_as_one() -> None:
    asked = _asked("In 722 BC the Assyrians took the city of Samaria. The Assyrians left.")
    assert not [stem for stem in asked if "which group" in stem.lower()]
    assert [key for stem, key in asked.items() if "which people" in stem.lower()] == ["Assyrians"]


def test_a_surname_is_that_of_whom_a_life_is_about_and_not_her_fathers() -> None:
    words = (
        "Ada Thorne was born in Norwich on 12 May 1851, the third daughter of the printer Josiah Thorne and his wife, "
        "Eliza Gooch.\n\nIn 1874 Joseph Hale sent Thorne to Ceylon. Thorne founded the garden of Kandy in 1880."
    )
    asked = _asked(words)
    assert asked.get("Who founded the garden of Kandy in 1880?") == "Ada Thorne" or "Ada Thorne" in str(asked)
    assert not [stem for stem in asked if "Josiah Thorne found" in stem or "Josiah Thorne to Ceylon" in stem]


def test_she_is_not_the_queen_who_gave_her_a_medal() -> None:
    words = (
        "Ada Thorne drew orchids in Kandy. Queen Mary awarded her a medal in 1917. "
        "She sold the house in Norwich to Alfred Munn in 1920."
    )
    assert not [stem for stem in _asked(words) if "Queen Mary sell" in stem or "Queen Mary sold" in stem]


def test_two_people_of_one_name_are_not_asked_for() -> None:
    words = (
        "In 480 BC Hamilcar, son of Mago, landed at Panormus. Gelon of Syracuse defeated Hamilcar at Himera.\n\n"
        "In 311 BC Hamilcar, son of Gisco, besieged Syracuse."
    )
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    assert not [one.raw["stem"] for one in drafts.selected if "Hamilcar" in f"{one.raw['stem']} {one.raw.get('key')}"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Timoleon of Corinth made peace in 339 BC. Timoleon died blind in 337 BC in Syracuse.", "What did Timoleon"),
        (
            "In 1891 Ada Thorne met Emperor Pedro's former librarian, Benjamin Ramos, in Lund.",
            "What did Ada Thorne meet",
        ),
    ],
)
def test_no_thing_is_met_and_nothing_is_died(words: str, part: str) -> None:
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    assert not [one.raw["stem"] for one in drafts.selected if part in str(one.raw["stem"])]


def test_a_land_where_somebody_goes_is_no_state() -> None:
    assert not [
        stem for stem in _asked("Corinth sent Timoleon to Sicily in 344 BC.") if stem.startswith("To which state")
    ]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Otto Lind declared war on the Empire of Bragado on 3 May 1865. Bragado waited.", "on the Empire of Bragado"),
        ("The marquis left. The Marquis of Caxias captured the fort of Humaitá in 1868.", "the Marquis of Caxias"),
    ],
)
def test_a_realm_has_its_article_and_a_lord_his_title(words: str, part: str) -> None:
    assert [stem for stem in _asked(words) if part.lower() in stem.lower()], list(_asked(words))
    assert not [stem for stem in _asked(words) if "Caxias, Marquis of Caxias" in stem]
