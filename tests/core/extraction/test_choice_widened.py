"""What reviewers found usable is chosen: lesser clauses of a life, deaths of a report, days counted from days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_REST = "\n\nAda Berg sang in Lund in 1901. Otto Lind painted the hall in Malmö in 1903.\n\nThe choir of Lund is old."


def _drafts(words: str, published: date | None = None) -> list[Draft]:
    drafts = draft_questions(analyse(replace(read((words + _REST).encode(), "text.txt"), published=published)))
    return [*drafts.selected, *drafts.queue]


def _free(words: str, part: str, published: date | None = None) -> list[Draft]:
    """Give the drafts with some words in their stem that nothing holds."""
    found = [one for one in _drafts(words, published) if part in str(one.raw["stem"])]
    assert found, [one.raw["stem"] for one in _drafts(words, published)]
    return [one for one in found if one.held is None and one.confidence >= 0.75]


FREE = [
    # life: what a lesser clause says of the one whom the title names
    (
        "Karl Moen\n\nKarl Moen was a painter. In 1905 Karl Moen took part in the talks, helping to persuade Tora Vik "
        "to accept the throne of Falun.",
        "Karl Moen help to persuade",
    ),
    # war: one verb of one, behind those of many
    (
        "On 6 May 1849 two judges were hanged at Arad, and Tora Vik was crowned at Falun on 7 May 1849.",
        "Tora Vik crowned",
    ),
    # war: to whom, behind where
    ("On 13 May 1849 Karl Moen capitulated at Falun to Tora Vik.", "capitulate"),
    # war: a clause about the one who acts, and “nevertheless”
    ("Karl Moen, who thought it a mistake, nevertheless conquered the fort of Falun on 21 May 1849.", "fort of Falun"),
    # history: a clause with “and” between a king and his death
    ("Karl III, who preferred plants and books to war, died in 1633 without an heir.", "Karl III die without"),
]


@pytest.mark.parametrize(("words", "part"), FREE, ids=[case[1] for case in FREE])
def test_what_reviewers_found_usable_is_free_to_be_chosen(words: str, part: str) -> None:
    assert _free(words, part)


def test_an_obituary_tells_the_year_of_its_death() -> None:
    words = "Karl Moen, Painter, Dies at 81\n\nKarl Moen died in Falun on Saturday. Karl Moen was a painter of Lund."
    assert _free(words, "In which year did Karl Moen die", date(2023, 3, 8))
    told = _drafts(words.replace("died in Falun", "wed Tora Vik"), date(2023, 3, 8))
    assert not [one for one in told if "which year did Karl" in str(one.raw["stem"]) and one.held is None]


def test_a_report_means_the_last_month_of_that_name() -> None:
    words = "The Falun Talks\n\nIn August Karl Moen abolished the Bank of Falun. Tora Vik wept."
    found = _free(words, "abolish the Bank of Falun", date(2024, 11, 20))
    assert {str(one.raw["key"])[:4] for one in found if one.raw["kind"] == "date"} == {"2024"}
    assert not _free(words, "abolish the Bank of Falun", date(2024, 5, 20))  # that is long ago


def test_a_prize_of_one_year_may_be_asked_of_the_one_whose_life_is_told() -> None:
    words = "Karl Moen\n\nKarl Moen was a painter. Karl Moen was awarded the Lund Peace Prize for 1922."
    assert _free(words, "ho was awarded the Lund Peace Prize for 1922")


def test_who_serves_the_state_that_the_stem_names_is_no_option() -> None:
    words = (
        "The Peruvian minister Karl Moen said on 4 May 1911 that relations with Norway were his first care. "
        "The Norwegian minister Nils Ek said little. The Peruvian minister Per Dahl said little. "
        "The Chilean minister Ivo Brandt said little. The Chilean minister Lars Holm said little."
    )
    for draft in (one for one in _drafts(words) if "relations with Norway" in str(one.raw["stem"])):
        assert "Nils Ek" not in (draft.raw.get("distractors") or ())


HELD = [
    # press: the capital of those who are named
    ("South Korean media said that officials in Seoul monitored the mill of Lund.", "which city"),
    # council: what is told of somebody whom the text knows
    ("Karl Moen warned that a regime would “pay a heavy price for the mill of Lund”.", "a regime"),
    # press: in its turn
    ("The Falun Guild received the Lund Prize in its turn in 1938.", "in its turn"),
]


@pytest.mark.parametrize(("words", "part"), HELD, ids=[case[1] for case in HELD])
def test_what_reviewers_found_wanting_waits(words: str, part: str) -> None:
    stems = [str(one.raw["stem"]) for one in _drafts(words) if one.held is None and one.confidence >= 0.75]
    assert not [stem for stem in stems if part in stem]


_COURT = "King Nils II wept in 1848. King Otto III wept in 1848. King Ivo IV wept in 1848. The general Per Dahl wept. "


def test_only_who_wears_a_crown_can_lay_it_down() -> None:
    words = f"{_COURT}The governor of Falun, Lars Ek, wept. On 2 May 1848 King Karl V abdicated in Lund."
    for draft in (one for one in _drafts(words) if "abdicated" in str(one.raw["stem"])):
        assert not {"Per Dahl", "Lars Ek"} & {str(option) for option in draft.raw.get("distractors") or ()}


def test_two_people_and_rivers_are_typed_not_picked() -> None:
    words = "Karl Moen and Tora Vik met in Lund on 4 May 1911. Nils Ek wept in Lund. Ines Falk wept in Ystad."
    pair = [one for one in _drafts(words) if "two people" in str(one.raw["stem"])]
    assert {one.raw["kind"] for one in pair} == {"text"}, [one.raw["stem"] for one in _drafts(words)]
    crossed = [one for one in _drafts("In May 1911 Karl Moen crossed the Drava.") if "cross in" in str(one.raw["stem"])]
    assert not [one.raw for one in crossed if one.raw.get("distractors")]
    gave_in = _drafts(f"{_COURT}On 13 May 1849 Karl Moen capitulated to the general Tora Vik at Falun.")
    asked = [one for one in gave_in if "capitulate" in str(one.raw["stem"]) and one.template in ("T2", "T3")]
    assert not [one.raw for one in asked if one.raw.get("distractors")]
