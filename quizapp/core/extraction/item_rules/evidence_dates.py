"""A rule for dates: the passage of a question must not say another date than its key."""

from __future__ import annotations

import re
from functools import lru_cache

from quizapp.core.calendar import DateValue, format_value, parse_value, read_date
from quizapp.core.extraction.item_rules.asked import Asked, Reason, RuleContext

_YEAR = r"[1-9]\d{3}(?:/\d{2,4})?"
#: What goes before a bare year and behind it; “by 1500 men” is none.
_BEFORE = ("In ", "in ", "of ", "Since ", "since ", "Until ", "until ", "By ", "by ", "from ", "to ", "and ")
_AFTER_WORD = "|".join(rf"(?<=\b{word})" for word in _BEFORE)
_BEHIND_WORD = (
    "and|to|until|when|the|by|in|as|after|for|with|at|on|from|during|under|but|where|before|a"  # not “by 1500 men”
)
_BEHIND = rf"(?=\s*(?:[.,;:)!?–—]|$)|\s(?:{_BEHIND_WORD})\b)"
#: Dates with a year.
_ABSOLUTE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]+,? {_YEAR}"
    rf"|[A-Z][a-z]+ \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|[A-Z][a-z]{{2,}},? {_YEAR}"
    r"|\d{4}-\d{2}-\d{2}"
    r"|\d{1,4} BC\b"
    rf"|(?:{_AFTER_WORD}){_YEAR}{_BEHIND}"
)


def check_evidence_dates(asked: Asked, context: RuleContext) -> Reason | None:
    """Of the dates in a date question's passages, where there are any, one fits the key or an accepted date."""
    if asked.kind != "date" or not asked.question.evidence:
        return None
    right = [parse_value(text) for text in (*asked.keys, *asked.accept)]
    told = [value for evidence in asked.question.evidence for value in _absolute_dates(evidence.quote)]
    if (
        not told
        or any(value.lo is None for value in right)
        or any(_fits(one, other) for one in right for other in told)
    ):
        return None
    dates, key = ", ".join(dict.fromkeys(format_value(value) for value in told)), asked.question.answer()
    return Reason("evidence", f"The key is {key}, but its passage says {dates}; mend one of them.", "key")


@lru_cache(maxsize=64)  # questions of one fact share their passage
def _absolute_dates(text: str) -> tuple[DateValue, ...]:
    readings = (read_date(found[0]) for found in _ABSOLUTE.finditer(text))
    return tuple(value for reading in readings for value in reading.values if value.lo is not None)


def _fits(one: DateValue, other: DateValue) -> bool:
    return one.contains(other) or other.contains(one)
