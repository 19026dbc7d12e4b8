"""What stands between an answer of Aiken and the number of the next question is no part of that question in silence."""

from __future__ import annotations

import pytest

from quizapp.core.formats.aiken import AIKEN

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
