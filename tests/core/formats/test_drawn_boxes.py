"""Options behind boxes, circles and dashes are options; a letter or number that names none of them is no answer."""

from __future__ import annotations

import pytest

from quizapp.core.formats.drawn_boxes import plain_markers
from quizapp.core.formats.registry import recognise

TESTS = [
    (
        "Answer: {}",
        [("What is a cell?", ["unit of life", "a phone"]), ("What is a gene?", ["a wall", "a unit of DNA"])],
    ),
    (
        "Bonne réponse : {}",
        [("Quelle capitale ?", ["Paris", "Lyon", "Nice"]), ("Quel fleuve ?", ["la Loire", "le Pô"])],
    ),
    ("Antwort: {}", [("Was ist edel?", ["Neon", "Eisen"]), ("Was ist ein Metall?", ["Gold", "Neon", "Helium"])]),
]
SIGNS = ["☐ ", "□ ", "○ ", "o ", "( ) ", "() ", "– ", "→ ", "¨ ", "\uf0a8 ", "☐\t", "▪ ", "◦ "]


def read(text: str):
    data = text.encode()
    return recognise(data).read(data)


def written(tests, sign: str, answer: str, told) -> str:
    return "\n".join(
        "\n".join([f"{n}. {stem}", *(sign + words for words in options), answer.format(told(options))])
        for n, (stem, options) in enumerate(tests, 1)
    )


@pytest.mark.parametrize(("answer", "tests"), TESTS)
@pytest.mark.parametrize("sign", SIGNS)
def test_options_behind_a_sign_are_options(sign, answer, tests):
    parcel = read(written(tests, sign, answer, lambda options: options[0]))
    assert [(q.kind, q.stem, q.key.text, [d.text for d in q.distractors]) for q in parcel.questions] == [
        ("choice", stem, options[0], options[1:]) for stem, options in tests
    ]
    assert parcel.problems == ()


@pytest.mark.parametrize(("answer", "tests"), TESTS)
@pytest.mark.parametrize("sign", [*SIGNS, "- ", "• "])
@pytest.mark.parametrize("told", ["b", "2", "B)"])
def test_a_letter_that_stands_before_none_is_refused(sign, answer, tests, told):
    parcel = read(written(tests, sign, answer, lambda _: told))
    assert parcel.questions == ()
    assert len(parcel.problems) == len(tests)


@pytest.mark.parametrize(("answer", "tests"), TESTS)
def test_a_tick_among_boxes_says_what_is_right(answer, tests):
    text = "\n".join(
        "\n".join([f"{n}. {stem}", f"☑ {options[0]}", *(f"☐ {words}" for words in options[1:])])
        for n, (stem, options) in enumerate(tests, 1)
    )
    assert [q.key.text for q in read(text).questions] == [options[0] for _, options in tests]


@pytest.mark.parametrize(
    "text",
    [
        "1. What?\n☐ red\n☒ blue",
        "1. What?\n( ) red\n(x) blue",
        "Question: Where?\n→ Rome",
        "He said:\nwell\n– Hello.\nthen\n– Good bye.",
        "cat\no dog\no cow",
    ],
)
def test_what_may_mean_something_else_stays(text):
    assert plain_markers(text) == text
