"""The value grammar: one text for each calendar point or span, and the days that it covers.

Years are astronomical inside (1 BC is year 0); day numbers are those of `datetime.date.toordinal`, carried on below 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Grain: TypeAlias = Literal[
    "day", "week", "month", "year", "decade", "century", "millennium", "span", "yearless_day", "yearless_month"
]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

#: Longest value there is: two BC days joined by a slash.
MAX_VALUE_CHARS = 25

_POINT = re.compile(r"(BC)?([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ROUGH = re.compile(r"(BC)?([0-9]{1,3})(X{1,3})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_YEARLESS = re.compile(r"XXXX-([0-9]{2})(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class DateValue:
    """A calendar point or span: `value` in the grammar, `lo` and `hi` its first and last day number.

    Values without a year have neither. Values of the same days may still differ in `value`: 1960/1969, 196X.
    """

    value: str
    grain: Grain
    lo: int | None
    hi: int | None

    def contains(self, other: DateValue) -> bool:
        """Tell whether all days of the other value are days of this one; False where a year is missing."""
        if self.lo is None or self.hi is None or other.lo is None or other.hi is None:
            return False
        return self.lo <= other.lo and other.hi <= self.hi

    def same_days(self, other: DateValue) -> bool:
        """Tell whether both cover the same days, or are the same value without a year."""
        return self.value == other.value or (self.contains(other) and other.contains(self))

    @property
    def is_bc(self) -> bool:
        """Tell whether it begins before the year 1."""
        return self.value.startswith("BC")

    @property
    def sort_key(self) -> tuple[bool, int, int, str]:
        """Order by first day, then last day; values without a year stand behind, by month and day."""
        return (self.lo is None, self.lo or 0, self.hi or 0, self.value)

    @property
    def ends(self) -> tuple[DateValue, DateValue]:
        """Give both ends of a span; for any other grain the value itself, twice."""
        first, _, last = self.value.partition("/")
        return (parse_value(first), parse_value(last)) if last else (self, self)


@lru_cache(maxsize=4096)
def parse_value(text: str) -> DateValue:
    """Read a text of the value grammar, strictly.

    Raises:
        ValueError: with a message for people.
    """
    if len(text) > MAX_VALUE_CHARS:
        raise ValueError("This is too long for a date; write one such as 1961-08-13, 1961-08, 1961, 196X or 1914/1918.")
    if "/" in text:
        return _parse_span(text)
    for pattern, make in ((_POINT, _point), (_ROUGH, _rough), (_WEEK, _week), (_YEARLESS, _yearless)):
        if found := pattern.fullmatch(text):
            return make(found)
    raise ValueError(
        f"“{text}” is not a date value; write one such as 1961-08-13, 1961-08, 1961, 196X, 19XX or BC0753."
    )


def point_value(year: int | None, month: int | None = None, day: int | None = None) -> DateValue:
    """Make a day, month or year; `year` is astronomical, None makes the value without a year.

    Raises:
        ValueError: for a day or year that does not exist.
    """
    if year is None:
        return parse_value(f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    text = f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"
    text += f"-{month:02d}" if month else ""
    return parse_value(text + (f"-{day:02d}" if day else ""))


def span_value(first: DateValue, last: DateValue) -> DateValue:
    """Join two values to a span; equal ends stay one value.

    Raises:
        ValueError: when the ends stand in the wrong order.
    """
    return first if first == last else parse_value(f"{first.value}/{last.value}")


def week_value(year: int, week: int) -> DateValue:
    """Make an ISO week.

    Raises:
        ValueError: for a week that the year does not have.
    """
    return parse_value(f"{year:04d}-W{week:02d}")


def day_number(year: int, month: int, day: int) -> int:
    """Count days in the proleptic Gregorian calendar, 1 being 0001-01-01; `year` is astronomical."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    days += sum(days_in_month(year, earlier) for earlier in range(1, month))
    return days + day


def days_in_month(year: int, month: int) -> int:
    """Count the days of a month; `year` is astronomical."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def year_span(first: int, last: int) -> tuple[int, int]:
    """Give first and last day number of a run of astronomical years."""
    return day_number(first, 1, 1), day_number(last, 12, 31)


def _point(found: re.Match[str]) -> DateValue:
    year = _astronomical(found[1], int(found[2]), found[0])
    if found[3] is None:
        return DateValue(found[0], "year", *year_span(year, year))
    month = _checked_month(found[3], found[0])
    if found[4] is None:
        return DateValue(
            found[0], "month", day_number(year, month, 1), day_number(year, month, days_in_month(year, month))
        )
    number = day_number(year, month, _checked_day(found[4], days_in_month(year, month), found[0]))
    return DateValue(found[0], "day", number, number)


def _rough(found: re.Match[str]) -> DateValue:
    digits, blanks = found[2], len(found[3])
    if len(digits) + blanks != 4:
        raise ValueError(f"“{found[0]}” needs four places for the year, as in 196X or 19XX.")
    grains: tuple[Grain, Grain, Grain] = ("decade", "century", "millennium")
    size = 10**blanks
    first = int(digits) * size
    if not found[1]:
        # There is no year 0: the first decade, century and millennium begin with year 1.
        return DateValue(found[0], grains[blanks - 1], *year_span(max(first, 1), first + size - 1))
    # The 480s BC are 489–480; the fifth century BC is 500–401, and likewise millennia.
    eldest, youngest = (first + size - 1, max(first, 1)) if blanks == 1 else (first + size, first + 1)
    return DateValue(found[0], grains[blanks - 1], *year_span(1 - eldest, 1 - youngest))


def _week(found: re.Match[str]) -> DateValue:
    year, week = _astronomical(None, int(found[1]), found[0]), int(found[2])
    monday = _first_monday(year) + 7 * (week - 1)
    if week < 1 or monday >= _first_monday(year + 1):
        raise ValueError(f"“{found[0]}”: the year has no such week.")
    return DateValue(found[0], "week", monday, monday + 6)


def _first_monday(year: int) -> int:
    """Give the Monday of ISO week 1: that of the week with 4 January."""
    fourth = day_number(year, 1, 4)
    return fourth - (fourth - 1) % 7


def _yearless(found: re.Match[str]) -> DateValue:
    month = _checked_month(found[1], found[0])
    if found[2] is None:
        return DateValue(found[0], "yearless_month", None, None)
    _checked_day(found[2], days_in_month(2000, month), found[0])
    return DateValue(found[0], "yearless_day", None, None)


def _parse_span(text: str) -> DateValue:
    ends = text.split("/")
    if len(ends) != 2:
        raise ValueError(f"“{text}” has more than two ends; write a span as 1914/1918.")
    first, last = (parse_value(end) for end in ends)
    if first.value == last.value:
        raise ValueError(f"“{text}” begins and ends with the same date; write it once.")
    if (first.lo is None) != (last.lo is None):
        raise ValueError(f"“{text}” has a year at one end only; write it at both or at none.")
    if first.lo is None or first.hi is None or last.lo is None or last.hi is None:
        return DateValue(text, "span", None, None)
    if first.lo > last.lo or first.hi > last.hi:
        raise ValueError(f"“{text}” ends before it begins; write the earlier date first.")
    return DateValue(text, "span", first.lo, last.hi)


def _astronomical(era: str | None, year: int, text: str) -> int:
    if year == 0:
        raise ValueError(f"“{text}”: there is no year 0; after 1 BC (BC0001) comes 0001.")
    return 1 - year if era else year


def _checked_month(digits: str, text: str) -> int:
    month = int(digits)
    if not 1 <= month <= 12:
        raise ValueError(f"“{text}”: there is no month {digits}; months run from 01 to 12, after the year.")
    return month


def _checked_day(digits: str, last: int, text: str) -> int:
    day = int(digits)
    if not 1 <= day <= last:
        raise ValueError(f"“{text}”: the month has no day {digits}.")
    return day
