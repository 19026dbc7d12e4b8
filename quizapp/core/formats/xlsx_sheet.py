"""What the XML of a sheet says of its rows and columns beside their cells: which are hidden, and which are merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

_CHUNK_BYTES = 1 << 16
_OPEN_AT_MOST = 1 << 20
_TAG = re.compile(rb"<(?:\w+:)?(row|col|mergeCell)\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"\b(r|min|max|hidden|ref)\s*=\s*[\"']([^\"']*)[\"']")
_SPAN = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_NAMED_AT_MOST = 10
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Span:
    """Cells of one column that are merged: its place, from 0, and their rows, from 1."""

    column: int
    first: int
    last: int


@dataclass(slots=True)
class Further:
    """The hidden rows of a sheet, from 1, the places of its hidden columns, from 0, and cells merged downwards."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Span] = field(default_factory=list)


def read_further(source: IO[bytes], columns: int) -> Further:
    """Read it from a sheet, of so many columns at most."""
    found = Further()
    row = 0
    for name, attributes in _tags(source):
        is_hidden = attributes.get("hidden") in ("1", "true")
        if name == "row":
            row = _number(attributes.get("r"), row + 1)
            if is_hidden:
                found.hidden_rows.add(row)
        elif name == "col" and is_hidden:
            first, last = _number(attributes.get("min"), 0), _number(attributes.get("max"), 0)
            found.hidden_columns.update(range(max(first, 1) - 1, min(last, columns)))
        elif span := _merged(attributes.get("ref", "")):
            found.merged.append(span)
    return found


def _merged(reference: str) -> Span | None:
    """Give cells of one column that are merged; None for others."""
    match = _SPAN.fullmatch(reference)
    if match is None or match[1] != match[3] or int(match[2]) >= int(match[4]):
        return None
    return Span(_place(match[1]), int(match[2]), int(match[4]))


@dataclass(slots=True)
class Hidden:
    """The hidden rows, from 1, and the places of hidden columns, from 0, in which something stands."""

    rows: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)

    def see(self, further: Further, line: int, cells: list[str]) -> None:
        """Look at one row."""
        if line in further.hidden_rows:
            self.rows.append(line)
        self.columns.update(place for place in further.hidden_columns if place < len(cells) and cells[place])

    def told(self) -> str:
        """Say how many came along all the same; empty where none did."""
        rows = _counted("row", [str(row) for row in self.rows])
        columns = _counted("column", [_letters(place) for place in sorted(self.columns)])
        named = " and ".join(filter(None, (rows, columns)))
        if not named:
            return ""
        return f"{named} came along, though hidden or filtered out in the sheet; delete what is not to be brought."


def _counted(what: str, names: list[str]) -> str:
    if not names:
        return ""
    listed = ", ".join(names[:_NAMED_AT_MOST]) + (" and others" if len(names) > _NAMED_AT_MOST else "")
    return f"{len(names):,} {what}{'s' if len(names) > 1 else ''} ({listed})"


def _tags(source: IO[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    rest = b""
    while chunk := source.read(_CHUNK_BYTES):
        window = rest + chunk
        cut = window.rfind(b"<")
        cut = len(window) if cut < 0 or len(window) - cut > _OPEN_AT_MOST else cut
        for match in _TAG.finditer(window, 0, cut):
            yield (
                match[1].decode(),
                {name.decode(): value.decode("ascii", "replace") for name, value in _ATTRIBUTE.findall(match[2])},
            )
        rest = window[cut:]


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _letters(place: int) -> str:
    high, low = divmod(place, _LETTERS)
    return (chr(ord("A") + high - 1) if high else "") + chr(ord("A") + low)
