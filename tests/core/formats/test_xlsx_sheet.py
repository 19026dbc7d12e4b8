"""Hidden columns and merged cells of workbooks: their ranges cost no more than the cells that there are."""

from __future__ import annotations

import io

import openpyxl

from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_sheet import Hidden, read_further
from tests.timing import assert_linear


def told_of(columns, rows):
    further = read_further(io.BytesIO(f"<worksheet><cols>{columns}</cols><sheetData>".encode()), 100)
    hidden = Hidden()
    for line, cells in enumerate(rows, 1):
        hidden.see(further, line, cells)
    return hidden.told()


def test_hidden_columns_are_those_of_all_ranges() -> None:
    columns = '<col min="2" max="3" hidden="1"/><col min="3" max="9000" hidden="true"/><col min="1" max="1"/>'
    assert told_of(columns, [["a", "b", "", "d"]]).startswith("2 columns (B, D) came along")


def test_a_range_that_begins_nowhere_hides_no_last_column() -> None:
    assert told_of('<col max="1" hidden="1"/>', [["", "b"]]) == ""
    assert told_of('<col min="0" max="1" hidden="1"/>', [["a", "b"]]).startswith("1 column (A)")


def test_time_is_in_proportion_to_ranges_and_rows() -> None:
    def hide(count):
        return told_of('<col min="1" max="100" hidden="1"/>' * count, [["a", "b"]] * count)

    assert_linear(lambda: hide(300), lambda: hide(1_200), 4)


def merged_topics(spans, rows):
    book = openpyxl.Workbook()
    book.active.append(("Topic", "Question", "Answer"))
    for number in range(rows):
        book.active.append(("Seas" if not number else None, f"Which sea is it, {number}?", "the Baltic"))
    for span in spans:
        book.active.merged_cells.add(span)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_span_that_ends_far_below_is_that_of_the_rows_there_are() -> None:
    parcel = XLSX.read(merged_topics(["A2:A1048576"], 3))
    assert [question.tags for question in parcel.questions] == [("Seas",)] * 3


def test_time_is_in_proportion_to_spans() -> None:
    small, large = (merged_topics([f"A2:A{1_048_576 - place}" for place in range(count)], 20) for count in (100, 400))
    assert_linear(lambda: XLSX.read(small), lambda: XLSX.read(large), 4)
