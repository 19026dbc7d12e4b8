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


TICKED = [
    ("Which is a fish?", ["Cod", "Owl", "Elk"], 0),
    ("Which is red?", ["Jade", "Ruby", "Opal"], 1),
    ("Who wrote Emma?", ["Sand", "Eliot", "Austen"], 2),
]


@pytest.mark.parametrize("form", ["{}) {}", "{}. {}", "({}) {}", "- {}) {}", "**{})** {}"])
@pytest.mark.parametrize(
    "tick", ["✅ {0}", "✔ {0}", "✓ ({0})", "☑️ {0}", "✅ {1}", "✅{1}", "✅ {0}) {1}", "**✅ {0}**"]
)
@pytest.mark.parametrize(("opening", "letters"), [("{}. ", "ABC"), ("{}. ", "abc"), ("Question {}: ", "ABC")])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_tick_in_a_line_below_the_options_names_one(form, tick, opening, letters, between) -> None:
    blocks = []
    for number, (stem, options, right) in enumerate(TICKED, 1):
        lines = [form.format(letter, words) for letter, words in zip(letters, options, strict=True)]
        blocks.append(f"{opening.format(number)}{stem}\n" + "\n".join(lines))
        blocks[-1] += between + tick.format(letters[right], options[right])
    assert found("\n\n".join(blocks)) == [
        (stem, options[right], [each for each in options if each != options[right]]) for stem, options, right in TICKED
    ]


def test_a_ticked_line_that_is_no_option_is_never_part_of_one() -> None:
    text = "1. Which is a fish?\nA) Cod\nB) Owl\n✅ Elk\n2. Which is a bird?\nA) Pike\nB) Wren\n✅ B\n"
    assert found(text) == [("Which is a bird?", "Wren", ["Pike"])]
    assert "“Elk” is none of the options" in problems(text)
    text = "1. Which is a fish?\nA) Cod\nB) Owl\n✅ Elk\nC) Hare\n2. Which is a bird?\nA) Pike\nB) Wren\n✅ B\n"
    assert found(text) == [("Which is a bird?", "Wren", ["Pike"])]
    assert "A line below an option is marked as right" in problems(text)


@pytest.mark.parametrize("listed", ["A) Cod\n✅ B) Eel\nC) Owl", "A) Cod\nC) Owl\n✅ D) Eel", "- Cod\n- ✅ Eel\n- Owl"])
def test_a_tick_before_an_option_marks_it(listed) -> None:
    text = f"1. Which is long?\n{listed}\n2. Which is a bird?\nA) Pike\n✅ B) Wren"
    assert found(text)[0] == ("Which is long?", "Eel", ["Cod", "Owl"])


def explained(text):
    """Give key, distractors and the explanation of each question that was read."""
    parcel = recognise(text.encode()).read(text.encode())
    dumps = [question.dump() for question in parcel.questions]
    return [(dump["key"], dump.get("distractors", []), dump.get("explanation", "")) for dump in dumps]


@pytest.mark.parametrize("form", ["{}) {}", "{}. {}"])
@pytest.mark.parametrize(
    "remark",
    ["Rationale: {}", "Feedback: {}", "💡 {}", "**Why:** {}", "Erklärung: {}", "Explication : {}", "  - Comment: {}"],
)
@pytest.mark.parametrize("answer", ["Answer: {}", "ANSWER: {}", "Antwort: {}", ""])
def test_remarks_below_options_explain_them(form, remark, answer) -> None:
    blocks, meant, meant_once = [], [], []
    once = []
    for number, (stem, options, right) in enumerate(TICKED, 1):
        signs = [" ✅" if not answer and place == right else "" for place in range(3)]
        lines = [form.format("ABC"[place], options[place]) + signs[place] for place in range(3)]
        said = [remark.format(f"More of {words}.") for words in options]
        ends = [answer.format("ABC"[right])] if answer else []
        both = [line for pair in zip(lines, said, strict=True) for line in pair]
        blocks.append("\n".join([f"{number}. {stem}", *both, *ends]))
        once.append("\n".join([f"{number}. {stem}", *lines, said[right], *ends]))
        told = [{"text": words, "explanation": f"More of {words}."} for words in options]
        meant.append((told[right], [each for each in told if each is not told[right]], ""))
        others = [words for words in options if words != options[right]]
        meant_once.append((options[right], others, f"More of {options[right]}."))
    assert explained("\n\n".join(blocks)) == meant
    assert explained("\n\n".join(once)) == meant_once


def test_a_remark_goes_on_in_further_lines_and_its_option_does_not() -> None:
    text = "1. Which is a fish?\nA. Cod\nRationale: It has\ngills.\nB. Owl that\nhoots\nFeedback: A bird.\n{}: A\n"
    text += "2. Which is a bird?\nA. Pike\nB. Wren\n{}: B\n"
    for name in ("ANSWER", "Antwort"):
        key, others, _ = explained(text.format(name, name))[0]
        assert key == {"text": "Cod", "explanation": "It has\\\ngills." if name == "ANSWER" else "It has\ngills."}
        assert [each["explanation"] for each in others] == ["A bird."]
        assert "hoots" in others[0]["text"]


def test_a_remark_that_no_reader_of_its_text_can_take_is_refused() -> None:
    text = "Question: Which is a fish?\nA) Cod\n💡 It swims.\nB) Owl\nAnswer: A\n"
    text += "Question: Which is a bird?\nA) Pike\nB) Wren\nAnswer: B\n"
    assert explained(text) == [("Wren", ["Pike"], "")]
    assert "A remark stands below the option" in problems(text)
    text = "1. Which is a fish?\n- A. Cod\n💡 So.\n- B. Owl\nAns. A\n2. Which?\n- A. Pike\nWhy: no\n- B. Wren\nAns. B\n"
    assert explained(text) == []


@pytest.mark.parametrize("label", ["Erklärung:", "Rationale:", "💡"])
def test_a_list_goes_on_with_a_remark_and_what_stands_apart_does_not(label) -> None:
    text = (
        f"1. Which is red?\na) ruby ✓\nb) jade\n{label} There are:\n- red\n- pale\n\nMore words.\n\n2. Which is hot?\n"
    )
    text += f"a) ice\n{label} It\nmelts.\nb) fire ✓\nc) snow of\nold\n"
    assert explained(text) == [
        ("ruby", ["jade"], "There are:\n- red\n- pale"),
        ("fire", [{"text": "ice", "explanation": "It\nmelts."}, "snow of\nold"], ""),
    ]
    assert "“More words.” belongs to no question" in problems(text)
