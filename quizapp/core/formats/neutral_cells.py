"""Cells that no spreadsheet takes for a formula, and the way back. Needs no reader of any format."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NEUTRAL = re.compile(r"'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NEUTRALISED = re.compile(_NEUTRAL.pattern)
"""Finds in a whole file whether any cell may have been made harmless."""
#: Ends a quotation: no letter follows, as one does in "isn't".
_CLOSING = re.compile(r"'(?!\w)")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")


def neutral(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def without_neutral(cell: str) -> str:
    """Take back what `neutral` did."""
    return cell[1:] if cell[:1] == "'" and _NEUTRAL.match(cell) else cell


def restored(cells: Sequence[str], *, is_ours: bool) -> list[str]:
    """Take the marks off the cells of a row.

    All of them are ours in a file that we wrote. In others a mark may open a quotation, as in `'-ing' form`: what has
    the sign that closes it stays as it is.
    """
    if is_ours:
        return [without_neutral(cell) for cell in cells]
    return [cell if cell[:1] == "'" and _CLOSING.search(cell.lstrip("'")) else without_neutral(cell) for cell in cells]
