"""Study days: whole numbers counted from 1970-01-01, each beginning at the learner's rollover and not at midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_START_MINUTES = 240
MS_PER_MINUTE = 60_000
MS_PER_DAY = 86_400_000

_EPOCH = date(1970, 1, 1)


def study_day(answered_at: int, utc_offset_minutes: int, day_start_minutes: int = DAY_START_MINUTES) -> int:
    """Give the study day of an instant in ms; stored with the event, so that later moves rewrite nothing."""
    return (answered_at + (utc_offset_minutes - day_start_minutes) * MS_PER_MINUTE) // MS_PER_DAY


def study_day_in(zone_name: str, instant: int, day_start_minutes: int = DAY_START_MINUTES) -> int:
    """Give the study day of an instant in ms for somebody in that zone."""
    return study_day(instant, utc_offset_minutes(zone_name, instant), day_start_minutes)


def utc_offset_minutes(zone_name: str, instant: int) -> int:
    """Give the zone's offset from UTC at an instant in ms, 0 for an unknown zone."""
    offset = datetime.fromtimestamp(instant / 1000, _zone(zone_name)).utcoffset()
    return 0 if offset is None else offset // timedelta(minutes=1)


def day_start_instant(study_day: int, zone_name: str, day_start_minutes: int = DAY_START_MINUTES) -> int:
    """Give the first instant in ms of a study day, also where the clock leaps over its beginning."""
    wall = datetime.combine(calendar_day(study_day), datetime.min.time()) + timedelta(minutes=day_start_minutes)
    zoned = wall.replace(tzinfo=_zone(zone_name))
    begun = _instant(zoned)
    before = min(begun, _instant(zoned.replace(fold=1)))
    if before == begun:
        return begun
    # The wall clock never shows this time: the day begins with the leap, which lies between the two readings.
    while begun - before > 1:
        middle = (before + begun) // 2
        if study_day_in(zone_name, middle, day_start_minutes) >= study_day:
            begun = middle
        else:
            before = middle
    return before if study_day_in(zone_name, before, day_start_minutes) >= study_day else begun


def calendar_day(study_day: int) -> date:
    """Give the date on which a study day begins, in the learner's zone."""
    return _EPOCH + timedelta(days=study_day)


def weekday(study_day: int) -> int:
    """Give the weekday of a study day, Monday = 0."""
    return (study_day + 3) % 7


def elapsed_days(last_day: int | None, study_day: int) -> int:
    """Give the study days since the last answer, never below 0 (flights westward), 0 without an answer before."""
    return 0 if last_day is None else max(0, study_day - last_day)


def is_zone(name: str) -> bool:
    """Tell whether this is the IANA name of a time zone."""
    return _find_zone(name) is not None


def _zone(name: str) -> ZoneInfo:
    return _find_zone(name) or ZoneInfo("UTC")


def _find_zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    # A malformed name is a ValueError, a folder of names ("America") an OSError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _instant(moment: datetime) -> int:
    return round((moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))
