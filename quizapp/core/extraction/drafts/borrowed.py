"""Whether the text itself writes the year of an event, so that no reader has to carry it over from elsewhere."""

from __future__ import annotations

import re
from datetime import date, timedelta

from quizapp.core.calendar import DateValue, day_number
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import DateMention, Fact

_YEARS = re.compile(r"(BC)?(\d{4})(?!\d|X)")
_DECADE = re.compile(r"(\d{3})X\b")
#: What is told beside the clause, and years that bound something else in it: “who has run it since 2020”.
_BESIDE = re.compile(
    r"\([^()]*\)|[–—][^–—]*[–—]|,? (?:who|whom|which|whose|where|that (?:had|has)) [^,.;]*,"
    r"|\b(?:since|until|till|from|for|before|after|by|between)(?: (?:early|late|about|around))?"
    r" (?:the (?:year )?)?\d{3,4}\b(?!-)"
)
#: So many days around the publication of a report a day or month without its year is the one near it.
_DAYS_BEFORE = 62
_DAYS_AFTER = 31
#: The dateline stands so near the top.
_TOP_BLOCKS = 4


def is_borrowed(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the year of an event stands neither in its time nor in its sentence."""
    value = fact.time.value if fact.time is not None else None
    if fact.time is None or value is None:
        return False
    mention = setting.analysis.dates[fact.time.date] if fact.time.date is not None else None
    if mention is not None and mention.how == "absolute" and mention.value is not None:
        return False
    if mention is not None and mention.how == "from_publication":
        return not _is_near_publication(setting, value)
    return not _is_year_told(setting, fact, value, mention)


def _is_year_told(setting: DraftSetting, fact: Fact, value: DateValue, mention: DateMention | None) -> bool:
    assert fact.time is not None
    if value.grain in ("century", "millennium"):
        return True
    start = mention.start if mention is not None else fact.time.start
    sentence = setting.sentence_at(start)
    own = setting.analysis.text.text[sentence.start : sentence.end]
    if mention is not None:
        own = _BESIDE.sub(" ", own)
    years = [str(int(year)) for _, year in _YEARS.findall(value.value)]
    years += [f"{tens}0" for tens in _DECADE.findall(value.value)]
    return bool(years) and all(re.search(rf"\b{year}(?:s|\b)", own) for year in years[:1])


def _is_near_publication(setting: DraftSetting, value: DateValue) -> bool:
    """Tell a weekday, a day or a month that lies so near the day of the report that it can be no other year’s."""
    about = _published(setting)
    if about is None or value.lo is None or value.hi is None:
        return False
    first, last = about - timedelta(days=_DAYS_BEFORE), about + timedelta(days=_DAYS_AFTER)
    return _number(first) <= value.hi and value.lo <= _number(last) and value.grain != "year"


def _number(day: date) -> int:
    return day_number(day.year, day.month, day.day)


def _published(setting: DraftSetting) -> date | None:
    """Give the day of the report: the one that came with it, or the first written out at its top."""
    text = setting.analysis.text
    if text.published is not None or len(text.blocks) == 0:
        return text.published
    top = text.blocks[min(_TOP_BLOCKS, len(text.blocks)) - 1].end
    for one in setting.analysis.dates:
        if one.start >= top:
            return None
        if one.how == "absolute" and one.value is not None and one.value.grain == "day" and not one.value.is_bc:
            year, month, day = (int(part) for part in one.value.value.split("-"))
            return date(year, month, day)
    return None
