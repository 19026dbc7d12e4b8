"""Days and months whose year no reader doubts: told one after another between two years that the text writes."""

from __future__ import annotations

import re

from quizapp.core.calendar import day_number
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.title_years import title_years
from quizapp.core.extraction.values import DateMention, Fact

#: What is doubted of a year that was reckoned.
YEAR_DOUBTS = frozenset({"year in doubt", "year rolled on"})
_DAYS_A_YEAR = 366
#: So many times on either side are looked at.
_LOOKS_AT = 60
_FINE = frozenset({"day", "month"})
_WRITTEN = re.compile(r"\d{3}")
#: Counted from the day told right before it.
_NEXT_DAY = re.compile(
    r"(?:that|the) (?:very |same )?(?:day|evening|night|morning|afternoon)|the (?:next|following) (?:day|morning|night)"
    r"|(?:a|one|two|three|four|five|six|seven) days? (?:later|earlier|before|after(?:wards)?)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?]\s")


def is_in_annals(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a day or month can be of one year only.

    The year written before it is less than a year away, and the one written behind it, or the last of the title,
    comes before the same day of the next year; nothing told between the two is older.
    """
    number = fact.time.date if fact.time is not None else None
    return number is not None and _is_between(setting, number)


def is_counted_from_day(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a day is that of the time told right before it, or some days from it: the same evening."""
    number = fact.time.date if fact.time is not None else None
    if not number or _NEXT_DAY.fullmatch(setting.analysis.dates[number].surface) is None:
        return False
    before, own = setting.analysis.dates[number - 1], setting.analysis.dates[number]
    between = setting.analysis.text.text[before.end : own.start]
    is_day = before.is_point and before.value is not None and before.value.grain == "day"
    is_near = before.start >= setting.analysis.text.block_at(own.start).start and not _STOP.search(between)
    return is_day and is_near and own.how == "from_document"


def _is_between(setting: DraftSetting, number: int) -> bool:
    dates = setting.analysis.dates
    own = dates[number].value
    if own is None or own.lo is None or own.is_bc or own.grain not in _FINE or dates[number].how != "from_document":
        return False
    place = next(
        (one for one in range(number - 1, max(-1, number - _LOOKS_AT), -1) if _is_start(dates[one], own.lo)), None
    )
    first = dates[place].value if place is not None else None
    if place is None or first is None or first.lo is None or first.hi is None:
        return False
    told = [one.value for one in dates[place + 1 : number] if one.is_point and one.how == "from_document"]
    if any(one is None or one.hi is None or one.hi < first.lo for one in told):
        return False
    return _ends_before(setting, number, own.lo + _DAYS_A_YEAR - 1)


def _is_start(mention: DateMention, day: int) -> bool:
    """Tell whether a time is written with its year, and lies less than a year before a day."""
    value = mention.value
    if mention.how != "absolute" or mention.relation == "since" or value is None or value.lo is None:
        return False
    is_fine = value.grain in (*_FINE, "year") and _WRITTEN.search(mention.surface) is not None
    return is_fine and 0 <= day - value.lo < _DAYS_A_YEAR


def _ends_before(setting: DraftSetting, number: int, day: int) -> bool:
    """Tell whether the next written time, no older one, or else the last year of the title, ends before a day."""
    own = setting.analysis.dates[number].value
    years = title_years(setting.analysis.text.title)
    if years is not None and day > day_number(years[1], 12, 31):
        return True
    for mention in setting.analysis.dates[number + 1 : number + _LOOKS_AT]:
        if mention.is_point and mention.how == "absolute" and mention.value is not None:
            is_later = own is not None and (mention.value.lo or 0) >= (own.lo or 0)
            return is_later and mention.value.hi is not None and mention.value.hi < day
    return False
