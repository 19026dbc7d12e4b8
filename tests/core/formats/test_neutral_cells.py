"""The mark before what a spreadsheet takes for a formula: taken off, but never where it opens a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.formats.csv_table import read, view
from quizapp.core.formats.kahoot import _is_ours
from quizapp.core.formats.neutral_cells import neutral, restored
from quizapp.core.formats.registry import DEFAULT_OPTIONS, format_named, recognise
from quizapp.core.formats.xlsx_rows import workbook_bytes
from tests.core.formats.ten_kinds import outgoing

QUOTED = ("'-ing' form of run?", "'@' is called?", "'=' means?", "'+' and '-' are signs", "''-ing''")


@pytest.mark.parametrize("stem", QUOTED)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_foreign_quotation_keeps_the_sign_that_opens_it(stem, suffix):
    rows = [["question", "answer"], [stem, "running"], ["'-isn't it?", "'=1+1"]]
    content = workbook_bytes("Sheet1", rows, (20,))
    if suffix == ".csv":
        content = "".join(f'"{a}","{b}"\n' for a, b in rows).encode()
    parcel = recognise(content).read(content, DEFAULT_OPTIONS)
    first, second = (question.dump() for question in parcel.questions)
    assert first["stem"].replace("\\", "") == stem
    assert (second["stem"].replace("\\", ""), second["key"]) == ("-isn't it?", "=1+1")


@pytest.mark.parametrize("text", [*QUOTED, "-ing' form of 'run'", "=' means", "''-x' y"])
@pytest.mark.parametrize("name", ["csv", "xlsx", "kahoot"])
def test_what_we_wrote_comes_back(text, name):
    raw = {"id": "f", "kind": "choice", "stem": text, "key": f"{text} b", "distractors": [f"{text} c"]}
    known = format_named(name)
    content = known.write(outgoing([raw])).content
    [back] = (question.dump() for question in known.read(content, DEFAULT_OPTIONS).questions)
    assert [back["stem"], back["key"], *back["distractors"]] == [text, f"{text} b", f"{text} c"]


def test_the_page_shows_our_table_as_it_is_read():
    content = format_named("csv").write(outgoing([{"id": "f", "kind": "text", "stem": "-x' y?", "key": "z"}])).content
    assert view(content).rows[1][2] == "-x' y?"


def test_a_template_with_instructions_is_not_ours():
    heading = (8, ["", "Question - max 120 characters", "Answer 1 - max 75 characters", "Answer 2 - max 75 characters"])
    assert _is_ours([(2, ["", "Title"]), heading])
    assert not _is_ours([(2, ["", "Quiz template"]), (3, ["", "Add questions here"]), heading])
    assert not _is_ours([(2, ["", "Title"])])


@given(st.lists(st.text("'=-+@a ", max_size=8)))
def test_ours_is_the_way_back_of_all(cells):
    assert restored([neutral(cell) for cell in cells], is_ours=True) == cells


def test_a_heading_of_ours_tells_it():
    stem = "'-ing' form"
    ours = f"id,kind,stem,key\nx,text,{stem},running\n"
    assert [question.stem for question in read(ours.encode()).questions] == ["-ing' form"]
