"""Workbooks of questions: read in whatever layout their sheets have, written in ours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.neutral_cells import restored
from quizapp.core.formats.parcel import (
    DEFAULT_OPTIONS,
    BankFields,
    Format,
    Outgoing,
    Parcel,
    ReadOptions,
    Sample,
    TableChoices,
    Written,
)
from quizapp.core.formats.table_layout import (
    HEADING_ROWS,
    SAMPLE_ROWS,
    column_of,
    find_heading,
    find_layout,
    heads_list,
    is_ours,
)
from quizapp.core.formats.table_shapes import apart
from quizapp.core.formats.table_write import table_of
from quizapp.core.formats.tables import Line, heard_rows, read_rows
from quizapp.core.formats.xlsx_rows import MAIN_MEMBER, OLD_WORKBOOK, opened_workbook, workbook_bytes
from quizapp.core.formats.xlsx_sheet import Span
from quizapp.core.formats.xlsx_template import is_notes

_WIDTHS = (16, 12, 60, 30)
_SURE, _OLD = 0.5, 0.2


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read all sheets of a workbook; where there are several, each is named.

    Raises:
        FormatError: for bytes that are no sound workbook.
    """
    gatherer = Gatherer("xlsx")
    with opened_workbook(data, options, gatherer) as sheets:
        read_all = [(sheet, list(heard_rows(sheet.rows, options))) for sheet in sheets]
    found = [(sheet, rows) for sheet, rows in read_all if rows and not is_notes(rows[0][1])]
    first: list[str] = []
    for number, (sheet, rows) in enumerate(found):
        gatherer.part = sheet.name if len(found) > 1 else ""
        below = _with_topics(_below_heading(rows), sheet.merged)
        are_ours = is_ours([cells for _, cells in below[:1]])
        lines: list[Line] = [(line, restored(cells, is_ours=are_ours)) for line, cells in below]
        lines = list(apart(iter(lines), heads_list))
        first = first if number else lines[0][1]
        choices = _choices_for(first, lines, options.table) if number else options.table
        _read_sheet(lines, gatherer, choices)
    gatherer.part = ""
    if not found:
        gatherer.problem("There is not one row in it; choose a workbook that has questions.")
    return gatherer.parcel(BankFields())


def _with_topics(rows: list[Line], merged: Sequence[Span]) -> list[Line]:
    """Write what stands in merged cells of a column of topics into each of their rows."""
    topics = {place for place, cell in enumerate(rows[0][1]) if column_of(cell)[0] == "tags"}
    cells_of = dict(rows)
    lines = [line for line, _ in rows]
    filled = dict.fromkeys(topics, 0)
    for span in sorted(merged, key=attrgetter("first")):
        top = cells_of.get(span.first, [])
        if span.column not in topics or span.column >= len(top) or span.first == rows[0][0]:
            continue
        # No sound sheet has a cell in two spans.
        first = bisect_right(lines, max(span.first, filled[span.column]))
        filled[span.column] = max(span.last, filled[span.column])
        for _, cells in rows[first : bisect_right(lines, span.last)]:
            cells += [""] * (span.column + 1 - len(cells))
            cells[span.column] = cells[span.column] or top[span.column]
    return rows


def _choices_for(first: list[str], lines: list[Line], choices: TableChoices) -> TableChoices:
    """Say of a further sheet what a person has said of the first one, where it has the same headings, or none."""
    rows = [cells for _, cells in lines[:SAMPLE_ROWS]]
    if rows[0] == first:
        return choices
    if len(rows[0]) == len(first) and not find_layout(rows, TableChoices()).heading:
        return replace(choices, has_header=False)
    return TableChoices(pairs=choices.pairs)


def _read_sheet(lines: list[Line], gatherer: Gatherer, choices: TableChoices) -> None:
    """Read a sheet; of one that is no table of questions one word is said, not one for each of its rows."""
    before, found = len(gatherer.problems), len(gatherer.entries) + len(gatherer.skipped)
    said = gatherer.is_partial, gatherer.unsaid
    layout = read_rows(lines, gatherer, choices)
    if len(gatherer.entries) + len(gatherer.skipped) > found:
        return
    if found:
        gatherer.is_partial, gatherer.unsaid = said
    if layout.is_guessed and len(gatherer.problems) > before + 1:
        del gatherer.problems[before:]
        gatherer.problem("Nothing in this sheet could be read as a question, so it was left out.", line=lines[0][0])


def sniff(sample: Sample) -> float:
    """Judge by the members of the archive; tables of known programs are likelier."""
    if sample.head.startswith(OLD_WORKBOOK):
        # Refused when it is read, with words on what to do.
        return _OLD
    return _SURE if MAIN_MEMBER in sample.members else 0.0


def write(outgoing: Outgoing) -> Written:
    """Write a bank in our layout."""
    losses = Losses("A table")
    table = table_of(outgoing, losses)
    content = workbook_bytes("Questions", [table.heading, *table.rows], _WIDTHS)
    return Written(content, len(table.rows), losses.all())


def _below_heading(rows: list[Line]) -> list[Line]:
    """Leave out what stands above the headings; without known headings, rows of one cell."""
    heading = find_heading([cells for _, cells in rows[:HEADING_ROWS]])
    if heading is not None:
        return rows[heading:]
    first = next((place for place, (_, cells) in enumerate(rows[:20]) if sum(map(bool, cells)) > 1), 0)
    return rows[first:]


XLSX = Format("xlsx", "Excel workbook", (".xlsx",), sniff, read, write)
