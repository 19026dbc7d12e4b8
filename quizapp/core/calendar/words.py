"""Date values in words for people; the other way round is `reading`."""

from __future__ import annotations

from collections.abc import Collection

from quizapp.core.calendar.values import MONTHS, DateValue, Grain, parse_value
from quizapp.core.question import DateOrder

NO_BREAK = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"

#: By grain: what a learner has to give, and examples that cannot be told from a key by their shape.
_HINTS: dict[Grain, tuple[str, tuple[str, ...]]] = {
    "day": ("Day, month and year", ("1805-10-21", "1649-01-30", "1755-11-01")),
    "week": ("Week and year", ("2004-W23", "2011-W08")),
    "month": ("Month and year", ("1805-10", "1649-01", "1755-11")),
    "year": ("The year", ("1805", "1649", "BC0490")),
    "decade": ("The decade", ("183X", "175X")),
    "century": ("The century", ("13XX", "10XX")),
    "millennium": ("The millennium", ("BC1XXX", "1XXX")),
    "span": ("Beginning and end", ("1756/1763", "1618/1648")),
    "yearless_day": ("Day and month", ("XXXX-10-21", "XXXX-01-30")),
    "yearless_month": ("The month", ("XXXX-10", "XXXX-01")),
}


def format_value(value: DateValue, order: DateOrder = "day_first") -> str:
    """Give the words for a value, with no-break spaces and en dashes: 13 September 2023, the 1960s, 431–404 BC."""
    text = value.value
    match value.grain:
        case "week":
            return f"week{NO_BREAK}{int(text[6:])} of{NO_BREAK}{text[:4]}"
        case "decade":
            return _decade(value)
        case "century" | "millennium":
            return _large(value)
        case "span":
            return _span(value, order)
        case _:
            return _point(text, order)


def grain_hint(grain: Grain, order: DateOrder = "day_first", avoid: Collection[str] = ()) -> tuple[str, str]:
    """Say what an answer of this grain consists of, and give an example that is none of the values to avoid."""
    parts, examples = _HINTS[grain]
    example = next((text for text in examples if text not in avoid), examples[-1])
    return parts, format_value(parse_value(example), order)


def year_words(text: str) -> str:
    """Give the words for a year of the grammar: 1985, AD 79, 753 BC."""
    if text.startswith("BC"):
        return f"{int(text[2:])}{NO_BREAK}BC"
    return text if int(text) >= 1000 else f"AD{NO_BREAK}{int(text)}"


def _point(text: str, order: DateOrder) -> str:
    year, *rest = text.split("-")
    parts = [MONTHS[int(rest[0]) - 1]] if rest else []
    if len(rest) == 2:
        day = str(int(rest[1]))
        parts = [day, *parts] if order == "day_first" else [*parts, day]
    words = NO_BREAK.join(parts)
    if year == "XXXX":
        return words
    separator = f",{NO_BREAK}" if len(rest) == 2 and order == "month_first" else NO_BREAK
    return f"{words}{separator}{year_words(year)}" if words else year_words(year)


def _decade(value: DateValue) -> str:
    digits = value.value.removeprefix("BC")[:3] + "0"
    first = int(digits)
    if first % 100 == 0 and first not in (0, 2000):
        # “The 1900s” would be read as the century.
        ends = (first + 9, first) if value.is_bc else (first, first + 9)
        return f"{ends[0]}{EN_DASH}{ends[1]}" + _era(value, first)
    return f"the{NO_BREAK}{first}s" + _era(value, first)


def _large(value: DateValue) -> str:
    digits = value.value.removeprefix("BC").rstrip("X")
    number = int(digits) + 1
    unit = "century" if value.grain == "century" else "millennium"
    needs_era = value.grain == "millennium" or number <= 10
    return f"the{NO_BREAK}{ordinal(number)}{NO_BREAK}{unit}" + _era(value, 0 if needs_era else 1000)


def _era(value: DateValue, year: int) -> str:
    if value.is_bc:
        return f"{NO_BREAK}BC"
    return f"{NO_BREAK}AD" if year < 1000 else ""


def ordinal(number: int) -> str:
    """Give 1st, 2nd, 3rd, 4th, 11th, 21st …"""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _span(value: DateValue, order: DateOrder) -> str:
    first, last = value.ends
    if first.grain == last.grain == "year" and first.is_bc == last.is_bc and (first.is_bc or int(first.value) >= 1000):
        return f"{int(first.value.removeprefix('BC'))}{EN_DASH}{year_words(last.value)}"
    if first.grain == last.grain and first.grain in ("day", "month", "yearless_day"):
        shared = _shared(first.value, last.value, order)
        if shared:
            return shared
    ends = [format_value(end, order) for end in (first, last)]
    if first.is_bc and not last.is_bc and "AD" not in ends[1]:
        # “1500 BC – 1000” would be read as two years before Christ.
        ends[1] += f"{NO_BREAK}AD"
    return f" {EN_DASH} ".join(ends)


def _shared(first: str, last: str, order: DateOrder) -> str:
    """Say what both ends share once: 9–10 November 1989, 3 May – 5 June 1940, May–June 1940."""
    (year, month, *days), (last_year, last_month, *last_days) = first.split("-"), last.split("-")
    if year != last_year:
        return ""
    tail = "" if year == "XXXX" else NO_BREAK + year_words(year)
    if not days:
        return f"{MONTHS[int(month) - 1]}{EN_DASH}{MONTHS[int(last_month) - 1]}{tail}"
    if month == last_month:
        run = f"{int(days[0])}{EN_DASH}{int(last_days[0])}"
        name = MONTHS[int(month) - 1]
        if order == "day_first":
            return f"{run}{NO_BREAK}{name}{tail}"
        return f"{name}{NO_BREAK}{run}{',' if tail else ''}{tail}"
    ends = [_point(f"XXXX-{m}-{d}", order) for m, d in ((month, days[0]), (last_month, last_days[0]))]
    comma = "," if order == "month_first" and tail else ""
    return f"{ends[0]} {EN_DASH} {ends[1]}{comma}{tail}"
