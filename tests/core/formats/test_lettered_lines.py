"""Lettered options whose letters, signs or remarks below them are not as they should be."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise


def found(text):
    """Read a text as whatever it is, and give what was read: stem, key and distractors."""
    parcel = recognise(text.encode()).read(text.encode())
    dumps = [question.dump() for question in parcel.questions]
    return [(dump["stem"], dump["key"], dump.get("distractors", [])) for dump in dumps]


def problems(text):
    return " ".join(problem.reason for problem in recognise(text.encode()).read(text.encode()).problems)


SOUND = ("Which is a bird?", "Wren", ["Pike", "Hare"])


@pytest.mark.parametrize("labels", ["aab", "abb", "aba", "AAB", "ABB", "ABA"])
@pytest.mark.parametrize("form", ["{}) {}", "{}. {}", "({}) {}", "- {}) {}", "- ({}) {}"])
@pytest.mark.parametrize("answer", ["Answer: {}", "ANSWER: {}", "Ans. {}", "Antwort: {}", "Correct answer: {}"])
@pytest.mark.parametrize(
    ("stem", "options"), [("Which is a fish?", ["Cod", "Owl", "Elk"]), ("Which is red?", ["Ruby", "Jade", "Opal"])]
)
def test_a_letter_that_stands_twice_is_never_taken_for_one_option(labels, form, answer, stem, options) -> None:
    lines = [form.format(label, words) for label, words in zip(labels, options, strict=True)]
    text = f"1. {stem}\n" + "\n".join([*lines, answer.format(labels[0])])
    letters = "abc" if labels.islower() else "ABC"
    sound = [form.format(label, words) for label, words in zip(letters, ["Pike", "Wren", "Hare"], strict=True)]
    text += "\n\n2. Which is a bird?\n" + "\n".join([*sound, answer.format(letters[1])]) + "\n"
    assert [each for each in found(text) if each[0] != SOUND[0]] == []
    assert problems(text)


def test_a_letter_that_stands_twice_is_said() -> None:
    text = "1. Which is hot?\na) Ice\na) Fire\nb) Snow\nAnswer: a\n2. Which is a bird?\na) Pike\nb) Wren\nAnswer: b"
    assert found(text) == [("Which is a bird?", "Wren", ["Pike"])]
    assert "The letter A stands twice" in problems(text)
