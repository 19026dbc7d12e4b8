"""Lists in one cell of a table, and formulas that have the sign of a list in them."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.table_cells import split_list


@pytest.mark.parametrize(
    "cell",
    [
        *("|x|", "||v||", "2|x|", "|x|+|y|", "|a | b|", "P(A|B)", "P(A | B)", "{x | x > 0}", "{n|n<9}", "<a|b>"),
        *("⟨ψ|φ⟩", "(1; 2]", "]1; 2[", "f(x; y)", "|", "a || b"),
    ],
)
def test_a_formula_is_no_list(cell):
    assert split_list(cell) == [cell]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Rome|Roma", ["Rome", "Roma"]),
        ("Rome | Roma", ["Rome", "Roma"]),
        ("A) Paris|B) Rome|C) Bern", ["A) Paris", "B) Rome", "C) Bern"]),
        ("1.) Paris; 2.) Rome", ["1.) Paris", "2.) Rome"]),
        ("Paris||Rome|Bern|", ["Paris", "Rome", "Bern"]),
        ("[0,1)|(1,2]", ["[0,1)", "(1,2]"]),
        ("water (pure)|H2O", ["water (pure)", "H2O"]),
        ("P(A|B) | P(B|A)", ["P(A|B)", "P(B|A)"]),
        ("|x| | x", ["|x|", "x"]),
        ("|x|; x; 2x", ["|x|", "x", "2x"]),
    ],
)
def test_lists_stay_lists(cell, parts):
    assert split_list(cell) == parts


def test_bars_of_a_formula_part_no_answer_of_a_table():
    text = (
        "| Question | Answer |\n|---|---|\n| Absolute value of x? | \\|x\\| |\n"
        "| Chance of A, given B? | P(A \\| B) |\n| Capital of Italy? | Rome \\| Roma |\n"
    )
    asked = [entry.question for entry in CSV.read(text.encode()).entries]
    assert [question.key for question in asked] == ["|x|", "P(A | B)", "Rome"]
    assert [len(question.accept) for question in asked] == [0, 0, 1]


def test_an_absolute_value_is_not_the_option_within_it():
    text = "question,a,b,c,answer\nLength of v?,v,2v,v²,|v|\nHalf of 2v?,v,2v,v²,v\n"
    parcel = CSV.read(text.encode())
    assert [entry.question.stem for entry in parcel.entries] == ["Half of 2v?"]
    assert "is none of the options" in parcel.problems[0].reason


def answers_of(text):
    parcel = recognise(text.encode()).read(text.encode())
    found = [question.dump() for question in parcel.questions]
    return [(raw["stem"], [raw["key"], *raw.get("accept", ())]) for raw in found]


@pytest.mark.parametrize(
    ("written", "answers"),
    [
        ("Salt &amp; Pepper", ["Salt & Pepper"]),
        ("x &gt; y", ["x > y"]),
        ("Won&#39;t go", ["Won't go"]),
        ("&quot;yes&quot;", ['"yes"']),
        ("caf&eacute;", ["café"]),
        ("Salt &amp; Pepper; Pepper &amp; Salt", ["Salt & Pepper", "Pepper & Salt"]),
        ("AT&Tower; Bell", ["AT&Tower", "Bell"]),
        ("<i>Milk</i>", ["Milk"]),
        ("<b>H<sub>2</sub>O</b>", ["H2O"]),
        ("<i>Milk</i>; <i>Whey</i>", ["Milk", "Whey"]),
    ],
)
@pytest.mark.parametrize(
    "form", ["Question,Answer\n{0},{2}\n{1},no\n", "{0}\t{2}\n{1}\tno\n", "Q: {0}\nA: {2}\n\nQ: {1}\nA: no\n"]
)
def test_what_ends_an_entity_parts_no_answer(form, written, answers):
    assert answers_of(form.format("Which one?", "What else?", written))[0] == ("Which one?", answers)


@pytest.mark.parametrize(
    ("stem", "key"),
    [("Which HTML makes x bold?", "<b>x</b>"), ("Which entity is &?", "&amp;"), ("What is &lt;i> for?", "<i>a</i>")],
)
def test_tags_that_are_asked_for_stay(stem, key):
    asked = f"Question,Answer\n{stem.replace('&lt;', '<')},{key}\nWhat else?,nothing\n"
    assert answers_of(asked)[0][1] == [key]


@pytest.mark.parametrize(
    ("key", "wrong", "found"),
    [
        ("Oslo", "Bergen, Narvik", ["Bergen", "Narvik"]),
        ("7", "8, 9, 12", ["8", "9", "12"]),
        ("7", "8,9,12", ["8", "9", "12"]),
        ("Jane Austen", "Emily Brontë, George Eliot, Mary Shelley", ["Emily Brontë", "George Eliot", "Mary Shelley"]),
        ("1914", "1870, 1939", ["1870", "1939"]),
        # These commas part nothing.
        ("Oslo, Norway", "Riga, Latvia", ["Riga, Latvia"]),
        ("1,5", "2,5", ["2,5"]),
        ("0.5", "2,5", ["2,5"]),
        ("It melts", "It grows, then it breaks", ["It grows, then it breaks"]),
        ("Water", "Something that is long, so that it goes on", ["Something that is long, so that it goes on"]),
        ("Twain", "Dr. Seuss, M.D.", ["Dr. Seuss, M.D."]),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "Question;Correct answer;Wrong answers\nWhich is it?;{0};{1}\nWho?;I;you, he\n",
        "Frage\tRichtige Antwort\tFalsche Antworten\nWhich is it?\t{0}\t{1}\nWho?\tI\tyou, he\n",
        "Question: Which is it?\nCorrect answer: {0}\nWrong answers: {1}\n\nQuestion: Who?\nCorrect answer: I\n"
        "Wrong answers: you, he\n",
    ],
)
def test_wrong_answers_in_one_cell_are_several(form, key, wrong, found):
    data = form.format(key, wrong).encode()
    first, second = (question.dump() for question in recognise(data).read(data).questions)
    assert [str(text) for text in first["distractors"]] == found
    assert second["distractors"] == ["you", "he"]


def test_a_comma_below_a_heading_of_one_wrong_answer_parts_nothing():
    data = b"Question;Correct answer;Wrong answer\nWhere?;Oslo;Riga, Latvia\nWho?;I;you, he, she\n"
    found = [question.dump()["distractors"] for question in recognise(data).read(data).questions]
    assert found == [["Riga, Latvia"], ["you", "he", "she"]]
