"""Numbers, letters and bullets behind which a word processor sets a tab: “1.⇥What is …?” is “1. What is …?”."""

from __future__ import annotations

import re

_MARKER = re.compile(r"[ \t]*(?P<marker>\(?(?:\d{1,4}|[A-Za-z]|[ivxIVX]{2,4})[.)]|[☐□○◯❍❏❑•▪●])(?= *\t)[ \t]++(?=\S)")
#: A further option in the line of one.
_FURTHER = re.compile(r"(?<!\t)\t++(?=\(?[A-Za-z][.)](?:\t|\s))")
#: In front of further options, which are parted by wide blanks elsewhere.
_WIDE = "    "
_LINES_SEEN = 200
_AT_LEAST = 2


def untabbed(text: str) -> str:
    """Write a blank for the tab behind markers, where lines have no other tab and so are no rows of a table."""
    lines = text.split("\n")
    head = [line for line in lines[:_LINES_SEEN] if "\t" in line.strip()]
    marked = [line for line in head if _MARKER.match(line)]
    if len(marked) < _AT_LEAST or any("\t" in _without_tab(line) for line in head):
        return text
    return "\n".join(_without_tab(line) if "\t" in line else line for line in lines)


def _without_tab(line: str) -> str:
    if (match := _MARKER.match(line)) is None:
        return line.strip("\t")
    before, *further = _FURTHER.split(line[match.end() :].rstrip("\t"))
    parts = [before, *(re.sub(r"(?<=[.)])\t+", " ", part) for part in further)]
    return f"{match['marker']} {_WIDE.join(part.strip() for part in parts)}"
