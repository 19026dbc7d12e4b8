"""Pairs among pasted questions with options, and options by the letters and numbers of many alphabets."""

from __future__ import annotations

import pytest

from tests.core.formats.test_labelled import told

PLANETS = "{q}Which planet is red?\nA{sign} Mars\nB{sign} Venus\nC{sign} Pluto\n{key}A\n"


@pytest.mark.parametrize(
    ("q", "a", "key"),
    [
        ("Q: ", "A: ", "Answer: "),
        ("Q: ", "A: ", "A: "),
        ("Q 1: ", "A: ", "Correct answer: "),
        ("Question: ", "A: ", "A: "),
        ("F: ", "A: ", "Antwort: "),
        ("F 2: ", "A: ", "Lösung: "),
        ("Frage: ", "Antwort: ", "Antwort: "),
        ("V: ", "A: ", "Antwoord: "),
    ],
)
@pytest.mark.parametrize("sign", [")", ":", "."])
@pytest.mark.parametrize("parted", ["\n", "", "all"])
@pytest.mark.parametrize("order", ["pc", "cp", "pcp", "ppcc", "cpcp"])
def test_pairs_may_stand_among_questions_with_options(q, a, key, sign, parted, order) -> None:
    pair = f"{q}Capital of France?\n{a}Paris\n"
    choice = PLANETS.format(q=q, sign=sign, key=key)
    text = ("" if parted == "all" else parted).join({"p": pair, "c": choice}[each] for each in order)
    parcel = told(text.replace("\n", "\n\n") if parted == "all" else text)
    assert not parcel.problems
    assert [(each.kind, each.dump()["key"]) for each in parcel.questions] == [
        {"p": ("text", "Paris"), "c": ("choice", "Mars")}[each] for each in order
    ]


def test_a_pair_may_stand_above_an_unnamed_question_with_options() -> None:
    parcel = told("Q: Capital?\nA: Paris\n\nWhich is red?\nA) Mars\nB) Venus\nAnswer: B\n\nQ: Last?\nA: me\n")
    assert [(question.stem, question.key) for question in parcel.questions] == [("Capital?", "Paris"), ("Last?", "me")]
    assert [problem.line for problem in parcel.problems] == [4, 5, 6, 7]


@pytest.mark.parametrize(
    ("labels", "answer"),
    [
        ("123", "1, 3"),
        ("абв", "а, в"),
        ("АБВ", "А и В"),
        ("αβγ", "α, γ"),
        ("ΑΒΓ", "Α και Γ"),
        (["i", "ii", "iii"], "i, iii"),
        (["I", "II", "III"], "I and III"),
    ],
)
@pytest.mark.parametrize("q", ["Question: ", "В: ", ""])
def test_several_are_right_by_the_letters_of_many_alphabets(q, labels, answer) -> None:
    block = f"{q}Which are cities?\n{labels[0]}) Rome\n{labels[1]}) Rhine\n{labels[2]}) Oslo\nОтвет: {answer}\n"
    parcel = told(f"{block}\n{block.replace('Which', 'What')}")
    assert not parcel.problems
    assert [question.dump()["key"] for question in parcel.questions] == [["Rome", "Oslo"]] * 2


@pytest.mark.parametrize("signs", [("1)", "2)"), ("1.", "2."), ("I.", "II."), ("i)", "ii)")])
@pytest.mark.parametrize("asked", ["", "Which are true?\n"])
def test_statements_that_lettered_options_name_are_of_the_question(signs, asked) -> None:
    block = f"Q: Consider:\n{signs[0]} Ice is hot\n{signs[1]} Fire is hot\n{asked}A) one\nB) two\nAnswer: B\n"
    parcel = told(f"{block}\nQ: Capital?\nA: Paris\n")
    assert not parcel.problems
    assert [question.dump()["key"] for question in parcel.questions] == ["two", "Paris"]
    assert "Fire is hot" in parcel.questions[0].stem
