"""Cells of xlsx workbooks as people see them there."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from quizapp.core.formats.xlsx_pattern import patterned

_BARE_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ZEROS = re.compile(r"0{2,30}")
_MONEY = re.compile(r"[$€£¥₩₹₽]")
#: A currency with a number for its country, and other things in brackets.
_BRACKETS = re.compile(r"\[(?:\$([^\]-]*))?[^\]]*\]")
#: Beyond it binary numbers have no places.
_EXACT_BELOW = 1e15
_PLACES_AT_MOST = 8
_PLACES = re.compile(r"\.([0#?]+)")
#: What a format of dates shows; those with eras and the like are not looked at.
_DATE_PARTS = re.compile(r"y+|m+|d+|[^a-z]+")
_NAMED_FROM = 3
_CLOCK = re.compile(r"am/pm|a/p|h+|s+|[^a-z]+|m+")


def shown(cell: Any, unlike: list[str]) -> str:
    """Give a cell as people see it; of its format that matters where it makes another number of what is stored.

    `unlike` is told where its format is not understood, and the number as such was taken.
    """
    value = cell.value
    if value is None or isinstance(value, str | bool) or not cell.has_style:
        return _text_of(value)
    if isinstance(value, timedelta):
        return _duration(value, str(cell.number_format))
    if isinstance(value, datetime):
        return _date(value, str(cell.number_format))
    if not isinstance(value, int | float):
        return _text_of(value)
    number_format = str(cell.number_format)
    try:
        return patterned(value, number_format) or _number(value, number_format)
    except (ValueError, ArithmeticError):
        text = _taken(value, number_format)
        unlike.append(
            f"The cell {cell.coordinate} has the format “{number_format[:40]}”, which is not understood; its number "
            f"{text} was taken. Write it as text if it is to look otherwise."
        )
        return text


def _taken(value: float, number_format: str) -> str:
    try:
        return _number(value, number_format)
    except (ValueError, ArithmeticError):
        return _text_of(value)


def _date(value: datetime, number_format: str) -> str:
    """Give as much of a date as its format shows: the year, the month of a year, a day of any year, the time alone."""
    first = _BARE_SIGNS.sub(" ", number_format).partition(";")[0].lower()
    if not _DATE_PARTS.sub("", first):
        parts = {part[0]: part for part in _DATE_PARTS.findall(first) if part[0] in "ymd"}
        if parts.keys() <= {"y"} and parts:
            return f"{value:%Y}"
        if parts.keys() == {"y", "m"}:
            return f"{value:%Y-%m}"
        if parts.keys() == {"m"} and len(parts["m"]) >= _NAMED_FROM:
            return f"{value:%B}"
        if parts.keys() == {"d", "m"} and len(parts["d"]) < _NAMED_FROM:
            return f"{value.day} {value:%B}"
    elif "h" in first and not _CLOCK.sub("", first):
        return _text_of(value.time())
    return _text_of(value)


def _number(value: float, number_format: str) -> str:
    """Give a number with the zeros before it, the sign of money or the per cent of its format."""
    first = _BRACKETS.sub(lambda match: match[1] or "", number_format).partition(";")[0].replace('"', "")
    if _ZEROS.fullmatch(first) and value == int(value) >= 0:
        return f"{int(value):0{len(first)}}"
    sign = _MONEY.search(first)
    if sign is None or "%" in first or not abs(value) < _EXACT_BELOW:
        return _percent(value, number_format)
    places = _PLACES.search(first)
    unit = Decimal(1).scaleb(-min(len(places[1]), _PLACES_AT_MOST) if places else 0)
    amount = abs(Decimal(repr(value)))
    text = str(int(amount)) if amount == int(amount) else f"{amount.quantize(unit, ROUND_HALF_UP):f}"
    minus = "-" if value < 0 else ""
    is_before = not re.search("[0#?]", first[: sign.start()])
    return f"{minus}{sign[0]}{text}" if is_before else f"{minus}{text} {sign[0]}"


def _percent(value: float, number_format: str) -> str:
    """Give 0.71 as 71 % where its format says so, rounded as the sheet does; a sign in quotation marks is but one."""
    shown = _BARE_SIGNS.sub("", number_format).partition(";")[0] if "%" in number_format else ""
    if "%" not in shown or not abs(value) < _EXACT_BELOW:
        return _text_of(value)
    places = _PLACES.search(shown)
    unit = Decimal(1).scaleb(-min(len(places[1]), _PLACES_AT_MOST) if places else 0)
    rounded = (Decimal(repr(value)) * 100).quantize(unit, ROUND_HALF_UP)
    text = f"{rounded:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def _duration(value: timedelta, number_format: str) -> str:
    """Give a duration in the units of its format: [h]:mm:ss, [h]:mm, [m]:ss."""
    shown = number_format.lower()
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta(0) else ""
    if "[s" in shown:
        return f"{sign}{seconds}"
    minutes, rest = divmod(seconds, 60)
    behind = f":{rest:02}" if "s" in shown else ""
    if "[m" in shown:
        return f"{sign}{minutes}{behind}"
    return f"{sign}{minutes // 60}:{minutes % 60:02}{behind}"


def _text_of(value: Any) -> str:
    """Give a value as people see it: whole numbers without a fraction, dates as 2001-02-03, times as 08:30."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(" ")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
