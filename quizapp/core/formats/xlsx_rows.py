"""Sheets of xlsx workbooks as rows of text cells, and rows as a workbook; nothing in a file is computed or followed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from quizapp.core.archive import Archive, damaged, open_archive
from quizapp.core.errors import FormatError
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.parcel import ReadOptions
from quizapp.core.formats.tables import Line
from quizapp.core.formats.xlsx_sheet import Further, Hidden, Span, read_further
from quizapp.core.formats.xlsx_shown import shown
from quizapp.core.formats.xml import CONTROL

MAIN_MEMBER = "xl/workbook.xml"
"""The member by which a workbook is told from other archives."""

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How .xls files and workbooks with a password begin."""

NUMBERED_AT_MOST = 1_048_576
_NAME = "This workbook"
_COLUMNS_AT_MOST = 100
#: A sheet with formats down to its last row would cost 40 s; so many cost 0.4 s.
_EMPTY_ROWS = 10_000
_CHUNK_BYTES = 1 << 16
#: What is read whole, all texts of the sheets above all; sheets are read row by row.
_WHOLE_PER_TEXT = 4
_RATIO = 100
_SMALL_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The name of a sheet, the rows that are not empty with their numbers, and cells that are merged downwards."""

    name: str
    rows: Iterator[Line]
    merged: Sequence[Span] = ()


@contextmanager
def opened_workbook(data: bytes, options: ReadOptions, gatherer: Gatherer) -> Iterator[Iterator[Sheet]]:
    """Open a workbook and give its sheets in their order; rows end behind 10,000 empty ones, or at the limit.

    Raises:
        FormatError: for bytes that are no sound workbook.
    """
    if data.startswith(OLD_WORKBOOK):
        raise FormatError(_of_old_office(data))
    _check(open_archive(data, _NAME, options), options)
    # Start-up cost: 150 ms, needed for workbooks only.
    from openpyxl import load_workbook  # start-up cost

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except FormatError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parts raise on damaged members: KeyError, TypeError, ParseError and more.
        raise damaged(_NAME) from error
    try:
        yield _sheets(book, options, gatherer)
    finally:
        book.close()


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet to write: its name, its rows, the widths of its first columns in characters."""

    name: str
    rows: Sequence[Sequence[str | float]]
    widths: Sequence[int] = ()


def workbook_bytes(sheet_name: str, rows: Sequence[Sequence[str | float]], widths: Sequence[int] = ()) -> bytes:
    """Write a workbook of one sheet; texts are written as texts, so that none is a formula."""
    return workbook_of([Written(sheet_name, rows, widths)])


def workbook_of(sheets: Sequence[Written]) -> bytes:
    """Write a workbook; texts are written as texts, so that none is a formula."""
    # Start-up cost: 150 ms, needed for workbooks only.
    from openpyxl import Workbook  # start-up cost
    from openpyxl.cell import WriteOnlyCell  # start-up cost
    from openpyxl.utils import get_column_letter  # start-up cost

    book = Workbook(write_only=True)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        for number, width in enumerate(each.widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for row in each.rows:
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value="" if isinstance(value, str) else value)
                if isinstance(value, str):
                    # Setting the value would make a text with “=” a formula.
                    cell._value, cell.data_type = CONTROL.sub(" ", value), "s"
                cells.append(cell if value != "" else None)
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _of_old_office(data: bytes) -> str:
    """Say what a file of Office before 2007, or one with a password, is: its parts are named in UTF-16."""
    if "WordDocument".encode("utf-16-le") in data:
        return "This is an old Word document (.doc). Save it as .docx, and bring that under Documents."
    if "PowerPoint Document".encode("utf-16-le") in data:
        return "This is an old PowerPoint file (.ppt), no list of questions. Save its text, and bring that."
    return "This workbook is an old .xls or has a password; save it as .xlsx without a password."


def _check(archive: Archive, options: ReadOptions) -> None:
    """Refuse what is no workbook, declares entities, or holds far more than its size promises."""
    members = {info.filename: info for info in archive.file.infolist()}
    if MAIN_MEMBER not in members:
        raise FormatError("This is no workbook of the kind .xlsx; save it as .xlsx and choose it again.")
    whole_bytes = 0
    total_bytes = 0
    for name, info in members.items():
        total_bytes += info.file_size
        if name.startswith("xl/worksheets/") or not name.endswith((".xml", ".rels")):
            continue
        whole_bytes += info.file_size
        if info.file_size > max(_SMALL_BYTES, _RATIO * info.compress_size):
            raise _too_large()
    if total_bytes > options.inflated_bytes or whole_bytes > _WHOLE_PER_TEXT * options.text_bytes:
        raise _too_large()
    for name in members:
        if name.endswith((".xml", ".rels")):
            _refuse_entities(archive, name)


def _refuse_entities(archive: Archive, member: str) -> None:
    rest = b""
    try:
        with archive.file.open(member) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                window = rest + chunk
                # Without its NULs, UTF-16 can be searched too.
                folded = window.replace(b"\0", b"").upper()
                if b"<!ENTITY" in folded or b"<!DOCTYPE" in folded:
                    raise FormatError(
                        f"{_NAME} declares XML entities, which no sound document does; save it anew in its own program."
                    )
                rest = window[-32:]
    except Exception as error:
        if isinstance(error, FormatError):
            raise
        raise damaged(_NAME) from error


def _sheets(book: Any, options: ReadOptions, gatherer: Gatherer) -> Iterator[Sheet]:
    for name in book.sheetnames:
        sheet = book[name]
        if not hasattr(sheet, "reset_dimensions"):
            continue
        if sheet.sheet_state != "visible":
            if next(_rows(sheet, options, Gatherer(gatherer.format)), None):
                gatherer.problem(f"The sheet “{name}” is hidden, and was left out; show it in its program to bring it.")
            continue
        further = _further(sheet)
        yield Sheet(name, _telling(_rows(sheet, options, gatherer), name, further, gatherer), further.merged)


def _further(sheet: Any) -> Further:
    try:
        with sheet._get_source() as source:
            return read_further(source, _COLUMNS_AT_MOST)
    except Exception as error:
        raise damaged(_NAME) from error


def _telling(rows: Iterator[Line], name: str, further: Further, gatherer: Gatherer) -> Iterator[Line]:
    """Give all rows, and say how many of them are hidden."""
    found = Hidden()
    for line, cells in rows:
        found.see(further, line, cells)
        yield line, cells
    if said := found.told():
        gatherer.problem(said, name, min(found.rows, default=None))


def _rows(sheet: Any, options: ReadOptions, gatherer: Gatherer) -> Iterator[Line]:
    # The size that a sheet states may be a lie, or that of its formatting.
    sheet.reset_dimensions()
    empty = 0
    given = 0
    rows = iter(sheet.iter_rows(max_col=_COLUMNS_AT_MOST, max_row=NUMBERED_AT_MOST))
    number = 0
    while True:
        try:
            row = next(rows, None)
            unlike: list[str] = []
            cells = [shown(cell, unlike) for cell in row or ()]
        except Exception as error:
            raise damaged(_NAME) from error
        if row is None:
            return
        number += 1
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            empty += 1
            if empty > _EMPTY_ROWS:
                gatherer.problem("From here on all rows are empty; what may stand far below was not read.", line=number)
                return
            continue
        empty = 0
        if given >= options.rows:
            gatherer.problem(
                f"Only the first {options.rows:,} rows were read; split the file to read the rest.", line=number
            )
            return
        given += 1
        for said in unlike:
            gatherer.problem(said, sheet.title, number)
        yield number, cells


def _too_large() -> FormatError:
    return FormatError(
        f"{_NAME} holds far more than its size promises; it is not read. Save it anew in its own program, or split it."
    )
