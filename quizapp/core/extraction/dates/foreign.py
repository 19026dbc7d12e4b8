"""Times of a text that is not English: days and years written out, and nothing that only English words would tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quizapp.core.calendar import MONTHS
from quizapp.core.extraction.dates.senses import point_of
from quizapp.core.extraction.values import DateMention

#: “9. ” right before a month: a day first, with its stop.
_DAY_BEFORE = re.compile(r"(?<![\d.,])(\d{1,2})\.\s\Z")
_MONTH = re.compile(rf"({'|'.join(MONTHS)})(?: (\d{{4}}))?\Z")
_GERMAN_MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_GERMAN = re.compile(rf"(?<![\d.,])(\d{{1,2}})\.\s?({'|'.join(_GERMAN_MONTHS)}|Jänner)\s(\d{{4}})(?!\d)")
_FRENCH_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"),
    *("novembre", "décembre"),
)
_SPANISH_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_FRENCH = re.compile(rf"(?<![\d.,])(\d{{1,2}}|1er)\s({'|'.join(_FRENCH_MONTHS)})\s(\d{{4}})(?!\d)", re.IGNORECASE)
_SPANISH = re.compile(
    rf"(?<![\d.,])(\d{{1,2}})\sde\s({'|'.join(_SPANISH_MONTHS)})\sdel?\s(\d{{4}})(?!\d)", re.IGNORECASE
)
_TONGUES = ((_GERMAN, tuple(_GERMAN_MONTHS)), (_FRENCH, _FRENCH_MONTHS), (_SPANISH, _SPANISH_MONTHS))
_DAY_FIRST = "D12-day-month-year"


def written_out(text: str, mentions: Iterable[DateMention]) -> Iterator[DateMention]:
    """Keep the points whose value stands in their own words; so do days of German, French and Spanish months."""
    days = sorted(_days_of_tongues(text), key=lambda one: one.start)
    kept = (one for one in _kept(text, mentions) if not _is_within(days, one))
    yield from sorted((*kept, *days), key=lambda one: one.start)


def _is_within(days: Sequence[DateMention], one: DateMention) -> bool:
    """Tell whether one of these days, which stand in order, shares words with a time."""
    at = bisect_left(days, one.end, key=lambda day: day.start)
    return at > 0 and days[at - 1].end > one.start


def _days_of_tongues(text: str) -> Iterator[DateMention]:
    """Find “15. Juni 1961”, “14 juillet 1789” and “3 de mayo de 1904”."""
    for pattern, months in _TONGUES:
        for found in pattern.finditer(text):
            month = found[2].replace("Jänner", "Januar")
            day = int(found[1].removesuffix("er"))
            value = point_of(int(found[3]), [one.lower() for one in months].index(month.lower()) + 1, day)
            if value is not None:
                start, end = found.span()
                yield DateMention(start, end, text[start:end], value, _DAY_FIRST, "absolute", "at")


def _kept(text: str, mentions: Iterable[DateMention]) -> Iterator[DateMention]:
    for one in mentions:
        month = _MONTH.fullmatch(one.surface)
        day = _DAY_BEFORE.search(text, max(0, one.start - 5), one.start)
        if month is not None and day is not None:
            yield from _day_first(text, one, day, month)
        elif one.is_point and one.value is not None and one.how == "absolute":
            yield one


def _day_first(text: str, one: DateMention, day: re.Match[str], month: re.Match[str]) -> Iterator[DateMention]:
    """Give the whole day, or nothing where it has no year of its own or is none."""
    value = point_of(int(month[2]), MONTHS.index(month[1]) + 1, int(day[1])) if month[2] else None
    if value is not None:
        start = day.start(1)
        yield replace(one, start=start, surface=text[start : one.end], value=value, rule=_DAY_FIRST)
