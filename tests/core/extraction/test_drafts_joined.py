"""Who does what behind “, and”, and how many people are nobody to be named."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.text import make_text
from tests.core.extraction.stems import asked

FRAME = "{}\n\nIda Moe opened the Orme Museum in 1921. Karl Vogt founded the Orme Bank in 1925."


@pytest.mark.parametrize(
    ("told", "asked_for", "swallowed"),
    [
        (
            "Ada Winter wrote in 1911 that the cellar was too damp, and she built a mill at Orme in 1914.",
            "Who built a mill at Orme in 1914?",
            "damp and",
        ),
        (
            "Jan Holt argued in 1926 that glass must bend rather than crack, and he founded the Orme Choir in 1928.",
            "Who founded the Orme Choir in 1928?",
            "crack and",
        ),
        (
            "The harbour was too narrow and Karl Vogt built a pier at Orme in 1930.",
            "Who built a pier at Orme in 1930?",
            "narrow and",
        ),
    ],
)
def test_a_clause_behind_and_has_its_own_subject(told: str, asked_for: str, swallowed: str) -> None:
    stems = list(asked(FRAME.format(told)))
    assert any(stem.endswith(asked_for) for stem in stems), stems
    assert not [stem for stem in stems if swallowed in stem or ", and " in stem]


@pytest.mark.parametrize(
    ("told", "is_asked"),
    [
        ("The Orme Flood killed 256 people on 4 May 1911.", False),
        ("The mutiny freed more than a dozen sailors on 9 June 1914.", False),
        ("Ida Moe trained fourteen nurses at Orme in 1931.", False),
        ("Ida Moe trained several hundred engineers at Orme in 1931.", False),
    ],
)
def test_nobody_asks_whom_for_a_number_of_people(told: str, is_asked: bool) -> None:
    assert any("hom did" in stem for stem in asked(FRAME.format(told))) is is_asked


@pytest.mark.parametrize(
    ("told", "no_claimant"),
    [
        ("In 1889 Ada Winter wrote to Jan Holt, demanding a toll on every cart of salt.", "a toll"),
        ("In 1891 the Orme Council sent Jan Holt to Lund, claiming a share of the harvest.", "a share"),
        ("In 1893 Ada Winter founded the Orme Choir, promising a hall for singers.", "a hall"),
    ],
)
def test_what_is_demanded_claims_nothing(told: str, no_claimant: str) -> None:
    facts = analyse(make_text(FRAME.format(told))).facts
    assert not [one for one in facts if one.claimant is not None and one.claimant.words.startswith(no_claimant)]


def test_who_speaks_behind_the_words_is_their_claimant() -> None:
    [sold] = [
        one for one in analyse(make_text("The mill closed in 1911, said Ada Winter.")).facts if one.verb == "close"
    ]
    assert sold.claimant is not None
    assert sold.claimant.words == "Ada Winter"


@pytest.mark.parametrize("marks", ["“”", '""'])
def test_one_question_stands_once_in_the_queue(marks: str) -> None:
    told = (
        "Ada Winter called Jan Holt (a liar and a lucky man) in 1931. Bo Lind called Ada Winter (a saint in boots)"
        " in 1932. Cora Dahl called Bo Lind (a bird without wings) in 1933."
    )
    drafts = draft_questions(analyse(make_text(told.replace("(", marks[0]).replace(")", marks[1]))))
    both = [
        (str(one.raw["stem"]).replace("“", '"').replace("”", '"'), one.raw.get("key"))
        for one in (*drafts.selected, *drafts.queue)
    ]
    assert both
    assert len(both) == len({str(one) for one in both})
