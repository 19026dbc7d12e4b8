"""Lines such as “Points: 2” in a list in Markdown: whose they are, and where that is in doubt."""

from __future__ import annotations

import pytest

from quizapp.core.formats.markdown_list import read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

LETTERS = [
    "1. Which is wet?\na) sand\nb) rain\n",
    "2. Which is hot?\na) fire\nb) snow\n",
    "3. Which is high?\na) hill\nb) lake\n",
]
KEYS = "baa"


def told(text):
    """Read a text as whatever it is: points, titles and tags of each question, and what is named."""
    parcel = recognise(text.encode()).read(text.encode())
    raws = [question.dump() for question in parcel.questions]
    assert [raw["key"] for raw in raws] == ["rain", "fire", "hill"][: len(raws)]
    return raws, [problem.line for problem in parcel.problems]


def named(number):
    return f"{LETTERS[number]}Answer: {KEYS[number]}\n"


def starred(number):
    return LETTERS[number].replace(f"\n{KEYS[number]})", f"\n*{KEYS[number]})")


def boxed(number):
    lines = starred(number).replace("*b) ", "[x] ").replace("*a) ", "[x] ")
    return lines.replace("a) ", "[ ] ").replace("b) ", "[ ] ")


@pytest.mark.parametrize("form", [named, starred, boxed, lambda n: f"{named(n)}Explanation: so it is\n"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_points_below_a_question_are_its_own(form, between) -> None:
    text = "".join(f"{form(number)}{between}Points: {number + 2}\n" for number in range(3))
    raws = recognise(text.encode()).read(text.encode()).questions
    assert [raw.dump()["worth"] for raw in raws] == [2, 3, 4]


def test_points_above_each_question_are_the_next_ones() -> None:
    raws, problems = told("".join(f"Title: T{n}\nPoints: {n + 2}\n{starred(n)}\n" for n in range(3)))
    assert [(raw["worth"], raw["title"]) for raw in raws] == [(2, "T0"), (3, "T1"), (4, "T2")]
    assert not problems


def test_points_within_a_question_and_topics_below_it() -> None:
    lines = [
        named(n).replace("\na)", f"\nPoints: {n + 2} points\na)") + f"Topic: things\nHint: {n}\n" for n in range(3)
    ]
    raws, problems = told("".join(lines))
    assert [(raw["worth"], raw["tags"], raw["hints"]) for raw in raws] == [
        (n, ["things"], [str(n - 2)]) for n in (2, 3, 4)
    ]
    assert not problems


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"Points: 9\n\n{starred(0)}\n{starred(1)}", [1]),
        (f"{starred(0)}Points: 2\n{starred(1)}", [4]),
        (f"Points: 9\n{named(0)}Points: 2\n{named(1)}Points: 3\n", [1, 6, 11]),
        (f"{starred(0)}Type: MC\n{starred(1)}", [4]),
        (f"{named(0)}Points: 2\nPoints: 3\n", [6]),
    ],
)
def test_what_is_nobodys_for_sure_is_named(text, lines) -> None:
    raws, problems = told(text)
    assert problems == lines
    assert "worth" not in raws[-1] or len(raws) == 1


def test_what_explains_starred_options_is_no_part_of_them() -> None:
    raws, problems = told(f"{starred(0)}Explanation: It falls.\n{starred(1)}Explanation: It burns.\n")
    assert [raw["explanation"] for raw in raws] == ["It falls.", "It burns."]
    assert [raw["distractors"] for raw in raws] == [["sand"], ["snow"]]
    assert not problems


def test_many_such_lines_are_read_in_time() -> None:
    assert_linear(read, *((starred(0) + "Points: 2\n" * count).encode() for count in (500, 4_000)))
