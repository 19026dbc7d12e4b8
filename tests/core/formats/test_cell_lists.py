"""Lists in one cell of a table, and formulas that have the sign of a list in them."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
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
