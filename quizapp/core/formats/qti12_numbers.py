"""Numbers of QTI 1.2: exact values, margins in the number’s own measure or in percent, ranges, each with its points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from quizapp.core.formats.qti12_conditions import Condition
from quizapp.core.formats.qti12_item import Item, Response
from quizapp.core.formats.weighted import Broken, middle_and_half, plain_digits
from quizapp.core.question import Json


@dataclass(frozen=True, slots=True)
class _Answer:
    """A value with a tolerance, or a range; `earned` are its points."""

    key: str = ""
    tolerance: str = ""
    low: str = ""
    high: str = ""
    earned: float = 0.0
    said: str = ""


def number_fields(item: Item, response: Response) -> dict[str, Json]:
    """Give the fields of a number.

    Raises:
        Broken: without a right number, or with a text where a number is to be.
    """
    answers = [
        found for condition in item.conditions if condition.earns > 0 for found in _answers(item, condition, response)
    ]
    if not answers:
        raise Broken("No number is marked as right.")
    best = max(answer.earned for answer in answers)
    ordered = sorted(answers, key=lambda answer: answer.earned < best)
    key, *others = ordered
    fields: dict[str, Json] = {"key_feedback": key.said}
    fields |= {"key": key.key, "tolerance": key.tolerance} if key.key else {"from": key.low, "to": key.high}
    fields["accept"] = [_accepted(answer, best) for answer in others]
    return fields


def _answers(item: Item, condition: Condition, response: Response) -> list[_Answer]:
    """Read one condition: a value and its bounds belong together, several values are answers of their own."""
    tests = condition.named(response.ident)
    exact = [test for test in tests if test.kind == "varequal"]
    low = next((plain_digits(test.value) for test in tests if test.kind in ("vargte", "vargt")), "")
    high = next((plain_digits(test.value) for test in tests if test.kind in ("varlte", "varlt")), "")
    said = item.own_feedbacks([name for name in condition.shown], "accept")
    if len(exact) > 1:
        return [_Answer(plain_digits(test.value), test.margin, earned=condition.earns, said=said) for test in exact]
    if not exact and not (low and high):
        return []
    if low and high and Decimal(low) > Decimal(high):
        low, high = high, low
    answer = _Answer(low=low, high=high, earned=condition.earns, said=said)
    if exact:
        margin = exact[0].margin
        checked = plain_digits(margin.removesuffix("%")) + "%" * margin.endswith("%") if margin else ""
        answer = replace(answer, key=plain_digits(exact[0].value), tolerance=checked)
        return [answer if checked or not (low and high) else _with_bounds(answer)]
    return [_with_bounds(answer) if _is_precision(tests) else answer]


def _is_precision(tests: object) -> bool:
    """Tell bounds of which one is open: they are the rounding of a number to its digits."""
    return isinstance(tests, list) and {test.kind for test in tests} & {"vargt", "varlt"} != set()


def _with_bounds(answer: _Answer) -> _Answer:
    """Give a value with bounds as value and tolerance, or as a range where the value is not its middle."""
    middle, half = middle_and_half(answer.low, answer.high)
    if not answer.key:
        return replace(answer, key=middle, tolerance=half)
    if Decimal(middle) != Decimal(answer.key):
        return replace(answer, key="", tolerance="")
    return replace(answer, tolerance="" if Decimal(half) == 0 else half)


def _accepted(answer: _Answer, best: float) -> Json:
    if not answer.key:
        middle, half = middle_and_half(answer.low, answer.high)
        answer = replace(answer, key=middle, tolerance=half)
    option: dict[str, Json] = {"text": answer.key}
    if answer.tolerance and answer.tolerance != "0":
        option["tolerance"] = answer.tolerance
    if answer.earned < best:
        option["weight"] = round(answer.earned / best, 7)
    if answer.said:
        option["explanation"] = answer.said
    return option
