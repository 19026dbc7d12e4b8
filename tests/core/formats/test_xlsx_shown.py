"""Workbooks are read as people see them: as much of a date as a sheet shows, and no sheet that is hidden."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from quizapp.core.formats.registry import recognise
from quizapp.core.formats.xlsx import XLSX

LANDING = datetime(1969, 7, 20, 8, 30)


def read_workbook(rows, hidden=()):
    content = workbook(rows, hidden)
    return recognise(content).read(content)


def workbook(rows, hidden=()):
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
    return stream.getvalue()


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


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (891234567, "(000) 000-0000", "(089) 123-4567"),
        (4321987, "00000-0000", "00432-1987"),
        (612345678, '0#" "##" "##" "##" "##', "06 12 34 56 78"),
        (7, '0 "kg"', "7 kg"),
        (-7, '0 "kg"', "-7 kg"),
        (7, '"B-"000', "B-007"),
        (36.55, '0.0"°C"', "36.6°C"),
        (2.5, '0.0##" m"', "2.5 m"),
        (2, '0.##"m"', "2m"),
        (5551234, "[<=9999999]###-####;(###) ###-####", "555-1234"),
        (0, '"won";"lost";"drawn"', "drawn"),
        (-4, '0 "up";[Red]0 "down"', "-4 down"),
        (1234567, '0.0,,"M"', "1.2M"),
        (12, '"CHF" 0.00', "CHF 12.00"),
        (0.125, '0.0%" vol"', "12.5% vol"),
        (1234.5, "#\\ ##0", 1234.5),
        (12.5, "0", 12.5),
        (-3, "0;(0)", -3),
        (1500, "0.00E+00", 1500),
    ],
)
def test_numbers_are_read_with_the_words_of_their_format(value, number_format, shown):
    parcel = read_workbook([(value, number_format)])
    assert [entry.question.dump()["key"] for entry in parcel.entries] == [shown]
    assert not parcel.problems


@pytest.mark.parametrize("number_format", ["# ?/?", '0.0E+0" m"', "[DBNum1]0"])
def test_a_format_that_is_not_understood_is_told_with_its_cell(number_format):
    parcel = read_workbook([(0.5, number_format)])
    assert [entry.question.dump()["key"] for entry in parcel.entries] == [0.5]
    assert [(each.line, each.reason.partition(" has")[0]) for each in parcel.problems] == [(2, "The cell B2")]


def sheet_of(rows, change):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return recognise(stream.getvalue()).read(stream.getvalue())


LAKES = [
    ("Topic", "Question", "Answer"),
    ("Alps", "Which lake is largest?", "Lake Geneva"),
    (None, "Which is deepest?", "Lake Como"),
    ("Baltic", "Which is shallow?", "Müritz"),
]


def test_hidden_rows_and_columns_come_along_and_are_told():
    def hide(sheet):
        sheet.auto_filter.ref = "A1:C4"
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["A"].hidden = True
        sheet.column_dimensions["F"].hidden = True

    parcel = sheet_of(LAKES, hide)
    assert len(parcel.entries) == 3
    [problem] = parcel.problems
    assert (problem.line, problem.reason.partition(",")[0]) == (3, "1 row (3) and 1 column (A) came along")


def test_what_is_hidden_without_words_is_not_told():
    def hide(sheet):
        sheet.row_dimensions[8].hidden = True
        sheet.column_dimensions["E"].hidden = True

    assert sheet_of(LAKES, hide).problems == ()


def test_merged_topics_are_those_of_all_their_rows():
    parcel = sheet_of(LAKES, lambda sheet: sheet.merge_cells("A2:A3"))
    assert [entry.question.tags for entry in parcel.entries] == [("Alps",), ("Alps",), ("Baltic",)]
    plain = sheet_of(LAKES, lambda sheet: None)
    assert [entry.question.tags for entry in plain.entries] == [("Alps",), (), ("Baltic",)]


@pytest.mark.parametrize(("value", "number_format"), [(2, '0 "points"'), (2, "0")])
def test_points_may_have_their_word(value, number_format):
    def score(sheet):
        sheet["C2"].value, sheet["C2"].number_format = value, number_format

    parcel = sheet_of([("Question", "Answer", "Points"), ("Which lake?", "Como")], score)
    assert (parcel.entries[0].question.worth, parcel.problems) == (2, ())


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (123456789012345, '0.000000000000000 "kg"', "123456789012345.000000000000000 kg"),
        (98765432109876, '0.00000000000000000000 "m"%', "9876543210987600.000000000000000 m%"),
        (-432109876543210, '0.00000000000000 "t"', "-432109876543210.00000000000000 t"),
    ],
)
def test_long_numbers_have_all_their_places(value, number_format, shown):
    parcel = read_workbook([(value, number_format), ("Como", "General")])
    assert [str(entry.question.key) for entry in parcel.entries] == [shown, "Como"]


@pytest.mark.parametrize("number_format", ["00", '0 "kg"'])
def test_a_number_beyond_all_bounds_is_a_problem_of_its_row_alone(number_format):
    stream = io.BytesIO()
    content = io.BytesIO(workbook([(424242, number_format), ("Como", "General")]))
    with zipfile.ZipFile(content) as sound, zipfile.ZipFile(stream, "w") as endless:
        for name in sound.namelist():
            endless.writestr(name, sound.read(name).replace(b"424242", b"1e999"))
    parcel = XLSX.read(stream.getvalue())
    assert parcel.questions[-1].key == "Como"
    assert [problem.reason.partition(" has")[0] for problem in parcel.problems] == ["The cell B2"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_left_out_and_named(state):
    old = [("Question", "Answer"), ("What was it?", "an old question")]
    parcel = read_workbook([("x", "General")], [("Last year", old, state), ("Empty", (), state)])
    assert [entry.question.stem for entry in parcel.entries] == ["What is it, 2?"]
    assert [problem.reason.partition(";")[0] for problem in parcel.problems] == [
        "The sheet “Last year” is hidden, and was left out"
    ]
