"""Questions and answers that are named as such in a text: by letters, by words in many languages, with options."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.formats.labelled_text import LABELLED, read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile

CAPITALS = "{q}Capital of France?\n{a}Paris\n\n{q}Capital of Italy?\n{a}Rome\n"
SAMPLE = (
    b"Hi all,\n\n1. Question: Capital of France?\nA) Rome\n(b) Paris\nc. Oslo\nAnswer: B\nExplanation: On the Seine,\n"
    b"says Ann.\nHint: water\n\n**Question 2:** Is water wet?\n**Answer:** true\n\nQuestion: Which are even?\n"
    b"Options: 1, 2, 3, 4\nAnswer: 2, 4\nQuestion: Left alone?\n\nQuestion 5\nWhat is a noun?\nAnswer: a word\n"
    b"Also accepted: name\n"
)


def told(text: str):
    data = text.encode()
    assert recognise(data) is LABELLED
    parcel = read(data)
    assert_sound(parcel)
    return parcel


@pytest.mark.parametrize(
    ("q", "a"),
    [
        ("Q: ", "A: "),
        ("q. ", "a. "),
        ("Q - ", "A - "),
        ("- Q: ", "- A: "),
        ("**Q:** ", "**A:** "),
        ("Question: ", "Answer: "),
        ("Question: ", "A: "),
        ("Q: ", "Answer: "),
        ("Frage: ", "Antwort: "),
        ("F: ", "A: "),
        ("Question : ", "Réponse : "),
        ("Pregunta: ", "Respuesta: "),
        ("P: ", "R: "),
        ("Domanda: ", "Risposta: "),
        ("Vraag: ", "Antwoord: "),
        ("Вопрос: ", "Ответ: "),
        ("В: ", "О: "),
        ("问题：", "答案："),
        ("Soru: ", "Cevap: "),
        ("Term: ", "Definition: "),
    ],
)
@pytest.mark.parametrize("text", [CAPITALS, CAPITALS.replace("\n\n", "\n")])
def test_questions_and_answers_are_told_by_their_names(q, a, text) -> None:
    parcel = told(text.format(q=q, a=a))
    assert [(each.kind, each.stem, each.key) for each in parcel.questions] == [
        ("text", "Capital of France?", "Paris"),
        ("text", "Capital of Italy?", "Rome"),
    ]
    assert parcel.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Q1: Capital of France?\nA1: Paris\nQ2: Capital of Italy?\nA2: Rome\n",
        "Question 1: Capital of France?\nAnswer: Paris\nQuestion 2: Capital of Italy?\nAnswer: Rome\n",
        "1. Q: Capital of France?\n   A: Paris\n2. Q: Capital of Italy?\n   A: Rome\n",
        "Q: Capital of France? A: Paris\nQ: Capital of Italy? A: Rome\n",
        "1. Capital of France?\nAnswer: Paris\n\n2. Capital of Italy?\nAnswer: Rome\n",
        "Capital of France?\nLösung: Paris\nCapital of Italy?\nLösung: Rome\n",
    ],
)
def test_numbers_and_lines_may_stand_otherwise(text) -> None:
    assert [(each.stem, each.key) for each in told(text).questions] == [
        ("Capital of France?", "Paris"),
        ("Capital of Italy?", "Rome"),
    ]


def test_all_that_a_question_says_is_read() -> None:
    parcel = told(SAMPLE.decode())
    france, water, even, noun = (question.dump() for question in parcel.questions)
    assert (france["key"], france["distractors"]) == ("Paris", ["Rome", "Oslo"])
    assert "says Ann." in france["explanation"]
    assert france["hints"] == ["water"]
    assert (water["kind"], water["key"]) == ("true_false", True)
    assert (even["kind"], even["key"]) == ("multiple", [2, 4])
    assert (noun["stem"], noun["accept"]) == ("What is a noun?", ["name"])
    assert [entry.line for entry in parcel.entries] == [3, 12, 15, 20]


def test_what_belongs_to_no_question_is_named() -> None:
    problems = told(SAMPLE.decode()).problems
    assert [(problem.line, problem.reason) for problem in problems] == [
        (18, "There is no answer below this question; write it in a line of its own: “Answer: …”."),
        (1, "“Hi all,” belongs to no question, and was left out."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Capital of France?\na) Rome\nb) Paris\nLösung: b\n\n2. Capital of Italy?\na) Rome\nb) Paris\nLösung: a\n",
        "Capital of France?\nA) Rome\nB) Paris\nRéponse : B\n\nCapital of Italy?\nA) Rome\nB) Paris\nRéponse : A\n",
        "Q: Capital of France?\nA: Rome\nB: Paris\nAnswer: B\n\nQ: Capital of Italy?\nA: Rome\nB: Paris\nAnswer: A\n",
        "Q: Capital of France?\n- Rome\n- Paris\nA: Paris\n\nQ: Capital of Italy?\n- Rome\n- Paris\nA: Rome\n",
        "Question: Capital of France?\na) Rome\n*b) Paris\nQuestion: Capital of Italy?\na) Rome (correct)\nb) Paris\n",
    ],
)
def test_options_below_a_question_make_a_choice(text) -> None:
    first, second = (question.dump() for question in told(text).questions)
    assert (first["stem"], first["key"], first["distractors"]) == ("Capital of France?", "Paris", ["Rome"])
    assert (second["stem"], second["key"], second["distractors"]) == ("Capital of Italy?", "Rome", ["Paris"])


@pytest.mark.parametrize(
    "text",
    [
        "dog: der Hund\ncat: die Katze\nanswer: die Antwort\n",
        "question: die Frage\nanswer: die Antwort\ndog: der Hund\ncat: die Katze\n",
        "question: Frage\nanswer: Antwort\nterm: Begriff\ndefinition: Definition\n",
        "Question,Answer\nQ: why?,A: because\nQ: who?,A: me\n",
        "Capital of France?\nA) Rome\nB) Paris\nANSWER: B\n",
        "::Q1:: Who? {=me ~you}\n\n::Q2:: Question: Who? Answer: {=me ~you}\n",
        "questions:\n- stem: Who?\n  key: me\n",
    ],
)
def test_what_others_know_better_is_left_to_them(text) -> None:
    assert recognise(text.encode()) is not LABELLED


def test_a_text_without_questions_says_so() -> None:
    (problem, *_) = read(b"Dear all\n").problems
    assert problem.reason.startswith("There is no question in it")


@given(mutilated(SAMPLE))
@settings(max_examples=40, deadline=None)
def test_mutilated_texts_raise_nothing(data) -> None:
    read_hostile(read, data)


@given(st.text(alphabet="QA: \n1.)-*qaé：b"))
@settings(max_examples=80, deadline=None)
def test_any_letters_raise_nothing(text) -> None:
    read_hostile(read, text.encode())


@pytest.mark.parametrize("line", ["Q: a b\nA: c\n", "a b c\n", "Q: a: b: c: d\n", "a) b\n"])
def test_time_is_in_proportion_to_the_text(line) -> None:
    start = "Q: who?\n"
    assert_linear(read, (start + line * 3_000).encode(), (start + line * 12_000).encode())
