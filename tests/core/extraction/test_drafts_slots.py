"""Several questions of one fact: what a stem leaves out, and which of them may stand in one bank."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.phrases import event_phrase, full_name
from quizapp.core.extraction.readers import read as read_text
from tests.core.extraction.facts_markup import read

_CAST = (
    " <p Ada Norling> sang. <p Bo Lindh> sang. <p Cora Dahl> sang. <s Austria> sang. <s Sweden> sang. <s Peru> sang."
)

#: Sentences with the questions that are chosen of them, each with its key.
CHOSEN = [
    (
        "<p Ivo Brandt> opened <o the Tide Bank|Tide Bank> in <l Vienna> in <t 1902=1902>.",
        {
            "In which year did Ivo Brandt open the Tide Bank?": "1902",
            "In which city did Ivo Brandt open the Tide Bank?": "Vienna",
        },
    ),
    (
        "The navy of <s Norway> under <p Ivo Brandt> began to sell ships to <s Peru> after <t 1907=1907>.",
        {
            "After which year did the navy of Norway begin to sell ships to Peru?": "1907",
            "Under whom did the navy of Norway begin to sell ships to Peru?": "Ivo Brandt",
        },
    ),
    (
        "<s Norway> was the first to recognise <s Tuvia> on <t 4 May 1961=1961-05-04>.",
        {"According to the document, which state was the first to recognise Tuvia?": "Norway"},
    ),
]


@pytest.mark.parametrize(("marked", "expected"), CHOSEN, ids=[case[0][:40] for case in CHOSEN])
def test_slots_of_one_fact_are_asked_beside_each_other(marked: str, expected: dict[str, str]) -> None:
    found = {draft.raw["stem"]: draft.raw.get("key") for draft in draft_questions(read(marked + _CAST)).selected}
    assert expected.items() <= found.items(), found


@pytest.mark.parametrize("marked", [case[0] for case in CHOSEN], ids=[case[0][:40] for case in CHOSEN])
def test_no_chosen_stem_of_a_fact_holds_the_key_of_another(marked: str) -> None:
    drafts = draft_questions(read(marked + _CAST))
    for one in drafts.selected:
        for other in drafts.selected:
            key = str(other.raw.get("key", ""))
            if one is not other and one.facts == other.facts and key:
                assert key not in one.raw["stem"]


def test_what_happened_twice_keeps_the_time_in_its_stem() -> None:
    marked = (
        "<p Ivo Brandt> opened <o the Tide Bank|Tide Bank> in <l Vienna> in <t 1902=1902>. "
        "<p Ivo Brandt> opened <o the Tide Bank|Tide Bank> in <l Prague> in <t 1911=1911>."
    )
    stems = _stems(draft_questions(read(marked + _CAST)))
    assert "In which city did Ivo Brandt open the Tide Bank in 1902?" in stems
    assert "In which city did Ivo Brandt open the Tide Bank?" not in stems


def test_the_first_time_stays_in_a_stem_without_its_time() -> None:
    marked = (
        "<p Ivo Brandt> met <p Lea Moser> for the first time in <l Vienna> in <t 1902=1902>. "
        "<p Ivo Brandt> and <p Lea Moser> met in <l Oslo> in <t 1911=1911>."
    )
    stems = _stems(draft_questions(read(marked + _CAST)))
    assert "According to the document, in which city did Ivo Brandt meet Lea Moser for the first time?" in stems
    assert "According to the document, in which city did Ivo Brandt meet Lea Moser?" not in stems


def test_what_belongs_to_the_words_before_it_goes_to_the_front_with_the_question() -> None:
    marked = (
        "<s Norway> began to close its ports to traders in favour of peace with <s Denmark> after <t 1907=1907>."
        + _CAST
    )
    stems = [stem for stem in _stems(draft_questions(read(marked))) if "with which state" in stem.lower()]
    assert all("in favour of peace with which state" in stem.lower() for stem in stems)


def test_two_partners_are_asked_for_each_other() -> None:
    marked = "<p Ivo Brandt> and <p Lea Moser> met in <l Vienna> in <t 1902=1902>." + _CAST
    drafts = draft_questions(read(marked))
    found = _sound(drafts)["Whom did Ivo Brandt meet in Vienna in 1902?"]
    assert found.raw["key"] == "Lea Moser"
    assert "Ivo Brandt" not in found.raw.get("distractors", [])


def test_a_queue_shows_no_second_wording_of_what_is_chosen() -> None:
    drafts = draft_questions(read(CHOSEN[0][0] + _CAST))
    asked = [
        (draft.template, draft.raw.get("key")) for draft in (*drafts.selected, *drafts.queue) if draft.raw.get("key")
    ]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    "marked",
    [
        "200 and <p Ivo Brandt> moved to <l Vienna> in <t 1907=1907>.",
        "<p Ivo Brandt> was concluded in <t 1907=1907>.",
        "<p Ivo Brandt> was followed in <t 1907=1907>.",
        "Ferries were banned by <s Norway> before elections due on <t 4 May 1961=1961-05-04>.",
    ],
)
def test_what_was_misread_is_not_asked(marked: str) -> None:
    drafts = draft_questions(read(marked + _CAST))
    assert not [draft for draft in drafts.selected if "1907" in str(draft.raw) or "1961" in str(draft.raw)]


def _stems(drafts: Drafts) -> set[str]:
    return set(_sound(drafts))


def _sound(drafts: Drafts) -> dict[str, Draft]:
    return {str(draft.raw["stem"]): draft for draft in (*drafts.selected, *drafts.queue)}


@pytest.mark.parametrize("name", ["Q. Did", "A. No. I", "DREDGECO", "Dredging"])
def test_what_is_no_name_is_no_option(name: str) -> None:
    marked = f"<p Ivo Brandt> married <p Lea Moser> in <t 1902=1902>. <p {name}> sang. <p Ada Norling> sang."
    drafts = draft_questions(read(marked + " <p Bo Lindh> sang."))
    assert not [draft for draft in (*drafts.selected, *drafts.queue) if name in draft.raw.get("distractors", [])]


@pytest.mark.parametrize(
    ("marked", "stem"),
    [
        (
            "The border between <s Peru> and <s Ecuador> was drawn by <s Brazil> in <t 1942=1942>.",
            "In which year was the border between Peru and Ecuador drawn by Brazil?",
        ),
        (
            "Talks between <s Peru> and <s Ecuador> were ended by <s Brazil> in <t 1942=1942>.",
            "In which year were talks between Peru and Ecuador ended by Brazil?",
        ),
    ],
)
def test_what_lies_between_two_is_one_or_several_by_itself(marked: str, stem: str) -> None:
    assert stem in _stems(draft_questions(read(marked + _CAST)))


def test_what_follows_the_doer_of_a_passive_stays_behind_them() -> None:
    marked = "<p Ivo Brandt> was defeated at <l Nisa> by the <g Parthians> under <p Karl Moen> in <t 1902=1902>."
    analysis = read(marked)
    assert event_phrase(analysis.facts[0], analysis, "passive") == "defeated at Nisa by the Parthians under Karl Moen"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Roman general Lucius Lucullus crossed the Euphrates in 69 BC.", "the Roman general Lucius Lucullus"),
        ("The satrap Lucius Lucullus crossed the Euphrates in 69 BC.", "the satrap Lucius Lucullus"),
        ("Foreign Minister Ana Torres opened the bridge of Lund in 1951.", "Foreign Minister Ana Torres"),
        ("Peru’s envoy Ana Torres opened the bridge of Lund in 1951.", "Peru’s envoy Ana Torres"),
    ],
)
def test_an_office_in_small_letters_has_its_article(words: str, name: str) -> None:
    analysis = analyse(read_text(words.encode(), "text.txt"))
    number = next(actor.id for actor in analysis.cast.actors if actor.type == "person")
    assert full_name(number, analysis, with_role=True) == name
