"""Kahoot’s spreadsheet: its template as teachers fill it in, and what may be written into it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from hypothesis import given, settings

from quizapp.core.formats.kahoot import KAHOOT, read, write
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/kahoot/traps.xlsx").read_bytes()
TRAPS = read(SAMPLE)
BY_LINE = {entry.line: entry.question.dump() for entry in TRAPS.entries}


def test_every_row_of_the_traps_is_imported_skipped_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is KAHOOT
    assert list(BY_LINE) == [9, 10, 11, 12, 13, 15, 16, 20]
    assert [problem.line for problem in TRAPS.problems] == [9, 17, 18, 19]
    assert "sample question" in TRAPS.problems[0].reason
    assert [skipped.line for skipped in TRAPS.skipped] == [21]


def test_right_answers_are_read_however_the_spreadsheet_spoiled_them() -> None:
    assert BY_LINE[10]["key"] == "Mars"
    assert BY_LINE[10]["limit_seconds"] == 20
    assert BY_LINE[11]["key"] == ["Jupiter", "Saturn"]
    assert BY_LINE[12]["key"] == ["Earth", "Mars", "Jupiter"]
    assert BY_LINE[13]["key"] == ["Saturn", "Uranus"]
    assert BY_LINE[15] | {"id": "", "origin": {}} == {
        "id": "",
        "kind": "true_false",
        "stem": "The Sun is a star.",
        "key": True,
        "limit_seconds": 10,
        "origin": {},
    }
    assert BY_LINE[20]["key"] == 8


def test_what_is_written_stands_where_kahoot_looks_and_comes_back() -> None:
    long = {"id": "long", "kind": "choice", "stem": "x" * 121, "key": "a", "distractors": ["b"]}
    wide = {"id": "wide", "kind": "choice", "stem": "Wide?", "key": "a" * 76, "distractors": ["b"]}
    many = {"id": "many", "kind": "choice", "stem": "Many?", "key": "a", "distractors": ["b", "c", "d", "e"]}
    formula = {"id": "sum", "kind": "choice", "stem": "=1+1 is?", "key": "+2", "distractors": ["-x"]}
    out = outgoing((*PLAIN, *FULL, long, wide, many, formula))
    written = write(out)
    sheet = openpyxl.load_workbook(io.BytesIO(written.content)).active
    assert sheet["B8"].value.startswith("Question")
    assert [cell.value for cell in sheet[9]] == [1, "Which peak is the highest?", "Everest", "K2", None, None, 20, 1]
    parcel = read(written.content)
    assert_sound(parcel)
    assert not parcel.problems
    kinds = ("choice", "multiple", "true_false")
    kept = [q for q in out.questions if q.kind in kinds and q.id not in ("long", "wide", "many")]
    assert written.written == parcel.found == len(kept)
    assert parcel.questions[0].dump()["key"] == "Everest"
    assert dumped(parcel.questions[-1:]).popitem()[1] | {"id": "sum"} == formula | {"limit_seconds": 20}
    left_out = [loss for loss in written.losses if "“" in loss.what]
    assert len(left_out) == len(out.questions) - len(kept)
    reasons = " ".join(loss.reason for loss in left_out)
    assert all(words in reasons for words in ("121 letters", "76 letters", "5 options", "choices and true or false"))
    assert {"hints", "explanation"} <= {loss.what for loss in written.losses}


@settings(max_examples=25, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)
