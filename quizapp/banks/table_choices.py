"""How a file is read as a table: as its teacher says, as they had one with the same headings read, or as found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

from quizapp.core.formats import csv_table
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.parcel import Format, ReadOptions, TableChoices
from quizapp.core.formats.table_layout import HEADING_ROWS, find_heading, find_layout
from quizapp.core.formats.xlsx_rows import opened_workbook

Json = dict[str, Any]

#: Formats whose columns a person may say.
TABLES = frozenset(("csv", "quizlet", "xlsx"))
_ROWS_SHOWN = 5
_SAMPLE_ROWS = 60


def table_of(known: Format, data: bytes, given: Json, arguments: Mapping[str, Any]) -> tuple[Json, str, TableChoices]:
    """Say how a table is read: as its teacher says now, had said of one with the same headings, or as it was found."""
    chosen = TableChoices(**_choices(given["table"]))
    if known.name not in TABLES:
        return {}, "", chosen
    separator, rows = _first_rows(known, data, ReadOptions(text_bytes=arguments["limit_bytes"], table=chosen))
    heading = [cell.strip() for cell in rows[0]] if rows else []
    headings = hashlib.sha256(json.dumps(heading).encode()).hexdigest() if len(heading) > 1 else ""
    remembered = arguments["mappings"].get(headings)
    if remembered and not given["table"]:
        chosen = TableChoices(**_choices(remembered))
        separator = chosen.separator or separator
    layout = find_layout(rows, chosen)
    table = {
        "separator": separator,
        "columns": list(layout.columns),
        "has_header": bool(layout.heading),
        "pairs": chosen.pairs,
        "is_pairs": layout.is_pairs,
        "is_own": layout.is_own,
        "rows": [[cell[:80] for cell in row] for row in rows[:_ROWS_SHOWN]],
    }
    return table, headings, chosen


def _first_rows(known: Format, data: bytes, options: ReadOptions) -> tuple[str, list[list[str]]]:
    if known.name != "xlsx":
        view = csv_table.view(data, options)
        return view.separator, [list(row) for row in view.rows]
    with opened_workbook(data, options, Gatherer("xlsx")) as sheets:
        for sheet in sheets:
            rows = [list(cells) for _, cells in islice(sheet.rows, _SAMPLE_ROWS)]
            if rows:
                return "", rows[find_heading(rows[:HEADING_ROWS]) or 0 :]
    return "", []


def _choices(raw: Json) -> Json:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
