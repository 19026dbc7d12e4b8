"""What stands between an answer of Aiken and the number of the next question is no part of that question in silence."""

from __future__ import annotations

import pytest

from quizapp.core.formats.aiken import AIKEN
from quizapp.core.formats.aiken_numbers import without_numbers

TESTS = [
    ("Capital of France?", "Which is a planet?", "Rome is in Italy."),
    ("Wer schrieb Faust?", "Was ist ein Gen?", "Schiller schrieb Die Räuber."),
    ("¿Cuál es la capital?", "¿Qué es una célula?", "Lo dice el libro en la página 12."),
]


def aiken(first: str, second: str, between: str, above: str = ""):
    text = f"{above}1. {first}\nA. one\nB. two\nANSWER: B\n{between}2. {second}\nA. one\nB. two\nANSWER: A\n"
    return AIKEN.read(text.encode())


def stems(parcel) -> list[str]:
    return [question.stem for question in parcel.questions]


def left_out(parcel) -> list[int | None]:
    return [each.line for each in parcel.problems if each.reason.endswith("belongs to no question, and was left out.")]


@pytest.mark.parametrize(("first", "second", "words"), TESTS)
def test_a_line_below_an_answer_is_left_out_and_named(first, second, words):
    parcel = aiken(first, second, f"{words}\n")
    assert stems(parcel) == [first, second]
    assert left_out(parcel) == [5]


@pytest.mark.parametrize(("first", "second", "words"), TESTS)
def test_a_list_below_an_answer_is_left_out_and_named(first, second, words):
    parcel = aiken(first, second, f"Explanation:\n1. {words}\n2. {words}\n")
    assert stems(parcel) == [first, second]
    assert left_out(parcel) == [5, 6, 7]


@pytest.mark.parametrize(("first", "second", "_words"), TESTS)
@pytest.mark.parametrize("title", ["Biology 101 Midterm", "HISTORY", "Chapitre 3"])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_a_title_is_left_out_and_named(first, second, _words, title, blank):
    parcel = aiken(first, second, f"{blank}{title}\n", f"{title}\n")
    assert stems(parcel) == [first, second]
    assert left_out(parcel) == [1, 6 + len(blank)]


@pytest.mark.parametrize(("first", "second", "words"), TESTS)
def test_a_text_above_a_number_stays_and_is_named(first, second, words):
    parcel = aiken(first, second, f"\n{words}\n")
    assert stems(parcel) == [first, f"{words}\\\n{second}"]
    assert [each.line for each in parcel.problems] == [6]
    assert parcel.problems[0].reason.endswith("stands above the number of a question; it was read as part of it.")


@pytest.mark.parametrize(("first", "second", "words"), TESTS)
def test_feedback_still_explains(first, second, words):
    parcel = aiken(first, second, f"FEEDBACK: {words}\n")
    assert stems(parcel) == [first, second]
    assert parcel.questions[0].explanation == words
    assert parcel.problems == ()


@pytest.mark.parametrize(
    "number", ["{}. ", "{}) ", "Nr. {} ", "No. {}: ", "#{} ", "[{}] ", "{}/ ", "{}.) ", "Ex. {}: ", "Question {}: "]
)
@pytest.mark.parametrize(
    "first", ["Which of these\nis a fish?", "Consider:\n1. cod\n2. eel\nWhich is a fish?", "Which is a fish?"]
)
def test_numbers_go_off_questions_of_several_lines(number, first) -> None:
    second = "Who hoots?\nA. Cod\nB. Owl\nANSWER: B\n"
    text = f"{number.format(1)}{first}\nA. Cod\nB. Owl\nANSWER: A\n{number.format(2)}{second}"
    bare = f"{first}\nA. Cod\nB. Owl\nANSWER: A\n{second}"
    assert without_numbers(text.split("\n")).lines == bare.split("\n")


def test_numbers_of_lists_alone_stay() -> None:
    text = "Which float?\n1. wood\n2. iron\nA. 1\nB. 2\nANSWER: A\n1990 saw which?\nA. x\nB. y\nANSWER: B\n"
    assert without_numbers(text.split("\n")).lines == text.split("\n")
