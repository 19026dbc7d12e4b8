"""Study days: whole numbers counted from 1970-01-01, each beginning at the learner's rollover and not at midnight."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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


def calendar_day(study_day: int) -> date:
    """Give the date on which a study day begins, in the learner's zone."""
    return _EPOCH + timedelta(days=study_day)


def weekday(study_day: int) -> int:
    """Give the weekday of a study day, Monday = 0."""
    return (study_day + 3) % 7


def elapsed_days(last_day: int | None, study_day: int) -> int:
    """Give the study days since the last answer, never below 0 (flights westward), 0 without an answer before."""
    return 0 if last_day is None else max(0, study_day - last_day)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    # A malformed name is a ValueError, a folder of names ("America") an OSError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
