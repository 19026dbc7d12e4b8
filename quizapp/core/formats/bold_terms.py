"""Lists of terms in bold letters, as chats write them: “1. **Mitosis**: division”, “**Cell:** unit of life”."""

from __future__ import annotations

import re

from quizapp.core.formats.pasted_text import is_table_rule

_TERM = re.compile(
    r"(?P<lead>\s*(?:(?P<number>\d{1,4})[.)]\s+|[-•*]\s+|\|\s*)?)\*\*(?!\s)(?P<term>[^*]*[^*\s])\s*\*\*(?P<rest>[^*]*)"
)
_COLONS = (":", "：")
_LINES_SEEN = 60
_AT_LEAST = 2


def without_bold_terms(text: str) -> str:
    """Take off the bold letters in which the first words of all lines stand, and the numbers before these.

    The first line may be the heading of a table.
    """
    if text.count("**") < _AT_LEAST * 2:
        return text
    lines = text.split("\n")
    filled = [line for line in lines[:_LINES_SEEN] if line.strip() and not is_table_rule(line)]
    found = [_TERM.fullmatch(line) for line in filled]
    if found and found[0] is None and filled[0].lstrip().startswith("|"):
        found = found[1:]
    numbers = [match["number"] for match in found if match]
    if len(found) < _AT_LEAST or len(numbers) < len(found):
        return text
    runs_on = [number or "" for number in numbers] == [str(place) for place in range(1, len(found) + 1)]
    return "\n".join(_plain(line, runs_on=runs_on) for line in lines)


def _plain(line: str, *, runs_on: bool) -> str:
    match = _TERM.fullmatch(line)
    if match is None:
        return line
    lead = "" if runs_on and match["number"] else match["lead"]
    term = match["term"]
    if term.endswith(_COLONS):
        term = term[:-1].rstrip() + term[-1]
    return f"{lead}{term}{match['rest']}"
