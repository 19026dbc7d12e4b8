"""Quizizz’s spreadsheet: columns by their names, its kinds of question, and the row of instructions."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings

from quizapp.core.formats.quizizz import QUIZIZZ, read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_sound, mutilated, read_hostile

FOLDER = Path(__file__).parents[2] / "data/quizizz"
SAMPLE = (FOLDER / "traps.xlsx").read_bytes()
TRAPS = read(SAMPLE)
BY_LINE = {entry.line: entry.question.dump() for entry in TRAPS.entries}


def test_every_row_of_the_traps_is_imported_skipped_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is QUIZIZZ
    assert list(BY_LINE) == [3, 4, 5, 7, 8]
    assert [problem.line for problem in TRAPS.problems] == [8, 9]
    assert "image" in TRAPS.problems[0].reason
    assert [(skipped.line, skipped.what[:4]) for skipped in TRAPS.skipped] == [(6, "Poll"), (10, "Draw")]


def test_kinds_become_ours() -> None:
    assert BY_LINE[3]["key"] == "Mercury"
    assert BY_LINE[3]["explanation"] == "At room temperature."
    assert BY_LINE[3]["limit_seconds"] == 30
    assert BY_LINE[3]["origin"]["kind"] == "Multiple Choice"
    assert BY_LINE[4]["key"] == ["Gold", "Platinum"]
    assert (BY_LINE[5]["kind"], BY_LINE[5]["key"], BY_LINE[5]["accept"]) == ("text", "Fe", ["fe"])
    assert BY_LINE[7]["kind"] == "open"
    assert BY_LINE[8]["key"] == "Gold"


def test_columns_may_stand_in_any_order() -> None:
    [question] = read((FOLDER / "moved.xlsx").read_bytes()).questions
    assert question.dump()["key"] == "x"
    assert question.limit_seconds == 20


@settings(max_examples=25, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)
