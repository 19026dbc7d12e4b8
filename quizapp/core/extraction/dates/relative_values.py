"""Values of times that lean on another: relative, deictic, weekdays, and days or months without a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from quizapp.core.calendar import DateValue, week_value
from quizapp.core.extraction.dates.anchors import (
    Anchor,
    Anchors,
    Entry,
    goes_on_to,
    is_open_anchor,
    is_passed,
    month_told,
    story_before,
    year_behind,
)
from quizapp.core.extraction.dates.senses import DayOfMonth, Moved, OnWeekday, Point, Season, point_of, value_of
from quizapp.core.extraction.dates.words import SEASONS
from quizapp.core.extraction.values import Reason, TimeOrigin

BY_ANCHOR = Reason("date by anchor", 0.9, "The date follows from another time in the document.")
WEEKDAY_BY_ANCHOR = Reason("weekday by anchor", 0.85, "The weekday was placed next to a day in the document.")
WEEKDAY_BY_PUBLICATION = Reason("weekday by publication", 0.9, "The weekday was placed next to the day of publication.")
YEAR_BY_DOCUMENT = Reason("year of the document", 0.85, "The year is the only one that the document names.")
YEAR_OF_STORY = Reason("year of the part before", 0.75, "The part before ended in the months right before this one.")
YEAR_ROLLED = Reason("year rolled on", 0.7, "The month comes before the last one named: the next year was taken.")

_DAYS_OF_UNIT = {"day": 1, "week": 7}
_YEARS_OF_UNIT = {"year": 1, "decade": 10, "century": 100}
#: So many years back a report's own past reaches: a month out of order is then one near the report, not the next one.
_YEARS_OF_A_REPORT = 10
#: So many paragraphs on a story may still be in the year that it named.
_BLOCKS_OF_A_STORY = 3
_DAYS_LOOKED_AT = 8
_NEAR_DAYS = 31
_LAST_DAY = date.max.toordinal()


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


def partial_value(sense: Point, entry: Entry, anchors: Anchors, following: Sequence[Entry]) -> Found:
    """Find the year of a day or month: a near anchor's, the publication's, the document's only one, or none."""
    month, day = sense.month or 1, sense.day
    if (named := _named_before(month, day, entry, anchors)) is not None:
        return _dated(named.year, month, day, "from_document", named.offset, BY_ANCHOR)
    anchor = _year_anchor(entry, anchors)
    if anchor is None or is_open_anchor(anchor, entry):
        return _without_anchor(month, day, entry, anchors, following, is_open=anchor is not None)
    if entry.has_future and is_passed(anchor, month, day, anchors.published):
        return _near_publication(month, day, anchors, entry)
    if _agrees(anchor, month, day) and _fits(anchor.year, month, day, entry):
        return _dated(anchor.year, month, day, "from_document", anchor.offset, BY_ANCHOR)
    if anchors.published is not None and anchors.published.year - anchor.year <= _YEARS_OF_A_REPORT:
        return _near_publication(month, day, anchors, entry)
    if len(anchors.years) == 1:
        return _dated(next(iter(anchors.years)), month, day, "from_document", None, YEAR_BY_DOCUMENT)
    if anchor.month is not None:
        rolled = anchor.year + ((month - anchor.month) % 12 <= 6 and month != anchor.month)
        return _dated(rolled, month, day, "from_document", anchor.offset, YEAR_ROLLED)
    return Found(point_of(None, month, day), "unresolved")


def _without_anchor(
    month: int, day: int | None, entry: Entry, anchors: Anchors, following: Sequence[Entry], *, is_open: bool
) -> Found:
    """Find the year behind, at the publication, after the day of writing, or the only one of the document."""
    if (year := year_behind(entry, following)) is not None:
        return _dated(year, month, day, "from_document", None, BY_ANCHOR)
    if anchors.published is not None:
        return _near_publication(month, day, anchors, entry)
    number = anchors.day_of_writing(entry.start)
    if entry.has_future and number is not None and 0 < number <= _LAST_DAY:
        today = date.fromordinal(number)
        return _dated(today.year + (month < today.month), month, day, "from_document", None, BY_ANCHOR)
    if not is_open and len(anchors.years) == 1:
        return _dated(next(iter(anchors.years)), month, day, "from_document", None, YEAR_BY_DOCUMENT)
    if not is_open and (told := month_told(month, entry, anchors, following)) is not None:
        return _dated(told.year, month, day, "from_document", told.offset, BY_ANCHOR)
    if not is_open and not entry.is_imagined and (gone_on := story_before(month, day, entry, anchors)) is not None:
        return _dated(gone_on.year, month, day, "from_document", gone_on.offset, YEAR_OF_STORY)
    return Found(point_of(None, month, day), "unresolved")


def _named_before(month: int, day: int | None, entry: Entry, anchors: Anchors) -> Anchor | None:
    """Find the one day that the document gave with its year and repeats here, or the month that a had-clause repeats.

    A weekday that does not fit says that another year's day is meant.
    """
    if day is None and not entry.has_past:
        return None
    years = anchors.repeatable.get((month, day), {})
    last = next(anchors.before(entry), None)
    if day is None and last is not None and goes_on_to(month, last, entry) and last.year not in years:
        return None
    if day is None or entry.sighting.weekday is None:
        return next(iter(years.values())) if len(years) == 1 else None
    named = [one for year, one in years.items() if _fits(year, month, day, entry)]
    return named[0] if len(named) == 1 else None


def _fits(year: int, month: int, day: int | None, entry: Entry) -> bool:
    """Tell whether a day falls on the weekday that stands with it."""
    weekday = entry.sighting.weekday
    value = point_of(year, month, day)
    return weekday is None or day is None or value is None or value.lo is None or (value.lo - 1) % 7 == weekday


def _year_anchor(entry: Entry, anchors: Anchors) -> Anchor | None:
    """Give the anchor that lends its year; with a day of publication only one of this paragraph."""
    anchor = anchors.last_year(entry)
    if anchor is None or anchors.published is None:
        return anchor
    if anchor.sentence == entry.sentence:
        is_history = anchor.month is None and anchors.published.year - anchor.year > _YEARS_OF_A_REPORT
        # “Founded in 1974, the board has since changed its rules: as of 1 July …”
        return None if is_history and entry.is_recent else anchor
    if anchor.block != entry.block and anchor.year != anchors.published.year:
        return anchor if _would_be_to_come(anchor, entry, anchors.published) else None
    return anchor if anchor.month is not None or anchors.published.year - anchor.year > 40 else None


def _would_be_to_come(anchor: Anchor, entry: Entry, published: date) -> bool:
    """Tell a day or month that no word calls future and that fits a month told just before better than the report."""
    sense = entry.sighting.sense
    if not isinstance(sense, Point) or entry.has_future or entry.is_imagined or anchor.month is None:
        return False
    is_near = entry.block - anchor.block <= _BLOCKS_OF_A_STORY and anchor.is_explicit
    month, day = sense.month or 1, sense.day or 1
    return is_near and _agrees(anchor, month, day) and (published.month, published.day) < (month, day)


def _agrees(anchor: Anchor, month: int, day: int | None) -> bool:
    """Tell whether a day or month comes no earlier in the year than its anchor."""
    if anchor.month is None:
        return True
    if month != anchor.month:
        return month > anchor.month
    return True


def _near_publication(month: int, day: int | None, anchors: Anchors, entry: Entry) -> Found:
    """Choose the year that brings a day nearest to the publication; the last one where the text tells of days there."""
    published = anchors.published or date.max
    about = published.toordinal()

    def distance(year: int) -> int:
        number = _number_of(year, month, day or 15)
        return _LAST_DAY if number is None else abs(number - about)

    years = [year for year in range(published.year - 1, published.year + 2) if 0 < year < 10000]
    years = [year for year in years if _fits(year, month, day, entry)] or years
    year = min(years, key=distance)
    is_to_come = (year, month, day or 1) > (published.year, published.month, published.day)
    if is_to_come and not entry.has_future and not entry.is_imagined and _is_told_of(year - 1, month, day, anchors):
        year -= 1
    return _dated(year, month, day, "from_publication", None, BY_ANCHOR)


def _is_told_of(year: int, month: int, day: int | None, anchors: Anchors) -> bool:
    """Whether the text names another day within a month of this one."""
    number = _number_of(year, month, day or 15)
    return number is not None and anchors.has_day_near(number, _NEAR_DAYS)


def _number_of(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _dated(year: int, month: int | None, day: int | None, how: TimeOrigin, anchor: int | None, reason: Reason) -> Found:
    value = point_of(year, month, day)
    if value is None:
        return Found(None if month is None else point_of(None, month, day), "unresolved")
    return Found(value, how, year, month, day, anchor, (reason,))


def moved_value(sense: Moved, entry: Entry, anchors: Anchors) -> Found:
    """Count so many units from the anchor that the sense asks for."""
    if sense.is_deictic:
        return _deictic(sense, entry, anchors)
    if sense.month is not None or sense.season:
        return _part_of_year(sense, anchors.last_year(entry))
    if sense.unit in _DAYS_OF_UNIT:
        return _days_on(sense, anchors.last_day(entry))
    if sense.unit == "month":
        return _months_on(sense, anchors.last_month(entry))
    return _years_on(sense, anchors.last_year(entry))


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
    return _dated(year, sense.month, day, "from_document", anchor.offset, BY_ANCHOR)


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
    return _dated(months // 12, months % 12 + 1, sense.day, "from_document", anchor.offset, BY_ANCHOR)


def _years_on(sense: Moved, anchor: Anchor | None) -> Found:
    if anchor is None:
        return NO_POINT
    year = anchor.year + sense.amount * _YEARS_OF_UNIT[sense.unit]
    if sense.amount == 0 and sense.unit != "year":
        return _whole(sense.unit, year, "from_document", anchor.offset)
    return _dated(year, None, None, "from_document", anchor.offset, BY_ANCHOR)


def _whole(unit: str, year: int, how: TimeOrigin, anchor: int | None) -> Found:
    """Give the decade or century of a year."""
    if year < 1:
        return NO_POINT
    text = f"{year:04d}"
    value = value_of(f"{text[:3]}X" if unit == "decade" else f"{text[:2]}XX")
    return Found(value, how, anchor=anchor, reasons=(BY_ANCHOR,))


def _day(number: int, how: TimeOrigin, anchor: int | None, reason: Reason | None) -> Found:
    if not 0 < number <= _LAST_DAY:
        return NOTHING
    day = date.fromordinal(number)
    reasons = () if reason is None else (reason,)
    return Found(point_of(day.year, day.month, day.day), how, day.year, day.month, day.day, anchor, reasons)


def _week(number: int, how: TimeOrigin, anchor: int | None, reason: Reason | None) -> Found:
    if not 7 < number <= _LAST_DAY - 7:
        return NOTHING
    day = date.fromordinal(number)
    year, week, _ = day.isocalendar()
    value = None if not 0 < year < 10000 else week_value(year, week)
    return Found(value, how, day.year, day.month, None, anchor, () if reason is None else (reason,))


def _deictic(sense: Moved, entry: Entry, anchors: Anchors) -> Found:
    """Count from the day of publication, else from the nearest explicit day that may be that of writing."""
    how: TimeOrigin = "from_publication"
    reason: Reason | None = None
    if anchors.published is not None:
        number: int | None = anchors.published.toordinal()
    else:
        number = anchors.day_of_writing(entry.start)
        how, reason = "from_document", BY_ANCHOR
    if number is None or not 0 < number <= _LAST_DAY:
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
    anchor = anchors.last_day(entry)
    if not sense.is_deictic:
        if anchor is None:
            return NOTHING
        number = _ordinal(anchor)
        return NOTHING if number is None else _weekday_from(number, sense, anchor.offset)
    if (same := _day_of_sentence(sense, entry, anchors)) is not None:
        return same
    if anchors.published is not None:
        number = anchors.published.toordinal()
        return _weekday_by_publication(number, sense, entry.has_future)
    number = anchors.nearest_day(entry.start)
    if number is None or sense.shift or anchors.is_aside(number, entry):
        return NOTHING
    offset = (sense.weekday - (number - 1) + 3) % 7 - 3
    return _day(number + offset, "from_document", None, WEEKDAY_BY_ANCHOR)


def _ordinal(anchor: Anchor) -> int | None:
    if anchor.year < 1 or anchor.month is None or anchor.day is None:
        return None
    return date(anchor.year, anchor.month, anchor.day).toordinal()


def _day_of_sentence(sense: OnWeekday, entry: Entry, anchors: Anchors) -> Found | None:
    """Give the day of the same sentence that falls on this weekday."""
    for anchor in islice(anchors.before(entry), _DAYS_LOOKED_AT):
        if anchor.sentence != entry.sentence:
            return None
        number = _ordinal(anchor)
        if number is not None and (number - 1) % 7 == sense.weekday and anchor.is_explicit:
            return _day(number, "from_document", anchor.offset, WEEKDAY_BY_ANCHOR)
    return None


def _weekday_from(number: int, sense: OnWeekday, offset: int) -> Found:
    """Give the next or last such weekday from an anchor; with no shift the next one, the day itself included."""
    here = (number - 1) % 7
    if sense.shift < 0:
        return _day(number - ((here - sense.weekday - 1) % 7 + 1), "from_document", offset, WEEKDAY_BY_ANCHOR)
    step = (sense.weekday - here - 1) % 7 + 1 if sense.shift > 0 else (sense.weekday - here) % 7
    return _day(number + step, "from_document", offset, WEEKDAY_BY_ANCHOR)


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
    return _dated(year, month, sense.day, "from_document", anchor.offset, BY_ANCHOR)


def season_value(sense: Season, entry: Entry, anchors: Anchors) -> Found:
    """Give a bare season the year of an anchor in its paragraph; without one it may be any year's."""
    anchor = anchors.last_year(entry)
    if anchor is None or anchor.block != entry.block:
        return NO_POINT
    month = SEASONS[sense.name][0]
    is_passed = anchor.month is not None and SEASONS[sense.name][1] < anchor.month and sense.name != "winter"
    year = anchor.year + is_passed
    reason = YEAR_ROLLED if is_passed else BY_ANCHOR
    return _dated(year, None, None, "from_document", anchor.offset, reason) if month else NO_POINT
