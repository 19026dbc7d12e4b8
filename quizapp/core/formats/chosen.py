"""Options of foreign questions that are simply right or wrong, as fields of our kinds: QTI and H5P share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

OPTIONS_AT_MOST = 50
_EQUAL_ENOUGH = 0.007
_TRUE = frozenset(("true", "t", "wahr", "vrai", "verdadero", "vero", "waar", "truefalse.true", "richtig"))
_FALSE = frozenset(("false", "f", "falsch", "faux", "falso", "onwaar", "truefalse.false"))


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its text, whether it is right, its weight (1 = all points) where the file gives one."""

    text: str
    is_right: bool
    weight: float | None = None
    explanation: str = ""


def single_fields(options: Sequence[Option], keeps_order: bool, notes: list[str]) -> dict[str, Json]:
    """Give the fields of a question with one right option; several right ones make it a multiple choice.

    Raises:
        Broken: without a right option, or with fewer than two options.
        Unasked: when all options are right.
    """
    found = _merged(options, notes)
    right = [option for option in found if option.is_right]
    if len(right) > 1:
        notes.append(f"{len(right)} options of a single choice are right; it was read as multiple choice.")
        return several_fields([replace(option, weight=None) for option in found], keeps_order, False, notes)
    said = [_truth(option) for option in found]
    if len(found) == 2 and set(said) == {True, False}:
        told = [
            {"text": truth, "explanation": option.explanation}
            for truth, option in zip(said, found, strict=True)
            if option.explanation
        ]
        return {"kind": "true_false", "key": said[found.index(right[0])], "options": told}
    key = _option(replace(right[0], weight=None))
    fields: dict[str, Json] = {"kind": "choice", "key": key}
    if keeps_order:
        return fields | {"options": [key if option is right[0] else _option(option) for option in found]}
    return fields | {"distractors": [_option(option) for option in found if option is not right[0]]}


def several_fields(options: Sequence[Option], keeps_order: bool, is_exact: bool, notes: list[str]) -> dict[str, Json]:
    """Give the fields of a question with several right options; weights that say what ours say fall away.

    Raises:
        Broken: without a right option, or with fewer than two options.
        Unasked: when all options are right.
    """
    found = _without_usual_weights(_merged(options, notes))
    if all(option.is_right for option in found):
        raise Unasked("every option is right, so there is nothing to choose")
    keys = [_option(option) for option in found if option.is_right]
    fields: dict[str, Json] = {"kind": "multiple", "key": keys, "scoring": "exact" if is_exact else ""}
    if keeps_order:
        return fields | {"options": [_option(option) for option in found]}
    return fields | {"distractors": [_option(option) for option in found if not option.is_right]}


def _merged(options: Sequence[Option], notes: list[str]) -> list[Option]:
    """Merge doubled options, leave out empty ones, and see that a choice remains."""
    if len(options) > 4 * OPTIONS_AT_MOST:
        raise Broken(f"There are {len(options)} options; {OPTIONS_AT_MOST} is the limit.")
    by_text: dict[str, Option] = {}
    for option in options:
        text = option.text.strip()
        if not text:
            notes.append("an empty option was left out.")
            continue
        first = by_text.get(text)
        if first is not None:
            notes.append(f"the option “{shortened(text)}” stands twice; the two were made one.")
        better = option if first is None or (option.is_right and not first.is_right) else first
        said = better.explanation or (first.explanation if first is not None else "")
        by_text[text] = replace(better, text=text, explanation=said)
    found = list(by_text.values())
    if not any(option.is_right for option in found):
        raise Broken("No option is marked as right; mark one." if found else "There are no options.")
    if len(found) < 2:
        raise Broken("There is only one choice; there must be at least two.")
    return found


def _truth(option: Option) -> bool | None:
    word = option.text.strip(" .").casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def _without_usual_weights(options: Sequence[Option]) -> list[Option]:
    """Drop weights of equal keys, and of wrong options that together take all points off."""
    keys = [option for option in options if option.is_right]
    others = [option for option in options if not option.is_right]
    total = sum(key.weight or 0.0 for key in keys)
    if any(key.weight is None for key in keys) or total <= 0:
        return [replace(option, weight=None) for option in options]
    has_equal_keys = all(abs((key.weight or 0) / total - 1 / len(keys)) < _EQUAL_ENOUGH for key in keys)
    is_usual = has_equal_keys and all(abs((o.weight or 0) + 1 / len(others)) < _EQUAL_ENOUGH for o in others)
    return [
        replace(option, weight=None if has_equal_keys else (option.weight or 0) / total)
        if option.is_right
        else replace(option, weight=None if is_usual else option.weight or 0.0)
        for option in options
    ]


def _option(option: Option) -> Json:
    if option.weight is None and not option.explanation:
        return option.text
    found: dict[str, Json] = {"text": option.text}
    if option.weight is not None:
        found["weight"] = round(min(1.0, max(-1.0, option.weight)), 7) + 0.0
    if option.explanation:
        found["explanation"] = option.explanation
    return found
