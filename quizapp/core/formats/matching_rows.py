"""Worksheets for matching, pasted with both lists side by side: “1. France | a. Rome”, of which no key is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BLANK = re.compile(r"[\s_–—.…-]*")
_LEAD = re.compile(r"[\s_]*(?:[-•*]\s+)?")
_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s*(\S.*)", re.DOTALL)
_LETTERED = re.compile(r"[(\[]?([A-Za-z])[.)\]]\s*(\S.*)", re.DOTALL)
_NUMBER, _LETTER = re.compile(r"\(?(\d{1,3})[.)]?"), re.compile(r"[(\[]?([A-Za-z])[.)\]]?")
_AT_LEAST = 2
#: Cells of a row whose numbers and letters have columns of their own.
_APART = 4

NO_KEY = (
    "Numbers stand on one side and letters on the other, each in its order, as in two lists to be matched: "
    "which belong together is not said, so nothing was read. "
    "Put what belongs together into one row, without the letters."
)
"""Why its rows are not read as pairs."""


def is_unsolved_matching(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most rows have a number on one side and a letter on the other, both in their order from the first on."""
    found = [pair for row in rows if (pair := _sides(row)) is not None]
    if len(found) < _AT_LEAST or len(found) * 2 <= len(rows):
        return False
    numbers = [number for number, _, _ in found]
    letters = [letter for _, letter, _ in found]
    first = letters[0]
    return (
        first in "aA"
        and len({is_left for _, _, is_left in found}) == 1
        and numbers == list(range(numbers[0], numbers[0] + len(found)))
        and letters == [chr(ord(first) + place) for place in range(len(found))]
    )


def _sides(row: Sequence[str]) -> tuple[int, str, bool] | None:
    """Give number and letter of a row, and whether the number stands on the left; None where it has not both."""
    cells = [_LEAD.sub("", cell.strip(), count=1) for cell in row if not _BLANK.fullmatch(cell)]
    if len(cells) == _APART:
        heads = cells[0], cells[2]
        number, letter = _NUMBER, _LETTER
    elif len(cells) == _AT_LEAST:
        heads = cells[0], cells[1]
        number, letter = _NUMBERED, _LETTERED
    else:
        return None
    for left, right, is_left in ((*heads, True), (*heads[::-1], False)):
        if (one := number.fullmatch(left)) and (other := letter.fullmatch(right)):
            return int(one[1]), other[1], is_left
    return None
