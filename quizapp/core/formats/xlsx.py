"""Workbooks of questions: read in whatever layout their sheets have, written in ours."""

from __future__ import annotations

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
    Written,
)
from quizapp.core.formats.table_layout import HEADING_ROWS, find_heading, is_ours
from quizapp.core.formats.table_write import table_of
from quizapp.core.formats.tables import Line, heard_rows, read_rows
from quizapp.core.formats.xlsx_rows import MAIN_MEMBER, OLD_WORKBOOK, opened_workbook, workbook_bytes

_WIDTHS = (16, 12, 60, 30)
_SURE, _OLD = 0.5, 0.2


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read all sheets of a workbook; a sheet without questions beside others is left aside.

    Raises:
        FormatError: for bytes that are no sound workbook.
    """
    gatherer = Gatherer("xlsx")
    with opened_workbook(data, options, gatherer) as sheets:
        asides: list[Gatherer] = []
        for sheet in sheets:
            found_rows = list(heard_rows(sheet.rows, options))
            if not found_rows:
                continue
            below = _below_heading(found_rows)
            are_ours = is_ours([cells for _, cells in below[:1]])
            rows: list[Line] = [(line, restored(cells, is_ours=are_ours)) for line, cells in below]
            before, parts = len(gatherer.problems), len(gatherer.parts)
            found = len(gatherer.entries) + len(gatherer.skipped)
            read_rows(rows, gatherer, options.table)
            if len(gatherer.entries) + len(gatherer.skipped) == found:
                aside = Gatherer("xlsx", problems=gatherer.problems[before:], parts=gatherer.parts[parts:])
                asides.append(aside)
                del gatherer.problems[before:]
        if not gatherer.entries and not gatherer.skipped:
            told = [aside for aside in asides if aside.parts] or asides
            gatherer.problems += [problem for aside in told for problem in aside.problems]
    if not gatherer.entries and not gatherer.skipped and not gatherer.problems:
        gatherer.problem("There is not one row in it; choose a workbook that has questions.")
    return gatherer.parcel(BankFields())


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
