"""Order: items to be put in the right order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any, ClassVar, Literal, cast

from quizapp.core.kinds.base import KindQuestion
from quizapp.core.kinds.editor import EditorReader, Inputs, as_words, fill_texts
from quizapp.core.kinds.fields import MAX_OPTION_CHARS, MAX_OPTIONS, Fields, plain_scalar
from quizapp.core.kinds.options import text_list
from quizapp.core.kinds.responses import MAX_PICK_CHARS
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Response, Way, shuffled

Scoring = Literal["kendall", "exact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(KindQuestion):
    """Items in the right order; inputs are named after the sorted items, which tells nothing of it."""

    kind: ClassVar[str] = "order"
    label: ClassVar[str] = "Put in order"
    own_fields: ClassVar[tuple[str, ...]] = ("items", "scoring")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "order",
        "stem": "Put the inventions in order, earliest first.",
        "items": ["Printing press", "Steam engine", "Telegraph", "Telephone"],
    }

    items: tuple[str, ...]
    scoring: Scoring = "kendall"

    own_inputs: ClassVar[tuple[str, ...]] = ("item", "is_exact_score")
    first_rows: ClassVar[Mapping[str, int]] = {"item": 4}

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set a row for each item, and the scoring."""
        fill_texts(inputs, "item", raw.get("items"))
        if as_words(raw.get("scoring")) == "exact":
            inputs.put("is_exact_score", "1")

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read items and scoring."""
        scoring = "exact" if reader.is_set("is_exact_score") else ""
        return {"items": reader.texts("items", "item"), "scoring": scoring}

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read items and scoring."""
        items = fields.texts("items", MAX_OPTION_CHARS, MAX_OPTIONS)
        if len(items) < 2 and not fields.problems:
            fields.problem("items", "There are fewer than two items; an order needs at least two.")
        for text in sorted({text for text in items if items.count(text) > 1}):
            fields.problem("items", f"“{text[:60]}” stands twice; each item may stand once.")
        return {"items": items, "scoring": cast(Scoring, fields.one_of("scoring", ("kendall", "exact"), "kendall"))}

    def dump_own(self) -> dict[str, Json]:
        """Give items and scoring."""
        items = [plain_scalar(text) for text in self.items]
        return {"items": items, "scoring": self.scoring if self.scoring != "kendall" else ""}

    incomplete: ClassVar[str] = "Give each line a place of its own, from first to last."

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recognise alone."""
        return ("recognise",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the items shuffled, each with the name of its input."""
        names = self._names()
        return {"way": "recognise", "items": [{"name": names[t], "text": t} for t in shuffled(self.items, rng)]}

    def read(self, form: FormInput) -> Response | None:
        """Give the list of items in the chosen order; None until each has a place of its own."""
        places = dict[int, str]()
        for text, name in self._names().items():
            digits = form.get(name, "").strip()
            if digits.isascii() and digits.isdigit() and len(digits) <= 3:
                places[int(digits)] = text
        if sorted(places) != list(range(1, len(self.items) + 1)):
            return None
        return [places[place] for place in sorted(places)]

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge by Kendall's τ, not below 0, or all or nothing; `parts` tells which places are right."""
        given = text_list(response, MAX_OPTIONS)
        if sorted(given) != sorted(self.items):
            return Grade(0.0, parts=(0.0,) * len(self.items))
        parts = tuple(float(text == right) for text, right in zip(given, self.items, strict=True))
        score = float(all(parts)) if self.scoring == "exact" else max(0.0, self._tau(given))
        return Grade(score, tuple(text[:MAX_PICK_CHARS] for text in given), parts=parts)

    def answer(self) -> str:
        """Give the items in the right order."""
        return " → ".join(self.items)

    def _names(self) -> dict[str, str]:
        return {text: f"position_{place}" for place, text in enumerate(sorted(self.items), 1)}

    def _tau(self, given: Sequence[str]) -> float:
        """Compute Kendall's τ: pairs in the right order less pairs in the wrong one, by all pairs.

        Source: M. G. Kendall, A New Measure of Rank Correlation, Biometrika 30 (1938), section 2.
        """
        place = {text: number for number, text in enumerate(self.items)}
        signs = [1 if place[one] < place[other] else -1 for one, other in combinations(given, 2)]
        return sum(signs) / len(signs)
