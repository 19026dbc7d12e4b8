"""Quizizz’s (now Wayground’s) spreadsheet of questions; its columns move between years, so they go by their names.

Source: the template that the program offers under “Import from spreadsheet”.
"""

from __future__ import annotations

import re

from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.neutral_cells import restored
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.table_keys import KeyStyle
from quizapp.core.formats.table_layout import HEADING_ROWS, find_heading, find_layout
from quizapp.core.formats.tables import Line, TableWay, read_rows
from quizapp.core.formats.xlsx_rows import MAIN_MEMBER, opened_workbook

_HEADINGS = ("question text", "question type", "option 1", "correct answer")
#: The row below the headings says what to write into each column.
_INSTRUCTION = re.compile(r"text of the question|\(required|required\)|default is multiple choice", re.IGNORECASE)
_SURE = 0.95


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read the sheets that have the columns of a quiz.

    Raises:
        FormatError: for bytes that are no sound workbook.
    """
    gatherer = Gatherer("quizizz")
    is_found = False
    with opened_workbook(data, options, gatherer) as sheets:
        for sheet in sheets:
            rows: list[Line] = [(line, restored(cells, is_ours=False)) for line, cells in sheet.rows]
            heading = find_heading([cells for _, cells in rows[:HEADING_ROWS]])
            if heading is None:
                continue
            is_found = True
            layout = find_layout([rows[heading][1]], options.table)
            body = rows[heading + 1 :]
            if body and any(_INSTRUCTION.search(cell) for cell in body[0][1][:2]):
                body = body[1:]
            if body:
                read_rows(body, gatherer, options.table, TableWay(layout, KeyStyle("number")))
    if not is_found:
        gatherer.problem(
            "No sheet has the columns “Question Text”, “Option 1” and “Correct Answer”; add their headings."
        )
    elif not gatherer.entries and not gatherer.skipped and not gatherer.problems:
        gatherer.problem("There is not one question below the headings; choose a workbook that has questions.")
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by the headings of a workbook."""
    cells = sample.cells.casefold()
    return _SURE if MAIN_MEMBER in sample.members and all(heading in cells for heading in _HEADINGS) else 0.0


QUIZIZZ = Format("quizizz", "Quizizz or Wayground spreadsheet", (".xlsx",), sniff, read)
