"""Match: each left side is given its right side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from quizapp.core.kinds.base import KindQuestion
from quizapp.core.kinds.editor import EditorReader, Inputs, as_list, as_mapping, as_words, fill_texts
from quizapp.core.kinds.fields import MAX_OPTION_CHARS, MAX_OPTIONS, Fields, plain_scalar
from quizapp.core.kinds.options import arranged, chosen
from quizapp.core.kinds.responses import MAX_PICK_CHARS, storable
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Response, Way

_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side and what belongs to it."""

    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(KindQuestion):
    """At least two pairs; `distractors` are further right sides that belong to none."""

    kind: ClassVar[str] = "match"
    label: ClassVar[str] = "Matching"
    own_fields: ClassVar[tuple[str, ...]] = ("pairs", "distractors")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "match",
        "stem": "Which river flows through which city?",
        "pairs": [
            {"left": "London", "right": "Thames"},
            {"left": "Paris", "right": "Seine"},
            {"left": "Rome", "right": "Tiber"},
        ],
        "distractors": ["Loire"],
    }

    pairs: tuple[Pair, ...]
    distractors: tuple[str, ...] = ()

    own_inputs: ClassVar[tuple[str, ...]] = ("pair", "further")
    first_rows: ClassVar[Mapping[str, int]] = {"pair": 3}

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set a row for each pair and for each further right side."""
        for number, pair in enumerate(map(as_mapping, as_list(raw.get("pairs"))), 1):
            inputs.put_row("pair", number, left=as_words(pair.get("left")), right=as_words(pair.get("right")))
        fill_texts(inputs, "further", raw.get("distractors"))

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read pairs and further right sides; a row of which both sides are blank is none."""
        pairs: list[Json] = []
        for place, number in enumerate(reader.rows("pairs", "pair")):
            sides = {side: reader.take(f"pairs[{place}].{side}", f"pair-{number}-{side}") for side in _SIDES}
            pairs.append(sides if any(text.strip() for text in sides.values()) else "")
        return {"pairs": pairs, "distractors": reader.texts("distractors", "further")}

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read pairs and further right sides."""
        pairs = list[Pair]()
        for child in fields.children("pairs", MAX_OPTIONS, "a mapping of left and right"):
            left, right = (child.text(side, MAX_OPTION_CHARS, is_required=True) for side in ("left", "right"))
            child.refuse_rest(("left", "right"))
            pairs.append(Pair(left, right))
        distractors = tuple(dict.fromkeys(fields.texts("distractors", MAX_OPTION_CHARS, MAX_OPTIONS)))
        if len(pairs) < 2 and not fields.problems:
            fields.problem("pairs", "There are fewer than two pairs; a matching needs at least two.")
        lefts = [pair.left for pair in pairs]
        for left in sorted({left for left in lefts if lefts.count(left) > 1}):
            fields.problem("pairs", f"“{left[:60]}” stands on the left twice; each left side may stand once.")
        rights = {pair.right for pair in pairs}
        for place, text in enumerate(distractors):
            if text in rights:
                fields.problem(f"distractors[{place}]", f"“{text[:60]}” is the right side of a pair.")
        if len(rights | set(distractors)) < 2 and not fields.problems:
            fields.problem("pairs", "All right sides are the same; there is nothing to choose.")
        return {"pairs": tuple(pairs), "distractors": distractors}

    def dump_own(self) -> dict[str, Json]:
        """Give pairs and further right sides."""
        pairs = [{"left": plain_scalar(pair.left), "right": plain_scalar(pair.right)} for pair in self.pairs]
        return {"pairs": pairs, "distractors": [plain_scalar(text) for text in self.distractors]}

    incomplete: ClassVar[str] = "Choose a partner for each line."

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recognise alone."""
        return ("recognise",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the left sides as they stand, each with the name of its input, and all right sides arranged."""
        rights = {pair.right for pair in self.pairs} | set(self.distractors)
        lefts = [{"name": name, "text": pair.left} for name, pair in self._named()]
        return {"way": "recognise", "lefts": lefts, "rights": arranged(rights, rng)}

    def read(self, form: FormInput) -> Response | None:
        """Give a mapping of left side to the chosen right side; None while one is open."""
        rights = chosen(form, [name for name, _ in self._named()])
        if rights is None:
            return None
        return {pair.left: storable(text[:MAX_OPTION_CHARS]) for pair, text in zip(self.pairs, rights, strict=True)}

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge by the share of left sides that are right; `parts` tells which, in the order of the pairs."""
        given = response if isinstance(response, Mapping) else {}
        parts = tuple(float(given.get(pair.left) == pair.right) for pair in self.pairs)
        known = {pair.right for pair in self.pairs} | set(self.distractors)
        texts = [given.get(pair.left) for pair in self.pairs]
        picks = tuple(text[:MAX_PICK_CHARS] for text in texts if isinstance(text, str) and text in known)
        return Grade(sum(parts) / len(parts), picks, parts=parts)

    def answer(self) -> str:
        """Give the pairs."""
        return "; ".join(f"{pair.left} – {pair.right}" for pair in self.pairs)

    def _named(self) -> list[tuple[str, Pair]]:
        return [(f"match_{place}", pair) for place, pair in enumerate(self.pairs, 1)]
