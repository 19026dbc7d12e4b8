"""Rows of a text whose fields are parted by a sign and may stand in quotation marks, with line ends in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: the line in which it begins, its fields, and whether a quotation mark in it had no end."""

    line: int
    fields: tuple[str, ...]
    is_unclosed: bool = False


def list_rows(text: str, start: int, separator: str) -> Iterator[TextRow]:
    """List the rows of a text from an offset on; empty lines and lines that begin with `#` are passed over.

    A quotation mark that nothing closes is a letter, and so is every one after it.
    """
    at, line = start, text.count("\n", 0, start) + 1
    plain = re.compile(f"[^\n{re.escape(separator)}]*")
    may_quote = True
    while at < len(text):
        if text[at] in "\n#":
            end = text.find("\n", at)
            at, line = (end + 1 if end >= 0 else len(text)), line + 1
            continue
        fields: list[str] = []
        first, is_unclosed = line, False
        while True:
            quoted = _QUOTED.match(text, at) if may_quote and text.startswith('"', at) else None
            if quoted is None and may_quote and text.startswith('"', at):
                may_quote, is_unclosed = False, True
            words = ""
            if quoted:
                words, at = quoted[1].replace('""', '"'), quoted.end()
                line += quoted[1].count("\n")
            rest = plain.match(text, at)
            found = rest[0] if rest else ""
            fields.append(words + found)
            at += len(found)
            if not text.startswith(separator, at):
                break
            at += len(separator)
        at, line = at + 1, line + 1
        yield TextRow(first, tuple(fields), is_unclosed)
