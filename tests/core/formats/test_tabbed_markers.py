"""A number or letter with a tab behind it, as word processors set it, numbers a line and is no cell of a table."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.tabbed_markers import untabbed

TESTS = [
    [
        ("What is a cell?", ["unit of life", "a phone"], "a"),
        ("What is a gene?", ["a protein", "unit of heredity"], "b"),
    ],
    [
        ("Who wrote Faust?", ["Schiller", "Goethe", "Kafka"], "b"),
        ("Who wrote Emma?", ["Woolf", "Eliot", "Austen"], "c"),
    ],
    [("7 x 8 = ?", ["54", "56"], "b"), ("6 x 9 = ?", ["54", "56"], "a"), ("9 x 9 = ?", ["72", "81"], "b")],
]


def read(text: str):
    data = text.encode()
    return recognise(data).read(data)


def with_options(tests, option: str) -> str:
    return "\n".join(
        "\n".join([f"{n}.\t{stem}", *(option.format("abc"[at], words) for at, words in enumerate(options))])
        for n, (stem, options, _) in enumerate(tests, 1)
    )


@pytest.mark.parametrize("tests", TESTS)
@pytest.mark.parametrize("option", ["{})\t{}", "{}.\t{}", "\t{})\t{}", "\t{}) {}", "({})\t{}"])
@pytest.mark.parametrize("heading", ["Key", "Answer Key", "Answers"])
def test_a_key_at_the_end_is_given_out(tests, option, heading):
    keys = "\n".join(f"{n}.\t{letter}" for n, (_, _, letter) in enumerate(tests, 1))
    parcel = read(f"{with_options(tests, option)}\n{heading}\n{keys}")
    told = [(question.kind, question.stem, question.key.text) for question in parcel.questions]
    assert told == [("choice", stem, options["abc".index(key)]) for stem, options, key in tests]
    assert parcel.problems == ()


@pytest.mark.parametrize(
    "tests",
    [
        *TESTS[:2],
        [("Was ist ein Fluss?", ["Wasser", "Stein"], "a"), ("Was ist ein Berg?", ["Wasser", "Stein"], "b")],
    ],
)
def test_without_a_key_nothing_is_read(tests):
    with pytest.raises(FormatError, match="no line that names the answer"):
        read(with_options(tests, "{})\t{}"))


@pytest.mark.parametrize("tests", TESTS)
def test_short_answers_at_the_end_are_given_out(tests):
    asked = "\n".join(f"{n}.\t{stem}" for n, (stem, _, _) in enumerate(tests, 1))
    told = "\n".join(f"{n}.\t{options[0]}" for n, (_, options, _) in enumerate(tests, 1))
    parcel = read(f"{asked}\nAnswers\n{told}")
    assert [question.stem for question in parcel.questions] == [stem for stem, _, _ in tests]
    assert len({type(question.key) for question in parcel.questions}) == 1


@pytest.mark.parametrize("sign", [" – ", " - ", " = ", ": "])
@pytest.mark.parametrize(
    "pairs",
    [
        [("dog", "Hund"), ("cat", "Katze"), ("horse", "Pferd")],
        [("eau", "Wasser"), ("feu", "Feuer"), ("terre", "Erde"), ("air", "Luft")],
        [("uno", "one"), ("due", "two"), ("tre", "three")],
    ],
)
def test_numbered_words_are_pairs(pairs, sign):
    parcel = read("\n".join(f"{n}.\t{left}{sign}{right}" for n, (left, right) in enumerate(pairs, 1)))
    assert [(question.stem, question.key) for question in parcel.questions] == pairs


@pytest.mark.parametrize(
    "text",
    ["1.\tdog\tHund\n2.\tcat\tKatze", "1\tHydrogen\n2\tHelium", "a\tb\nc\td", "dog\t1. Hund\ncat\t2. Katze"],
)
def test_rows_of_tables_stay(text):
    assert untabbed(text) == text


def test_further_options_in_a_line_stay_apart():
    assert untabbed("1.\tCapital?\na)\tRome\tb)\tOslo") == "1. Capital?\na) Rome    b) Oslo"
