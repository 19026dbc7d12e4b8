"""Dates for programs that know none: every usual spelling of a date on the way out, and the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.calendar import format_value, parse_value
from quizapp.core.question import DateOrder, Json

_DAY = re.compile(r"(BC)?(\d{4,})-(\d{2})-(\d{2})")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def date_spellings(text: str, language: str = "") -> list[str]:
    """List the usual spellings of a value of our date grammar, the one in words first."""
    value = parse_value(text)
    orders: tuple[DateOrder, ...] = ("day_first", "month_first")
    if language in ("en-US", "en-PH"):
        orders = ("month_first", "day_first")
    words = [format_value(value, order).replace(_NO_BREAK, " ") for order in orders]
    found = [*words, *(spelling for one in words for spelling in _variants(one)), text]
    day = _DAY.fullmatch(text)
    if day and not day[1]:
        found += _in_numbers(day[2], day[3], day[4], month_first=orders[0] == "month_first")
    return list(dict.fromkeys(found))


def read_dates(texts: Sequence[str], values: Sequence[str]) -> dict[str, Json] | None:
    """Give the fields of a date whose spellings these texts are; None where a text is none of them.

    `values` are what the file notes beside the question: the key’s value, then further ones.
    """
    try:
        known = [{spelling for language in ("", "en-US") for spelling in date_spellings(v, language)} for v in values]
    except ValueError:
        return None
    if not values or not texts or texts[0] not in known[0] or any(all(t not in k for k in known) for t in texts):
        return None
    return {"kind": "date", "key": values[0], "accept": list(values[1:])}


def _variants(words: str) -> list[str]:
    found = [words.replace("–", "-")] if "–" in words else []
    if words.startswith("the "):
        found.append(words.removeprefix("the "))
    if words.endswith(" BC"):
        found += [f"{words}E", words.replace(" BC", " B.C.")]
    if "," in words:
        found.append(words.replace(",", ""))
    return found


def _in_numbers(year: str, month: str, day: str, month_first: bool) -> list[str]:
    found = [f"{int(day)}.{int(month)}.{year}", f"{day}.{month}.{year}"]
    first, second = (month, day) if month_first else (day, month)
    return [*found, f"{int(first)}/{int(second)}/{year}", f"{first}/{second}/{year}"]
