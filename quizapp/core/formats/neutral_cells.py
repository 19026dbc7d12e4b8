"""Cells that no spreadsheet takes for a formula, and the way back. Needs no reader of any format."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NEUTRAL = re.compile(r"'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NEUTRALISED = re.compile(_NEUTRAL.pattern)
"""Finds in a whole file whether any cell may have been made harmless."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")


def neutral(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def without_neutral(cell: str) -> str:
    """Take back what `neutral` did."""
    return cell[1:] if cell[:1] == "'" and _NEUTRAL.match(cell) else cell
