"""Questions of several events at once: which came first, who was who."""

from __future__ import annotations

from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from tests.core.extraction.facts_markup import read

_EVENTS = (
    "<p Ivo Brandt> seized Orlin in <t 1911=1911>. <p Lea Moser> seized Orlin in <t 1919=1919>. "
    "<p Otto Reiss> seized Orlin in <t 1927=1927>."
)


def test_the_first_of_three_is_asked_with_later_ones_as_wrong() -> None:
    found = _of(_EVENTS, "Which event came first?")[0]
    assert found.raw["key"] == "Ivo Brandt seized Orlin"
    assert set(found.raw["distractors"]) == {"Lea Moser seized Orlin", "Otto Reiss seized Orlin"}
    assert {proof.rule for proof in found.proofs} == {"W3"}
    assert "Lea Moser seized Orlin: 1919" in found.raw["explanation"]


def test_events_that_touch_are_in_no_order() -> None:
    marked = _EVENTS.replace("1919=1919", "the 1910s=191X")
    assert not _of(marked, "Which event came first?")


def test_events_are_matched_with_times_of_one_grain() -> None:
    found = _of(_EVENTS, "When did these events take place?")[0]
    assert [pair["right"] for pair in found.raw["pairs"]] == ["1911", "1919", "1927"]


def test_a_statement_with_a_wrong_name_gives_the_right_one() -> None:
    marked = (
        "<p Ivo Brandt> founded the salt works of Orlin. <p Lea Moser> resigned. <p Otto Reiss> resigned. "
        "<p Ada Norling> sang."
    )
    found = [draft for draft in _all(marked) if draft.raw["kind"] == "true_false" and "salt works" in draft.raw["stem"]]
    assert found
    stem, right = str(found[0].raw["stem"]), found[0].raw["key"]
    assert (right in (True, "true")) == stem.startswith("Ivo Brandt")
    if not stem.startswith("Ivo Brandt"):
        assert found[0].raw["explanation"] == "It was Ivo Brandt."


def test_a_gap_for_a_name_has_its_wrong_ones() -> None:
    marked = (
        "<p Ivo Brandt> founded the salt works of Orlin. <p Lea Moser> resigned. <p Otto Reiss> resigned. "
        "<p Ada Norling> sang."
    )
    found = [draft for draft in _all(marked) if str(draft.raw["stem"]).startswith("[[1]] founded")]
    assert found[0].raw["gaps"][0]["key"] == "Ivo Brandt"
    assert len(found[0].raw["gaps"][0]["distractors"]) == 3


def _of(marked: str, stem: str) -> list[Draft]:
    return [draft for draft in _all(marked) if draft.raw["stem"] == stem]


def _all(marked: str) -> list[Draft]:
    drafts = draft_questions(read(marked))
    return [*drafts.selected, *drafts.queue]
