"""Packets of quiz bowl, “TOSSUP: … / ANSWER: … / BONUS: …”, whose questions are written as other texts name theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOSSUP = re.compile(r"\s*(?:\(?\d{1,3}[.)]\s+)?[*_]{0,3}toss[ -]?up\b", re.IGNORECASE)
_ASKS = re.compile(
    r"(?P<before>\s*)(?:\(?\d{1,3}[.)]\s+)?[*_]{0,3}(?:toss[ -]?up|bonus)(?:\s#?\d{1,3})?[*_]{0,3}"
    r"\s?[:：][*_]{0,3}\s*(?=\S)",
    re.IGNORECASE,
)


def named_tossups(lines: Sequence[str]) -> list[str]:
    """Name tossups and bonuses questions, where a text has tossups."""
    if not any(map(_TOSSUP.match, lines)):
        return list(lines)
    return [_ASKS.sub(r"\g<before>Question: ", line, count=1) if _ASKS.match(line) else line for line in lines]
