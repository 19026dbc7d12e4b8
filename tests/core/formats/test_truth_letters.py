"""Statements that letters judge, options called by the letters of their words, and answers in their question’s line."""

from __future__ import annotations

import pytest

from quizapp.core.formats.answers_within import answers_within
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

SAID = {"V": ["La Terre est ronde.", "La lune est froide."], "F": ["Le soleil est une planète."]}
CHOICE = "{}. Which is wet?\n{}) sand\n{}) rain\n"


def found(text):
    """Read a text as whatever it is, and give what was read: kind, stem and key."""
    parcel = recognise(text.encode()).read(text.encode())
    return [(raw["kind"], raw["stem"], raw["key"]) for raw in (each.dump() for each in parcel.questions)]


def reasons(text):
    return " ".join(problem.reason for problem in recognise(text.encode()).read(text.encode()).problems)


@pytest.mark.parametrize("pair", ["VF", "RF", "WF", "WO", "PF", "TF"])
@pytest.mark.parametrize("heading", ["Answers: ", "Lösungen:\n", "Respuestas: "])
def test_a_list_of_letters_judges_statements(pair, heading) -> None:
    stems = ["This is a fact.", "That is a tale.", "Those are facts."]
    key = " ".join(f"{n}. {pair[n == 2]}" for n in (1, 2, 3))
    text = "".join(f"{n}. {stem}\n" for n, stem in enumerate(stems, 1)) + f"\n{heading}{key}\n"
    assert found(text) == [("true_false", stem, stem != stems[1]) for stem in stems]


@pytest.mark.parametrize("word", ["Answer", "ANS", "Correct answer", "**Answer**"])
@pytest.mark.parametrize("choice", ["1A B", "1a b", ""])
def test_letters_below_statements_judge_them(word, choice) -> None:
    asked = CHOICE.format(*choice.replace(" ", "")) + f"{word}: {choice[-1]}\n" if choice else ""
    first = 2 if choice else 1
    text = f"{asked}{first}. The sun is a star.\n{word}: T\n{first + 1}. The moon is a star.\n{word}: F\n"
    told = [("true_false", "The sun is a star.", True), ("true_false", "The moon is a star.", False)]
    assert found(text) == [("choice", "Which is wet?", "rain")] * bool(choice) + told


@pytest.mark.parametrize(
    "text",
    [
        "1. Symbol of vanadium?\nAnswer: V\n2. Symbol of fluorine?\nAnswer: F\n",
        "1. The metal that hardens steel is vanadium.\nAnswer: V\n2. Which of them is a gas?\nAnswer: F\n",
        "Q: Give the letter for five hundred.\nA: D\nQ: Give the letter for five.\nA: V\n",
    ],
)
def test_letters_that_may_be_words_are_typed(text) -> None:
    assert {kind for kind, _, _ in found(text)} == {"text"}


def test_a_list_of_letters_that_may_be_words_is_refused() -> None:
    text = "1. The symbol of vanadium is\n2. The symbol of fluorine is\n\nAnswers: 1. V 2. F\n"
    assert found(text) == []
    assert "may be a letter for true or false" in reasons(text)


@pytest.mark.parametrize(
    ("true", "false"),
    [("T. True", "F. False"), ("T) True", "F) False"), ("V. Vrai", "F. Faux"), ("R. Richtig", "F. Falsch")],
)
def test_options_may_be_called_by_the_letters_of_their_words(true, false) -> None:
    text = "".join(
        f"{n}. {stem}\n{true}\n{false}\nAnswer: {key[0]}\n"
        for n, (stem, key) in enumerate([("Ice is cold.", true), ("Fire is cold.", false)], 1)
    )
    told = [("true_false", "Ice is cold.", True), ("true_false", "Fire is cold.", False)]
    assert found(text) == told
    assert found(f"{text}{CHOICE.format(3, 'a', 'b')}Answer: b\n") == [*told, ("choice", "Which is wet?", "rain")]


@pytest.mark.parametrize(
    "line",
    [
        "{} (Answer: {})",
        "{} [Lösung: {}]",
        "{} Antwort: {}",
        "{} Correct answer: {}",
        "- {} Answer: {}",
        "{} **Answer:** {}",
    ],
)
@pytest.mark.parametrize("numbers", [True, False])
def test_an_answer_in_the_line_of_its_question_is_parted(line, numbers) -> None:
    facts = [("Capital of Spain?", "Madrid"), ("Author of Emma?", "Jane Austen"), ("The sky is ___.", "blue")]
    lines = [line.format(*fact) for fact in facts]
    if numbers:
        lines = [f"{n}. {each.removeprefix('- ')}" for n, each in enumerate(lines, 1)]
    assert [key for _, _, key in found("\n".join(lines))] == ["Madrid", "Jane Austen", "blue"]
    assert [stem.replace("\\", "") for _, stem, _ in found("\n".join(lines))] == [stem for stem, _ in facts]


def test_options_and_answer_in_the_line_of_their_question() -> None:
    text = "1. Which is wet? a) sand b) rain Answer: b\n2. Which is hot? a) fire b) snow Answer: a\n"
    assert found(text) == [("choice", "Which is wet?", "rain"), ("choice", "Which is hot?", "fire")]


@pytest.mark.parametrize(
    "text",
    [
        "Capital of Spain? Answer: Madrid\nCapital of Italy? Rome\nCapital of Peru? Lima\n",
        "Capital of Spain? (Answer: Madrid)\nCapital: a city\nCountry: a state\n",
    ],
)
def test_where_some_lines_alone_have_an_answer_these_are_refused(text) -> None:
    assert all("Answer" not in f"{stem}{key}" for _, stem, key in found(text))
    assert "Answer:" in reasons(text)


def test_lines_with_answers_are_read_in_time() -> None:
    samples = (("What is it (really)? " * 20 + "Answer: x\n") * count for count in (50, 400))
    assert_linear(lambda data: answers_within(data.decode().split("\n")), *(sample.encode() for sample in samples))
