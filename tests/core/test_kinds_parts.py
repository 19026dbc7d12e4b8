"""Kinds with several parts, true or false, and open questions."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.core.kinds import parse_question
from quizapp.core.question import GradeContext
from tests.core.rendered import Form, Inputs, ask_html, reveal_html

CONTEXT = GradeContext()
POWERS = {"kind": "multiple", "stem": "?", "key": ["a", "b", "c", "d"], "distractors": ["x", "y"]}


def score(raw, response):
    return parse_question({"stem": "?", **raw}).grade(response, CONTEXT).score


@pytest.mark.parametrize(
    ("ticked", "expected"),
    [("abcd", 1), ("abc", 0.75), ("a", 0.25), ("abcdx", 0.5), ("abcdxy", 0), ("x", 0), ("ax", 0), ("abx", 0), ("", 0)],
)
def test_multiple_counts_hits_less_false_ones(ticked, expected):
    assert score(POWERS, list(ticked)) == expected
    assert score({**POWERS, "scoring": "exact"}, list(ticked)) == (1 if ticked == "abcd" else 0)


def test_multiple_by_weights():
    third = {"weight": "0.33333"}
    raw = {
        "kind": "multiple",
        "key": [{"text": text, **third} for text in "abc"],
        "distractors": [{"text": "x", "weight": -0.5}, "y"],
    }
    assert score(raw, list("abc")) == 1
    assert score(raw, list("ab")) == pytest.approx(2 / 3, abs=1e-5)
    assert score(raw, list("abcx")) == pytest.approx(0.5, abs=1e-4)
    assert score(raw, ["x"]) == 0
    assert score(raw, list("aby")) == pytest.approx(2 / 3, abs=1e-5)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        *(("true", 1), ("True", 1), (True, 1), ("yes", 1), (1, 1), ("false", 0), (False, 0), ("maybe", 0), (None, 0)),
    ],
)
def test_true_or_false(response, expected):
    assert score({"kind": "true_false", "key": "true"}, response) == expected


def test_true_or_false_explains_both_options():
    options = [{"text": "false", "explanation": "No."}, {"text": "true", "explanation": "Yes."}]
    question = parse_question({"kind": "true_false", "stem": "?", "key": "no", "options": options})
    assert question.explanations == {"true": "Yes.", "false": "No."}
    assert question.dump()["options"] == [{"text": True, "explanation": "Yes."}, {"text": False, "explanation": "No."}]


@pytest.mark.parametrize(
    ("given", "kendall", "exact"),
    [("abcd", 1, 1), ("abdc", 2 / 3, 0), ("badc", 1 / 3, 0), ("dcba", 0, 0), ("abc", 0, 0), ("abcc", 0, 0)],
)
def test_order_by_kendall_or_exactly(given, kendall, exact):
    raw = {"kind": "order", "items": list("abcd")}
    assert score(raw, list(given)) == pytest.approx(kendall)
    assert score({**raw, "scoring": "exact"}, list(given)) == exact


@pytest.mark.parametrize("places", [["1", "1"], ["1", ""], ["1", "3"], ["0", "1"], ["a", "b"], ["1", "9" * 400]])
def test_an_order_is_incomplete_until_each_item_has_its_place(places):
    question = parse_question({"kind": "order", "stem": "?", "items": ["b", "a"]})
    assert question.read(Inputs(position_1=[places[0]], position_2=[places[1]])) is None
    assert question.read(Inputs(position_1=["2"], position_2=["1"])) == ["b", "a"]


def test_match_counts_the_right_left_sides():
    pairs = [{"left": left, "right": right} for left, right in zip("abcd", "1122", strict=True)]
    raw = {"kind": "match", "pairs": pairs, "distractors": ["3"]}
    assert score(raw, dict(zip("abcd", "1122", strict=True))) == 1
    assert score(raw, {"a": "1", "b": "2", "c": "2"}) == 0.5
    assert score(raw, {"a": ["1"], "e": "1"}) == 0
    question = parse_question({"stem": "?", **raw})
    assert sorted(question.ask(Random(1), "recognise")["rights"]) == ["1", "2", "3"]
    assert question.read(Inputs(match_1=["1"])) is None


BLOCKADE = {
    "kind": "cloze",
    "stem": "From [[1]] to [[2]], when \\[[it]] ended, about [[3]] flights went to [[4]].",
    "gaps": [
        {"kind": "date", "key": "1948-06"},
        {"key": "1949", "distractors": ["1950", {"text": "1951", "explanation": "Too late."}]},
        {"kind": "number", "key": 278000, "tolerance": "10%", "worth": 2},
        {"key": "Tempelhof"},
    ],
}


def test_cloze_is_the_mean_by_worth_with_remarks_by_gap():
    question = parse_question(BLOCKADE)
    grade = question.grade(["1948", "1949", "270,000", "Templehof"], CONTEXT)
    assert grade.score == 0.8
    assert grade.parts == (0, 1, 1, 1)
    assert grade.may_retry
    assert grade.remark == "Gap 1: Close: give the month too. Gap 4: Small slip: the spelling is Tempelhof."
    assert question.grade(["June 1948", "1951", "", "Tegel"], CONTEXT).parts == (1, 0, 0, 0)
    assert question.grade(["June 1948"], CONTEXT).score == 0.2


def test_cloze_parts_and_reading():
    question = parse_question(BLOCKADE)
    assert question.parts[:4] == ("From ", 1, " to ", 2)
    assert question.parts[4] == ", when [[it]] ended, about "
    assert question.read(Inputs()) is None
    assert question.read(Inputs(gap_2=["1949"])) == ["", "1949", "", ""]
    assert question.ways == ("recognise", "recall")


def test_cloze_offers_two_ways_only_where_they_differ():
    typed = {"kind": "cloze", "stem": "[[1]]", "gaps": [{"key": "a"}]}
    chosen = {"kind": "cloze", "stem": "[[1]]", "gaps": [{"key": "x" * 60, "distractors": ["b"]}]}
    assert parse_question(typed).ways == ("recall",)
    assert parse_question(chosen).ways == ("recognise",)


def test_cloze_is_drawn_around_the_parts_that_the_page_gives():
    question = parse_question(BLOCKADE)
    asked = question.ask(Random(1), "recognise")
    parts = [{"html": "<&"}, {"gap": 2}, {"gap": 1}, {"gap": 3}, {"gap": 4}]
    html = ask_html(question, asked, "recognise", parts)
    assert "&lt;&amp;" in html
    assert list(Form(html).controls) == ["gap_2", "gap_1", "gap_3", "gap_4"]
    shown = reveal_html(question, asked, ["1948-06", "1951"], question.grade(["June 1948", "1951"], CONTEXT), parts)
    assert "Too late." in shown


def test_open_is_rated_by_people_and_may_be_left_empty():
    question = parse_question({"kind": "open", "stem": "Why?"})
    assert question.ways == ("self",)
    assert question.read(Inputs()) == ""
    assert len(question.read(Inputs(response=["x" * 50_000]))) == 20_000
    assert question.grade("whatever", CONTEXT).score == 0


def test_reading_replaces_what_cannot_be_stored_and_cuts_what_is_too_long():
    question = parse_question({"kind": "text", "stem": "?", "key": "a"})
    assert question.read(Inputs(response=[" a\0\ud800 "])) == "a\ufffd\ufffd"
    assert len(question.read(Inputs(response=["x" * 1_000_000]))) == 1_001
    assert question.read(Inputs(response=["  "])) is None


def test_the_revealed_rows_say_in_words_what_is_right_and_what_was_chosen():
    raw = {"kind": "choice", "stem": "?", "key": "Ankara", "distractors": [{"text": "Izmir", "explanation": "A port."}]}
    question = parse_question(raw)
    asked = question.ask(Random(1), "recognise")
    wrong = reveal_html(question, asked, "Izmir", question.grade("Izmir", CONTEXT))
    assert "is-wrong" in wrong
    assert "your answer" in Form(wrong).text
    assert "A port." in wrong
    right = Form(reveal_html(question, asked, "Ankara", question.grade("Ankara", CONTEXT))).text
    assert "right answer, and yours" in right
    none = reveal_html(question, asked, None, question.grade(None, CONTEXT))
    assert "is-wrong" not in none
    typed = Form(reveal_html(question, {"way": "recall"}, "<b>Bursa</b>", question.grade("<b>Bursa</b>", CONTEXT))).text
    assert "<b>Bursa</b>" in typed
    assert "not right" in typed
