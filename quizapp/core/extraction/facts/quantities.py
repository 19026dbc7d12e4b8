"""Counts, sums of money and stretches of time in a phrase: how many of what, how much, for how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Sort: TypeAlias = Literal["count", "money", "time"]

_SMALL = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join((*_SMALL, *_TENS))
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_SPELT = rf"(?:{_WORD})(?:-(?:{_WORD}))?"
NUMBER = rf"(?:(?:{_FIGURES}|{_SPELT})(?: (?:{'|'.join(_SCALES)})(?: and {_SPELT})?)*)"
#: Words before a number that say that it is rough, and how it is asked for then.
ROUGH = {
    **dict.fromkeys(("about", "around", "some", "roughly", "approximately", "an estimated"), "about"),
    **dict.fromkeys(("nearly", "almost"), "about"),
    **{words: words for words in ("more than", "over", "fewer than", "less than", "at least", "at most", "up to")},
    "as many as": "up to",
}
_ROUGH = "|".join(sorted(ROUGH, key=len, reverse=True))
_UNITS = r"(?:minute|hour|day|night|week|fortnight|month|year|decade|centur)"
_TIME = re.compile(
    rf"(?:(?P<rough>{_ROUGH}) )?(?:{NUMBER}|an?|half an?|several) (?:and a half )?{_UNITS}(?:s|ies|y)?\Z", re.IGNORECASE
)
_MONEY = re.compile(
    rf"(?:(?P<rough>{_ROUGH}) )?(?P<sum>[£$€¥] ?{_FIGURES}(?: ?(?:million|billion|trillion|m|bn|k))?\b"
    rf"|{NUMBER} (?:pounds|dollars|euros|francs|guilders|marks|crowns|florins|ducats|shillings|guineas|pence|cents"
    r"|rupees|roubles|pesos|livres|thalers|sovereigns)\b)",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"(?:(?P<rough>{_ROUGH}) )?(?P<number>{NUMBER}) (?P<things>\S.*)", re.IGNORECASE | re.DOTALL)
#: What is no thing that is counted: a time, a share, a part of a number or an age.
_NO_THINGS = re.compile(
    rf"(?:{_UNITS}(?:s|ies|y)?\b|per ?cent|percentage|o’clock|o'clock|times?\b|of\b|to\b|and\b|or\b|more\b|other\b"
    rf"|others\b|in\b|at\b|on\b|by\b|from\b|with\b|who\b|were\b|pounds?\b|{NUMBER}\b|a\.m|p\.m|AD\b|BC|cent\b"
    r"|degrees\b|(?:[A-Z]+ )?(?:francs|dollars|pounds|euros|rupees|pesos)\b|thirds?\b|quarters?\b"
    r"|fifths?\b|half\b|halves\b)",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:[\w’-]+ ){0,3}?(?:[\w’-]+s|people|men|women|children|fish|cattle|sheep|police|staff|deer)\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of what a phrase tells: `rough` as it is asked for, `words` of the amount, `things` that are counted."""

    sort: Sort
    rough: str
    words: str
    things: str
    value: int = 0
    is_whole: bool = True


def read_quantity(words: str) -> Quantity | None:
    """Read the quantity that a phrase begins with; None where it begins with none, or with one that tells little."""
    found = _TIME.match(words)
    if found is not None:
        return Quantity("time", ROUGH.get((found["rough"] or "").lower(), ""), words, "")
    found = _MONEY.match(words)
    if found is not None:
        rough = ROUGH.get((found["rough"] or "").lower(), "")
        return Quantity("money", rough, found["sum"], words[found.end() :].strip())
    found = _COUNT.match(words)
    if found is None or _NO_THINGS.match(found["things"]) or not _PLURAL.match(found["things"]):
        return None
    value = number_of(found["number"])
    if value is None or value < 2:
        return None
    return Quantity("count", ROUGH.get((found["rough"] or "").lower(), ""), found["number"], found["things"], value)


_MEASURE = re.compile(
    rf"(?:(?P<rough>{_ROUGH}) )?(?P<amount>{NUMBER} (?:metres|kilometres|miles|feet|yards|inches|centimetres|leagues"
    r"|fathoms)) (?P<how>long|high|wide|deep|tall|thick|broad|across|above sea level|in (?:length|height|width|depth))"
    r"\Z",
    re.IGNORECASE,
)
_AS_ASKED = {
    **{how: how for how in ("long", "high", "wide", "deep", "tall", "thick", "broad")},
    "across": "wide",
    "above sea level": "high above the sea",
    "in length": "long",
    "in height": "high",
    "in width": "wide",
    "in depth": "deep",
}


def read_measure(words: str) -> tuple[str, str] | None:
    """Read “about 240 kilometres long”: how it is asked for, and the amount."""
    found = _MEASURE.match(words)
    return None if found is None else (_AS_ASKED[found["how"].lower()], found["amount"])


_SUM = re.compile(
    rf"an? (?P<noun>fine|loan|grant|debt|profit|loss|reward|deficit|bonus|budget|prize|bill|ransom|subsidy|payment"
    rf"|donation|cost|price) of {_MONEY.pattern}",
    re.IGNORECASE,
)


def read_sum(words: str) -> tuple[str, Quantity] | None:
    """Read “a fine of £560,000”: what it is, and how much."""
    found = _SUM.fullmatch(words)
    return None if found is None else (found["noun"].lower(), Quantity("money", "", found["sum"], ""))


def number_of(words: str) -> int | None:
    """Give the whole number that figures or words write; None for a fraction."""
    total = part = 0
    for word in re.split(r"[ -]", words.lower().replace(",", "")):
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            part = max(part, 1) * scale
            if scale > 100:
                total, part = total + part, 0
        elif word in _SMALL or word in _TENS:
            part += _SMALL.get(word, _TENS.get(word, 0))
        elif word.isdigit():
            part += int(word)
        else:
            return _fraction(words)
    return total + part


def _fraction(words: str) -> int | None:
    """Give the value of “2.3 million”, which is whole."""
    figures, _, scale = words.partition(" ")
    try:
        value = float(figures) * _SCALES[scale]
    except (ValueError, KeyError):
        return None
    return round(value) if abs(value - round(value)) < 1e-6 else None
