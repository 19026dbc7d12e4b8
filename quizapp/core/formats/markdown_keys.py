"""Lines of the answers that stand together in a Markdown list: “3. B”, “| 3 | B | because … |”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.pasted_text import is_table_rule

#: A number with an answer that begins with a letter; the cells behind it explain.
_KEY_NUMBER = re.compile(r"\s*(?:[-*+|]\s+)?[*_]{0,3}(\d{1,4})(?!\d)(.*)", re.DOTALL)
_BETWEEN = "*_.):|( \t\u00a0"
_LETTER_FIRST = re.compile(r"[A-Za-z]\b")


def key_of(line: str) -> tuple[str, str, str]:
    """Give the number, the answer and what explains it of a line such as “3. B – so”; empty where it is none."""
    match = _KEY_NUMBER.fullmatch(line)
    first, *others = match[2].lstrip(_BETWEEN).split("|") if match else [""]
    if match is None or _LETTER_FIRST.match(first) is None:
        return "", "", ""
    return match[1], first.strip(), " ".join(text for each in others if (text := each.strip()))


def is_heading_row(lines: Sequence[str]) -> bool:
    """Whether the first of two lines is the heading of a table, or the rule below that."""
    return any(is_table_rule(line.strip()) for line in lines)
