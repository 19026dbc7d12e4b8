"""Blackboard’s tab-delimited questions: all kinds, and each flaw with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.core.formats.blackboard import BLACKBOARD, read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile

SAMPLE = (Path(__file__).parents[2] / "data/blackboard/traps.txt").read_bytes()
TRAPS = read(SAMPLE)
BY_LINE = {entry.line: entry.question.dump() for entry in TRAPS.entries}


def test_every_line_of_the_traps_is_imported_skipped_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is BLACKBOARD
    assert list(BY_LINE) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 19]
    assert [problem.line for problem in TRAPS.problems] == [12, 13, 14, 15, 16, 17, 19]
    assert [(skipped.line, skipped.what[:2]) for skipped in TRAPS.skipped] == [(11, "OP")]


def test_kinds_become_ours() -> None:
    kinds = [raw["kind"] for raw in BY_LINE.values()]
    assert kinds == [
        *("choice", "multiple", "true_false", "open", "order", "match", "text", "cloze", "number", "open"),
        *("choice", "multiple"),
    ]
    assert BY_LINE[1]["key"] == "Adriatic"
    assert BY_LINE[2]["key"] == ["Atlantic", "Indian"]
    assert BY_LINE[5]["items"] == ["pond", "lake", "sea"]
    assert BY_LINE[6]["distractors"] == ["Black Sea"]
    assert BY_LINE[7]["accept"] == ["Lake Baikal"]
    assert BY_LINE[8]["stem"] == "The [[1]] ends in the [[2]]."
    assert BY_LINE[8]["gaps"] == [{"key": "Po"}, {"key": "Adriatic", "accept": ["Adriatic Sea"]}]
    assert (BY_LINE[9]["key"], BY_LINE[9]["origin"]["kind"]) == (5, "NUM")
    assert BY_LINE[18]["stem"] == 'Which is "quoted"?'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("MC\tQ\ta\tcorrect", "only one choice"),
        ("MC\tQ\ta\tb\tincorrect", "correct or incorrect"),
        ("TF\tQ", "true or false"),
        ("NUM\tQ\tmany", "is to be a number"),
        ("FIB\tQ", "no answer"),
        ("Which?\ta", "is no kind"),
        ("", "not one line"),
    ],
)
def test_flaws_are_told(line, words) -> None:
    assert words in read(line.encode()).problems[0].reason


@settings(max_examples=60, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


@pytest.mark.parametrize("piece", ["MC\tQ\ta\tcorrect\tb\tincorrect\n", "\t", "[a]", "MC\t", "FIB_PLUS\t[a]\ta\tb\n"])
def test_time_is_linear(piece) -> None:
    small, large = piece.encode() * 1_500, piece.encode() * 6_000
    assert_linear(read, small, large)
