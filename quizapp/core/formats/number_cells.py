"""A number with its tolerance, range and unit, as people write it into one cell or line."""

from __future__ import annotations

import re
from collections.abc import Callable

from quizapp.core.formats.weighted import Broken
from quizapp.core.quantities import MAX_DIGITS, as_plain_number, parse_number, read_quantity
from quizapp.core.question import Json

Plain = Callable[[str], str]
"""From a number as it stands in a file to one with a decimal point."""

_BARE = r"(?:[0-9][0-9 ,.'’]*|[.,][0-9]+)"
_NUMBER = rf"[+\-]?{_BARE}(?:[eE][+-]?[0-9]{{1,3}})?"
_SPREAD = re.compile(rf"({_NUMBER})\s*(?:±|\+\s?/?\s?-)\s*([0-9][0-9.,]*(?:[eE][+-]?[0-9]{{1,3}})?\s?%?)\s*(.*)")
_RANGE = re.compile(rf"({_NUMBER})\s*(?:\.\.\.?|–|…)\s*({_NUMBER})\s*(.*)|({_BARE})\s*-\s*({_BARE})\s*(.*)")
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_POWER = re.compile(
    rf"(?:([+\-]?{_BARE}?)\s*[x×*·⋅∙]\s*|([+\-]?))10"
    r"(?:\s*(?:\^|\*\*)\s*\(?([+-]?[0-9]{1,3})\)?|([⁺⁻]?[⁰¹²³⁴-⁹]{1,3}))(?![0-9])\s*(.*)",
    re.IGNORECASE,
)
_PARTS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_FRACTION = re.compile(
    rf"([+\-]?(?:(?:[0-9]{{1,6}}\s)?[0-9]{{1,6}}\s?[/⁄]\s?[0-9]{{1,6}}|(?:[0-9]{{1,6}}\s?)?[{_PARTS}]))"
    r"(?![0-9/.,])\s*(.*)"
)
_ALONE = re.compile(rf"({_NUMBER})\s*(.*)")
_MONEY = re.compile(r"([+\-]?)\s*([$€£¥])\s*([+\-]?.*)")
#: What goes on with a number is no unit: -5, /4, :2, × 3, or 8, ft 3 in.
_NO_UNIT = re.compile(
    rf"[+\-–—:×*·⋅∙^=<>~;|&±_{_PARTS}]|/\s*[0-9]|x\s*[0-9]|(?:or|oder|ou|to|bis)\b"
    r"|.*\b(?:or|oder|ou|and|und|et|to|bis)\s+[+\-]?[0-9]"
    r"|(?!(?:per|pro|par|por)\b)[^\W\d_]{1,8}\.?\s+[0-9][0-9.,]*\s?[^\W\d_]*\Z",
    re.IGNORECASE,
)
#: A second number, a root or a power: “km - 10 km”, “h30”, “ft2in”, “²”; not “m/s2”, “l/100 km”, “s-1”.
_GOES_ON = re.compile(
    r"^[²³√π!?]|[±√]|(?<!per)(?<!pro)(?<!par)(?<!por)\s[+\-–—]?\s?\d|[-–—](?![1-4](?: [^\W\d_]|$))\s?\d"
    r"|/\s?(?!10+\b)\d|[^\W\d_]\d{2}|[a-z]\d[a-z]|[€$£¥°]\s?\d"
)
#: “2nd” counts, and is no quantity.
_ORDINAL = re.compile(r"[0-9](?:st|nd|rd|th)\b", re.IGNORECASE)
#: What stands before a power of ten has decimals, and no thousands: 6.022 x 10^23, 9,109e-31.
_MANTISSA = re.compile(r"([+\-]?[0-9]{1,3})[.,]([0-9]{3})\s*")
_WITH_POWER = re.compile(r"(.*?)(e[+-]?[0-9]{1,3}\s*%?)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_LEADING_DASH = re.compile(rf"–(?=[0-9.,{_PARTS}])")


def number_fields(cell: str, tolerance: str = "", unit: str = "", plain: Plain = str) -> dict[str, Json]:
    """Read a number as people write it: `155`, `155 ± 5 km`, `1..5`, `3-5`, `3/4`, `6.02 x 10^23`, `$5`.

    Raises:
        Broken: when it is none, or goes on behind what could be its unit.
    """
    text = _SPACES.sub(" ", cell).replace("−", "-").strip()
    text = _LEADING_DASH.sub("-", text, 1) if text.startswith("–") else text
    if match := _MONEY.fullmatch(text):
        fields = number_fields(match[1] + match[3], tolerance, "", plain)
        return fields | {"unit": f"{fields['unit']} {match[2]}".strip()}
    for read in (_spread, _range, _power, _fraction):
        if found := read(text, plain):
            fields, rest = found
            break
    else:
        match = _ALONE.fullmatch(text)
        if match is None:
            raise _no_number(text)
        fields, rest = {"key": _number(match[1], plain)}, match[2]
    if not is_unit(rest) or _ORDINAL.search(text):
        raise Broken(
            f"“{text[:40]}” is to be one number with a unit at most, such as 155 km, 155 ± 5 or 1..5; "
            f"“{rest[:20]}” is no unit."
        )
    if "key" in fields and "tolerance" not in fields:
        fields["tolerance"] = _plain(tolerance, plain)
    return fields | {"unit": rest or unit}


def is_unit(text: str) -> bool:
    """Tell whether words behind a number may be its unit, and not the rest of what is no single number."""
    return _NO_UNIT.match(text) is None and _GOES_ON.search(text) is None


def begins_with_number(text: str) -> bool:
    """Tell whether there is a number in front, whatever stands behind it."""
    return _ALONE.fullmatch(text.strip().replace("−", "-")) is not None


def _spread(text: str, plain: Plain) -> tuple[dict[str, Json], str] | None:
    match = _SPREAD.fullmatch(text)
    if match is None:
        return None
    return {"key": _number(match[1], plain), "tolerance": _plain(match[2].replace(" ", ""), plain)}, match[3]


def _range(text: str, plain: Plain) -> tuple[dict[str, Json], str] | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    if match[1] is not None:
        return {"from": _number(match[1], plain), "to": _number(match[2], plain)}, match[3]
    low, high = _number(match[4], plain), _number(match[5], plain)
    try:
        is_rising = parse_number(low) < parse_number(high)
    except ValueError as error:
        raise Broken(str(error)) from None
    if not is_rising:
        raise _no_number(text)
    return {"from": low, "to": high}, match[6]


def _power(text: str, plain: Plain) -> tuple[dict[str, Json], str] | None:
    match = _POWER.fullmatch(text)
    if match is None:
        return None
    digits = _number(match[1], _of_power(plain)) if match[1] is not None else f"{match[2]}1"
    power = match[3] or match[4].translate(_RAISED)
    return {"key": f"{digits}e{power}"}, match[5]


def _fraction(text: str, _plain: Plain) -> tuple[dict[str, Json], str] | None:
    match = _FRACTION.fullmatch(text)
    if match is None:
        return None
    found = read_quantity(re.sub(r"\s?[/⁄]\s?", "/", match[1]))
    if found is None:
        raise _no_number(text)
    if len(found.values[0].as_tuple().digits) > MAX_DIGITS:
        raise Broken(f"“{match[1]}” has no end as a decimal number; write it with a tolerance, as in 0.333 ± 0.001.")
    return {"key": f"{found.values[0]:f}"}, match[2]


def _of_power(plain: Plain) -> Plain:
    """Read what stands before a power of ten: three digits behind its one sign are decimals."""
    return lambda text: f"{match[1]}.{match[2]}" if (match := _MANTISSA.fullmatch(text)) else plain(text)


def _plain(text: str, plain: Plain) -> str:
    power = _WITH_POWER.fullmatch(text)
    return f"{_of_power(plain)(power[1])}{power[2]}" if power else plain(text)


def _number(text: str, plain: Plain) -> str:
    number = _plain(text.strip(), plain).replace("’", "'")
    # What the file's own signs leave with a comma is no number.
    return number if "," in number else as_plain_number(number)


def _no_number(text: str) -> Broken:
    return Broken(f"“{text[:40]}” is to be a number, such as 155, 155 ± 5 or 1..5.")
