"""Text that was pasted, or saved by a spreadsheet, freed of what is no cell of its table: bullets, rules, `sep=;`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Excel's own first line, which names the separator.
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[ \t,;]*(?=\n|\Z)", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*(?:([•·◦▪■●○‣⁃–—*-])[ \t]+(?![0-9])|(o)\t)")
_RULE = re.compile(r"[\s|+:=-]+")
#: “A. Lincoln” begins with an initial.
_NUMBER = re.compile(r"\(?([0-9]{1,4}(?=[.)])|[A-Za-z](?=\)))[.)]\s+(?=\S)")
_ASKS = re.compile(r"[?？؟]")
_BULLET_CELL = re.compile(r"[•·◦▪■●○‣⁃–—*-]")
_LINES_SEEN = 60
_LETTERS_SEEN = 20_000
_RUNNING_AT_LEAST = 3
#: Word breaks a line within a paragraph by it.
BREAK = "\x0b"


@dataclass(frozen=True, slots=True)
class Tidied:
    """A text with its lines where they were; `separator` is the one that its first line names."""

    text: str
    separator: str = ""


def tidied(text: str) -> Tidied:
    """Take off a line that names the separator, and bullets that stand before all lines."""
    separator = ""
    if said := _SEPARATOR_LINE.match(text):
        separator, text = said[1], text[said.end() :]
    head = [line for line in text[:_LETTERS_SEEN].split("\n")[:_LINES_SEEN] if line.strip()]
    found = [_BULLET.match(line) for line in head]
    signs = {match[1] or match[2] for match in found if match}
    if len(head) > 1 and len(signs) == 1 and all(found):
        text = "\n".join(line[match.end() :] if (match := _BULLET.match(line)) else line for line in text.split("\n"))
    return Tidied(text, separator)


def is_rule(line: str) -> bool:
    """Tell whether a line is the rule below the headings of a table in text, such as `|---|:--:|`."""
    is_drawn = "---" in line or "===" in line or ("--" in line and ":" in line)
    return is_drawn and _RULE.fullmatch(line) is not None


def is_bullet(cell: str) -> bool:
    """Tell whether nothing but a bullet stands in a cell."""
    return _BULLET_CELL.fullmatch(cell.strip()) is not None


def find_lead(texts: Sequence[str]) -> re.Pattern[str] | None:
    """Find what stands before all of these questions and is no part of them: bullets, or numbers that run on.

    Numbers of one thing, such as “1. Person von …” and “2. Person von …”, are what is asked.
    """
    if len(texts) > 1 and all(bullets := [_BULLET.match(text) for text in texts]):
        signs = {match[1] for match in bullets if match}
        return _BULLET if len(signs) == 1 and None not in signs else None
    numbers = [match[1] for text in texts if (match := _NUMBER.match(text))]
    if len(texts) < _RUNNING_AT_LEAST or len(numbers) < len(texts):
        return None
    values = [int(number) if number.isdigit() else ord(number) for number in numbers]
    if len({_NUMBER.sub("", text, count=1).split()[0] for text in texts}) == 1 and not any(map(_ASKS.search, texts)):
        return None
    bare = {_NUMBER.sub("", text, count=1).casefold() for text in texts}
    return _NUMBER if values == list(range(values[0], values[0] + len(values))) and len(bare) == len(texts) else None
