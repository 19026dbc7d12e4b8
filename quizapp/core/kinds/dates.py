"""Judging a typed date against a key by grain, as a fair teacher would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.calendar import DateReading, DateValue, Grain, format_value, grain_hint, parse_value, read_date
from quizapp.core.kinds.responses import pick_of
from quizapp.core.question import DateOrder, Grade, GradeContext

_Fit: TypeAlias = Literal["right", "coarse", "inner", "wrong"]
_RANK: dict[_Fit, int] = {"right": 3, "inner": 2, "coarse": 1, "wrong": 0}

#: By grain of the key, what a coarser response lacks.
_LACKS: dict[Grain, dict[Grain, str]] = {
    "day": {
        "yearless_day": "the year",
        "yearless_month": "the day and the year",
        "week": "the day",
        "month": "the day",
        "span": "the exact day",
    },
    "week": {"month": "the week"},
    "month": {"yearless_month": "the year", "yearless_day": "the year", "span": "the exact month"},
    "yearless_day": {"yearless_month": "the day"},
}
_LACKS_ELSE: dict[Grain, str] = {
    "day": "the day and the month",
    "week": "the week",
    "month": "the month",
    "year": "the year",
    "decade": "the decade",
    "century": "the century",
    "millennium": "the millennium",
    "span": "both its beginning and its end",
    "yearless_day": "the day",
    "yearless_month": "the month",
}


@dataclass(frozen=True, slots=True)
class DateTarget:
    """A date that counts: `weight` is its score; `explanation` is shown when it is given."""

    date: DateValue
    weight: float = 1.0
    explanation: str = ""


def judge_date(typed: str, targets: Sequence[DateTarget], context: GradeContext) -> Grade:
    """Judge a typed date against the key, which stands first, and further accepted dates.

    The same days, or finer ones inside, get the target's weight; a coarser one that holds the key asks for what is
    missing; an ambiguous order of day and month asks back unless it makes no difference; what cannot be read asks for
    a date.
    """
    key = targets[0].date
    reading = read_date(typed, context.date_order, key)
    if not reading.values:
        parts, example = grain_hint(key.grain, context.date_order or "day_first", {t.date.value for t in targets})
        return Grade(0.0, (pick_of(typed),), f"This cannot be read as a date. {parts}, as in {example}.", True)
    if reading.doubt == "order" and _is_decisive(reading, targets):
        return Grade(0.0, (pick_of(typed),), _which_order(reading), True)
    fit, target, value = _best(reading, targets)
    pick = value.value
    if fit == "right":
        remark = f"Small slip: the spelling is {reading.slip}." if reading.slip else target.explanation
        return Grade(max(0.0, target.weight), (pick,), remark)
    if fit == "wrong":
        return _wrong(typed, key, pick, context)
    return Grade(0.0, (pick,), f"Close: give {_lacking(target.date, value)} too.", True)


def key_reading(text: str) -> DateValue | None:
    """Read a key that is a text as a date; None unless it can only be one."""
    values = read_date(text).values
    return values[0] if len(values) == 1 else None


def _best(reading: DateReading, targets: Sequence[DateTarget]) -> tuple[_Fit, DateTarget, DateValue]:
    fits = [(_fit(value, target.date), target, value) for target in targets for value in reading.values]
    return max(fits, key=lambda fit: (_RANK[fit[0]], fit[1].weight))


def _fit(value: DateValue, key: DateValue) -> _Fit:
    if value.same_days(key):
        return "right"
    if key.grain == "span":
        return _fit_of_span(value, key)
    if key.lo is None:
        return _fit_of_yearless(value, key)
    if key.contains(value):
        return "right"
    if value.contains(key) or _holds_without_year(value, key):
        return "coarse"
    return "wrong"


def _fit_of_span(value: DateValue, key: DateValue) -> _Fit:
    """A span needs both its ends: each the key's own, or finer and inside it."""
    if value.grain == "span":
        pairs = list(zip(value.ends, key.ends, strict=True))
        if all(sought.contains(given) or sought.value == given.value for given, sought in pairs):
            return "right"
        return "coarse" if all(_fit(given, sought) in ("right", "coarse") for given, sought in pairs) else "wrong"
    if any(_fit(value, end) == "right" for end in key.ends):
        return "inner"
    return "coarse" if value.contains(key) else "wrong"


def _fit_of_yearless(value: DateValue, key: DateValue) -> _Fit:
    if value.value == key.value:
        return "right"
    if value.value[:4] == "XXXX":
        if key.grain == "yearless_month":
            return "right" if value.value.startswith(key.value) else "wrong"
        return "coarse" if key.value.startswith(value.value) else "wrong"
    if value.grain in ("day", "month") and not value.is_bc:
        return _fit_of_yearless(parse_value(f"XXXX{value.value[4:]}"), key) if "/" not in key.value else "wrong"
    return "wrong"


def _holds_without_year(value: DateValue, key: DateValue) -> bool:
    """Tell whether a value without a year agrees with the key in what it says."""
    if value.lo is not None or key.grain not in ("day", "month"):
        return False
    sought = key.value.split("-")[1:]
    given = value.value.split("-")[1:]
    return given[: len(sought)] == sought[: len(given)]


def _lacking(key: DateValue, value: DateValue) -> str:
    if key.grain == "span" and value.grain == "span":
        return "more exact dates"
    return _LACKS.get(key.grain, {}).get(value.grain, _LACKS_ELSE[key.grain])


def _is_decisive(reading: DateReading, targets: Sequence[DateTarget]) -> bool:
    """Tell whether the order of day and month changes the judgement."""
    fits = {_best(DateReading((value,)), targets)[0] for value in reading.values}
    return len(fits) > 1


def _which_order(reading: DateReading) -> str:
    order: DateOrder = "day_first"
    words = [format_value(value, order) for value in reading.values]
    return f"Do you mean {' or '.join(words)}? Write the month as a word."


def _wrong(typed: str, key: DateValue, pick: str, context: GradeContext) -> Grade:
    """Ask for the era where a year before Christ would be right but for it."""
    if key.is_bc:
        again = read_date(f"{typed} BC", context.date_order, key)
        if any(_fit(value, key) == "right" for value in again.values):
            return Grade(0.0, (pick,), "Close: say BC or AD too.", True)
    return Grade(0.0, (pick,))
