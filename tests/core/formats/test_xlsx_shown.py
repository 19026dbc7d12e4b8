"""Workbooks are read as people see them: as much of a date as a sheet shows, and no sheet that is hidden."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from quizapp.core.formats.registry import recognise

LANDING = datetime(1969, 7, 20, 8, 30)


def read_workbook(rows, hidden=()):
    book = openpyxl.Workbook()
    for number, (value, number_format) in enumerate(rows, 2):
        book.active.cell(number, 1, f"What is it, {number}?")
        book.active.cell(number, 2, value).number_format = number_format
    for place, heading in enumerate(("Question", "Answer"), 1):
        book.active.cell(1, place, heading)
    for name, cells, state in hidden:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in cells:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return recognise(stream.getvalue()).read(stream.getvalue())


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("yyyy", "1969"),
        ("yyyy;@", "1969"),
        ("mmmm yyyy", "1969-07"),
        ("[$-407]mmm yy", "1969-07"),
        ("mm/yyyy", "1969-07"),
        ("d. mmmm", "20 July"),
        ("mmmm", "July"),
        ("dd.mm.yyyy", "1969-07-20"),
        ("dddd, d mmmm yyyy", "1969-07-20"),
        ("h:mm AM/PM", "08:30"),
        ("yyyy-mm-dd h:mm", "1969-07-20 08:30:00"),
    ],
)
def test_as_much_of_a_date_is_read_as_its_sheet_shows(number_format, shown):
    value = LANDING if "h" in number_format else LANDING.replace(hour=0, minute=0)
    parcel = read_workbook([(value, number_format)])
    assert [entry.question.key for entry in parcel.entries] == [shown]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_left_out_and_named(state):
    old = [("Question", "Answer"), ("What was it?", "an old question")]
    parcel = read_workbook([("x", "General")], [("Last year", old, state), ("Empty", (), state)])
    assert [entry.question.stem for entry in parcel.entries] == ["What is it, 2?"]
    assert [problem.reason.partition(";")[0] for problem in parcel.problems] == [
        "The sheet “Last year” is hidden, and was left out"
    ]
