"""Lines of answers together below a Markdown list: letters, words that begin like letters, cells of a table."""

from __future__ import annotations

import pytest

from quizapp.core.formats.markdown_list import MARKDOWN_LIST
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

SETS = [
    ("Which of these swims?", ["A bird", "A fish", "A dog"], ["A fish", "A bird"]),
    ("Was davon schwimmt?", ["E-Boot", "B Dur", "A Moll"], ["B Dur", "A Moll"]),
    ("Which chord is it?", ["C major", "A minor", "B flat"], ["A minor", "C major"]),
]


def asked(stem, options):
    listed = "\n".join(f"{'abc'[place]}) {text}" for place, text in enumerate(options))
    return "".join(f"{number}. {stem} ({number})\n{listed}\n\n" for number in (1, 2))


def told(text):
    parcel = MARKDOWN_LIST.read(text.encode())
    return [question.dump()["key"] for question in parcel.questions], parcel.problems


@pytest.mark.parametrize(("stem", "options", "keys"), SETS)
@pytest.mark.parametrize("heading", ["## Answers\n", "Answers\n", "**Answer key**\n\n"])
@pytest.mark.parametrize("line", ["{}. {}\n", "{}) {}\n", "{}. **{}**\n", "| {} | {} |\n"])
def test_words_that_begin_like_a_letter_are_words(stem, options, keys, heading, line) -> None:
    text = asked(stem, options) + heading + "".join(line.format(n, key) for n, key in enumerate(keys, 1))
    assert told(text) == (keys, ())


@pytest.mark.parametrize(
    "line", ["{}. {}", "{}. {}.", "{}: ({})", "**{}.** {}", "- {}. **{}**", "| {} | {} |", "{} {}"]
)
@pytest.mark.parametrize(("stem", "options", "keys"), SETS)
def test_letters_are_letters(stem, options, keys, line) -> None:
    letters = ["ABC"[options.index(key)] for key in keys]
    for signs in (letters, [letter.lower() for letter in letters]):
        text = asked(stem, options) + "## Answers\n" + "".join(line.format(n, s) + "\n" for n, s in enumerate(signs, 1))
        assert told(text) == (keys, ())


COLOURS = ["red", "blue", "green"]


@pytest.mark.parametrize("line", ["1. B because so", "1. B – because so", "1. B) because so", "| 1 | B | because so |"])
def test_what_stands_behind_a_letter_explains(line) -> None:
    parcel = MARKDOWN_LIST.read((asked("Which?", COLOURS) + f"## Answers\n{line}\n2. A\n").encode())
    assert [(each.dump()["key"], each.dump().get("explanation", "")) for each in parcel.questions] == [
        ("blue", "because so"),
        ("red", ""),
    ]


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (COLOURS, "B or C"),
        (COLOURS, "A good one"),
        (COLOURS, "B green"),
        (COLOURS, "B) green"),
        (["fish", "A fish", "dog"], "A fish"),
        (["C major", "A minor", "B flat"], "C minor"),
    ],
)
def test_a_line_that_may_mean_two_options_names_none(options, answer) -> None:
    keys, problems = told(asked("Which?", options) + f"## Answers\n1. {answer}\n2. C\n")
    assert keys == [options[2]]
    assert [problem.line for problem in problems] == [1]


@pytest.mark.parametrize("row", ["| foo | bar |", "| x |", "| see | page | 3 |"])
def test_a_row_of_the_answers_that_answers_nothing_is_named(row) -> None:
    table = f"## Answers\n\n| Question | Answer |\n|---|---|\n| 1 | B |\n{row}\n| 2 | C |\n"
    keys, problems = told(asked("Which?", COLOURS) + table)
    assert keys == ["blue", "green"]
    assert [row in problem.reason for problem in problems] == [True]


@pytest.mark.parametrize(("bold", "answer"), [("b) **blue**", "A"), ("**b) blue**", "C"), ("b) **blue**", "c) green")])
@pytest.mark.parametrize("is_apart", [True, False])
def test_bold_letters_at_another_option_than_the_answer_are_named(bold, answer, is_apart) -> None:
    text = f"1. Which?\na) red\n{bold}\nc) green\n" + ("\n## Answers\n1. {}\n" if is_apart else "Answer: {}\n")
    keys, problems = told(text.format(answer))
    assert keys == ["red" if answer == "A" else "green"]
    assert ["“blue” stands in bold letters" in problem.reason for problem in problems] == [True]


@pytest.mark.parametrize("answer", ["B", "b) blue", "blue"])
def test_bold_letters_at_the_answer_are_not(answer) -> None:
    assert told(f"1. Which?\na) red\nb) **blue**\nc) green\nAnswer: {answer}\n") == (["blue"], ())


@pytest.mark.parametrize("padding", [" ", "\t", "\u00a0", "|", "*", "_", "(", "1", ".", ":", "A,", "A "])
@pytest.mark.parametrize("form", ["1. A x{}y", "1{}?", "{}1. A", "| 1 | A |{}y", "1. A{}y"])
def test_time_is_in_proportion_to_a_line_of_answers(padding, form) -> None:
    start = asked("Which?", COLOURS) + "## Answers\n1. B\n"
    small, large = (f"{start}{form.format(padding * count)}\n".encode() for count in (4_000, 16_000))
    assert_linear(MARKDOWN_LIST.read, small, large)


@pytest.mark.parametrize("star", ["*", " *", "* "])
def test_a_star_right_behind_an_option_marks_it(star) -> None:
    text = f"1. How hot?\na) 90 C\nb) 100 C{star}\nc) 110 C\n2. Who?\na) Ada{star}\nb) Bob\n"
    parcel = recognise(text.encode()).read(text.encode())
    assert [each.dump()["key"] for each in parcel.questions] == ["100 C", "Ada"]
