"""Workbooks: our own layout both ways, sheets as teachers have them, and limits that hostile ones meet."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import DEFAULT_OPTIONS, recognise
from quizapp.core.formats.xlsx import XLSX, read, write
from quizapp.core.formats.xlsx_template import template
from quizapp.core.kinds import KINDS, parse_question
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/xlsx/traps.xlsx").read_bytes()
TRAPS = read(SAMPLE)


def with_members(changes):
    """Give the sample with members changed; None leaves one out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            content = changes[name] if name in changes else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def sheet_of(rows):
    """Give a sheet’s XML with these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'


def test_a_sheet_below_a_title_is_read_with_its_rows() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is XLSX
    assert [entry.line for entry in TRAPS.entries] == [4, 5, 6, 7]
    assert [problem.line for problem in TRAPS.problems] == [8]
    first, moons, formula, when = (question.dump() for question in TRAPS.questions)
    assert first["key"] == "Mars"
    assert first["explanation"] == "Rost."
    assert first["origin"]["number"] == "1"
    assert moons["key"] == 1
    assert formula["stem"] == "=SUM(A1)"
    assert formula["key"] == "+2"
    assert when["key"] == "1969-07-21"


def test_what_is_written_comes_back_but_for_the_losses() -> None:
    out = outgoing((*PLAIN, *FULL))
    written = write(out)
    parcel = read(written.content)
    assert_sound(parcel)
    assert not parcel.problems
    assert written.written == parcel.found == len(out.questions)
    expected, found = dumped(out.questions), dumped(parcel.questions)
    for name in ("tallest", "deep", "span", "match", "why", "date", "order", "open", "unit"):
        assert found[name] == expected[name]
    assert {loss.what for loss in written.losses} >= {"order of options", "explanations of options", "scoring"}


def test_no_formula_leaves() -> None:
    raw = {"id": "f", "kind": "choice", "stem": "=1+1", "key": "@x", "distractors": ["+y", "\tz"], "tags": ["-t"]}
    content = write(outgoing([raw])).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n")
            assert str(cell.value or "")[:1] not in "=+-@\t" or not cell.value
    [question] = read(content).questions
    assert question.dump()["stem"] == "=1+1"
    assert dumped([question]) == dumped(outgoing([raw | {"distractors": ["+y", "z"]}]).questions)


def test_empty_rows_and_stated_sizes_cost_nothing() -> None:
    rows = "".join(f'<row r="{n}"/>' for n in range(1, 200_000))
    data = with_members({"xl/worksheets/sheet1.xml": sheet_of(rows)})
    assert_quick(read, data, 1.5)
    far = sheet_of('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>')
    assert_quick(read, with_members({"xl/worksheets/sheet1.xml": far}), 1)


def test_a_question_behind_many_empty_rows_is_read_or_its_loss_is_told() -> None:
    def with_gap(rows: int):
        last = "".join(
            f'<c r="{c}{rows}" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in (("A", "Who?"), ("B", "Ann"))
        )
        head = "".join(
            f'<c r="{c}1" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in (("A", "question"), ("B", "answer"))
        )
        sheet = sheet_of(f'<row r="1">{head}</row><row r="{rows}">{last}</row>')
        return read(with_members({"xl/worksheets/sheet1.xml": sheet}))

    near, far = with_gap(5_000), with_gap(20_000)
    assert [entry.line for entry in near.entries] == [5_000]
    assert not far.entries
    assert [problem.line for problem in far.problems if "was not read" in problem.reason] == [10_002]


def test_rows_end_at_the_limit() -> None:
    parcel = read(SAMPLE, replace(DEFAULT_OPTIONS, rows=4))
    assert len(parcel.entries) == 2
    assert any("Only the first 4 rows" in problem.reason for problem in parcel.problems)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"xl/workbook.xml": None}, "no workbook"),
        ({"xl/sharedStrings.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><sst/>"}, "entities"),
        ({"xl/worksheets/sheet1.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>".encode("utf-16")}, "entities"),
        ({"xl/sharedStrings.xml": b"<sst>" + b" " * 20_000_000 + b"</sst>"}, "far more than its size"),
        ({"xl/workbook.xml": b"<x"}, "damaged"),
        ({"../evil.xml": b""}, "unsafe name"),
    ],
)
def test_unsound_workbooks_are_refused(changes, words) -> None:
    with pytest.raises(FormatError, match=words):
        read(with_members(changes))


def test_old_workbooks_are_refused_with_advice() -> None:
    data = b"\xd0\xcf\x11\xe0" + b"\0" * 600
    assert recognise(data) is XLSX
    with pytest.raises(FormatError, match=r"old \.xls or has a password"):
        read(data)


@settings(max_examples=40, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=40, deadline=None)
@given(mutilated(zipfile.ZipFile(io.BytesIO(SAMPLE)).read("xl/worksheets/sheet1.xml")))
def test_mutilated_sheets_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, with_members({"xl/worksheets/sheet1.xml": data}))


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.71, "0%", "71 %"),
        (0.705, "0%", "71 %"),
        (0.705, "0.00%", "70.5 %"),
        (1 / 3, "0.0%", "33.3 %"),
        (2, "0%", "200 %"),
        (1e30, "0%", "1e+30"),
        (1 / 3, "0.0000000000000000000000000000%", "33.33333333 %"),
        (-0.05, "0%;[Red]-0%", "-5 %"),
        (1234, "00000", "01234"),
        (7, "00", "07"),
        (7.5, "00", "7.5"),
        (5, '"$"#,##0.00', "$5"),
        (-5.5, '"$"#,##0.00', "-$5.50"),
        (1234.5, '#,##0.00 "€"', "1234.50 €"),
        (3, "[$€-407] #,##0", "€3"),
        (3, "[$-409]0.00", "3"),
        (12.5, '0.0 "%"', "12.5"),
        (12.5, "0.0\\%", "12.5"),
        (12.5, "[$€-407]#,##0.00", "€12.50"),
        (timedelta(hours=26, minutes=30), "[h]:mm:ss", "26:30:00"),
        (timedelta(hours=26, minutes=5), "[hh]:mm", "26:05"),
        (timedelta(minutes=90, seconds=5), "[mm]:ss", "90:05"),
        (timedelta(minutes=90, seconds=5), "[s]", "5405"),
    ],
)
def test_percent_and_durations_are_read_as_the_sheet_shows_them(value, number_format, text) -> None:
    book = openpyxl.Workbook()
    book.active.append(("question", "answer"))
    book.active.append(("How much is it?", value))
    book.active["B2"].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    (question,) = XLSX.read(stream.getvalue()).questions
    assert str(question.dump()["key"]) == text


def test_our_empty_workbook_comes_back_with_its_examples_and_no_problem() -> None:
    content = template()
    parcel = XLSX.read(content)
    assert (parcel.problems, parcel.skipped) == ((), ())
    assert [question.kind for question in parcel.questions] == [kind.kind for kind in KINDS]
    assert {question.tags for question in parcel.questions} == {("example",)}
    assert all("example" in question.explanation for question in parcel.questions)
    for question, kind in zip(parcel.questions, KINDS, strict=True):
        assert question.stem == kind.example["stem"]
        assert question.answer() == parse_question({**kind.example, "id": "x"}).answer()
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Questions"]
    (kinds,) = sheet.data_validations.dataValidation
    assert (kinds.formula1, str(kinds.sqref)) == (f'"{",".join(kind.kind for kind in KINDS)}"', "B2:B2000")


def test_a_time_of_day_is_read_as_the_sheet_shows_it() -> None:
    book = openpyxl.Workbook()
    for row in (("question", "answer"), ("When does it open?", time(8, 30)), ("When does it end?", time(8, 30, 15))):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    keys = [question.dump()["key"] for question in XLSX.read(stream.getvalue()).questions]
    assert keys == ["08:30", "08:30:15"]
