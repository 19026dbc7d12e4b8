"""Questions on paper: chosen, mixed into variants by a seed, each with its key; pages make HTML of it.

The same seed gives the same paper. What stands on it comes from `ask`, which does not know the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import Literal, TypeAlias

from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.order import Order
from quizapp.core.question import GradeContext, Json, Question, Way

Form: TypeAlias = Literal["options", "boxes", "line", "gaps", "pairs", "order", "lines"]

VARIANTS_AT_MOST = 8
_CONTEXT = GradeContext()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option on paper; `letter` is its name there."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One question on one variant.

    `form` says how it is answered: one of the options, boxes to tick, a line, gaps, letters beside left sides, places
    beside items, lines. `gaps` holds for each gap of a cloze its options, none for one that is written in. `key` is
    what stands on the key: letters where there are such, else words.
    """

    number: int
    question: Question
    form: Form
    options: tuple[Choice, ...] = ()
    lefts: tuple[str, ...] = ()
    gaps: tuple[tuple[str, ...], ...] = ()
    unit: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One version of a paper; `letter` is A, B, …, empty where there is only one."""

    letter: str
    questions: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Mixing:
    """How a paper is made: how many variants, whether questions and typed answers are mixed, and by what seed."""

    seed: str
    variants: int = 1
    shuffles_questions: bool = False
    way: Way = "recognise"


def pick(ids: Sequence[str], count: int, seed: str) -> list[int]:
    """Choose so many of some questions by a seed, as their places; all of them for 0 or when there are no more."""
    if not 0 < count < len(ids):
        return list(range(len(ids)))
    # In the order of their ids, so that the order in which they came does not matter.
    ordered = sorted(range(len(ids)), key=lambda place: ids[place])
    return sorted(Random(f"pick {seed}").sample(ordered, count))


def make_variants(questions: Sequence[Question], mixing: Mixing) -> list[Variant]:
    """Make the variants of a paper; each has all the questions, its options in another order."""
    count = min(max(mixing.variants, 1), VARIANTS_AT_MOST)
    letters = list(ascii_uppercase[:count]) if count > 1 else [""]
    return [_variant(questions, mixing, letter) for letter in letters]


def _variant(questions: Sequence[Question], mixing: Mixing, letter: str) -> Variant:
    ordered = list(questions)
    if mixing.shuffles_questions:
        ordered.sort(key=lambda question: question.id)
        Random(f"order {mixing.seed} {letter}").shuffle(ordered)
    printed = [
        _printed(number, question, Random(f"options {mixing.seed} {letter} {question.id}"), mixing.way)
        for number, question in enumerate(ordered, start=1)
    ]
    return Variant(letter, tuple(printed))


def _printed(number: int, question: Question, rng: Random, wished: Way) -> Printed:
    way = wished if wished in question.ways else question.ways[0]
    asked = question.ask(rng, way)
    if isinstance(question, Cloze):
        gaps = tuple(tuple(str(row["text"]) for row in gap.get("options", ())) for gap in asked["gaps"])
        return Printed(number, question, "gaps", gaps=gaps, key=_gap_key(question))
    if isinstance(question, Match):
        return _pairs(number, question, asked)
    if isinstance(question, Order):
        return _order(number, question, asked)
    if "options" in asked:
        return _options(number, question, asked["options"])
    form: Form = "lines" if way == "self" else "line"
    return Printed(number, question, form, unit=str(asked.get("unit") or ""), key=question.answer())


def _options(number: int, question: Question, rows: Sequence[Mapping[str, Json]]) -> Printed:
    options = tuple(Choice(letter_of(place), str(row["text"])) for place, row in enumerate(rows))
    is_multiple = question.kind == "multiple"
    right = getattr(question, "right_values", None) if is_multiple else None
    letters = [
        option.letter
        for option, row in zip(options, rows, strict=True)
        if (row["value"] in right if right is not None else question.grade(row["value"], _CONTEXT).score == 1)
    ]
    form: Form = "boxes" if is_multiple else "options"
    return Printed(number, question, form, options, key=", ".join(letters) or question.answer())


def _pairs(number: int, question: Match, asked: Mapping[str, Json]) -> Printed:
    options = tuple(Choice(letter_of(place), str(text)) for place, text in enumerate(asked["rights"]))
    letters = {option.text: option.letter for option in options}
    lefts = tuple(str(left["text"]) for left in asked["lefts"])
    key = ", ".join(f"{place} {letters[pair.right]}" for place, pair in enumerate(question.pairs, start=1))
    return Printed(number, question, "pairs", options, lefts, key=key)


def _order(number: int, question: Order, asked: Mapping[str, Json]) -> Printed:
    options = tuple(Choice(letter_of(place), str(item["text"])) for place, item in enumerate(asked["items"]))
    letters = {option.text: option.letter for option in options}
    return Printed(number, question, "order", options, key=" ".join(letters[item] for item in question.items))


def _gap_key(question: Cloze) -> str:
    keys = [gap.question.answer() for gap in question.gaps]
    return keys[0] if len(keys) == 1 else "; ".join(f"({place}) {key}" for place, key in enumerate(keys, start=1))


def letter_of(place: int) -> str:
    """Name an option by its place from 0: A to Z, then AA, AB …"""
    first, last = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]
