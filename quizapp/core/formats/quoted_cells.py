"""Cells of a spreadsheet that hold several lines: copied, they stand in quotes among cells that are parted by tabs."""

from __future__ import annotations

import re

WITHIN = "\x1c"
"""For the end of a line within a cell."""

_CELL = re.compile(r'(?:\A|(?<=[\n\t]))"(?=[^"]*\n)((?:[^"\t]|"")*+)"(?=\t|\n|\Z)')
_LINES_AT_MOST = 60


def joined_cells(text: str) -> str:
    """Give a text in which no such cell has an end of a line."""
    if "\t" not in text or '"' not in text:
        return text
    return _CELL.sub(lambda match: _joined(match[0]), text.replace(WITHIN, " "))


def _joined(cell: str) -> str:
    return cell if cell.count("\n") > _LINES_AT_MOST else cell.replace("\n", WITHIN)
