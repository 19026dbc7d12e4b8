"""Texts and numbers that are typed in QTI 2.x and 3: right values, points by value, tolerances of the processing."""

from __future__ import annotations

from lxml import etree

from quizapp.core.formats.foreign_texts import typed
from quizapp.core.formats.qti2_item import Declared, Interaction, Item
from quizapp.core.formats.weighted import Broken, plain_digits
from quizapp.core.question import Json

_LOW, _HIGH = ("gte", "gt"), ("lte", "lt")


def typed_fields(declared: Declared) -> dict[str, Json]:
    """Give key, accepted texts and way of comparing; points below the best are weights."""
    points = {typed(value): earned for value, earned in declared.points}
    best = max(points.values(), default=0.0)
    right = [typed(value) for value in declared.right]
    key = right[0]
    accept: list[Json] = list(dict.fromkeys(value for value in right[1:] if value != key))
    for value, earned in points.items():
        if value == key or value in accept or not value:
            continue
        accept.append(value if earned >= best > 0 else {"text": value, "weight": _share(earned, best)})
    return {"key": key, "accept": accept, "compare": "exact" if declared.is_cased else ""}


def number_fields(item: Item, interaction: Interaction) -> dict[str, Json]:
    """Give the fields of a number: its value with the tolerance of the processing, or a range.

    Raises:
        Broken: without a right number.
    """
    declared = item.of(interaction)
    bounds = _bounds(item, interaction.response)
    if bounds is not None:
        return {"from": bounds[0], "to": bounds[1]}
    numbers = list(
        dict.fromkeys(plain_digits(value) for value in (*declared.right, *(v for v, p in declared.points if p > 0)))
    )
    if not numbers:
        raise Broken("No number is marked as right.")
    accept: list[Json] = []
    best = max((earned for _, earned in declared.points), default=0.0)
    for number in numbers[1:]:
        earned = next((p for v, p in declared.points if plain_digits(v) == number), best)
        accept.append({"text": number} if earned >= best else {"text": number, "weight": _share(earned, best)})
    return {"key": numbers[0], "tolerance": _tolerance(item, interaction.response), "accept": accept}


def _tolerance(item: Item, response: str) -> str:
    for test in item.element.iterfind("responseProcessing//equal"):
        if any(variable.get("identifier") == response for variable in test.iter("variable")):
            parts = (test.get("tolerance") or "").split()
            mode = test.get("toleranceMode") or "exact"
            if parts and mode in ("absolute", "relative"):
                widest = max(parts[:2], key=lambda part: float(plain_digits(part)))
                return plain_digits(widest) + ("%" if mode == "relative" else "")
    return ""


def _bounds(item: Item, response: str) -> tuple[str, str] | None:
    """Give the bounds that the processing compares a response with."""
    found: dict[bool, str] = {}
    for test in item.element.iterfind("responseProcessing//and/*"):
        if test.tag not in (*_LOW, *_HIGH) or not isinstance(test.tag, str):
            continue
        variable, value = test.find("variable"), test.find("baseValue")
        if variable is not None and value is not None and variable.get("identifier") == response:
            is_first = test.index(variable) < test.index(value)
            found.setdefault((test.tag in _LOW) == is_first, plain_digits(_words(value)))
    return (found[True], found[False]) if len(found) == 2 else None


def _words(element: etree._Element) -> str:
    return "".join(element.itertext())


def _share(earned: float, best: float) -> float:
    return round(min(1.0, max(-1.0, earned / best)), 7) + 0.0 if best > 0 else 0.0
