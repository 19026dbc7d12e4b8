"""Values of times that lean on another: relative and deictic ones, weekdays, bare days and seasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from quizapp.core.calendar import DateValue, week_value
from quizapp.core.extraction.dates.anchors import (
    Anchor,
    Anchors,
    Entry,
    ordinal_of,
)
from quizapp.core.extraction.dates.senses import DayOfMonth, Moved, OnWeekday, Season, point_of, value_of
from quizapp.core.extraction.dates.words import SEASONS
from quizapp.core.extraction.values import Reason, TimeOrigin

BY_ANCHOR = Reason("date by anchor", 0.9, "The date follows from another time in the document.")
WEEKDAY_BY_ANCHOR = Reason("weekday by anchor", 0.85, "The weekday was placed next to a day in the document.")
WEEKDAY_BY_PUBLICATION = Reason("weekday by publication", 0.9, "The weekday was placed next to the day of publication.")
YEAR_ROLLED = Reason("year rolled on", 0.7, "The month comes before the last one named: the next year was taken.")

_DAYS_OF_UNIT = {"day": 1, "week": 7}
_YEARS_OF_UNIT = {"year": 1, "decade": 10, "century": 100}
_DAYS_LOOKED_AT = 8
#: Year of the first reform of the calendar.
_REFORM = 1582
#: Among so many times before, the last day of the story is looked for.
_DAYS_OF_STORY = 24
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its origin, and the year, month and day that it ends in where later times may lean on them."""

    value: DateValue | None
    how: TimeOrigin
    year: int | None = None
    month: int | None = None
    day: int | None = None
    anchor: int | None = None
    reasons: tuple[Reason, ...] = ()
    is_point: bool = True
    readings: tuple[str, ...] = ()


NOTHING = Found(None, "unresolved")
NO_POINT = Found(None, "unresolved", is_point=False)


def dated_value(
    year: int, month: int | None, day: int | None, how: TimeOrigin, anchor: int | None, reason: Reason
) -> Found:
    """Make what was found of a year and the month and day in it."""
    value = point_of(year, month, day)
    if value is None:
        return Found(None if month is None else point_of(None, month, day), "unresolved")
    return Found(value, how, year, month, day, anchor, (reason,))


def moved_value(sense: Moved, entry: Entry, anchors: Anchors) -> Found:
    """Count so many units from the anchor that the sense asks for."""
    if sense.is_deictic or (sense.is_current and _is_of_report(entry, anchors)):
        return _deictic(sense, entry, anchors)
    if sense.month is not None or sense.season:
        return _part_of_year(sense, anchors.last_year(entry))
    if sense.unit in _DAYS_OF_UNIT:
        return _days_on(sense, None if _is_overtaken(entry, anchors) else anchors.last_day(entry))
    if sense.unit == "month":
        return _months_on(sense, anchors.last_month(entry))
    return _years_on(sense, anchors.last_year(entry))


def _is_of_report(entry: Entry, anchors: Anchors) -> bool:
    anchor = anchors.last_year(entry)
    return anchors.reported is not None and (anchor is None or anchor.block != entry.block)


def _part_of_year(sense: Moved, anchor: Anchor | None) -> Found:
    """Read "May of that year", "the following spring"."""
    if anchor is None:
        return NO_POINT
    month = sense.month or SEASONS[sense.season][0]
    year = anchor.year + sense.amount
    if sense.is_nearest and anchor.month is not None:
        is_ahead = month > anchor.month if sense.amount > 0 else month >= anchor.month
        year = anchor.year + (0 if is_ahead else 1) if sense.amount > 0 else anchor.year - (1 if is_ahead else 0)
    day = None if sense.month is None else sense.day
    return dated_value(year, sense.month, day, "from_document", anchor.offset, BY_ANCHOR)


def _is_overtaken(entry: Entry, anchors: Anchors) -> bool:
    """Tell “In June 2018 they built it. That night …”: the night is one of the month, not that of an older day."""
    last, day = anchors.last_year(entry), anchors.last_day(entry)
    if last is None or day is None or last.block != entry.block or last.month is None or last.day is not None:
        return False
    return last.offset > day.offset and (last.year, last.month) != (day.year, day.month)


def _days_on(sense: Moved, anchor: Anchor | None) -> Found:
    if anchor is None or anchor.year < 1 or anchor.month is None or anchor.day is None:
        return NO_POINT
    number = date(anchor.year, anchor.month, anchor.day).toordinal() + sense.amount * _DAYS_OF_UNIT[sense.unit]
    if sense.unit == "week" and abs(sense.amount) <= 1 and not sense.is_rough and sense.amount == 0:
        return _week(number, "from_document", anchor.offset, BY_ANCHOR)
    return _day(number, "from_document", anchor.offset, BY_ANCHOR)


def _months_on(sense: Moved, anchor: Anchor | None) -> Found:
    if anchor is None or anchor.month is None:
        return NO_POINT
    months = anchor.year * 12 + anchor.month - 1 + sense.amount
    return dated_value(months // 12, months % 12 + 1, sense.day, "from_document", anchor.offset, BY_ANCHOR)


def _years_on(sense: Moved, anchor: Anchor | None) -> Found:
    if anchor is None:
        return NO_POINT
    year = anchor.year + sense.amount * _YEARS_OF_UNIT[sense.unit]
    if sense.is_whole or (sense.amount == 0 and sense.unit != "year"):
        return _whole(sense.unit, year, "from_document", anchor.offset)
    return dated_value(year, None, None, "from_document", anchor.offset, BY_ANCHOR)


def _whole(unit: str, year: int, how: TimeOrigin, anchor: int | None) -> Found:
    """Give the decade or century of a year."""
    if year < 1:
        return NO_POINT
    text = f"{year:04d}"
    value = value_of(f"{text[:3]}X" if unit == "decade" else f"{text[:2]}XX")
    return Found(value, how, anchor=anchor, reasons=(BY_ANCHOR,))


def _day(number: int, how: TimeOrigin, anchor: int | None, reason: Reason | None) -> Found:
    if not 0 < number <= LAST_DAY:
        return NOTHING
    day = date.fromordinal(number)
    reasons = () if reason is None else (reason,)
    return Found(point_of(day.year, day.month, day.day), how, day.year, day.month, day.day, anchor, reasons)


def _week(number: int, how: TimeOrigin, anchor: int | None, reason: Reason | None) -> Found:
    if not 7 < number <= LAST_DAY - 7:
        return NOTHING
    day = date.fromordinal(number)
    year, week, _ = day.isocalendar()
    value = None if not 0 < year < 10000 else week_value(year, week)
    return Found(value, how, day.year, day.month, None, anchor, () if reason is None else (reason,))


def _deictic(sense: Moved, entry: Entry, anchors: Anchors) -> Found:
    """Count from the day of publication, else from the nearest explicit day that may be that of writing."""
    how: TimeOrigin = "from_publication"
    reason: Reason | None = None
    letter = anchors.day_of_letter(entry)
    if letter is not None:
        number, how, reason = ordinal_of(letter), "from_document", BY_ANCHOR
    elif (published := anchors.published if sense.unit == "year" else anchors.reported) is not None:
        number = published.toordinal()
    elif anchors.issue is not None and (sense.unit in ("year", "month") or sense.month or sense.season):
        number = anchors.issue.toordinal()
    else:
        number = anchors.day_of_writing(entry.start)
        how, reason = "from_document", BY_ANCHOR
    if number is None or not 0 < number <= LAST_DAY:
        return NOTHING
    if sense.unit == "day":
        return _day(number + sense.amount, how, None, reason)
    if sense.unit == "week":
        return _week(number + 7 * sense.amount, how, None, reason)
    found = _deictic_large(sense, date.fromordinal(number))
    return found if reason is None else replace(found, how=how, reasons=(reason,))


def _deictic_large(sense: Moved, today: date) -> Found:
    if sense.month is not None or sense.season:
        month = sense.month or SEASONS[sense.season][1]
        year = today.year + sense.amount
        if sense.is_nearest:
            is_past = month < today.month
            year = today.year + (0 if is_past else -1) if sense.amount < 0 else today.year + (1 if is_past else 0)
            if sense.amount > 0 and month == today.month:
                year = today.year + 1
        return _plain(year, sense.month, None if sense.month is None else sense.day)
    if sense.unit == "month":
        months = today.year * 12 + today.month - 1 + sense.amount
        return _plain(months // 12, months % 12 + 1, sense.day)
    year = today.year + sense.amount * _YEARS_OF_UNIT[sense.unit]
    if sense.unit == "year" or abs(sense.amount) > 1:
        return _plain(year, None, None)
    return _whole(sense.unit, year, "from_publication", None)


def _plain(year: int, month: int | None, day: int | None) -> Found:
    return Found(point_of(year, month, day), "from_publication", year, month, day)


def weekday_value(sense: OnWeekday, entry: Entry, anchors: Anchors) -> Found:
    """Place a weekday: on a day of its own sentence, else by publication, else within three days of a day."""
    if not sense.is_deictic:
        anchor = _day_of_story(entry, anchors)
        if anchor is None:
            return NOTHING
        number = ordinal_of(anchor)
        return NOTHING if number is None else _weekday_from(number, sense, anchor.offset)
    if (same := _day_of_sentence(sense, entry, anchors)) is not None:
        return same
    letter = anchors.day_of_letter(entry)
    if letter is not None and (number := ordinal_of(letter)) is not None:
        told = _weekday_by_publication(number, sense, entry.has_future)
        return replace(told, how="from_document", anchor=letter.offset, reasons=(WEEKDAY_BY_ANCHOR,))
    if anchors.reported is not None:
        number = anchors.reported.toordinal()
        is_limit = entry.sighting.relation in ("before", "by") and not entry.has_past
        return _weekday_by_publication(number, sense, entry.has_future or is_limit)
    number = anchors.nearest_day(entry.start)
    if number is None or sense.shift or anchors.is_aside(number, entry):
        return NOTHING
    offset = (sense.weekday - (number - 1) + 3) % 7 - 3
    return _day(number + offset, "from_document", None, WEEKDAY_BY_ANCHOR)


def _day_of_story(entry: Entry, anchors: Anchors) -> Anchor | None:
    """Give the last day that the weekday of “on the Friday” may lie behind: no day of years before, told in passing."""
    last = anchors.last_day(entry)
    if last is None or (number := ordinal_of(last)) is None or not anchors.is_of_old(number):
        return last
    days = (one for one in islice(reversed(anchors.kept), _DAYS_OF_STORY) if one.day is not None)
    near = ((one, ordinal_of(one)) for one in days)
    return next((one for one, day in near if day is not None and not anchors.is_of_old(day)), last)


def _day_of_sentence(sense: OnWeekday, entry: Entry, anchors: Anchors) -> Found | None:
    """Give the day of the same sentence that falls on this weekday."""
    for anchor in islice(anchors.before(entry), _DAYS_LOOKED_AT):
        if anchor.sentence != entry.sentence:
            return None
        number = ordinal_of(anchor)
        if number is not None and (number - 1) % 7 == sense.weekday and anchor.is_explicit:
            return _day(number, "from_document", anchor.offset, WEEKDAY_BY_ANCHOR)
    return None


def _weekday_from(number: int, sense: OnWeekday, offset: int) -> Found:
    """Give the next or last such weekday from an anchor; with no shift the next one, the day itself included."""
    here = (number - 1 + _julian_days(number)) % 7
    if sense.shift < 0:
        return _day(number - ((here - sense.weekday - 1) % 7 + 1), "from_document", offset, WEEKDAY_BY_ANCHOR)
    step = (sense.weekday - here - 1) % 7 + 1 if sense.shift > 0 else (sense.weekday - here) % 7
    return _day(number + step, "from_document", offset, WEEKDAY_BY_ANCHOR)


def _julian_days(number: int) -> int:
    """Give by how many days the old calendar, whose weekdays old days have, is late at a day before the reform."""
    year = date.fromordinal(number).year
    return 0 if year >= _REFORM else year // 100 - year // 400 - 2


def _weekday_by_publication(number: int, sense: OnWeekday, has_future: bool) -> Found:
    here = (number - 1) % 7
    if sense.shift < 0:
        back = (here - sense.weekday - 1) % 7 + 1
        return _day(number - back, "from_publication", None, WEEKDAY_BY_PUBLICATION)
    if sense.shift > 0 or has_future:
        ahead = (sense.weekday - here - 1) % 7 + 1
        return _day(number + ahead, "from_publication", None, WEEKDAY_BY_PUBLICATION)
    return _day(number - (here - sense.weekday) % 7, "from_publication", None, WEEKDAY_BY_PUBLICATION)


def day_of_month_value(sense: DayOfMonth, entry: Entry, anchors: Anchors) -> Found:
    """Give a bare day the month of the nearest anchor, or the month behind it when the day has passed."""
    anchor = anchors.last_month(entry)
    if anchor is None or anchor.month is None:
        if anchors.published is None:
            return NO_POINT
        return _plain(anchors.published.year, anchors.published.month, sense.day)
    year, month = anchor.year, anchor.month
    is_named = year in anchors.repeatable.get((month, sense.day), {})
    if not is_named and anchor.day is not None and sense.day < anchor.day:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return dated_value(year, month, sense.day, "from_document", anchor.offset, BY_ANCHOR)


def season_value(sense: Season, entry: Entry, anchors: Anchors) -> Found:
    """Give a bare season the year of an anchor in its paragraph; without one it may be any year's."""
    anchor = anchors.last_year(entry)
    is_told_on = anchor is not None and anchor.block == entry.block - 1 and anchor.month is not None
    if anchor is None or not (anchor.block == entry.block or is_told_on):
        return NO_POINT
    month = SEASONS[sense.name][0]
    is_passed = anchor.month is not None and SEASONS[sense.name][1] < anchor.month and sense.name != "winter"
    year = anchor.year + is_passed
    reason = YEAR_ROLLED if is_passed else BY_ANCHOR
    return dated_value(year, None, None, "from_document", anchor.offset, reason) if month else NO_POINT
