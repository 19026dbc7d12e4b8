"""Tests that print what is to be chosen behind a statement, judge their options in words, or ask as quiz bowl does."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.truth_letters import told_by_printed
from tests.core.formats.laws import assert_linear

FACTS = [("Iron is a metal.", True), ("Bats lay eggs.", False), ("Oslo lies in Norway.", True)]


def dumps(text):
    return [question.dump() for question in recognise(text.encode()).read(text.encode()).questions]


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("   T   F", "TF"),
        (" T / F", "TF"),
        (" (T) (F)", "TF"),
        ("  True  False", ("True", "False")),
        (" True/False", ("True", "False")),
        ("    V    F", "VF"),
        (" richtig / falsch", ("richtig", "falsch")),
    ],
)
@pytest.mark.parametrize("answer", ["   Answer: {}", "\nAnswer: {}", "\nAns. {}"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_letters_printed_behind_a_statement_are_no_part_of_it(printed, words, answer, count) -> None:
    # Of true ones alone, too.
    facts = [FACTS[0], FACTS[2], FACTS[1]][:count]
    lines = [
        f"{number}. {stem}{printed}{answer.format(words[not truth])}" for number, (stem, truth) in enumerate(facts, 1)
    ]
    text = "\n".join(lines) + "\n"
    if count > 1:
        assert [(dump["kind"], dump["stem"], dump["key"]) for dump in dumps(text)] == [
            ("true_false", stem, truth) for stem, truth in facts
        ]


@pytest.mark.parametrize(
    ("stem", "answer"),
    [
        ("Which letters stand for heat and force?  T  F", "T"),
        ("Iron is a metal.  T  F", "G"),
        ("Name the vitamin:  A  F", "A"),
        ("Iron is a metal.  A  B", "A"),
        ("Ford T F", "T"),
    ],
)
def test_other_letters_behind_words_are_theirs(stem, answer) -> None:
    assert told_by_printed(stem, answer) is None


@pytest.mark.parametrize("piece", [" T F", "T (", " " * 9, "a/b "])
def test_printed_letters_take_time_by_length_alone(piece) -> None:
    assert_linear(lambda data: told_by_printed(data.decode(), "T"), (piece * 2_000).encode(), (piece * 8_000).encode())


PACKET = [
    ("This town lies on the Tiber.", "Rome"),
    ("He wrote Faust.", "Goethe"),
    ("Name the metal whose sign is Fe.", "iron"),
    ("This river flows through Vienna.", "Danube"),
]


@pytest.mark.parametrize(("first", "second"), [("TOSSUP", "BONUS"), ("Tossup", "Bonus"), ("**TOSS-UP", "**BONUS")])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("number", ["", " {}"])
def test_packets_of_quiz_bowl_are_questions(first, second, between, number) -> None:
    mark = ":**" if first.startswith("*") else ":"
    blocks = [
        f"{(first, second)[place % 2]}{number.format(place + 1)}{mark} {stem}\nANSWER: {key}"
        for place, (stem, key) in enumerate(PACKET)
    ]
    assert [(dump["stem"], dump["key"]) for dump in dumps(between.join(blocks))] == PACKET


def test_further_parts_of_a_bonus_are_named() -> None:
    text = "TOSSUP: He wrote Faust.\nANSWER: Goethe\nBONUS: For ten points each:\n[10] Its river.\nANSWER: Main\n"
    text += "[10] Its bridge.\nANSWER: Old Bridge\nTOSSUP: He wrote Emil.\nANSWER: Rousseau\n"
    told = " ".join(problem.reason for problem in recognise(text.encode()).read(text.encode()).problems)
    assert "Its bridge." in told
    assert [dump["key"] for dump in dumps(text)] == ["Goethe", "Main", "Rousseau"]


@pytest.mark.parametrize("dash", [" – ", " - "])
@pytest.mark.parametrize(("right", "wrong"), [("Correct! So it is.", "Incorrect. No."), ("Right.", "Wrong, alas.")])
@pytest.mark.parametrize("options", [("Cod", "Owl"), ("Rome", "Oslo"), ("iron", "wood")])
def test_options_with_what_is_said_of_them_are_no_pairs(dash, right, wrong, options) -> None:
    text = "".join(
        f"{number}. Which is it, the {word}?\nA) {options[0]}{dash}{right}\nB) {options[1]}{dash}{wrong}\n"
        for number, word in enumerate(("first", "second", "third"), 1)
    )
    with pytest.raises(FormatError, match="none of the known formats"):
        recognise(text.encode())
