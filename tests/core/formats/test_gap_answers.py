"""Questions of tables with several gaps, whose answers stand in one cell: a key for each gap, or refused."""

from __future__ import annotations

import json

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.trivia_json import OPENTDB


def told(stem, answer):
    text = f"Question\tAnswer\n{stem}\t{answer}\nWhat barks?\ta dog\n"
    parcel = CSV.read(text.encode())
    raws = [question.dump() for question in parcel.questions if question.stem != "What barks?"]
    return raws, [problem.reason for problem in parcel.problems]


def gaps_of(raw):
    return [gap["key"] for gap in raw.get("gaps", ())]


@pytest.mark.parametrize(
    ("stem", "answer", "gaps"),
    [
        ("A ___ barks and a ___ purrs.", "dog; cat", ["dog", "cat"]),
        ("The ____ of ____ is long.", "coast/Norway", ["coast", "Norway"]),
        ("She ______ (sing) and ______ (dance) and left.", "sang, danced", ["sang", "danced"]),
        ("Water is ..... and ..... here.", "H|O", ["H", "O"]),
        ("One ... and two ... more.", "ewe; rams", ["ewe", "rams"]),
        ("A [1] is no [2].", "whale; fish", ["whale", "fish"]),
        ("At ___ ___ it ends in ___.", "half; past; Rome", ["half", "past", "Rome"]),
        ("From ___ to ___ metres.", "1,5; 2,5", ["1,5", "2,5"]),
    ],
)
def test_as_many_answers_as_gaps_are_a_key_for_each(stem, answer, gaps):
    [raw], problems = told(stem, answer)
    assert (raw["kind"], gaps_of(raw), problems) == ("cloze", gaps, [])
    assert all(f"[[{number}]]" in raw["stem"] for number in range(1, len(gaps) + 1))


def test_a_gap_may_have_several_spellings():
    [raw], _ = told("A ___ barks and a ___ purrs.", "dog|hound; cat|tom")
    assert raw["gaps"] == [{"key": "dog", "accept": ["hound"]}, {"key": "cat", "accept": ["tom"]}]


@pytest.mark.parametrize("answer", ["dog; cat; cow", "dog, cat, cow", "3,4", "dog|hound; cat", "big dog; big cat"])
def test_other_lists_of_answers_are_refused(answer):
    raws, problems = told("A ___ barks and a ___ purrs.", answer)
    assert raws == []
    assert problems[0].startswith("It has 2 gaps, and “")


@pytest.mark.parametrize(
    ("stem", "answer"),
    [
        ("One ___ only.", "dog; cat"),
        ("New ______ ______ it is.", "York City"),
        ("What does __init__ do in __main__, and __new__?", "it makes, or begins"),
        ("Wait ... what ... is it?", "dog"),
    ],
)
def test_one_gap_or_none_is_asked_as_before(stem, answer):
    [raw], problems = told(stem, answer)
    assert (raw["kind"], problems) == ("text", [])


def test_one_answer_to_several_gaps_is_told():
    [raw], problems = told("He turned ___ and ___ again.", "round")
    assert (raw["kind"], raw["key"]) == ("text", "round")
    assert problems[0].startswith("it has 2 gaps and one answer")


def test_json_is_read_alike():
    items = [
        {"question": "A ___ barks and a ___ purrs.", "answer": "dog; cat"},
        {"question": "A ___ barks, no ___ does.", "answer": ["dog", "cat"]},
        {"question": "A ___ barks, a ___ too.", "answer": ["dog", "hound", "cur"]},
    ]
    parcel = OPENTDB.read(json.dumps(items).encode())
    assert [gaps_of(question.dump()) for question in parcel.questions] == [["dog", "cat"], ["dog", "cat"]]
    assert [problem.where for problem in parcel.problems] == ["A ___ barks, a ___ too."]
