"""What a learner types for a date → the values that it may mean. The parts of speech are in `typed_words`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from quizapp.core.calendar.typed_words import cleaned, month_of, roman_number
from quizapp.core.calendar.values import DateValue, parse_value, point_value, span_value, week_value
from quizapp.core.question import DateOrder

#: Longer texts are no dates; the bound keeps hostile input cheap.
MAX_DATE_CHARS = 100

Doubt: TypeAlias = Literal["", "order", "century", "grain"]


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a typed date may mean, likeliest first: none = unreadable, several = ambiguous, and `doubt` says in what.

    `slip` is the right spelling of a month that was misspelt.
    """

    values: tuple[DateValue, ...]
    doubt: Doubt = ""
    slip: str = ""


@dataclass(frozen=True, slots=True)
class _Parts:
    """Numbers and names of one end; `lone` is a number that may be a day or a year."""

    day: int | None = None
    month: int | None = None
    year: str = ""
    era: str = ""
    lone: str = ""


_ERA = r"(?: ?(bc|ad))?"
_THREE = re.compile(rf"([0-9]{{1,4}}) ?([-./ ]) ?([0-9]{{1,2}}) ?[-./ ] ?('?[0-9]{{1,4}}){_ERA}")
_TWO = re.compile(r"([0-9]{1,4}) ?[-./] ?('?[0-9]{1,4})")
#: Wherever dots are written between them, the day stands first; slashes say nothing.
_DOTTED = re.compile(r"(?<![0-9.])[0-9]{1,2}\.[ \u00a0]?[0-9]{1,2}\.[ \u00a0]?'?[0-9]{2,4}(?![0-9.])")
_EIGHT = re.compile(r"([1-9][0-9]{3})([0-9]{2})([0-9]{2})")
_DECADE = re.compile(rf"(?:(ad|bc) )?'?([0-9]{{1,4}})'?s{_ERA}")
_LARGE = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[- ]?(century|c|cent|millennium|millenium){_ERA}")
_ROMAN = re.compile(rf"([ivx]+)(?:e|th)? (century|c|cent){_ERA}")
_WEEK = re.compile(r"(?:week|wk|w|kw) ?([0-9]{1,2})[ /-]*([0-9]{4})|([0-9]{4})[ /-]*(?:week|wk|w|kw) ?([0-9]{1,2})")
_TOKEN = re.compile(r"('?)([0-9]+)(st|nd|rd|th|e|er)?(?![a-z0-9])|([a-z]+)|'?([0-9]+)(?=ad|bc)")
_YEAR_0 = re.compile(r"(?<![0-9])0{3,4}(?![0-9x])")
_FIRST_ERA = re.compile(r"(ad|bc) (.+)")


def read_date(text: str, order: DateOrder | None = None, key: DateValue | None = None) -> DateReading:
    """Read what a learner typed as a date.

    `order` settles 3/4/2023; without it both values are given, and of 3.4.2023 that with the day first. Years of two
    digits, and words such as “the sixties”, are taken nearest to `key`; without a key all likely values are given.
    Never raises.
    """
    if len(text) > MAX_DATE_CHARS:
        return DateReading(())
    plain, slip = cleaned(text)
    if _YEAR_0.search(plain) is not None:
        return DateReading(())
    context = _Context(order or ("day_first" if _DOTTED.search(text) else None), key)
    for rule in _RULES:
        if (reading := rule(plain, context)) is not None and reading.values:
            return replace(reading, slip=slip)
    return DateReading(())


@dataclass(frozen=True, slots=True)
class _Context:
    order: DateOrder | None
    key: DateValue | None

    def years(self, digits: str, era: str = "") -> list[int]:
        """Give the astronomical years that a written year may be; two digits without era may be of any century."""
        short = digits.startswith("'") or len(digits) <= 2
        number = int(digits.lstrip("'"))
        if era == "bc":
            return [1 - number] if number else []
        if era or not short or (self.key is not None and self.key.is_bc):
            return [number] if number else []
        return self._near(number, 100) or [1900 + number, 2000 + number]

    def decades(self, number: int) -> list[int]:
        """Give the first years of the decades that two digits name: the sixties, the 20s."""
        near = self._near(number, 100)
        if near or number >= 30:
            return near or [1900 + number]
        return [2000 + number] if number < 20 else [1900 + number, 2000 + number]

    def _near(self, number: int, step: int) -> list[int]:
        if self.key is None or self.key.lo is None or self.key.is_bc:
            return []
        about = int(self.key.value[:4].replace("X", "5"))
        base = about // step * step + number
        years = [year for year in (base - step, base, base + step) if year > 0]
        return [min(years, key=lambda year: abs(year - about))] if years else []


def _grammar(text: str, context: _Context) -> DateReading | None:
    value = _tried(parse_value, text.upper())
    if value is None:
        return None
    span = _short_span(text[:4], text[5:]) if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else None
    if span is None:
        return DateReading((value,))
    if context.key is not None and context.key.grain == "span":
        return DateReading((span,))
    return DateReading((value, span) if context.key is None else (value,), "grain" if context.key is None else "")


def _three_numbers(text: str, context: _Context) -> DateReading | None:
    if (found := _EIGHT.fullmatch(text)) is not None:
        return DateReading(_points([(int(found[1]), int(found[2]), int(found[3]))]))
    if (found := _THREE.fullmatch(text)) is None:
        return None
    first, second, third = found[1], int(found[3]), found[4]
    if len(first) > 2:
        return DateReading(_points([(year, second, _number(third)) for year in context.years(first, found[5] or "")]))
    years = context.years(third, found[5] or "")
    day_first = _points([(year, second, int(first)) for year in years])
    month_first = _points([(year, int(first), second) for year in years])
    return _ordered(day_first, month_first, context, "century" if len(years) > 1 else "")


def _two_numbers(text: str, context: _Context) -> DateReading | None:
    if (found := _TWO.fullmatch(text)) is None:
        return None
    first, second = found[1], found[2].lstrip("'")
    if len(first) > 2:
        return _year_and_number(first, second, context)
    if len(second) > 2:
        return DateReading(_points([(int(second), int(first), None)]))
    if context.key is not None and context.key.grain == "span" and (span := _short_years(first, second, context)):
        return DateReading(span)
    if context.key is not None and context.key.grain == "month":
        months = _points([(year, int(first), None) for year in context.years(second)])
        if months:
            return DateReading(months)
    return _ordered(_points([(None, int(second), int(first))]), _points([(None, int(first), int(second))]), context, "")


def _year_and_number(first: str, second: str, context: _Context) -> DateReading:
    month = _points([(int(first), int(second), None)]) if len(second) <= 2 else ()
    span = _short_span(first, second)
    spans = (span,) if span is not None else ()
    if context.key is not None and month and spans:
        return DateReading(spans if context.key.grain == "span" else month)
    return DateReading(month + spans, "grain" if month and spans else "")


def _decade(text: str, context: _Context) -> DateReading | None:
    if (found := _DECADE.fullmatch(text)) is None:
        return None
    digits, era = found[2], found[1] or found[3] or ""
    number, prefix = int(digits), "BC" if era == "bc" else ""
    if number % 10:
        return None
    if era or len(digits) > 2 or (context.key is not None and context.key.is_bc):
        firsts = [number]
    else:
        firsts = context.decades(number)
    texts = [f"{prefix}{first // 10:03d}X" for first in firsts]
    if len(digits) > 2 and number % 100 == 0:
        # “The 1900s” is the century, and “the 2000s” is mostly the decade; the key's grain settles which.
        century = f"{prefix}{number // 100:02d}XX"
        texts = [*texts, century] if number == 2000 or _grain(context) == "decade" else [century, *texts]
        texts = texts[:1] if _grain(context) in ("decade", "century") and number != 2000 else texts
    values = _values(texts)
    return DateReading(values, "century" if len(values) > 1 else "")


def _grain(context: _Context) -> str:
    return context.key.grain if context.key is not None else ""


def _large(text: str, context: _Context) -> DateReading | None:
    found = _LARGE.fullmatch(text)
    number = int(found[1]) if found is not None else 0
    if found is None:
        if (found := _ROMAN.fullmatch(text)) is None:
            return None
        number = roman_number(found[1])
    if number < 1:
        return None
    prefix = "BC" if found[3] == "bc" else ""
    is_century = found[2].startswith("c")
    return DateReading(_values([f"{prefix}{number - 1:02d}XX" if is_century else f"{prefix}{number - 1}XXX"]))


def _week(text: str, context: _Context) -> DateReading | None:
    if (found := _WEEK.fullmatch(text)) is None:
        return None
    year, week = int(found[2] or found[3]), int(found[1] or found[4])
    value = _tried(week_value, year, week)
    return DateReading((value,) if value is not None else ())


def _one_point(text: str, context: _Context) -> DateReading | None:
    parts = _parts(text)
    if parts is None:
        return None
    values = _part_values(parts, context)
    if parts.day and not parts.year and parts.month and _grain(context) == "month" and not parts.era:
        # “Sept 23” may be the year 2023 where a month is asked for; the year-less day stays a reading.
        months = _points([(year, parts.month, None) for year in context.years(f"{parts.day:02d}")])
        values = (*months, *values)
    return DateReading(values, "century" if len(values) > 1 else "")


def _range(text: str, context: _Context) -> DateReading | None:
    ends = _halves(text)
    if ends is None:
        return None
    first, last = _parts(ends[0]), _parts(ends[1])
    if first is None or last is None:
        return _range_of_numbers(ends, context)
    first, last = _shared_parts(first, last)
    firsts, lasts = _part_values(first, context), _part_values(last, context)
    spans = [span for a in firsts for b in lasts if (span := _tried(span_value, a, b)) is not None]
    return DateReading(tuple(spans[:1]) if spans else ())


def _range_of_numbers(ends: tuple[str, str], context: _Context) -> DateReading | None:
    """Read a range whose ends are ISO or numeric dates."""
    values = list[DateValue]()
    for end in ends:
        reading = _grammar(end, context) or _three_numbers(end, context)
        if reading is None or len(reading.values) != 1:
            return None
        values.append(reading.values[0])
    span = _tried(span_value, *values)
    return DateReading((span,) if span is not None else ())


_RULES: tuple[Callable[[str, _Context], DateReading | None], ...] = (
    _grammar,
    _three_numbers,
    _two_numbers,
    _decade,
    _large,
    _week,
    _one_point,
    _range,
)


def _halves(text: str) -> tuple[str, str] | None:
    for mark in (" to ", "-", "/"):
        if text.count(mark) == 1:
            first, _, last = text.partition(mark)
            return (first.strip(), last.strip()) if first.strip() and last.strip() else None
    return None


def _shared_parts(first: _Parts, last: _Parts) -> tuple[_Parts, _Parts]:
    """Fill what one end leaves to the other: 9–10 November 1989, November 9–10 1989, 1914–18, 431–404 BC."""
    first = replace(first, era=first.era or last.era)
    last = replace(last, era=last.era or first.era)
    if first.lone and last.month and len(first.lone) <= 2:
        first = replace(first, day=int(first.lone), lone="")
    elif last.lone and first.month and len(last.lone) <= 2:
        last = replace(last, day=int(last.lone), lone="")
    elif last.lone and first.lone and len(last.lone) < len(first.lone) and first.era != "bc":
        last = replace(last, lone=first.lone[: -len(last.lone)] + last.lone)
    month, year = first.month or last.month, first.year or last.year
    if first.day and not first.month:
        first = replace(first, month=month)
    if last.day and not last.month:
        last = replace(last, month=month)
    if first.month and not first.year:
        first = replace(first, year=year)
    return first, replace(last, year=year) if last.month and not last.year else last


def _parts(text: str) -> _Parts | None:
    """Sort the words of one date; None when they are not one."""
    found = _FIRST_ERA.fullmatch(text)
    text = f"{found[2]} {found[1]}" if found is not None else text
    month, era, numbers = None, "", list[tuple[str, bool]]()
    position = 0
    for token in _TOKEN.finditer(text):
        if text[position : token.start()].strip(" -./"):
            return None
        position = token.end()
        if token[4] is None:
            numbers.append((token[1] + token[2] if token[2] else token[5], token[3] is not None))
        elif token[4] in ("bc", "ad") and not era:
            era = token[4]
        elif month is None and (month := month_of(token[4])) is not None:
            continue
        else:
            return None
    if text[position:].strip(" -./"):
        return None
    return _with_numbers(month, era, numbers)


def _with_numbers(month: int | None, era: str, numbers: list[tuple[str, bool]]) -> _Parts | None:
    match numbers:
        case []:
            return _Parts(month=month, era=era) if month else None
        case [(digits, is_ordinal)]:
            return _with_one(month, era, digits, is_ordinal)
        case [(first, _), (second, _)] if _may_be_day(first) and not (month is None and len(second) < 3):
            return _Parts(day=int(first), month=month, year=second, era=era)
        case [(first, _), (second, _)] if month and _may_be_day(second):
            return _Parts(day=int(second), month=month, year=first, era=era)
    return None


def _with_one(month: int | None, era: str, digits: str, is_ordinal: bool) -> _Parts | None:
    if len(digits.lstrip("'")) > 4:
        return None
    if month is None:
        return _Parts(era=era, lone=digits) if not is_ordinal else _Parts(day=int(digits))
    if is_ordinal or (_may_be_day(digits) and not era):
        return _Parts(day=int(digits), month=month)
    return _Parts(month=month, year=digits, era=era)


def _may_be_day(digits: str) -> bool:
    return len(digits) <= 2 and digits.isdigit() and 1 <= int(digits) <= 31


def _part_values(parts: _Parts, context: _Context) -> tuple[DateValue, ...]:
    if parts.lone:
        return _points([(year, None, None) for year in context.years(parts.lone, parts.era)])
    if parts.month is None:
        return ()
    if not parts.year:
        return _points([(None, parts.month, parts.day)])
    if len(parts.year.lstrip("'")) > 4:
        return ()
    return _points([(year, parts.month, parts.day) for year in context.years(parts.year, parts.era)])


def _ordered(
    day_first: tuple[DateValue, ...], month_first: tuple[DateValue, ...], context: _Context, doubt: Doubt
) -> DateReading:
    """Settle the order of day and month: by the only one that exists, then by the learner's order."""
    if not day_first or not month_first or day_first == month_first:
        return DateReading(day_first or month_first, doubt)
    if context.order is not None:
        return DateReading(day_first if context.order == "day_first" else month_first, doubt)
    return DateReading(day_first + month_first, "order")


def _short_span(first: str, last: str) -> DateValue | None:
    """Read 1914–18 and 1914–1918; None when it would not run forward."""
    whole = last if len(last) >= len(first) else first[: -len(last)] + last
    return _tried(span_value, *ends) if len(ends := _points([(int(first),), (int(whole),)])) == 2 else None


def _short_years(first: str, second: str, context: _Context) -> tuple[DateValue, ...]:
    """Read 14–18 near the key."""
    ends = _points([(context.years(first)[0],), (context.years(second)[0],)])
    span = _tried(span_value, *ends) if len(ends) == 2 else None
    return (span,) if span is not None else ()


def _points(parts: Iterable[tuple[int | None, ...]]) -> tuple[DateValue, ...]:
    """Make the values that exist, each once."""
    made = (_tried(point_value, *numbers) for numbers in parts)
    return tuple(dict.fromkeys(value for value in made if value is not None))


def _values(texts: Iterable[str]) -> tuple[DateValue, ...]:
    made = (_tried(parse_value, text) for text in texts)
    return tuple(value for value in made if value is not None)


def _number(digits: str) -> int:
    return int(digits.lstrip("'"))


def _tried(make: Callable[..., DateValue], *arguments: object) -> DateValue | None:
    try:
        return make(*arguments)
    except ValueError:
        return None
