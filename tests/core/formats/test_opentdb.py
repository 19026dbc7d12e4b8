"""Trivia in JSON: entities unescaped once, right answers by text, place or mark, flaws by item."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.trivia_json import OPENTDB, read
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile

SAMPLE = (Path(__file__).parents[2] / "data/opentdb/traps.json").read_bytes()
TRAPS = read(SAMPLE)
BY_STEM = {question.stem: question.dump() for question in TRAPS.questions}


def test_every_item_of_the_traps_is_imported_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is OPENTDB
    assert len(TRAPS.entries) == 8
    assert [problem.where for problem in TRAPS.problems] == [
        *("Which is doubled?", "Which has none?", "Which out of reach?", "item 11", "item 12"),
    ]


def test_entities_are_unescaped_exactly_once() -> None:
    html = BY_STEM['What does "\\&lt;" stand for in HTML?']
    assert html["key"] == "<"
    assert html["distractors"] == ["\\>", "&", "café \\<b>"]
    assert html["tags"] == ["Science/Computers", "easy"]
    assert BY_STEM["Café is French — isn't it?"]["key"] is True


def test_right_answers_are_texts_places_letters_or_marks() -> None:
    assert BY_STEM["Which place?"]["key"] == "one"
    assert BY_STEM["Which place?"]["origin"]["extra"] == {"source": "own"}
    assert (BY_STEM["Which alone?"]["kind"], BY_STEM["Which alone?"]["key"]) == ("text", "Median")
    assert BY_STEM["Which word?"]["key"] == "y"
    assert BY_STEM["Which marked?"]["key"] == "y"
    assert BY_STEM["Which newer?"]["key"] == "x"


@pytest.mark.parametrize("wrap", [lambda q: q, lambda q: {"questions": q}, lambda q: {"Art": q, "Music": q}])
def test_the_list_is_found_wherever_it_stands(wrap) -> None:
    parcel = read(json.dumps(wrap([{"question": "Which?", "answer": "x"}])).encode())
    assert {question.stem for question in parcel.questions} == {"Which?"}


@pytest.mark.parametrize("text", ["[", '{"a": }', "[" * 100_000, '{"a": "\\ud800"', "nul"])
def test_broken_json_is_refused(text) -> None:
    with pytest.raises(FormatError):
        read(text.encode())


@settings(max_examples=60, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


def test_time_is_linear() -> None:
    item = b'{"question": "Which?", "answers": ["x", "y"], "answer": 1},'
    small, large = (b"[" + item * n + b'"x"]' for n in (1_000, 4_000))
    assert_linear(read, small, large)
