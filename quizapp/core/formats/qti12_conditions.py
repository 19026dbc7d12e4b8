"""Response processing of QTI 1.2: which answers earn how much, and what is said to them. Nothing is run, all is judged.

Source: IMS QTI ASI 1.2.1, information model, section 3.4 (respcondition, conditionvar, setvar).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from quizapp.core.formats.weighted import Broken
from quizapp.core.formats.xml import text_of

CONDITIONS_AT_MOST = 1_000
TESTS_AT_MOST = 2_000
FULL = 100.0
"""What SCORE.max stands for."""

_GROUPS = frozenset(("and", "or", "not"))
_TESTS = frozenset(
    ("varequal", "varsubset", "varsubstring", "varinside", "vargt", "vargte", "varlt", "varlte", "other", "unanswered")
)


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a response, or a group of tests; `kind` is the element’s name."""

    kind: str
    response: str = ""
    value: str = ""
    margin: str = ""
    is_cased: bool = False
    place: int = 0
    parts: tuple[Test, ...] = ()

    def flat(self, is_denied: bool = False) -> Iterator[tuple[Test, bool]]:
        """List the tests without their groups, each with whether it is denied."""
        if self.kind not in _GROUPS:
            yield self, is_denied
        for part in self.parts:
            yield from part.flat(is_denied != (self.kind == "not"))


@dataclass(frozen=True, slots=True)
class Condition:
    """A test, what it does to the score (`action`, value), and the feedbacks that it shows."""

    test: Test
    scores: tuple[tuple[str, float], ...]
    shown: tuple[str, ...]

    @property
    def earns(self) -> float:
        """The points that it gives, 0 for none."""
        return sum(value for action, value in self.scores if action in ("set", "add"))

    def named(self, response: str, is_denied: bool = False) -> list[Test]:
        """List the tests that compare a response with a value, those that are denied or those that are not."""
        return [
            test
            for test, denied in self.test.flat()
            if denied == is_denied and test.response == response and test.kind.startswith("var")
        ]


def read_conditions(item: etree._Element) -> tuple[Condition, ...]:
    """Read an item’s conditions in their order.

    Raises:
        Broken: when there are far more than any sound item has.
    """
    elements = [
        found for processing in item.iterchildren("resprocessing") for found in processing.iter("respcondition")
    ]
    if len(elements) > CONDITIONS_AT_MOST:
        raise Broken(f"There are {len(elements)} conditions; {CONDITIONS_AT_MOST} is the limit.")
    found = tuple(_condition(element) for element in elements)
    if sum(1 for condition in found for _ in condition.test.flat()) > TESTS_AT_MOST:
        raise Broken(f"There are over {TESTS_AT_MOST} tests of responses in it.")
    return found


def score_of(conditions: Sequence[Condition], given: Mapping[str, Collection[str]]) -> float:
    """Give the points that given responses earn; “other” holds where nothing before it did."""
    total, has_held = 0.0, False
    for condition in conditions:
        if not condition.scores or not _holds(condition.test, given, has_held):
            continue
        has_held = True
        for action, value in condition.scores:
            total = value if action == "set" else total - value if action == "subtract" else total + value
    return total


def shown_to(conditions: Sequence[Condition], given: Mapping[str, Collection[str]]) -> list[str]:
    """List the feedbacks that given responses bring up by name: those that every response brings up are left out."""
    return [
        name
        for condition in conditions
        if any(test.kind.startswith("var") and not denied for test, denied in condition.test.flat())
        and _holds(condition.test, given, True)
        for name in condition.shown
    ]


def _holds(test: Test, given: Mapping[str, Collection[str]], has_held: bool) -> bool:
    if test.kind == "and":
        return all(_holds(part, given, has_held) for part in test.parts)
    if test.kind == "or":
        return any(_holds(part, given, has_held) for part in test.parts)
    if test.kind == "not":
        return not any(_holds(part, given, has_held) for part in test.parts)
    if test.kind == "other":
        return not has_held
    if test.kind == "unanswered":
        return not given.get(test.response)
    return test.kind == "varequal" and test.value in given.get(test.response, ())


def _condition(element: etree._Element) -> Condition:
    scores = [
        (action, value)
        for setting in element.iterchildren("setvar")
        if "incorrect" not in (setting.get("varname") or "").lower()
        and (value := _points(text_of(setting))) is not None
        and (action := (setting.get("action") or "Set").strip().lower()) in ("set", "add", "subtract")
    ]
    shown = [(feedback.get("linkrefid") or "").strip() for feedback in element.iterchildren("displayfeedback")]
    variables = element.find("conditionvar")
    parts = () if variables is None else _parts(variables)
    return Condition(Test(_usual_group(parts), parts=parts), tuple(scores), tuple(name for name in shown if name))


def _parts(element: etree._Element) -> tuple[Test, ...]:
    found = []
    for child in element:
        if child.tag in _GROUPS:
            found.append(Test(str(child.tag), parts=_parts(child)))
        elif child.tag in _TESTS:
            margin = (child.get("margin") or "").strip()
            if (child.get("margintype") or "").strip().lower() == "percent" and margin:
                margin += "%"
            place = (child.get("index") or "").strip()
            is_cased = (child.get("case") or "").strip().lower() == "yes"
            response = (child.get("respident") or "").strip()
            value = text_of(child).strip()
            number = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 0
            found.append(Test(str(child.tag), response, value, margin, is_cased, number))
    return tuple(found)


def _usual_group(parts: Sequence[Test]) -> str:
    """Tell how tests that stand side by side belong together: several values of one response are alternatives."""
    equal = [part.response for part in parts if part.kind == "varequal"]
    return "or" if len(equal) > 1 and len(equal) == len(parts) and len(set(equal)) == 1 else "and"


def _points(text: str) -> float | None:
    words = text.strip().replace(",", ".")
    if words.lower().endswith(".max"):
        return FULL
    try:
        points = float(words)
    except ValueError:
        return None
    return points if math.isfinite(points) and abs(points) <= 1e9 else None
