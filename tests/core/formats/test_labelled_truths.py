"""Statements that are judged in pasted texts: both answers at them, words behind the truth; and keys of matchings."""

from __future__ import annotations

import pytest

from quizapp.core.formats.labelled_truths import take_truths
from quizapp.core.formats.matching_lists import matching_lists
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

STATEMENTS = [("Blood is red.", True), ("Grass is blue.", False), ("Fish can swim.", True)]
MEANT = [("true_false", stem, truth, "") for stem, truth in STATEMENTS]


def read(text):
    return recognise(text.encode()).read(text.encode())


def found(text):
    dumps = [question.dump() for question in read(text).questions]
    return [(dump["kind"], dump["stem"], dump["key"], dump.get("explanation", "")) for dump in dumps]


@pytest.mark.parametrize(
    "form",
    [
        "T F {}",
        "T/F {}",
        "(T/F) {}",
        "T / F {}",
        "True False {}",
        "True or False: {}",
        "{} T F",
        "{} (T/F)",
        "{} True/False",
    ],
)
@pytest.mark.parametrize(
    ("below", "at_end"), [("\nAnswer: {}", ""), ("\nAns. {}", ""), ("", "\nAnswers: 1. {} 2. {} 3. {}")]
)
@pytest.mark.parametrize("words", ["FT", ("False", "True")])
def test_both_answers_at_a_statement_are_no_part_of_it(form, below, at_end, words) -> None:
    told = [words[truth] for _, truth in STATEMENTS]
    text = "\n".join(
        f"{number}. {form.format(stem)}{below.format(key)}"
        for number, ((stem, _), key) in enumerate(zip(STATEMENTS, told, strict=True), 1)
    )
    assert found(text + at_end.format(*told)) == MEANT


@pytest.mark.parametrize(
    ("first", "second", "explanation"),
    [
        ("F (Grass is green.)", "T", "Grass is green."),
        ("False (Grass is green.)", "True", "Grass is green."),
        ("F – Grass is green.", "T", "Grass is green."),
        ("False: it is green", "True", "it is green"),
        ("F. Grass is green.", "T", "Grass is green."),
        ("false, it is green", "true", "it is green"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "1. {}\nAnswer: {}\n2. {}\nAnswer: {}",
        "1. {0}\n2. {2}\nAnswers:\n1. {1}\n2. {3}",
        "Q: {}\nA: {}\n\nQ: {}\nA: {}",
    ],
)
def test_words_behind_the_truth_explain_it(form, first, second, explanation) -> None:
    text = form.format("Grass is blue.", first, "Blood is red.", second)
    assert found(text) == [
        ("true_false", "Grass is blue.", False, explanation),
        ("true_false", "Blood is red.", True, ""),
    ]


def test_a_judged_statement_stands_among_other_questions() -> None:
    text = "Question: Grass is blue.\nAnswer: False – it is green.\nQuestion: What is red?\nAnswer: blood"
    assert found(text) == [
        ("true_false", "Grass is blue.", False, "it is green."),
        ("text", "What is red?", "blood", ""),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("The unit of capacitance.", "F (farad)"), ("The unit of induction.", "T (tesla)")),
        (("What is the unit of capacitance?", "F (It is the farad.)"), ("What is the unit of induction?", "T")),
        (("The opposite of right", "false (it also means left)"), ("The opposite of wrong", "right")),
        (("Whose book is T F Green’s?", "T"), ("Whose is it?", "F")),
        (("He wrote of Gatsby.", "F. Scott Fitzgerald wrote it."), ("He wrote of Ahab.", "H. Melville")),
    ],
)
def test_letters_and_words_that_judge_nothing_stay(first, second) -> None:
    text = f"Question: {first[0]}\nAnswer: {first[1]}\nQuestion: {second[0]}\nAnswer: {second[1]}"
    assert [(kind, key) for kind, _, key, _ in found(text)] == [("text", first[1]), ("text", second[1])]


MATCHING = "A) Paris\nB) Rome\nC) Oslo\n1. France\n2. Italy\n3. Norway\n"
ITEMS = "1. France\n2. Italy\n3. Norway\n\nA) Paris\nB) Rome\nC) Oslo\n"


@pytest.mark.parametrize("title", ["", "Match the towns.\n", "Question: Match the towns.\n"])
@pytest.mark.parametrize("lists", [MATCHING, ITEMS])
@pytest.mark.parametrize("key", ["Answers: A1, B2, C3", "Answer: A-1 B-2 C-3", "\nKey: a1; b2; c3"])
def test_a_matching_is_refused_by_its_line(title, lists, key) -> None:
    parcel = read(title + lists + key)
    assert parcel.questions == ()
    assert ["pairs letters with numbers" in problem.reason for problem in parcel.problems] == [True]
    assert parcel.problems[0].line == 1


def test_questions_beside_a_matching_are_read() -> None:
    text = f"{MATCHING}Answers: A1, B2, C3\n\nQuestion: Which is red?\nA) sky\nB) blood\nAnswer: B"
    assert [(stem, key) for _, stem, key, _ in found(text)] == [("Which is red?", "blood")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Question: Which vitamins has it?\nA) A1\nB) B2\nAnswer: A1", "A1"),
        ("Question: Which fields are black?\nAnswer: A1, B2", "A1, B2"),
    ],
)
def test_letters_with_numbers_may_be_an_answer(text, key) -> None:
    assert [found_key for _, _, found_key, _ in found(text)] == [key]


@pytest.mark.parametrize("piece", ["A) x\n1. y\n", "A1, ", "Answers: A1, B2\n", "Answer: F (a b\n", "T F ", ". T F"])
def test_it_takes_time_by_its_length_alone(piece) -> None:
    def read_all(data):
        matching_lists(data.decode().split("\n"))
        read_text("Q: It is so.\nA: T\n\nQ: " + data.decode().replace("\n", " ") + "\nA: F " + data.decode()[:200])

    assert_linear(read_all, (piece * 1_000).encode(), (piece * 4_000).encode())


def read_text(text):
    return recognise(text.encode()).read(text.encode())


def test_nothing_is_judged_where_nothing_is_asked() -> None:
    take_truths([])
