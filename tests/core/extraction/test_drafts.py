"""From facts to stems and keys: each template, and what is not asked."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.drafting import draft_questions
from tests.core.extraction.facts_markup import read

#: Names for distractors.
_CAST = (
    " <p Ada Norling> sang. <p Bo Lindh> sang. <p Cora Dahl> sang. <s Austria> sang. <s Sweden> sang. <s Peru> sang."
)

ASKED = [
    # T1
    ("<s Norway> invaded <s Denmark> in <t 1807=1807>.", "T1", "In which year did Norway invade Denmark?", "1807"),
    (
        "<p Ivo Brandt> died in Trieste on <t 4 May 1911=1911-05-04>.",
        "T1",
        "In which year did Ivo Brandt die in Trieste?",
        "1911",
    ),
    (
        "<p Ivo Brandt> was elected president in <t 1919=1919>.",
        "T1",
        "In which year was Ivo Brandt elected president?",
        "1919",
    ),
    (
        "<p Ivo Brandt> founded <o the Tide Bank|Tide Bank> in <t the 1890s=189X>.",
        "T1",
        "In which decade did Ivo Brandt found the Tide Bank?",
        "189X",
    ),
    (
        "<s Norway> invaded <s Denmark> after <t 1807=1807>.",
        "T1",
        "After which year did Norway invade Denmark?",
        "1807",
    ),
    # T2
    ("<p Ivo Brandt> married <p Lea Moser> in <t 1902=1902>.", "T2", "Who married Lea Moser in 1902?", "Ivo Brandt"),
    (
        "<s Norway> invaded <s Denmark> on <t 4 May 1961=1961-05-04>.",
        "T2",
        "Which state invaded Denmark on 4 May 1961?",
        "Norway",
    ),
    # T3
    ("<p Ivo Brandt> married <p Lea Moser> in <t 1902=1902>.", "T3", "Whom did Ivo Brandt marry in 1902?", "Lea Moser"),
    (
        "<s Norway> accused <s Denmark> of piracy in <t 1807=1807>.",
        "T3",
        "Of what did Norway accuse Denmark?",
        "piracy",
    ),
    # T10
    (
        "<p Ivo Brandt> died in <l Vienna> on <t 4 May 1911=1911-05-04>.",
        "T10",
        "In which city did Ivo Brandt die on 4 May 1911?",
        "Vienna",
    ),
    # T9 and T7
    ("<s Norway> invaded <s Denmark> in <t 1807=1807>.", "T7", "Norway invaded Denmark in [[1]].", None),
]


@pytest.mark.parametrize(("marked", "template", "stem", "key"), ASKED, ids=[case[2] for case in ASKED])
def test_a_fact_is_asked_in_full_words(marked: str, template: str, stem: str, key: str | None) -> None:
    found = _sound(draft_questions(read(marked + _CAST)))
    assert stem in found, sorted(found)
    assert found[stem].template == template
    assert found[stem].raw.get("key") == key


def test_a_claim_keeps_its_claimant() -> None:
    marked = "<p Lea Moser> said that <p Ivo Brandt> had met <p Otto Reiss> in <t 1902=1902>." + _CAST
    drafts = draft_questions(read(marked))
    asked = [stem for stem in _sound(drafts) if "meet" in stem or "met" in stem]
    assert asked
    assert all(stem.startswith(("According to Lea Moser", "Who said")) for stem in asked)


@pytest.mark.parametrize(
    "marked",
    [
        "<s Norway> did not invade <s Denmark> in <t 1807=1807>.",
        "<s Norway> might invade <s Denmark> in <t 1807=1807>.",
        "If <s Norway> invaded <s Denmark> in <t 1807=1807>, trade would end.",
        "Did <s Norway> invade <s Denmark> in <t 1807=1807>?",
    ],
)
def test_what_did_not_happen_is_not_asked(marked: str) -> None:
    assert not [draft for draft in draft_questions(read(marked + _CAST)).selected if "Denmark" in draft.raw["stem"]]


def test_what_happened_twice_is_not_asked_for_its_time() -> None:
    marked = "<s Norway> invaded <s Denmark> in <t 1807=1807>. <s Norway> invaded <s Denmark> in <t 1848=1848>." + _CAST
    drafts = draft_questions(read(marked))
    assert "In which year did Norway invade Denmark?" not in _sound(drafts)
    assert {r.rule for draft in drafts.rejected for r in draft.rejections} >= {"R19"}


def test_who_met_whom_is_one_event_from_both_sides() -> None:
    marked = (
        "<p Ivo Brandt> met <p Lea Moser> in <t 1902=1902>. <p Lea Moser> and <p Ivo Brandt> met in Oslo "
        "in <t 1911=1911>." + _CAST
    )
    assert "In which year did Ivo Brandt meet Lea Moser?" not in _sound(draft_questions(read(marked)))


def test_two_times_of_one_death_are_shown_and_not_asked() -> None:
    marked = "<p Ivo Brandt> died in <t 1911=1911>. <p Ivo Brandt> died in <t 1913=1913>." + _CAST
    drafts = draft_questions(read(marked))
    assert [c.message for c in drafts.contradictions] == [
        "Two times are given for one event (“Ivo Brandt died in 1911”): 1911 and 1913."
    ]
    assert not [draft for draft in drafts.selected if "1911" in str(draft.raw.get("key"))]


def test_an_open_pronoun_lowers_the_confidence() -> None:
    marked = "<p Bo Lindh> praised <p Ivo Brandt>. He died in <t 1911=1911>."
    drafts = draft_questions(read(marked, {"He": "Ivo Brandt"}))
    assert not [draft for draft in drafts.selected if "die" in draft.raw["stem"]]
    assert {draft.confidence for draft in drafts.queue if draft.template == "T1"} == {0.7225}


def test_the_other_names_of_a_key_are_accepted() -> None:
    marked = "<p Ivo Brandt> married <p Lea Moser> in <t 1902=1902>." + _CAST
    draft = _sound(draft_questions(read(marked)))["Who married Lea Moser in 1902?"]
    assert draft.raw["about"] == "actor"
    assert draft.raw["evidence"] == [{"paragraph": 1, "quote": "Ivo Brandt married Lea Moser in 1902."}]


def test_factors_of_a_teacher_change_the_choice() -> None:
    analysis = read("<s Norway> invaded <s Denmark> on <t 4 May 1961=1961-05-04>." + _CAST)
    plain = draft_questions(analysis, limit=1).selected[0]
    other = draft_questions(analysis, limit=1, factors={plain.template: 0.1}).selected[0]
    assert other.template != plain.template


def _sound(drafts: Drafts) -> Mapping[str, Draft]:
    return {draft.raw["stem"]: draft for draft in (*drafts.selected, *drafts.queue)}
