"""Options of a question: reading, writing, the order in which they stand, and what a form gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

from quizapp.core.calendar import read_date
from quizapp.core.kinds.fields import Fields, plain_number, plain_scalar
from quizapp.core.quantities import parse_number
from quizapp.core.question import FormInput, Json, Option, shuffled


def dump_option(option: Option) -> Json:
    """Write an option as its text alone where it is no more than that."""
    if option.weight is None and not option.explanation:
        return plain_scalar(option.text)
    written: dict[str, Json] = {"text": plain_scalar(option.text)}
    if option.weight is not None:
        written["weight"] = plain_number(option.weight)
    if option.explanation:
        written["explanation"] = option.explanation
    return written


def refuse_doubles(fields: Fields, name: str, texts: Iterable[str]) -> None:
    """Note each text that stands twice among the options."""
    seen = set[str]()
    for text in texts:
        if text in seen:
            fields.problem(name, f"“{text[:60]}” stands twice among the options; each may stand once.")
        seen.add(text)


def read_keyed_options(
    fields: Fields, keys: Sequence[Option]
) -> tuple[tuple[Option, ...], tuple[Option, ...], tuple[str, ...]]:
    """Read `distractors`, or `options` with the keys among them, which keeps their order.

    Gives keys, distractors and the kept order, which is empty where options are to be shuffled.
    """
    listed = fields.options("options")
    distractors = fields.options("distractors")
    if not listed:
        refuse_doubles(fields, "distractors", [option.text for option in (*keys, *distractors)])
        return tuple(keys), distractors, ()
    if distractors:
        fields.problem("distractors", "Give either distractors, or options that hold the key; not both.")
    refuse_doubles(fields, "options", [option.text for option in listed])
    by_text = {option.text: option for option in listed}
    for key in keys:
        if key.text not in by_text:
            fields.problem("options", f"The key “{key.text[:60]}” is not among the options.")
    texts = {key.text for key in keys}
    full_keys = tuple(_fuller(key, by_text.get(key.text, key)) for key in keys)
    return full_keys, tuple(o for o in listed if o.text not in texts), tuple(o.text for o in listed)


def dump_keyed_options(
    keys: Sequence[Option], distractors: Sequence[Option], order: Sequence[str], dump_keys: Callable[[list[Json]], Json]
) -> dict[str, Json]:
    """Write key, then distractors or the ordered options; the other way round is `read_keyed_options`."""
    if not order:
        return {
            "key": dump_keys([dump_option(key) for key in keys]),
            "distractors": [dump_option(option) for option in distractors],
        }
    by_text = {option.text: option for option in (*keys, *distractors)}
    return {
        "key": dump_keys([plain_scalar(key.text) for key in keys]),
        "options": [dump_option(by_text[text]) for text in order],
    }


def arranged(texts: Iterable[str], rng: Random) -> list[str]:
    """Put numbers and dates in ascending order, and shuffle all else from the sorted order."""
    ordered = sorted(texts)
    for measure in (_as_number, _as_date):
        keys = [measure(text) for text in ordered]
        if all(key is not None for key in keys):
            return [text for _, text in sorted(zip(keys, ordered, strict=True))]
    return shuffled(ordered, rng)


def rows(values: Iterable[str], words: Callable[[str], str] = str) -> list[Json]:
    """Make the options that a page shows: what it sends back, and its words."""
    return [{"value": value, "text": words(value)} for value in values]


def chosen(form: FormInput, names: Iterable[str]) -> list[str] | None:
    """Give what was chosen in each of several select boxes; None while one is open."""
    values = [form.get(name, "").strip() for name in names]
    return values if all(values) else None


def text_list(response: Json, most: int) -> list[str]:
    """Give the texts of a response that should be a list of texts; what is none is left out."""
    if not isinstance(response, list | tuple) or len(response) > most:
        return []
    return [item for item in response if isinstance(item, str)]


def _fuller(key: Option, listed: Option) -> Option:
    weight = key.weight if listed.weight is None else listed.weight
    return Option(key.text, weight, listed.explanation or key.explanation)


def _as_number(text: str) -> Decimal | None:
    try:
        return parse_number(text)
    except ValueError:
        return None


@lru_cache(maxsize=4_096)
def _as_date(text: str) -> Any:
    values = read_date(text).values
    return values[0].sort_key if len(values) == 1 else None
