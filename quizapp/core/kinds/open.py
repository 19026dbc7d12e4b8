"""Open: a question whose answer the learner, or in assignments the teacher, rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from quizapp.core.kinds.base import KindQuestion
from quizapp.core.kinds.editor import EditorReader, Inputs, as_words
from quizapp.core.kinds.fields import MAX_EXPLANATION_CHARS, Fields
from quizapp.core.kinds.responses import typed_text
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Response, Way

#: Longer texts are cut.
MAX_OPEN_CHARS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(KindQuestion):
    """A model answer in `key`, absent for an essay, and a `rubric` to rate by."""

    kind: ClassVar[str] = "open"
    label: ClassVar[str] = "Open question"
    own_fields: ClassVar[tuple[str, ...]] = ("key", "rubric")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "open",
        "stem": "Why do leaves turn yellow in autumn?",
        "key": "The green chlorophyll is broken down, and the yellow pigments that were there all along show.",
        "rubric": "Chlorophyll goes, other pigments were there before: one half each.",
    }

    key: str = ""
    rubric: str = ""

    own_inputs: ClassVar[tuple[str, ...]] = ("key", "rubric")

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set model answer and rubric."""
        for name in cls.own_fields:
            inputs.put(name, as_words(raw.get(name)))

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read model answer and rubric."""
        return {name: reader.take(name, name) for name in cls.own_fields}

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read model answer and rubric."""
        return {name: fields.text(name, MAX_EXPLANATION_CHARS) for name in cls.own_fields}

    def dump_own(self) -> dict[str, Json]:
        """Give model answer and rubric."""
        return {"key": self.key, "rubric": self.rubric}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give self alone: reveal, then rate."""
        return ("self",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give nothing but room to write."""
        return {"way": "self"}

    def read(self, form: FormInput) -> Response | None:
        """Give what was written, which may be nothing: an answer may be only thought."""
        return typed_text(form, limit=MAX_OPEN_CHARS)

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge nothing: the score 0 stands until the learner or teacher rates."""
        return Grade(0.0)

    def answer(self) -> str:
        """Give the model answer, empty for an essay."""
        return self.key
