"""Quizlet’s exports and pasted pairs: separators found by counting, questions among the terms, the side that asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.core.formats.questions_in_text import find_choice
from quizapp.core.formats.quizlet import QUIZLET, read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile

SAMPLE = (Path(__file__).parents[2] / "data/quizlet/traps.txt").read_bytes()
TRAPS = read(SAMPLE)


def pairs(text):
    """Read pairs and give stems and keys."""
    parcel = read(text.encode())
    assert_sound(parcel)
    return [(question.stem, question.dump()["key"]) for question in parcel.questions]


def test_every_pair_of_the_traps_is_imported_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is QUIZLET
    assert [entry.line for entry in TRAPS.entries] == [1, 2, 3, 4, 8]
    assert [problem.line for problem in TRAPS.problems] == [5, 6, 7]
    assert "One side" in TRAPS.problems[0].reason
    assert "3 cells" in TRAPS.problems[1].reason


def test_repeated_terms_stay_and_the_side_with_the_blank_asks() -> None:
    first, second = TRAPS.questions[:2]
    assert first.stem == "harbour"
    assert first.dump()["key"] == 'A place where ships, and "boats", lie safely'
    assert second.stem == "Where a \\_\\_\\_\\_ lies at night"
    assert second.dump()["key"] == "harbour"


def test_whole_questions_pasted_as_terms_are_found() -> None:
    raw = TRAPS.questions[2].dump()
    assert raw["kind"] == "multiple"
    assert raw["stem"] == "Which of these swim?"
    assert raw["key"] == ["ducks", "swans"]
    assert raw["distractors"] == ["stones"]


def test_terms_of_several_lines_are_put_together() -> None:
    text = "What floats?\nA) cork\nB) lead\nC) gold\ta\nWhat sinks?\nA) cork\nB) lead\tB) lead\n"
    parcel = read(text.encode())
    assert_sound(parcel)
    assert [(q.stem, q.dump()["key"]) for q in parcel.questions] == [("What floats?", "cork"), ("What sinks?", "lead")]
    assert [entry.line for entry in parcel.entries] == [1, 5]


@pytest.mark.parametrize(
    ("between", "between_rows"),
    [
        *(("\t", "\n"), ("|", "\n"), ("/////", "\n"), (" - ", "\n"), (";;", "\n"), (" = ", "\n"), (",", "\n")),
        *(("\t", ";"), (",", ";"), ("|", ";;"), (",", ";;"), ("\t", "/////"), ("/////", "\n\n"), ("::", "\n")),
    ],
)
def test_separators_are_found_by_counting(between, between_rows) -> None:
    words = [("der Hund", "the dog"), ("die Katze", "the cat"), ("das Pferd", "the horse"), ("die Kuh", "the cow")]
    assert pairs(between_rows.join(between.join(pair) for pair in words)) == words


def test_definitions_may_hold_line_ends_where_pairs_are_parted_otherwise() -> None:
    assert pairs("one\ta\nb;;two\tc;;three\td") == [("one", "a b"), ("two", "c"), ("three", "d")]


@pytest.mark.parametrize(
    "rows",
    [
        [("Question 1: capital of Peru?", "Lima"), ("Question 2: capital of Chile?", "Santiago")],
        [("Question: capital of Peru?", "Lima"), ("Question: capital of Chile?", "Santiago")],
        [("Question 1 – capital of Peru", "Lima"), ("Question 2 – capital of Chile", "Santiago")],
        [("Question – capital of Peru", "Lima"), ("Question – capital of Chile", "Santiago")],
        [("term 1", "def 1"), ("term 2", "def 2"), ("term 3", "def 3")],
        [("capital 1", "answer 1"), ("capital 2", "answer 2")],
    ],
)
def test_a_first_row_that_is_one_of_many_is_no_heading(rows) -> None:
    text = "".join("\t".join(row) + "\n" for row in rows)
    parcel = read(text.encode())
    assert [question.dump()["key"] for question in parcel.questions] == [key for _, key in rows]
    parcel = recognise(text.encode()).read(text.encode())
    assert len(parcel.questions) == len(rows)


@pytest.mark.parametrize("heading", ["question\tanswer", "Term 1\tDefinition 1", "Question - short\tAnswer (one)"])
def test_a_heading_above_numbered_rows_is_one(heading) -> None:
    text = f"{heading}\n" + "".join(f"Sum {n}\tNumber {n}\n" for n in (1, 2, 3))
    assert [question.dump()["key"] for question in read(text.encode()).questions] == [
        "Number 1",
        "Number 2",
        "Number 3",
    ]


def test_a_plain_heading_above_questions_that_are_numbered_is_one() -> None:
    assert len(pairs("question\tanswer\nQuestion 1\tAnswer 1\nQuestion 2\tAnswer 2\n")) == 2


def test_a_heading_is_no_pair_and_long_answers_are_rated() -> None:
    assert pairs("Term\tDefinition\nsea\tMeer\nland\tLand\n") == [("sea", "Meer"), ("land", "Land")]
    long = "water that lies between lands and is salty all through"
    assert [q.kind for q in read(f"sea\t{long}\nocean\tmore {long}\n".encode()).questions] == ["open", "open"]


@pytest.mark.parametrize(
    ("text", "answer", "right"),
    [
        ("Which? (a) x (b) y (c) z", "bc", (1, 2)),
        ("Which?\nA. x\nB. y", "B. y", (1,)),
        ("Which? a. x, b. y", "Answer: a", (0,)),
        ("Which? a) x b) y", "y", (1,)),
        ("Which? a) x b) y", "a and b", (0, 1)),
        ("Which? a) x b) y", "c", None),
        ("Which? a) x b) y", "bad", None),
        ("Vitamin A. is good", "a", None),
        ("a) x b) y", "a", None),
    ],
)
def test_questions_in_text(text, answer, right) -> None:
    found = find_choice(text, answer)
    assert (found.right if found else None) == right


@settings(max_examples=60, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


@pytest.mark.parametrize("piece", ["a\tb\n", "a) b\n", "a;", ";;", "\t", "A) x B) y\ta\n", "a\n"])
def test_time_is_linear(piece) -> None:
    small, large = piece.encode() * 2_500, piece.encode() * 10_000
    assert_linear(read, small, large)
