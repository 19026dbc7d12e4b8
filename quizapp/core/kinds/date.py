"""Date: a calendar point or span with a grain, typed or chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from quizapp.core.calendar import DateValue, format_value, grain_hint, parse_value, read_date
from quizapp.core.kinds.base import KindQuestion
from quizapp.core.kinds.dates import DateTarget, judge_date
from quizapp.core.kinds.editor import EditorReader, Inputs, as_words, fill_options
from quizapp.core.kinds.fields import Fields
from quizapp.core.kinds.options import dump_option, refuse_doubles, rows
from quizapp.core.kinds.responses import TOO_LONG, as_typed, is_too_long, pick_of, typed_text
from quizapp.core.question import DateOrder, FormInput, Grade, GradeContext, Json, Option, Response, Way

#: Longer texts are no dates in words.
MAX_DATE_CHARS = 100
#: Languages that put the month first.
_MONTH_FIRST = frozenset(("en-US", "en-PH"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(KindQuestion):
    """A key in the value grammar, as are accepted dates and distractors."""

    kind: ClassVar[str] = "date"
    label: ClassVar[str] = "Date"
    own_fields: ClassVar[tuple[str, ...]] = ("key", "accept", "distractors")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "date",
        "stem": "When did a human being first walk on the Moon?",
        "key": "1969-07-21",
        "accept": [{"text": "1969-07-20", "explanation": "In American time it was still the evening of the 20th."}],
        "distractors": ["1961-04-12", "1968-12-24", "1971-02-05"],
        "about": "date",
    }

    key: str
    accept: tuple[Option, ...] = ()
    distractors: tuple[Option, ...] = ()

    own_inputs: ClassVar[tuple[str, ...]] = ("key", "accept", "distractor")
    first_rows: ClassVar[Mapping[str, int]] = {"distractor": 3}

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set the key, and rows of accepted dates and distractors."""
        inputs.put("key", as_words(raw.get("key")))
        fill_options(inputs, "accept", raw.get("accept"))
        fill_options(inputs, "distractor", raw.get("distractors"))

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read key, accepted dates and distractors, also from words that can only mean one date."""
        lists = {"accept": "accept", "distractors": "distractor"}
        options = {name: reader.options(name, group) for name, group in lists.items()}
        return with_values({"key": reader.take("key", "key"), **options})

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read key, accepted dates and distractors."""
        if "key" not in fields:
            fields.problem("key", "The right date is missing; write one such as 1961-08-13, 1961 or 196X.")
        key = fields.value("key", _checked_value, "", limit=100)
        found = {name: fields.options(name) for name in ("accept", "distractors")}
        for name, options in found.items():
            for place, option in enumerate(options):
                try:
                    _checked_value(option.text)
                except ValueError as error:
                    fields.problem(f"{name}[{place}]", str(error))
        refuse_doubles(fields, "distractors", [key, *(option.text for option in found["distractors"])])
        return {"key": key, **found}

    def dump_own(self) -> dict[str, Json]:
        """Give key, accepted dates and distractors, all as texts."""
        written: dict[str, Json] = {"key": self.key}
        for name, options in (("accept", self.accept), ("distractors", self.distractors)):
            written[name] = [_dump_date(option) for option in options]
        return written

    @property
    def right_values(self) -> frozenset[str]:
        """Give what the form sends back for the right option."""
        return frozenset((self.key,))

    @property
    def explanations(self) -> dict[str, str]:
        """Give the explanations of options by their value."""
        return {option.text: option.explanation for option in self.distractors if option.explanation}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recall, and recognise where there are distractors."""
        return ("recognise", "recall") if self.distractors else ("recall",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the options in ascending order, or for an input what an answer consists of and an example."""
        values = [parse_value(text) for text in (self.key, *(option.text for option in self.distractors))]
        if way == "recognise" and self.distractors:
            return {"way": way, "options": rows(_ascending(values), self.in_words)}
        parts, example = grain_hint(values[0].grain, self.date_order, {value.value for value in values})
        return {"way": "recall", "parts": parts, "example": example}

    def read(self, form: FormInput) -> Response | None:
        """Give the typed text, or the chosen option's value."""
        return typed_text(form) or None

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge a distractor by its weight, anything else as a typed date by its grain."""
        typed = as_typed(response)
        if not typed:
            return Grade(0.0)
        if is_too_long(typed):
            return Grade(0.0, (pick_of(typed),), TOO_LONG)
        for option in self.distractors:
            if typed == option.text:
                return Grade(max(0.0, option.weight or 0.0), (option.text,))
        targets = [DateTarget(parse_value(self.key))]
        for option in self.accept:
            weight = 1.0 if option.weight is None else option.weight
            targets.append(DateTarget(parse_value(option.text), weight, option.explanation))
        return judge_date(typed, targets, context)

    def answer(self) -> str:
        """Give the key in words."""
        return self.in_words(self.key)

    def in_words(self, text: str) -> str:
        """Give a value in words, in the order of the question's language."""
        return format_value(parse_value(text), self.date_order)

    @property
    def date_order(self) -> DateOrder:
        """Give the order of day and month in which the question's language writes dates."""
        return "month_first" if self.language in _MONTH_FIRST else "day_first"


def _ascending(values: Iterable[DateValue]) -> list[str]:
    return [value.value for value in sorted(values, key=lambda value: value.sort_key)]


def _dump_date(option: Option) -> Json:
    """Write a date option with its value as text: 1953 is no number."""
    written = dump_option(option)
    return {**written, "text": option.text} if isinstance(written, dict) else option.text


def with_values(raw: Mapping[str, Json]) -> dict[str, Json]:
    """Give raw fields of a date, in whose texts dates may be written as people do, with values in their place."""
    lists = {name: [_with_value(item) for item in raw[name]] for name in ("accept", "distractors") if name in raw}
    return {**raw, "key": _with_value(raw.get("key", "")), **lists}


def as_value(text: str) -> str:
    """Give a date in words as the value that it can only mean; any other text as it is."""
    try:
        parse_value(text.strip())
    except ValueError:
        values = read_date(text).values if len(text) <= MAX_DATE_CHARS else ()
        return values[0].value if len(values) == 1 else text
    return text


def _with_value(item: Json) -> Json:
    return {**item, "text": as_value(item.get("text", ""))} if isinstance(item, dict) else as_value(item)


def _checked_value(text: str) -> str:
    try:
        parse_value(text)
    except ValueError as error:
        values = read_date(text).values
        hint = f" Did you mean {' or '.join(value.value for value in values)}?" if values else ""
        raise ValueError(f"{error}{hint}") from None
    return text
