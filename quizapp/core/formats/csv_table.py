"""CSV, TSV and pasted tables: read in whatever layout they have, written in ours."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from quizapp.core.encoding import decode
from quizapp.core.formats.bold_terms import without_bold_terms
from quizapp.core.formats.csv_rows import SEPARATORS, are_named_lines, find_separator, sample_rows, table_rows
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Outgoing, Parcel, ReadOptions, Sample, Written
from quizapp.core.formats.pasted_text import are_lettered_options, tidied, whole_lines
from quizapp.core.formats.table_layout import Layout, are_headings, find_layout, is_ours
from quizapp.core.formats.table_write import table_of
from quizapp.core.formats.tables import TableWay, heard_rows, read_rows

_OTHERS = re.compile(
    r"\s*(?:[{<\[]|bank:|questions:|#(?:separator|html|columns|notetype|deck|tags|guid)\b|::|\$CATEGORY|%PDF|//|---\n)"
)
_SURE, _OWN, _LIKELY, _POSSIBLE = 0.9, 0.97, 0.4, 0.3
_SHARE_AT_LEAST = 0.75


@dataclass(frozen=True, slots=True)
class TableView:
    """How a table is read, for a page on which that can be changed: separator, layout, and the first rows."""

    separator: str
    layout: Layout
    rows: tuple[tuple[str, ...], ...]


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a table; a flaw of one row never costs another.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("csv")
    if notice:
        gatherer.problem(notice)
    tidy = tidied(text)
    text = without_bold_terms(tidy.text)
    separator = options.table.separator or tidy.separator or find_separator(text).separator
    sample = sample_rows(text, separator)
    has_heading = bool(find_layout(sample, options.table).heading)
    rows = table_rows(text, separator, gatherer, options.rows, has_heading, is_ours=is_ours(sample))
    way = TableWay(has_semicolons=separator in (";", ";;"))
    read_rows(heard_rows(rows, options), gatherer, options.table, way)
    return gatherer.parcel()


def view(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> TableView:
    """Show how a table is read with these choices.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, _ = decode(data, options.text_bytes)
    tidy = tidied(text)
    text = without_bold_terms(tidy.text)
    separator = options.table.separator or tidy.separator or find_separator(text).separator
    rows = sample_rows(text, separator)
    if is_ours(rows):
        rows = sample_rows(text, separator, is_ours=True)
    return TableView(separator, find_layout(rows, options.table), tuple(map(tuple, rows)))


def sniff(sample: Sample) -> float:
    """Judge by headings that are known, else by rows that all have the same number of cells."""
    if _OTHERS.match(sample.text):
        return 0.0
    tidy = tidied(sample.text)
    text = whole_lines(without_bold_terms(tidy.text))
    guess = find_separator(text, [tidy.separator] if tidy.separator else SEPARATORS)
    if len(sample_rows(text, guess.separator)) < 2:
        # A row that is longer than the sample is a row all the same.
        text = without_bold_terms(tidy.text)
        if len(rows := sample_rows(text, guess.separator)) < 2:
            return _SURE if rows and are_headings(rows[0]) else 0.0
    if guess.has_heading:
        layout = find_layout(sample_rows(text, guess.separator), ReadOptions().table)
        return _OWN if layout.is_own else _SURE
    if guess.width < 2 or guess.share < _SHARE_AT_LEAST or "\n" not in text.strip():
        return 0.0
    rows = sample_rows(text, guess.separator)
    if are_named_lines(rows) or are_lettered_options(rows):
        return 0.0
    return _LIKELY if guess.width > 2 else _POSSIBLE


def write(outgoing: Outgoing) -> Written:
    """Write a bank in our layout, in UTF-8 with a byte order mark, without which Excel breaks accented letters."""
    losses = Losses("A table")
    table = table_of(outgoing, losses)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table.heading)
    writer.writerows(table.rows)
    return Written(stream.getvalue().encode("utf-8-sig"), len(table.rows), losses.all())


CSV = Format("csv", "CSV, TSV or pasted table", (".csv", ".tsv", ".txt"), sniff, read, write)
