"""The day of publication that a copied page states itself: “Published: 3 May 2020, 18:02”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from quizapp.core.extraction.dates.anchors import Entry, explicit_points, years_of
from quizapp.core.extraction.dates.senses import Moved, OnWeekday, Point
from quizapp.core.extraction.values import Text

_LABEL = re.compile(
    r"(?:(?:first|originally|article|date|story|last)\s+)?(?:published|posted|publication date|filed|updated)\s*"
    r"(?::|[-–—|])?\s*(?:on|at)?\s*\Z",
    re.IGNORECASE,
)
#: A short line near the top that names the writer before it: “By Ada Berg, staff writer Published”.
_BYLINE = re.compile(rf"By [A-Z][^.!?:]*?[\s,|–—-](?i:{_LABEL.pattern})")
#: A name behind “By” right before the day that ends the line: “… By Ada Berg, 3 May 2020”.
_SIGNED = re.compile(r"\bBy [A-Z][\w’-]+(?: [A-Z][\w’-]+){1,3},? (?:on )?\Z")
#: Behind the day of such a line stand a time of day, a mark, or nothing; no sentence goes on.
_BEHIND = re.compile(r"\s*(?:\.?\Z|[,;|·•(–—-]|at\b|\d{1,2}[:.]\d\d|by\b)", re.IGNORECASE)


#: A line of its own with a place, a weekday and a day: “Ottawa, Wednesday, 8 November 2023”.
_DATELINE = re.compile(
    r"(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}(?:,| [–—-]|:) ?){0,2}"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ?)?\Z"
)
#: The writer or the number stands before the day that ends a line of the head: “By Ada Berg, Oslo | 3 May 2020”.
_HEAD_LINE = re.compile(r"(?:[Bb]y |[Ww]ords by |Issue |No\.? ?\d|Vol)[^.!?]*?[,|·•–—-] ?\Z")
#: A report may begin in the same line: “Ottawa, 8 November 2023 — When the …”.
_LEADS = re.compile(r"\s*(?:\([A-Z][\w .]{1,20}\)\s*)?(?:—|–|--)\s*[A-Z“\"‘']")
_ISSUE = re.compile(r"\b(?:[Ii]ssue|[Nn]umber|[Nn]o\.?|[Vv]ol(?:ume|\.)?) ?\d+[ ,|]*\Z")
_LAST_YEAR = 9999
#: A dateline stands so near the top, and no year of the text is much later than its own.
_TOP_BLOCKS = 4
_LATER_YEARS = 3
_DATELINE_LETTERS = 90
#: A history writes so many years at least, and of so many at most one is of these years before it was published.
_YEARS_OF_A_HISTORY, _OLD_FOR_ONE_RECENT, _YEARS_OF_A_REPORT = 4, 8, 10


def _top(text: Text) -> int:
    """Give the number of the first block below a page's head: menus, bylines and stamps are not counted."""
    own = (number for number, block in enumerate(text.blocks) if block.kind != "furniture")
    return next(islice(own, _TOP_BLOCKS, None), len(text.blocks))


def dateline_day(text: Text, entries: Sequence[Entry]) -> date | None:
    """Give the day of the one dateline at the top of a text; None where several lines are days, as in a chronicle."""
    found = []
    top = _top(text)
    for entry in entries:
        block = text.blocks[entry.block]
        before, behind = text.text[block.start : entry.start], text.text[entry.end : block.end]
        is_head = _DATELINE.match(before) or (entry.block < top and _HEAD_LINE.match(before))
        is_line = block.end - block.start <= _DATELINE_LETTERS and not behind.strip(" .") and is_head
        is_lead = len(before) <= _DATELINE_LETTERS and _LEADS.match(behind) and _DATELINE.match(before)
        if (is_line or is_lead) and (day := _day_of(entry)) is not None:
            found.append((entry.block, day))
    if len(found) != 1 or found[0][0] >= top:
        return None
    day = found[0][1]
    # What is still to come, or is only said, makes no later day of writing.
    told = [one for one in entries if not (one.is_spoken or one.has_future or one.is_imagined)]
    return day if max(years_of(told), default=day.year) <= day.year + _LATER_YEARS else None


def issue_month(text: Text, entries: Sequence[Entry]) -> date | None:
    """Give the month that a line of the head ends with: “Issue 42, June 2018”, “The Lake Almanac, Spring 2019”.

    It places years and months of the writer, but no days and weeks.
    """
    top = _top(text)
    for entry in entries:
        block, sense = text.blocks[entry.block], entry.sighting.sense
        if not 0 < entry.block < top or not isinstance(sense, Point) or sense.year is None:
            continue
        before, behind = text.text[block.start : entry.start], text.text[entry.end : block.end]
        is_short = block.end - block.start <= _DATELINE_LETTERS and not behind.strip()
        is_line = is_short and (before.rstrip()[-1:] in ("", ",", "|", "·", "•", "–", "—") or _ISSUE.search(before))
        if is_line and sense.day is None and (sense.month or sense.is_season) and 0 < sense.year < _LAST_YEAR:
            return date(sense.year, sense.month or 1, 1)
    return None


def _day_of(entry: Entry) -> date | None:
    sense = entry.sighting.sense
    if not isinstance(sense, Point) or sense.year is None or sense.month is None or sense.day is None:
        return None
    try:
        return date(sense.year, sense.month, sense.day)
    except ValueError:
        return None


def stated_day(text: Text, entries: Sequence[Entry]) -> date | None:
    """Give the day that a line of its own calls that of publication; None where no line does."""
    top = _top(text)
    for entry in entries:
        if _day_of(entry) is None:
            continue
        line = text.text.rfind("\n", 0, entry.start) + 1
        line_end = text.text.find("\n", entry.end)
        behind = text.text[entry.end : line_end if line_end >= 0 else None]
        before = text.text[line : entry.start]
        is_byline = entry.block < top and len(before) <= _DATELINE_LETTERS and _BYLINE.match(before)
        is_label = _LABEL.match(before) or (entry.block < top and _LABEL.match(before.rpartition(". ")[2]))
        is_byline = is_byline or (entry.block < top and not behind.strip(" .") and _SIGNED.search(before))
        if not (is_label or is_byline) or not _BEHIND.match(behind):
            continue
        if behind.strip() == "." or behind.rstrip().endswith(".m.") or not behind.rstrip().endswith((".", "!", "?")):
            return _day_of(entry)
    return None


def tells_of_past(entries: Sequence[Entry], published: date | None) -> bool:
    """Tell a history from a report: it writes hardly a year of those before it was published, and no “last week”."""
    if published is None or any(_counts_from_today(entry) for entry in entries):
        return False
    told = [entry for entry in entries if not (entry.is_brief or entry.is_label)]
    years = [point.year for entry in told for point in explicit_points(entry) if point.year is not None]
    recent = sum(year >= published.year - _YEARS_OF_A_REPORT for year in years)
    return len(years) >= _YEARS_OF_A_HISTORY and recent * _OLD_FOR_ONE_RECENT <= len(years)


def _counts_from_today(entry: Entry) -> bool:
    """Whether the writer, and nobody whose words are given, means a time by the day of writing."""
    sense = entry.sighting.sense
    is_short = isinstance(sense, OnWeekday) or (isinstance(sense, Moved) and sense.unit != "year")
    is_writer = not (entry.is_spoken or entry.is_in_own_words or entry.is_brief)
    return isinstance(sense, OnWeekday | Moved) and is_short and sense.is_deictic and is_writer
