"""Signs of bold letters and running numbers that stand before words of a list, and are no part of them."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise

TERMS = [
    [("Photosynthesis", "The process by which plants make food."), ("Mitosis", "Division of a cell nucleus.")],
    [("Zelle", "kleinste Einheit des Lebens"), ("Gen", "Einheit der Vererbung"), ("Kern", "Mitte der Zelle")],
    [("Louis XIV", "roi de France"), ("Voltaire", "écrivain"), ("Molière", "auteur de pièces")],
]


def read(text: str):
    data = text.encode()
    return recognise(data).read(data)


def pairs_of(text: str) -> list[tuple[str, str]]:
    parcel = read(text)
    assert parcel.problems == ()
    return [(question.stem, question.key) for question in parcel.questions]


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize(
    "line",
    [
        "{n}. **{term}**: {words}",
        "{n}. **{term}:** {words}",
        "**{term}:** {words}",
        "**{term}** – {words}",
        "- **{term}** – {words}",
        "- **{term}**: {words}",
        "| **{term}** | {words} |",
        "**{term}**\t{words}",
    ],
)
def test_terms_in_bold_letters(line, terms):
    text = "\n".join(line.format(n=n, term=term, words=words) for n, (term, words) in enumerate(terms, 1))
    assert pairs_of(text) == terms


@pytest.mark.parametrize(
    "pairs",
    [
        [("to go", "gehen"), ("to see", "sehen"), ("to be able to", "können")],
        [("the dog", "der Hund"), ("the cat", "die Katze"), ("the house", "das Haus")],
        [("la casa", "das Haus"), ("la mesa", "der Tisch"), ("la luna", "der Mond")],
        [("What is a cell?", "a unit"), ("What is a gene?", "a part of DNA")],
        [("Ice floats on water.", "it is light"), ("Iron sinks in water.", "it is heavy")],
    ],
)
@pytest.mark.parametrize("sign", ["\t", " = ", " -> "])
def test_running_numbers_go_off(pairs, sign):
    assert pairs_of("\n".join(f"{n}. {left}{sign}{right}" for n, (left, right) in enumerate(pairs, 1))) == pairs


@pytest.mark.parametrize("head", ["1. Person von", "1. König von", "1. Weltkrieg in"])
def test_numbers_of_one_thing_stay(head):
    text = "\n".join(f"{n}{head[1:]} {word}\t{word}t" for n, word in enumerate(["sein", "haben", "gehen"], 1))
    assert read(text).questions[0].stem.replace("\\", "") == f"{head} sein"


@pytest.mark.parametrize("number", ["Q{}", "Frage {}", "No. {}", "#{}", "{}."])
def test_a_column_of_numbers_is_no_answer(number):
    rows = [("Capital of France?", "Paris"), ("Capital of Italy?", "Rome"), ("Capital of Spain?", "Madrid")]
    text = "\n".join(f"{number.format(n)}\t{left}\t{right}" for n, (left, right) in enumerate(rows, 1))
    assert [(q.stem, q.key) for q in read(text).questions] == rows


@pytest.mark.parametrize("sign", ["*", "_", "**"])
@pytest.mark.parametrize("label", ["Explanation", "Rationale", "Erklärung"])
def test_an_explanation_that_is_emphasised_keeps_no_sign(label, sign):
    text = "\n\n".join(
        f"{n}. What is {n}?\na) one\nb) two\nAnswer: a\n{sign}{label}: {word} says so.{sign}"
        for n, word in enumerate(["he", "she"], 1)
    )
    assert [q.explanation for q in read(text).questions] == ["he says so.", "she says so."]


@pytest.mark.parametrize("words", ["all have cells", "weil es so ist", "c'est ainsi"])
def test_a_key_in_bold_letters_leaves_no_sign(words):
    asked = "\n".join(f"{n}. What is {n}?\nA. one\nB. two" for n in (1, 2))
    parcel = read(f"{asked}\n\n## Answers\n1. **A. one** – {words}\n2. **B. two** – {words}")
    assert [q.key.text for q in parcel.questions] == ["one", "two"]
    assert not any("*" in q.explanation for q in parcel.questions)


@pytest.mark.parametrize("statement", ["The earth is flat.", "Water is wet.", "Iron is a gas."])
def test_both_answers_in_bold_letters_are_no_part_of_a_statement(statement):
    parcel = read(
        f"1. **True or False:** {statement}\n   - **Answer:** False\n"
        "2. **True or False:** It is.\n   - **Answer:** True"
    )
    assert [q.stem for q in parcel.questions] == [statement, "It is."]
