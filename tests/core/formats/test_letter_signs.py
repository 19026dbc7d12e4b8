"""Options behind letters and numbers with rarer signs."""

from __future__ import annotations

import pytest

from quizapp.core.formats.letter_signs import with_usual_letters
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

FACTS = [
    ("Which is a fish?", ["Cod", "Owl", "Elk"], 0),
    ("Which is red?", ["Jade", "Ruby", "Opal"], 1),
    ("Who wrote Emma?", ["Sand", "Eliot", "Austen"], 2),
]
MEANT = [(stem, options[right], [each for each in options if each != options[right]]) for stem, options, right in FACTS]
CIRCLES = "①②③"


def found(text):
    parcel = recognise(text.encode()).read(text.encode())
    dumps = [question.dump() for question in parcel.questions]
    return [(dump["stem"], dump["key"], dump.get("distractors", [])) for dump in dumps]


@pytest.mark.parametrize("form", ["{}- {}", "{}/ {}", "<{}> {}", "{}> {}", "{}– {}"])
@pytest.mark.parametrize("letters", ["ABC", "abc", CIRCLES, "ⓐⓑⓒ"])
@pytest.mark.parametrize("name", ["Answer: ", "Antwort: ", "Réponse : "])
@pytest.mark.parametrize("in_words", [True, False])
@pytest.mark.parametrize("opening", ["{}. ", "Question {}: "])
def test_options_behind_rarer_signs_are_options(form, letters, name, in_words, opening) -> None:
    form = "{} {}" if letters[0] in "①ⓐ" else form
    blocks = []
    for number, (stem, options, right) in enumerate(FACTS, 1):
        lines = [form.format(letter, words) for letter, words in zip(letters, options, strict=True)]
        letter = "abc"[right] if letters[0] == "ⓐ" else letters[right]
        lines.append(name + (options[right] if in_words else letter))
        blocks.append("\n".join([f"{opening.format(number)}{stem}", *lines]))
    assert found("\n\n".join(blocks)) == MEANT


@pytest.mark.parametrize("form", ["{} {}", "{}   {}"])
@pytest.mark.parametrize("name", ["Answer: ", "Antwort: "])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_options_behind_bare_letters_are_refused(form, name, place) -> None:
    stem, options, right = FACTS[place]
    lines = [form.format(letter, words) for letter, words in zip("ABC", options, strict=True)]
    text = "\n".join([f"1. {stem}", *lines, name + options[right], "2. Which is hot?", f"{name}fire", ""])
    assert found(text) == [("Which is hot?", "fire", [])]


def test_questions_may_follow_without_a_blank_line() -> None:
    text = "1. Which is a fish?\na- Cod\nb- Owl\nAnswer: Cod\n2. Which is hot?\na- ice\nb- fire\nAnswer: fire\n"
    assert found(text) == [("Which is a fish?", "Cod", ["Owl"]), ("Which is hot?", "fire", ["ice"])]


@pytest.mark.parametrize(
    "lines",
    [
        ["Read on.", "A friend came by.", "Both were glad."],
        ["Which?", "a- cod", "c- owl"],
        ["Which?", "A- cod", "A- owl", "B- elk"],
        ["Which?", "<a> cod", "<b> owl", "<b> elk"],
        ["a- one"],
        ["Sum:", "A = 3", "B = 4"],
    ],
)
def test_other_lines_stay_as_they_are(lines) -> None:
    assert with_usual_letters(lines) == lines


@pytest.mark.parametrize("piece", ["A b\n", "① b\n", "a- \n", "<a>" + " " * 9, "A " * 9 + "\n"])
def test_letters_take_time_by_length_alone(piece) -> None:
    assert_linear(
        lambda data: with_usual_letters(data.decode().split("\n")),
        (piece * 2_000).encode(),
        (piece * 8_000).encode(),
    )
