"""Rows of a table that are answered by typing and have options: which of them are right, which are wrong."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import read


def read_row(heading, row):
    parcel = read(f"question,type,{heading}\nWhich one?,{row}\n".encode())
    found = [question.dump() for question in parcel.questions]
    names = ("kind", "key", "accept", "distractors")
    return [{name: raw[name] for name in names if name in raw} for raw in found], parcel.problems


@pytest.mark.parametrize("key", ["Rome", "2", "B", "rome"])
def test_beside_a_named_key_the_other_options_are_wrong(key):
    [raw], problems = read_row("option 1,option 2,option 3,answer", f"short answer,Paris,Rome,Oslo,{key}")
    assert raw == {"kind": "text", "key": "Rome", "distractors": ["Paris", "Oslo"]}
    assert not problems


@pytest.mark.parametrize(
    ("row", "raw"),
    [
        ("short answer,Fe,fe,,,", {"kind": "text", "key": "Fe", "accept": ["fe"]}),
        ("short answer,Rome,rome,Oslo,Rome,Roma | Oslo", {"kind": "text", "key": "Rome", "accept": ["Roma", "Oslo"]}),
        ('short answer,a,b,c,"A,C",', {"kind": "text", "key": "a", "accept": ["c"], "distractors": ["b"]}),
        ("short answer,Oslo,Paris,,Rome,", {"kind": "text", "key": "Rome", "distractors": ["Oslo", "Paris"]}),
        ("date,1999,2000,2001,2000,", {"kind": "date", "key": "2000", "distractors": ["1999", "2001"]}),
        ("date,1999,2000,,,", {"kind": "date", "key": "1999", "accept": ["2000"]}),
    ],
)
def test_without_one_all_of_them_are_right(row, raw):
    assert read_row("option 1,option 2,option 3,answer,accept", row) == ([raw], ())


def test_wrong_numbers_are_left_out_with_a_note():
    [raw], problems = read_row("option 1,option 2,option 3,answer", "number,41,7,8,7")
    assert raw == {"kind": "number", "key": 7}
    assert [problem.reason for problem in problems] == ["a number is typed, so the wrong options were left out: 41, 8."]
