"""Distractors: proven wrong, or not used."""

from __future__ import annotations

from itertools import pairwise

import pytest

from quizapp.core.calendar import parse_value
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.distractors.times import _made_spans
from quizapp.core.extraction.distractors.words import _is_odd_quote
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.text import make_text
from tests.core.extraction.facts_markup import read

_PEOPLE = " <p Ada Norling> sang. <p Bo Lindh> sang. <p Cora Dahl> sang."
_STATES = " <s Austria> sang. <s Sweden> sang. <s Peru> sang."


def _asked(marked: str, stem: str) -> Draft:
    drafts = draft_questions(read(marked))
    found = [draft for draft in (*drafts.selected, *drafts.queue, *drafts.rejected) if draft.raw["stem"] == stem]
    assert len(found) == 1, [draft.raw["stem"] for draft in (*drafts.selected, *drafts.queue, *drafts.rejected)]
    return found[0]


def _options(draft: Draft) -> list[str]:
    return [option["text"] if isinstance(option, dict) else option for option in draft.raw.get("distractors", [])]


def test_every_distractor_has_its_proofs() -> None:
    draft = _asked("<p Ivo Brandt> married <p Lea Moser> in <t 1902=1902>." + _PEOPLE, "Who married Lea Moser in 1902?")
    for option in _options(draft):
        assert {"W1", "W2", "W7"} <= {proof.rule for proof in draft.proofs if proof.option == option}
    assert set(_options(draft)) == {"Ada Norling", "Bo Lindh", "Cora Dahl"}


def test_w1_no_part_and_no_whole_of_the_key() -> None:
    marked = "<s Norway> invaded <s South Korea> on <t 4 May 1961=1961-05-04>. <s Korea> sang." + _STATES
    draft = _asked(marked, "Which state did Norway invade on 4 May 1961?")
    assert "Korea" not in _options(draft)
    assert len(_options(draft)) == 3


def test_w2_no_partner_of_the_deed() -> None:
    marked = "<p Ivo Brandt>, the uncle of <p Bo Lindh>, married <p Lea Moser> in <t 1902=1902>." + _PEOPLE
    drafts = draft_questions(read(marked))
    for draft in (*drafts.selected, *drafts.queue):
        if draft.raw.get("key") == "Ivo Brandt":
            assert "Bo Lindh" not in _options(draft)


def test_w2_nobody_who_did_the_same_elsewhere() -> None:
    marked = "<p Ivo Brandt> married <p Lea Moser> in <t 1902=1902>. <p Bo Lindh> married <p Lea Moser>." + _PEOPLE
    drafts = draft_questions(read(marked))
    assert not [d for d in drafts.selected if d.raw.get("key") == "Ivo Brandt" and "Bo Lindh" in _options(d)]


def test_w4_no_heir_of_a_state_with_its_capital() -> None:
    marked = "<s Soviet Union> invaded <s Norway> on <t 4 May 1961=1961-05-04>. <s Russia> sang." + _STATES
    draft = _asked(marked, "Which state invaded Norway on 4 May 1961?")
    assert "Russia" not in _options(draft)


def test_w5_no_state_that_did_not_exist() -> None:
    marked = (
        "<s Denmark> invaded <s Norway> on <t 4 May 1911=1911-05-04>. <s Slovakia> sang. <s Greece> sang." + _STATES
    )
    draft = _asked(marked, "Which state invaded Norway on 4 May 1911?")
    assert "Slovakia" not in _options(draft)
    assert len(_options(draft)) == 3


def test_two_names_are_too_few_to_choose_from() -> None:
    marked = "<s Denmark> invaded <s Norway> on <t 4 May 1961=1961-05-04>. <s Austria> sang. <s Peru> sang."
    draft = _asked(marked, "Which state invaded Norway on 4 May 1961?")
    assert (draft.raw["kind"], _options(draft)) == ("text", [])


def test_what_many_may_do_has_no_options() -> None:
    marked = "<s Denmark> recognised <s Norway> in <t 1905=1905>." + _STATES
    draft = _asked(marked, "Which state recognised Norway in 1905?")
    assert (draft.raw["kind"], _options(draft)) == ("text", [])


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1807", "1807"),
        ("May 1807", "1807-05"),
        ("4 May 1807", "1807-05-04"),
        ("the 1800s", "180X"),
        ("the 18th century", "17XX"),
        ("480 BC", "BC0480"),
        ("the fourth century BC", "BC03XX"),
        ("1807–1814", "1807/1814"),
    ],
)
def test_w3_wrong_times_have_the_grain_of_the_key_and_no_day_in_common(words: str, value: str) -> None:
    drafts = draft_questions(read(f"<s Norway> invaded <s Denmark> in <t {words}={value}>." + _STATES))
    draft = next(d for d in (*drafts.selected, *drafts.queue) if d.template == "T1")
    key = parse_value(value)
    options = [parse_value(option) for option in _options(draft)]
    assert len(options) == 3
    assert {option.grain for option in options} == {key.grain}
    assert all(option.hi < key.lo or key.hi < option.lo for option in options)


def test_w3_no_time_of_the_same_deed() -> None:
    marked = "<s Norway> invaded <s Denmark> in <t 1807=1807>. <s Norway> invaded <s Peru> in <t 1809=1809>."
    draft = _asked(marked, "In which year did Norway invade Denmark?")
    assert "1809" not in _options(draft)


def test_no_wrong_time_outside_a_life() -> None:
    marked = (
        "<p Ivo Brandt> was born in <t 1800=1800>. <p Ivo Brandt> founded <o the Tide Bank|Tide Bank> "
        "in <t 1806=1806>. <p Ivo Brandt> died in <t 1812=1812>."
    )
    draft = _asked(marked, "In which year did Ivo Brandt found the Tide Bank?")
    assert all(1800 < int(option) < 1812 for option in _options(draft))


def test_other_events_give_wrong_times_with_what_happened_then() -> None:
    marked = "<s Norway> invaded <s Denmark> in <t 1807=1807>. <p Ivo Brandt> died in <t 1811=1811>."
    draft = _asked(marked, "In which year did Norway invade Denmark?")
    assert {"text": "1811", "explanation": "Then Ivo Brandt died."} in draft.raw["distractors"]


_HARBOUR = """The Harbour of Oro

The engineer Vera Lund opened the harbour of Oro on 3 May 1931. {}

In 1944 the army of Sorland destroyed the bridge of Oro. In 1958 Otto Brandt founded the Oro Museum.
"""


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Ada Berg bought the mine of Oro in 1939.", "Then Ada Berg bought the mine of Oro."),
        ("Ivo Moser led the Oro Railway Company until 1939.", "Until then Ivo Moser led the Oro Railway Company."),
        ("Ada Berg bought the mine of Oro before 1939.", "Before then Ada Berg bought the mine of Oro."),
        ("Since 1939 Ada Berg has led the Oro Bank.", "From then on Ada Berg led the Oro Bank."),
    ],
)
def test_a_wrong_year_that_is_a_bound_is_explained_as_one(told: str, words: str) -> None:
    drafts = draft_questions(analyse(make_text(_HARBOUR.format(told))))
    raws = [draft.raw for draft in (*drafts.selected, *drafts.queue)]
    options = [option for raw in raws for option in raw.get("distractors", []) if isinstance(option, dict)]
    assert {option["explanation"] for option in options if option["text"] == "1939"} == {words}


@pytest.mark.parametrize(
    ("told", "stem", "born"),
    [
        (
            "<p Ivo Brandt> was born in <t 1898=1898>. <p Ivo Brandt> married <p Lea Moser> in <t 1921=1921>. "
            "<s Peru> invaded <s Chile> in <t 1904=1904>. <s Norway> invaded <s Sweden> in <t 1909=1909>. "
            "<s Austria> invaded <s Peru> in <t 1931=1931>. <s Chile> invaded <s Sweden> in <t 1936=1936>.",
            "In which year did Ivo Brandt marry Lea Moser?",
            1898,
        ),
        (
            "<p Cora Dahl> was born in <t 1701=1701>. <p Cora Dahl> founded <o Orme College> in <t 1730=1730>. "
            "<s Peru> invaded <s Chile> in <t 1709=1709>. <s Norway> invaded <s Sweden> in <t 1714=1714>. "
            "<s Austria> invaded <s Peru> in <t 1742=1742>. <s Chile> invaded <s Sweden> in <t 1751=1751>.",
            "In which year did Cora Dahl found Orme College?",
            1701,
        ),
    ],
)
def test_no_wrong_time_in_somebodys_childhood(told: str, stem: str, born: int) -> None:
    shown = [int(proof.option) for proof in _asked(told, stem).proofs if proof.rule == "W3"]
    assert shown
    assert min(shown) >= born + 15


@pytest.mark.parametrize("span", ["1921/1939", "1549/1582", "1811/1813"])
def test_made_spans_touch_no_other(span: str) -> None:
    years = sorted(
        tuple(map(int, made.value.split("/"))) for made in [*_made_spans(parse_value(span)), parse_value(span)]
    )
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(years))


@pytest.mark.parametrize(
    ("words", "key", "is_odd"),
    [
        ("“The choir has never sung so badly”", "“a liar and a lucky man”", True),
        ("“a toy for giants”", "“a liar and a lucky man”", False),
        ("“Nobody heard the bell that night”", "“The choir has never sung so badly”", False),
        ("“too little and too late”", "“I heard the wind that evening”", True),
    ],
)
def test_a_whole_sentence_stands_beside_no_part_of_one(words: str, key: str, is_odd: bool) -> None:
    assert _is_odd_quote(words, key) is is_odd
