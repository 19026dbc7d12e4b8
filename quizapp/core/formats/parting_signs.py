"""Signs that part cells in one text and stand within its sentences in another: commas, semicolons, colons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.pasted_text import TITLES_AT_MOST, begins_question

COLON = ": "
"""How a colon parts where it stands so in all lines: those of times and addresses have no blank behind them."""

_COLONS = (":", "://")
#: A colon within an address, a time, a verse.
_WITHIN = re.compile(r"://|[0-9]:[0-9]")
#: Words between a question mark and the sign.
_ANSWERED = re.compile(r"(?:[?؟]\s+|？\s*)[^\W_]")
_ASKS = re.compile(r"[?？؟]")
_WIDE = "："
_QUOTED = re.compile(r'(?:\A|[,;])\s*"|"\s*(?:[,;]|\Z)')
_COMMAS = (",", "，")
_SEMICOLONS = (";", "；")


def stands_in_sentences(lines: Sequence[str], sign: str) -> bool:
    """Whether a comma or semicolon stands within the answers or questions of most lines, and parts nothing.

    It does behind words that follow a question mark, “Primary colours? Red, blue and yellow”, and within what is asked,
    “In 1914, who was shot?”. Spreadsheets write none with a blank behind it.
    """
    if sign not in (*_COMMAS, *_SEMICOLONS):
        return False
    found = [line.partition(sign) for line in lines if sign in line]
    if not found or any(map(_QUOTED.search, lines)):
        return False
    is_typed = sum(right[:1].isspace() or sign in "，；" for _, _, right in found) * 2 > len(found)
    within = sum(
        _ANSWERED.search(left) is not None or (sign in _COMMAS and _is_within_question(left, right))
        for left, _, right in found
    )
    return is_typed and within * 2 > len(found)


def parting_colons(lines: Sequence[str], signs: Sequence[str]) -> list[str]:
    """Give signs that may part these lines, with a colon only as it parts them: none where it stands in times alone."""
    rest = [sign for sign in signs if sign not in _COLONS]
    if len(rest) == len(signs):
        return rest
    titles = next((place for place, line in enumerate(lines[: TITLES_AT_MOST + 1]) if ":" in line), 0)
    if all(COLON in line for line in lines[titles:]):
        return [COLON, *rest]
    within = sum(_WITHIN.search(line) is not None for line in lines[titles:])
    is_wide = all(_WIDE in line for line in lines[titles:])
    return rest if is_wide or within * 2 > len(lines[titles:]) else [sign for sign in signs if sign != "://"]


def _is_within_question(left: str, right: str) -> bool:
    """Whether what asks stands on both sides, and does not begin behind the sign as in “Paris, What is …?”."""
    right = right.strip()
    if _ASKS.search(left) or not _ASKS.search(right):
        return False
    return not (right[:1].isupper() and begins_question(right))
