"""Number: a quantity with a tolerance, typed or chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, ClassVar

from quizapp.core.compare import MAX_TYPED_CHARS, is_equal
from quizapp.core.kinds.base import KindQuestion
from quizapp.core.kinds.editor import (
    EditorReader,
    Inputs,
    as_mapping,
    as_words,
    fill_options,
    option_parts,
)
from quizapp.core.kinds.fields import MAX_EXPLANATION_CHARS, Fields, plain_number, plain_scalar
from quizapp.core.kinds.options import arranged, dump_option, refuse_doubles, rows
from quizapp.core.kinds.responses import as_typed, pick_of, typed_text
from quizapp.core.quantities import (
    ARITHMETIC,
    Quantity,
    as_plain_number,
    converted,
    parse_number,
    read_quantity,
    same_unit,
    scale_of,
)
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Option, Response, Way

MAX_UNIT_CHARS = 60
#: A response in another unit is rounded: 96 miles for 155 km.
CONVERSION_SLACK = Decimal("0.005")

_VALUE_FIELDS = ("key", "tolerance")
_RANGE_FIELDS = ("from", "to")
_NO_NUMBER = "Write a number, in figures, with a point or comma for parts."


@dataclass(frozen=True, slots=True)
class AcceptedNumber:
    """A further number that counts; `tolerance` is absolute or, with %, relative; `weight` None is 1."""

    text: str
    tolerance: str = ""
    weight: float | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(KindQuestion):
    """A key with a tolerance, or a range from `low` to `high`; all numbers are kept in their own digits."""

    kind: ClassVar[str] = "number"
    label: ClassVar[str] = "Number"
    own_fields: ClassVar[tuple[str, ...]] = ("key", "tolerance", "from", "to", "unit", "accept", "distractors")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "number",
        "stem": "How high is Mont Blanc?",
        "key": 4806,
        "tolerance": 10,
        "unit": "m",
        "accept": [{"text": 4800, "weight": 0.5, "explanation": "Rounded to hundreds."}],
        "distractors": [4478, 4634],
    }

    key: str = ""
    tolerance: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    accept: tuple[AcceptedNumber, ...] = ()
    distractors: tuple[Option, ...] = ()

    own_inputs: ClassVar[tuple[str, ...]] = (
        *("shape", "key", "tolerance", "from", "to", "unit", "accept", "distractor"),
    )

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set a value or a range, the unit, and rows of accepted numbers and distractors."""
        has_range = "key" not in raw and ("from" in raw or "to" in raw)
        inputs.put("shape", "range" if has_range else "value")
        for name in (*_VALUE_FIELDS, *_RANGE_FIELDS, "unit"):
            inputs.put(name, as_words(raw.get(name)))
        fill_options(inputs, "accept", raw.get("accept"), _accepted_parts)
        fill_options(inputs, "distractor", raw.get("distractors"))

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read what the chosen shape needs, the unit, accepted numbers and distractors."""
        has_range = reader.form.get("shape", "") == "range"
        raw: dict[str, Json] = {
            name: as_plain_number(reader.take(name, name)) for name in (_RANGE_FIELDS if has_range else _VALUE_FIELDS)
        }
        raw["unit"] = reader.take("unit", "unit")
        if has_range:
            reader.places["key"] = "from"
        accept = [
            _with_plain(reader.option(f"accept[{place}]", f"accept-{number}", "text", "tolerance"))
            for place, number in enumerate(reader.rows("accept", "accept"))
        ]
        distractors = [_with_plain(item) for item in reader.options("distractors", "distractor")]
        return {**raw, "accept": accept, "distractors": distractors}

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read key or range, tolerance, unit, accepted numbers and distractors."""
        values: dict[str, Any] = {
            "key": fields.value("key", _checked_number, ""),
            "tolerance": fields.value("tolerance", _checked_tolerance, ""),
            "low": fields.value("from", _checked_number, ""),
            "high": fields.value("to", _checked_number, ""),
            "unit": fields.text("unit", MAX_UNIT_CHARS),
            "accept": _read_accept(fields),
            "distractors": fields.options("distractors"),
        }
        _check_shape(fields, values)
        for place, option in enumerate(values["distractors"]):
            try:
                parse_number(option.text)
            except ValueError as error:
                fields.problem(f"distractors[{place}]", str(error))
        refuse_doubles(fields, "distractors", [values["key"], *(option.text for option in values["distractors"])])
        return values

    def dump_own(self) -> dict[str, Json]:
        """Give key or range, tolerance, unit, accepted numbers and distractors."""
        return {
            "key": plain_scalar(self.key),
            "tolerance": plain_scalar(self.tolerance),
            "from": plain_scalar(self.low),
            "to": plain_scalar(self.high),
            "unit": self.unit,
            "accept": [_dump_accepted(accepted) for accepted in self.accept],
            "distractors": [dump_option(option) for option in self.distractors],
        }

    @property
    def right_values(self) -> frozenset[str]:
        """Give what the form sends back for the right option."""
        return frozenset((self.key,)) if self.key else frozenset()

    @property
    def explanations(self) -> dict[str, str]:
        """Give the explanations of options by their number."""
        return {option.text: option.explanation for option in self.distractors if option.explanation}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recall, and recognise where a key stands against distractors."""
        return ("recognise", "recall") if self.distractors and self.key else ("recall",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the options ascending, or the unit for an input."""
        if way != "recognise" or "recognise" not in self.ways:
            return {"way": "recall", "unit": self.unit}
        texts = arranged((self.key, *(option.text for option in self.distractors)), rng)
        return {"way": way, "options": rows(texts, self.in_words)}

    def read(self, form: FormInput) -> Response | None:
        """Give the typed text, or the chosen option's number."""
        return typed_text(form) or None

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge a distractor by its weight, anything else as a typed number with or without its unit."""
        typed = as_typed(response)
        if not typed:
            return Grade(0.0)
        for option in self.distractors:
            if typed == option.text:
                return Grade(max(0.0, option.weight or 0.0), (option.text,))
        quantity = read_quantity(typed)
        if quantity is None and not self.key and len(typed) <= MAX_TYPED_CHARS and is_equal(typed, self.answer()):
            return Grade(1.0, (pick_of(typed),))
        if quantity is None:
            return Grade(0.0, (pick_of(typed),), _NO_NUMBER, True)
        return self._judged(quantity, pick_of(typed))

    def answer(self) -> str:
        """Give the key or range with its unit."""
        return self.in_words(self.key) if self.key else f"{self.in_words(self.low, '')}–{self.in_words(self.high)}"

    def in_words(self, text: str, unit: str | None = None) -> str:
        """Give a number with its unit, by default the question's own."""
        shown = self.unit if unit is None else unit
        joint = "" if shown in ("", "%", "°") else "\N{NO-BREAK SPACE}"
        return f"{text.replace('-', '−') if text.startswith('-') else text}{joint}{shown}"

    def _judged(self, quantity: Quantity, pick: str) -> Grade:
        values, slack = self._in_own_unit(quantity)
        targets = list(self._targets())
        hit = max((t for t in targets if any(t.holds(v, slack) for v in values)), key=lambda t: t.weight, default=None)
        if hit is not None:
            return Grade(max(0.0, hit.weight), (pick,), hit.explanation)
        is_near = any(targets[0].holds(value, Decimal(0)) for value in (*quantity.values, *quantity.unscaled))
        if is_near and self.unit and quantity.unit and not same_unit(quantity.unit, self.unit):
            return Grade(0.0, (pick,), f"Check the unit: the answer is to be in {self.unit}.", True)
        return Grade(0.0, (pick,))

    def _in_own_unit(self, quantity: Quantity) -> tuple[tuple[Decimal, ...], Decimal]:
        """Give the values in the question's unit, and the relative slack that a conversion brings."""
        scale = scale_of(self.unit)
        values = quantity.unscaled if scale and quantity.scale in ("", scale) else quantity.values
        own = " ".join(word for word in self.unit.split() if word.casefold() != scale).strip()
        if not quantity.unit or not own or same_unit(quantity.unit, own):
            return values, Decimal(0)
        found = [converted(value, quantity.unit, own) for value in values]
        return tuple(value for value in found if value is not None), CONVERSION_SLACK

    def _targets(self) -> Iterator[_Target]:
        if self.key:
            yield _target(self.key, self.tolerance, 1.0, "")
        else:
            yield _Target(parse_number(self.low), parse_number(self.high), 1.0, "")
        for accepted in self.accept:
            weight = 1.0 if accepted.weight is None else accepted.weight
            yield _target(accepted.text, accepted.tolerance, weight, accepted.explanation)


@dataclass(frozen=True, slots=True)
class _Target:
    low: Decimal
    high: Decimal
    weight: float
    explanation: str

    def holds(self, value: Decimal, slack: Decimal) -> bool:
        margin = ARITHMETIC.multiply(abs(value), slack)
        return ARITHMETIC.subtract(self.low, margin) <= value <= ARITHMETIC.add(self.high, margin)


def _target(text: str, tolerance: str, weight: float, explanation: str) -> _Target:
    value, margin = parse_number(text), Decimal(0)
    if tolerance.endswith("%"):
        share = ARITHMETIC.divide(parse_number(tolerance[:-1].strip()), Decimal(100))
        margin = ARITHMETIC.multiply(abs(value), share)
    elif tolerance:
        margin = parse_number(tolerance)
    return _Target(ARITHMETIC.subtract(value, margin), ARITHMETIC.add(value, margin), weight, explanation)


def _check_shape(fields: Fields, values: Mapping[str, Any]) -> None:
    has_range = "from" in fields or "to" in fields
    if "key" in fields and has_range:
        fields.problem("key", "Give either a key, or from and to; not both.")
    elif "key" not in fields and not ("from" in fields and "to" in fields):
        fields.problem("key", "The right number is missing; give a key, or both from and to.")
    elif values["low"] and values["high"] and parse_number(values["low"]) > parse_number(values["high"]):
        fields.problem("to", "The range ends below its beginning.")
    if has_range and "tolerance" in fields:
        fields.problem("tolerance", "A range needs no tolerance; widen from and to.")


def _read_accept(fields: Fields) -> tuple[AcceptedNumber, ...]:
    found = list[AcceptedNumber]()
    for place, item in fields.items("accept", 50):
        raw = item if isinstance(item, Mapping) else {"text": item}
        child = Fields(raw, f"accept[{place}]", fields.problems)
        if "text" not in child:
            child.problem("text", "The accepted number is missing.")
        text = child.value("text", _checked_number, "")
        tolerance = child.value("tolerance", _checked_tolerance, "")
        found.append(AcceptedNumber(text, tolerance, child.weight(), child.text("explanation", MAX_EXPLANATION_CHARS)))
        child.refuse_rest(("text", "tolerance", "weight", "explanation"))
    return tuple(found)


def _dump_accepted(accepted: AcceptedNumber) -> Json:
    written: dict[str, Json] = {"text": plain_scalar(accepted.text)}
    if accepted.tolerance:
        written["tolerance"] = plain_scalar(accepted.tolerance)
    if accepted.weight is not None:
        written["weight"] = plain_number(accepted.weight)
    if accepted.explanation:
        written["explanation"] = accepted.explanation
    return written["text"] if len(written) == 1 else written


def _accepted_parts(item: Json) -> dict[str, str]:
    return option_parts(item) | {"tolerance": as_words(as_mapping(item).get("tolerance"))}


def _with_plain(item: Json) -> Json:
    if not isinstance(item, dict):
        return as_plain_number(item)
    return {name: as_plain_number(value) if name in ("text", "tolerance") else value for name, value in item.items()}


def _checked_number(text: str) -> str:
    parse_number(text)
    return text


def _checked_tolerance(text: str) -> str:
    if parse_number(text.removesuffix("%").strip()) < 0:
        raise ValueError("A tolerance is not negative.")
    return text
