"""Days, amounts and acts in the words that learners read: no term of the scheduler stands here."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from quizapp.core.scheduler import calendar_day
from quizapp.plumbing.markup import words_of

NBSP = "\u00a0"
ABOUTS = {"date": "Dates", "actor": "Actors", "quote": "Quotes", "place": "Places", "other": "Other"}
WAYS = {"recognise": "With options", "recall": "By typing", "self": "In your head"}
PERIODS = {7: "Last 7 days", 30: "Last 30 days", 90: "Last 90 days", 365: "Last 365 days"}
RATINGS = {1: "Not known", 2: "Known with effort", 3: "Known", 4: "Known at once"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ACTIONS = {
    "suspend": "You put it away",
    "resume": "You brought it back",
    "bury": "You left it for the next day",
    "due_today": "It was asked for once more that day",
    "fix_way": "You chose how it is asked",
    "reset": "Its question was changed, so it began anew",
}

_GAP = re.compile(r"\[\[\d{1,2}\]\]")


def date_words(study_day: int, today: int) -> str:
    """Give a day as “25 Nov”, with its year where that is not today's."""
    day = calendar_day(study_day)
    words = f"{day.day}{NBSP}{MONTHS[day.month - 1]}"
    return words if day.year == calendar_day(today).year else f"{words}{NBSP}{day.year}"


def day_words(study_day: int, today: int) -> str:
    """Give a day by its name where it is near, else by its date."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(study_day - today) or date_words(study_day, today)


def moment_words(moment_ms: int, zone: str, today: int) -> str:
    """Give a moment in ms as day and time in the learner's zone."""
    moment = datetime.fromtimestamp(moment_ms / 1000, ZoneInfo(zone))
    year = "" if moment.year == calendar_day(today).year else f"{NBSP}{moment.year}"
    return f"{moment.day}{NBSP}{MONTHS[moment.month - 1]}{year}, {moment:%H:%M}"


def hour_words(moment: datetime, zone: str) -> str:
    """Give the time of day in the learner's zone."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def counted(n: int, one: str, many: str) -> str:
    """Give a number with its noun."""
    return f"{n:,}{NBSP}{one if n == 1 else many}"


def days_words(days: int) -> str:
    """Give a stretch of days, in months or years where that is how people say it."""
    if days >= 730:
        return f"{days / 365.25:.0f}{NBSP}years"
    if days >= 60:
        return f"{days / 30.44:.0f}{NBSP}months"
    return counted(days, "day", "days")


def percent(share: float) -> str:
    """Give a share (0..1) as whole per cent."""
    return f"{share * 100:.0f}%"


def minutes_words(taken_ms: int) -> str:
    """Give a time spent as people would say it."""
    if taken_ms < 60_000:
        return f"{round(taken_ms / 1000)}{NBSP}s" if taken_ms else f"0{NBSP}min"
    minutes = round(taken_ms / 60_000)
    return f"{minutes}{NBSP}min" if minutes < 60 else f"{minutes // 60}{NBSP}h {minutes % 60}{NBSP}min"


def stem_words(html: str) -> str:
    """Give a question's stem as plain words, its gaps as a line."""
    return _GAP.sub("____", words_of(html))
