"""Cloze text: the grammar of embedded answers with each trap, its messages, and what comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.formats.cloze_text import CLOZE_TEXT, read, write
from quizapp.core.formats.parcel import Outgoing
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import PLAIN, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/cloze/traps.txt").read_bytes()
TRAPS = read(SAMPLE)


def gap(text):
    """Read a text with one gap, and give that."""
    [question] = read(f"The {text} end".encode()).questions
    assert question.stem == "The [[1]] end"
    return question.dump()["gaps"][0]


def test_every_text_of_the_traps_is_imported_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is CLOZE_TEXT
    assert [entry.line for entry in TRAPS.entries] == [1, 8]
    assert [problem.line for problem in TRAPS.problems] == [1, 1, 12, 16, 20, 24, 28, 32]


def test_all_kinds_of_gaps_are_read_with_weights_and_feedback() -> None:
    tide = TRAPS.questions[0].dump()
    assert tide["stem"] == (
        "The **tide** is [[1]] now,\\\nand it turns in [[2]] hours\\\nat the [[3]] & [[4]] with [[5]]."
    )
    choice, number, exact, pattern, several = tide["gaps"]
    assert choice["key"] == {"text": "low", "explanation": "Yes, see\\\nthe sand."}
    assert choice["distractors"] == [
        {"text": "high", "explanation": "Look at the wall."},
        {"text": "turning", "weight": 0.5},
    ]
    assert (number["key"], number["tolerance"], number["worth"], number["explanation"]) == (3, 0.5, 2, "Right.")
    assert number["accept"] == [{"text": 3, "tolerance": 1, "weight": 0.3333333}]
    assert (exact["key"], exact["compare"]) == ("Pier } #1", "exact")
    assert pattern["accept"][1] == {"pattern": "*", "weight": 0, "explanation": "Say where."}
    assert several["distractors"] == [{"text": "seals", "weight": 1}, "crows"]
    assert tide["origin"]["extra"]["gaps"] == ["MULTICHOICE", "NUMERICAL", "SAC", "MW", "MRHS"]


@pytest.mark.parametrize("name", ["SHORTANSWER", "SA", "MW", "sa", "SHORTANSWER_C", "SAC", "MWC"])
def test_short_answers_have_many_names(name) -> None:
    assert gap(f"{{1:{name}:=a~%50%b#no}}")["accept"] == [{"text": "b", "weight": 0.5, "explanation": "no"}]


@pytest.mark.parametrize(
    "name",
    ["MULTICHOICE", "MC", "MCV", "MULTICHOICE_V", "MCH", "MULTICHOICE_H", "MCS", "MULTICHOICE_S", "MCVS", "MCHS", "MR"],
)
def test_choices_have_many_names(name) -> None:
    assert gap(f"{{1:{name}:b~=a}}") == {"key": "a", "distractors": ["b"]}


def test_escaped_signs_and_entities_part_nothing() -> None:
    found = gap("{1:MC:=a \\~ b#c \\# d~%-50%e\\}f~l&#39;eau}")
    assert found["key"] == {"text": "a ~ b", "explanation": "c # d"}
    assert found["distractors"] == [{"text": "e}f", "weight": -0.5}, "l'eau"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Q {1:MC:a~%50%b}", "Gap 1: No answer is fully right"),
        ("Q {1:SA:a}", "Gap 1: No answer is fully right"),
        ("Q {1:MC:=a}", "Gap 1: There is only one choice"),
        ("Q {1:SA:=a} {1:NM:=many}", "Gap 2: “many” is to be a number"),
        ("Q {1:NM:=1:x}", "Gap 1: “x” is to be a number"),
        ("Q {1:NM:%50%1}", "taken as right"),
        ("Q {1:SA:}", "Gap 1: There is no answer in it"),
        ("Q {1:SA:=a", "Gap 1 has no end"),
        ("Q {1:SA:=a {1:SA:=b}", "Gap 1 has no end"),
        ("no gap", "There is no gap in it"),
        ("", "There is no gap in it"),
        ("Q {1:MR:=a~=b~c}", "one of them is enough"),
        ("<img src='x.png'> {1:SA:=a}", "not in the file"),
    ],
)
def test_each_flaw_has_its_own_message(text, words) -> None:
    [problem] = read(text.encode()).problems
    assert problem.line == 1
    assert words in problem.reason


def test_what_is_written_comes_back() -> None:
    bank = outgoing(PLAIN)
    written = write(bank)
    assert written.written == 1
    assert {loss.what for loss in written.losses if not loss.reason.startswith("A Cloze text")} == {"id", "Markdown"}
    [question] = read(written.content).questions
    [before] = [question for question in bank.questions if question.kind == "cloze"]
    assert question.gaps == before.gaps


def test_what_was_read_goes_back_with_its_names_of_gaps() -> None:
    written = write(Outgoing(TRAPS.bank, TRAPS.questions))
    assert b"MRHS" in written.content
    assert b"SAC" in written.content
    assert "several questions" in {loss.what for loss in written.losses}
    again = read(written.content)
    assert [question.dump() for question in again.questions] == [question.dump() for question in TRAPS.questions]


@settings(max_examples=25, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("{}=~#:%\\1SAMCN &;<b> \n")), max_size=60))
def test_any_soup_of_signs_is_read(soup) -> None:
    read_hostile(read, f"{{1:SA:=a}} {soup} {{1:SA:=b~{soup}}}".encode())


@pytest.mark.parametrize("piece", ["{1:SA:", "{ ", "{", "\\", "~", "#", "&", "&#", "<hr>\n", "{1:SA:=a}", "=%", "<p>"])
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (40_000 // len(piece))
    assert_quick(read, f"{{1:SA:=a~{many}}}{many}".encode(), 3)


@pytest.mark.parametrize("name", ["MULTIRESPONSE", "MR", "MULTIRESPONSE_H"])
@pytest.mark.parametrize(
    "answers", ["%50%a~%50%b~%-100%c", "%33.33333%a~%33.33333%b~%33.33333%d~c", "%25%a~%75%b~%0%c#no"]
)
def test_options_that_are_right_together_are_right_ones(name, answers):
    parcel = read(f"Which are in it? {{1:{name}:{answers}}}\n".encode())
    [question] = parcel.questions
    [gap] = question.dump()["gaps"]
    weights = {each["text"]: each.get("weight", 0) for each in gap["distractors"] if isinstance(each, dict)}
    assert (gap["key"], weights["b"]) == ("a", 1)
    assert weights.get("c", 0) <= 0
    assert "all were asked for" in parcel.problems[0].reason


def test_options_that_are_right_in_part_alone_are_not():
    assert not read(b"Which? {1:MULTIRESPONSE:%50%a~%20%b~c}\n").questions
