"""The day of publication that a copied page states itself: “Published: 3 May 2020, 18:02”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from quizapp.core.extraction.dates.anchors import Entry
from quizapp.core.extraction.dates.senses import Point
from quizapp.core.extraction.values import Text

_LABEL = re.compile(
    r"(?:(?:first|originally|article|date|story)\s+)?(?:published|posted|publication date|filed)\s*"
    r"(?::|[-–—|])?\s*(?:on|at)?\s*\Z",
    re.IGNORECASE,
)
#: Behind the day of such a line stand a time of day, a mark, or nothing; no sentence goes on.
_BEHIND = re.compile(r"\s*(?:\Z|[,;|·•(–—-]|at\b|\d{1,2}[:.]\d\d|by\b)", re.IGNORECASE)


def stated_day(text: Text, entries: Sequence[Entry]) -> date | None:
    """Give the day that a line of its own calls that of publication; None where no line does."""
    for entry in entries:
        sense = entry.sighting.sense
        if not isinstance(sense, Point) or sense.year is None or sense.month is None or sense.day is None:
            continue
        line = text.text.rfind("\n", 0, entry.start) + 1
        line_end = text.text.find("\n", entry.end)
        behind = text.text[entry.end : line_end if line_end >= 0 else None]
        if not _LABEL.match(text.text[line : entry.start]) or not _BEHIND.match(behind):
            continue
        if not behind.rstrip().endswith((".", "!", "?")) and 0 < sense.year < 10000:
            try:
                return date(sense.year, sense.month, sense.day)
            except ValueError:
                continue
    return None
