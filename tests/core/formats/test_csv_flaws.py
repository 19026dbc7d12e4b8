"""Tables that hold nothing, or a sign that no text has: told, and no other question is lost."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.registry import recognise


@pytest.mark.parametrize("heading", ["question,answer,wrong 1", "question\tanswer\n", "id,kind,stem,key\n"])
def test_headings_alone_are_told_and_named(heading: str) -> None:
    known = recognise(heading.encode())
    assert known.name == "csv"
    parcel = known.read(heading.encode())
    [problem] = parcel.problems
    assert (parcel.found, problem.line) == (0, 1)
    assert problem.reason.startswith("There are headings alone, “")
    assert heading.split("\t" if "\t" in heading else ",")[0] in problem.reason


def test_a_stray_nul_costs_no_question() -> None:
    parcel = CSV.read(b"question,answer,wrong 1\nWho?,A,B\nWh\0at?,C,D\nWhen?,E,F\n")
    assert [question.stem for question in parcel.questions] == ["Who?", "What?", "When?"]
    assert [problem.reason for problem in parcel.problems] == [
        "The file holds a NUL character in line 3, which no text has; left out. Check the words there."
    ]
