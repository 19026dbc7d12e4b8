"""Drafts that wait in the queue, each with its reason, and like ones that are chosen."""

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


def drafts_of(words: str) -> list[Draft]:
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    return [*drafts.selected, *drafts.queue]


def rejected_of(words: str) -> tuple[Draft, ...]:
    return draft_questions(analyse(read((words + _REST).encode(), "text.txt"))).rejected


def _held(words: str, part: str) -> set[int]:
    """Give the criteria that hold back the drafts with some words in their stem; 0 for those that nothing holds."""
    drafts = [one for one in drafts_of(words) if part in str(one.raw["stem"]) and one.confidence >= 0.75]
    assert drafts, [one.raw["stem"] for one in drafts_of(words)]
    return {one.held.criterion if one.held is not None else 0 for one in drafts}


HELD = [
    # 5: what happened is not told in full
    ("On 3 May 1911 Ada Berg blamed Otto Lind for the fire. Ines Falk blamed Karl Moen.", "blamed Karl Moen", 5),
    ("In 1904 Ines Falk wrote to Otto Lind in Malmö.", "Ines Falk write in Malmö", 5),
    ("On 4 May 1907 Ines Falk sent a parcel to a cousin.", "did Ines Falk send", 5),
    ("In 1907 Ines Falk bought three barrels in Malmö.", "Ines Falk buy three", 5),
    # 6: part of a name, a ship, a time that belongs elsewhere
    ("The schooner Chile, under Otto Lind, left Malmö on 8 May 1903.", "Chile leave Malmö", 6),
    ("Clara Vik lived in Ystad. In 1911 Ada Berg painted her house in Malmö.", "her house", 6),
    # 7: birthdays, kin in passing, bodies beside the point
    ("Karl Moen was born on 4 May 1861 in Ystad.", "Karl Moen born", 7),
    ("The Bank of Ystad was founded in 1894 by Karl Moen. Ada Berg never used it.", "Bank of Ystad founded", 7),
]
CHOSEN = [
    ("On 3 May 1911 Ada Berg accused Otto Lind of theft in Ystad.", "Ada Berg accuse"),
    ("On 4 May 1907 Ines Falk sent a telegram to the Bank of Ystad.", "Bank of Ystad"),
    ("In 1907 Ines Falk bought the northern mill of Ystad from Karl Moen.", "northern mill of Ystad"),
    ("Otto Lind closed the mill of Ystad on 6 May 1904.", "close the mill"),
]


@pytest.mark.parametrize(("words", "part", "criterion"), HELD, ids=[case[1] for case in HELD])
def test_what_a_strict_reader_would_fail_is_held(words: str, part: str, criterion: int) -> None:
    assert _held(words, part) == {criterion}


@pytest.mark.parametrize(("words", "part"), CHOSEN, ids=[case[1] for case in CHOSEN])
def test_a_like_question_that_is_whole_is_not(words: str, part: str) -> None:
    assert 0 in _held(words, part)


def test_nothing_that_is_held_is_chosen() -> None:
    words = " ".join(case[0] for case in HELD)
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    assert drafts.selected
    assert not [draft.raw["stem"] for draft in drafts.selected if draft.held is not None]


def test_a_death_told_to_the_day_is_asked_for_its_year() -> None:
    words = "Karl Moen built the harbour.\n\nKarl Moen drew bridges.\n\nKarl Moen died on 3 June 1931 in Ystad."
    keys = {str(one.raw.get("key")) for one in drafts_of(words) if one.template == "T1" and one.facts[0].verb == "die"}
    assert keys == {"1931"}


def test_births_and_returns_are_in_no_order() -> None:
    words = (
        "Karl Moen was born in 1861. Tora Vik founded the school of Ystad in 1880. "
        "Ivo Brandt returned to Ystad in 1890. Ada Berg opened the harbour of Malmö in 1899."
    )
    items = " ".join(str(one.raw.get("items")) for one in drafts_of(words) if one.template == "T8")
    assert "founded the school" in items
    assert " born" not in items
    assert " returned" not in items


def test_a_piece_is_asked_with_the_clause_that_it_stands_in() -> None:
    words = (
        "Karl Moen told reporters that the harbour of Ystad was “a hole full of good intentions and old rope”. "
        "Tora Vik said that the mayor slept."
    )
    stems = {str(one.raw["stem"]) for one in drafts_of(words)}
    assert any("told reporters that the harbour of Ystad was “a hole full" in stem for stem in stems), stems


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "“We bought a quiet winter with our silver and our honour,” Karl Moen told reporters in Ystad.",
            "told reporters in Ystad: “We",
        ),
        (
            "“We bought a quiet winter with our silver and our honour,” Karl Moen wrote in a letter of 1904.",
            "wrote in a letter of 1904: “We",
        ),
        ("“We bought a quiet winter with our silver and our honour,” Karl Moen said in 1904.", "said in 1904: “We"),
        ("“We bought a quiet winter with our silver and our honour,” Karl Moen said quietly.", "said: “We"),
    ],
)
def test_to_whom_and_where_words_were_said_is_told(said: str, told: str) -> None:
    assert any(told in str(one.raw["stem"]) for one in drafts_of(said)), [one.raw["stem"] for one in drafts_of(said)]


def test_a_quotation_that_goes_on_behind_its_speaker_is_one() -> None:
    said = "“When the old mill stopped,” wrote Karl Moen, who owned it, “Ystad stopped with it.”"
    stems = [str(one.raw["stem"]) for one in drafts_of(said)]
    assert not [stem for stem in stems if "stopped”" in stem]


def test_words_of_somebody_without_a_name_have_no_other_speaker() -> None:
    words = (
        "Karl Moen fled to Malmö. The mayor had his children seized; by all accounts the younger son, a boy of eight, "
        "comforted a brother with the words “Nobody here will ever see you weep, little one”."
    )
    for one in drafts_of(words):
        assert "little one" not in str(one.raw["stem"]) or one.held is not None


def test_options_are_of_one_form() -> None:
    words = (
        "Karl Moen spoke. Emma wept. Tora Vik spoke. The cutter Vega sank. Ivo Brandt spoke. Emma’s mother waited.\n\n"
        "Ivo Brandt opened the harbour of Malmö on 4 May 1899."
    )
    options = {str(option) for one in drafts_of(words) for option in one.raw.get("distractors", ())}
    assert "Emma" not in options
    assert "Vega" not in options


def test_a_name_with_its_number_is_whole() -> None:
    programme = "The programme was named Vega. On 27 January 1967 it burnt. In December 1968 Vega 8 flew."
    drafts = drafts_of(f"{programme}\n\nOn 16 July 1969 Ada Berg launched Vega 11 from Florida.")
    launched = [one for one in drafts if one.template == "T1" and "Vega 11" in str(one.raw["stem"])]
    assert [one.held for one in launched] == [None]
