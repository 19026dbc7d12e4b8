"""Multiple: several keys among options, each ticked or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar, Literal, cast

from quizapp.core.kinds.base import PLAIN_FIELDS, KindQuestion
from quizapp.core.kinds.editor import EditorReader, Inputs, as_words
from quizapp.core.kinds.fields import MAX_OPTIONS, Fields
from quizapp.core.kinds.option_rows import fill_ticked, read_ticked
from quizapp.core.kinds.options import arranged, dump_keyed_options, read_keyed_options, rows, text_list
from quizapp.core.kinds.responses import MAX_PICK_CHARS, storable
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Option, Response, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(KindQuestion):
    """At least one key and one distractor; `scoring` exact gives all or nothing."""

    kind: ClassVar[str] = "multiple"
    label: ClassVar[str] = "Multiple choice"
    own_fields: ClassVar[tuple[str, ...]] = ("key", "distractors", "options", "scoring")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "multiple",
        "stem": "Which of these cities lie on the Danube?",
        "key": ["Belgrade", "Budapest", "Vienna"],
        "distractors": ["Prague", {"text": "Zagreb", "explanation": "Zagreb lies on the Sava."}],
    }

    keys: tuple[Option, ...]
    distractors: tuple[Option, ...]
    order: tuple[str, ...] = ()
    scoring: Literal["partial", "exact"] = "partial"

    plain_fields: ClassVar[Mapping[str, int]] = PLAIN_FIELDS
    own_inputs: ClassVar[tuple[str, ...]] = ("option", "right", "is_ordered", "is_exact_score")
    first_rows: ClassVar[Mapping[str, int]] = {"option": 4}

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set a row for each option, those of keys ticked, and the scoring."""
        fill_ticked(raw, inputs)
        if as_words(raw.get("scoring")) == "exact":
            inputs.put("is_exact_score", "1")

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read options and scoring."""
        return {**read_ticked(reader), "scoring": "exact" if reader.is_set("is_exact_score") else ""}

    @classmethod
    def take_plain(cls, values: dict[str, Any]) -> bool:
        """Take keys and distractors that are texts."""
        if not super(Multiple, cls).take_plain(values):
            return False
        keys, distractors = values.pop("key", None), values.get("distractors")
        if type(keys) is not list or type(distractors) is not list:
            return False
        if not len({*keys, *distractors}) == len(keys) + len(distractors) <= MAX_OPTIONS:
            return False
        values["keys"] = tuple([Option(text) for text in keys])
        values["distractors"] = tuple([Option(text) for text in distractors])
        return True

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read keys, options and scoring."""
        keys, distractors, order = read_keyed_options(fields, fields.options("key"))
        if not keys and not fields.problems:
            fields.problem("key", "No right option is named; a multiple choice needs at least one.")
        if not distractors and not fields.problems:
            fields.problem("distractors", "There is no wrong option; a multiple choice needs at least one.")
        if len(keys) + len(distractors) > MAX_OPTIONS:
            fields.problem("distractors", f"There are over {MAX_OPTIONS} options in all.")
        if sum(_key_weight(key, len(keys)) for key in keys) <= 0 and keys:
            fields.problem("key", "The weights of the right options add up to nothing; raise one above 0.")
        scoring = cast(Literal["partial", "exact"], fields.one_of("scoring", ("partial", "exact"), "partial"))
        return {"keys": keys, "distractors": distractors, "order": order, "scoring": scoring}

    def dump_own(self) -> dict[str, Json]:
        """Give keys, options and scoring."""
        written = dump_keyed_options(self.keys, self.distractors, self.order, lambda keys: keys)
        return {**written, "scoring": self.scoring if self.scoring != "partial" else ""}

    @property
    def options(self) -> tuple[Option, ...]:
        """Give all options, keys first: not for showing."""
        return (*self.keys, *self.distractors)

    @property
    def right_values(self) -> frozenset[str]:
        """Give what the form sends back for right options."""
        return frozenset(option.text for option in self.keys)

    @property
    def explanations(self) -> dict[str, str]:
        """Give the explanations of options by their text."""
        return {option.text: option.explanation for option in self.options if option.explanation}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recognise alone."""
        return ("recognise",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the options in ascending, kept or shuffled order; how many are right is not told."""
        texts = list(self.order) or arranged((option.text for option in self.options), rng)
        return {"way": "recognise", "options": rows(texts)}

    def read(self, form: FormInput) -> Response | None:
        """Give the list of ticked options' texts; None while nothing is ticked."""
        ticked = [storable(text) for text in form.getlist("response")[:MAX_OPTIONS] if text]
        return ticked or None

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge by hits less false ones, by weights where there are any, or all or nothing."""
        given = set(text_list(response, MAX_OPTIONS))
        picks = tuple(option.text[:MAX_PICK_CHARS] for option in self.options if option.text in given)
        if self.scoring == "exact":
            return Grade(1.0 if given == self.right_values else 0.0, picks)
        if any(option.weight is not None for option in self.options):
            return Grade(self._weighted(given), picks)
        hits = sum(key.text in given for key in self.keys) / len(self.keys)
        false = len(given - self.right_values) / len(self.distractors)
        return Grade(max(0.0, hits - false), picks)

    def answer(self) -> str:
        """Give the keys."""
        return "; ".join(option.text for option in self.keys)

    def _weighted(self, given: set[str]) -> float:
        """Add up weights, the keys' own sum being 1, so that thirds of 33.3 % make a whole."""
        count = len(self.keys)
        whole = sum(_key_weight(key, count) for key in self.keys)
        total = sum(_key_weight(key, count) for key in self.keys if key.text in given)
        total += sum(option.weight or 0.0 for option in self.distractors if option.text in given)
        return min(1.0, max(0.0, round(total / whole, 6)))


def _key_weight(key: Option, count: int) -> float:
    return 1 / count if key.weight is None else key.weight
