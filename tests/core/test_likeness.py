"""Entries that ask what a bank asks, with another answer, are found however many there are."""

from __future__ import annotations

import pytest

from quizapp.core import likeness


def body(stem, key, *wrong):
    return {"kind": "choice", "stem": stem, "key": key, "distractors": list(wrong)}


LARGEST = body("Which lake of the Alps is the largest?", "Lake Geneva", "Lake Zurich", "Lake Thun")
DEEPEST = body("Which lake is the deepest?", "Baikal", "Tahoe", "Lake Geneva")
SWAPPED = body("Which lake of the Alps is the largest?", "Lake Zurich", "Lake Geneva", "Lake Thun")


def test_however_many_there_are_they_are_found(monkeypatch):
    monkeypatch.setattr(likeness, "ALIKE_AT_MOST", 1)
    standing, after = {"largest": LARGEST, "deepest": DEEPEST}, [SWAPPED, DEEPEST]
    assert likeness.find_alike(lambda: after, standing, {0}, 2) is None
    found = likeness.find_contradicting(lambda: after, standing, {0})
    assert found == {0: {"slug": "largest", "score": 99}}
    assert likeness.find_contradicting(lambda: after, standing, {1}) == {}


def test_an_earlier_entry_is_named_by_its_number():
    found = likeness.find_contradicting(lambda: [LARGEST, DEEPEST, SWAPPED], {}, {0, 1, 2})
    assert found == {2: {"number": 0, "score": 99}}


def test_of_pairs_several_meanings_stand_beside_each_other():
    meanings = {"stem": "Bank", "key": "bench"}, {"stem": "Bank", "key": "bank"}
    assert likeness.is_further_meaning("quizlet", *meanings)
    assert not likeness.is_further_meaning("csv", *meanings)
    assert not likeness.is_further_meaning("quizlet", LARGEST, SWAPPED)


CASE = "A man of sixty comes with a cough. " * 20
DIAGNOSIS, DRUG = CASE + "What is the diagnosis?", CASE + "Which drug first?"


@pytest.mark.parametrize(
    ("one", "other", "is_contrary"),
    [
        (
            {"stem": CASE + "What is the diagnosis?", "key": "a"},
            {"stem": CASE + "Which drug first?", "key": "b"},
            False,
        ),
        (
            {"stem": CASE + "What is the diagnosis?", "key": "a"},
            {"stem": CASE + "What is the diagnosis?", "key": "b"},
            True,
        ),
        ({"kind": "multiple", "key": ["2", "3"]}, {"kind": "multiple", "key": ["3", "2"]}, False),
        (
            {"kind": "match", "pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]},
            {"kind": "match", "pairs": [{"left": "b", "right": "2"}, {"left": "a", "right": "1"}]},
            False,
        ),
        (
            {"kind": "match", "pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]},
            {"kind": "match", "pairs": [{"left": "a", "right": "2"}, {"left": "b", "right": "1"}]},
            True,
        ),
        ({"key": "Paris", "accept": ["City of Paris"]}, {"key": "City of Paris", "accept": ["Paris"]}, False),
        ({"key": "Paris", "accept": [{"text": "Lyon", "weight": 0}]}, {"key": "Lyon"}, True),
        ({"kind": "number", "key": "4806"}, {"kind": "number", "key": "4806.0"}, False),
        ({"kind": "number", "key": "4806"}, {"kind": "number", "key": "4807"}, True),
        ({"kind": "date", "key": "1969-07-20"}, {"kind": "date", "key": "1969"}, False),
        ({"kind": "date", "key": "1969"}, {"kind": "date", "key": "1968"}, True),
    ],
)
def test_what_is_another_answer(one, other, is_contrary):
    bodies = [{"kind": "text", "stem": "What is it, Anna?"} | each for each in (one, other)]
    found = likeness.find_contradicting(lambda: iter(bodies), {}, {0, 1})
    assert bool(found) is is_contrary
