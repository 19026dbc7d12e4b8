"""What a cell of a workbook shows of a number: percent, zeros in front, and units that stand in its format alone."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

_BARE_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_PERCENT_BELOW = 1e15
_PLACES_AT_MOST = 8
_PLACES = re.compile(r"\.([0#?]+)")
#: Marks of a format that show no sign: widths, fillers, colours and countries; `[$€-407]` is the sign within.
_UNSEEN = re.compile(r'("[^"]*"|\\.)|_.|\*.|\[\$([^\]\-]*)[^\]]*\]|\[[^\]]*\]')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)')
_DIGITS = re.compile(r'((?:"[^"]*"|\\.|[ $€£¥])*)([#0?,]*[#0?](?:\.[#0?]+)?)((?:"[^"]*"|\\.|[ $€£¥°])*)')
_CURRENCY = re.compile(r"[$€£¥]|[A-Z]{3}")
_UNIT = re.compile(r"[^\W\d_]|[$€£¥°²³]")


def shown_number(value: float, text: str, number_format: str) -> str:
    """Give a number, written as `text`, with what its format adds: 71 % for 0.71, 01234 for 1234, 3.5 € for 3.5."""
    if "%" in _BARE_SIGNS.sub("", number_format):
        return _percent(value, text, number_format)
    section = _SECTION.match(_UNSEEN.sub(lambda found: found[1] or _quoted(found[2]), number_format))
    match = _DIGITS.fullmatch(section[1].strip()) if section else None
    if match is None:
        return text
    before, after = (_LITERAL.sub(lambda found: found[1] or found[2] or "", match[place]) for place in (1, 3))
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    if set(match[2]) == {"0"} and digits.isdigit():
        digits = digits.zfill(len(match[2]))
    before = before.strip() if _CURRENCY.fullmatch(before.strip()) else ""
    after = after.rstrip() if _UNIT.search(after) else ""
    return f"{sign}{before}{' ' if len(before) > 1 else ''}{digits}{after}"


def shown_duration(value: timedelta, number_format: str) -> str:
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


def _percent(value: float, text: str, number_format: str) -> str:
    """Give 0.71 as 71 % where its format says so, rounded as the sheet does; a sign in quotation marks is but one."""
    shown = _BARE_SIGNS.sub("", number_format).partition(";")[0]
    if "%" not in shown or not abs(value) < _PERCENT_BELOW:
        return text
    places = _PLACES.search(shown)
    unit = Decimal(1).scaleb(-min(len(places[1]), _PLACES_AT_MOST) if places else 0)
    rounded = f"{(Decimal(repr(value)) * 100).quantize(unit, ROUND_HALF_UP):f}"
    return f"{rounded.rstrip('0').rstrip('.') if '.' in rounded else rounded} %"


def _quoted(sign: str | None) -> str:
    return f'"{sign}"' if sign else ""
