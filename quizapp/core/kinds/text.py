"""Text: an answer in a word or a few, typed; with enough distractors also recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar, Literal, cast

from quizapp.core.kinds.base import PLAIN_FIELDS, KindQuestion
from quizapp.core.kinds.editor import EditorReader, Inputs, as_words, fill_options
from quizapp.core.kinds.fields import MAX_OPTION_CHARS, Fields, plain_scalar
from quizapp.core.kinds.option_rows import fill_accept, read_accept_rows
from quizapp.core.kinds.options import arranged, dump_option, refuse_doubles, rows
from quizapp.core.kinds.responses import as_typed, typed_text
from quizapp.core.kinds.typed import Accepted, TypedKey, dump_accepted, judge_typed, read_accept
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Option, Response, Way

MIN_DISTRACTORS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(KindQuestion):
    """A key with accepted spellings; `compare` exact makes case, accents and marks count."""

    kind: ClassVar[str] = "text"
    label: ClassVar[str] = "Short text"
    own_fields: ClassVar[tuple[str, ...]] = ("key", "accept", "distractors", "compare")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "text",
        "stem": "What is the capital of Denmark called?",
        "key": "Copenhagen",
        "accept": ["København", {"text": "Aarhus", "weight": 0, "explanation": "Aarhus is the second largest city."}],
        "distractors": ["Oslo", "Stockholm"],
        "about": "place",
    }

    key: str
    accept: tuple[Accepted, ...] = ()
    distractors: tuple[Option, ...] = ()
    compare: Literal["folded", "exact"] = "folded"

    plain_fields: ClassVar[Mapping[str, int]] = PLAIN_FIELDS
    own_inputs: ClassVar[tuple[str, ...]] = ("key", "accept", "distractor", "is_exact")

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set the key, rows of accepted texts and distractors, and the way of comparing."""
        inputs.put("key", as_words(raw.get("key")))
        fill_accept(raw.get("accept"), inputs)
        fill_options(inputs, "distractor", raw.get("distractors"))
        if as_words(raw.get("compare")) == "exact":
            inputs.put("is_exact", "1")

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read key, accepted texts, distractors and way of comparing."""
        return {
            "key": reader.take("key", "key"),
            "accept": read_accept_rows(reader),
            "distractors": reader.options("distractors", "distractor"),
            "compare": "exact" if reader.is_set("is_exact") else "",
        }

    @classmethod
    def take_plain(cls, values: dict[str, Any]) -> bool:
        """Take a key alone."""
        return super(Text, cls).take_plain(values) and type(values.get("key")) is str and "distractors" not in values

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read key, accepted texts, distractors and way of comparing."""
        key = fields.text("key", MAX_OPTION_CHARS, is_required=True)
        distractors = fields.options("distractors")
        refuse_doubles(fields, "distractors", [key, *(option.text for option in distractors)])
        compare = cast(Literal["folded", "exact"], fields.one_of("compare", ("folded", "exact"), "folded"))
        return {"key": key, "accept": read_accept(fields), "distractors": distractors, "compare": compare}

    def dump_own(self) -> dict[str, Json]:
        """Give key, accepted texts, distractors and way of comparing."""
        return {
            "key": plain_scalar(self.key),
            "accept": [dump_accepted(accepted) for accepted in self.accept],
            "distractors": [dump_option(option) for option in self.distractors],
            "compare": self.compare if self.compare != "folded" else "",
        }

    @property
    def right_values(self) -> frozenset[str]:
        """Give what the form sends back for the right option."""
        return frozenset((self.key,))

    @property
    def explanations(self) -> dict[str, str]:
        """Give the explanations of options by their text."""
        return {option.text: option.explanation for option in self.distractors if option.explanation}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recall, and recognise where there are two distractors."""
        return ("recognise", "recall") if len(self.distractors) >= MIN_DISTRACTORS else ("recall",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the options for recognising, nothing but an input for recall."""
        if way != "recognise" or "recognise" not in self.ways:
            return {"way": "recall"}
        return {"way": way, "options": rows(arranged((self.key, *(o.text for o in self.distractors)), rng))}

    def read(self, form: FormInput) -> Response | None:
        """Give the typed text, or the chosen option's."""
        return typed_text(form) or None

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge a distractor by its weight, anything else as typed."""
        typed = as_typed(response)
        for option in self.distractors:
            if typed == option.text:
                return Grade(max(0.0, option.weight or 0.0), (option.text,))
        rivals = tuple(option.text for option in self.distractors)
        key = TypedKey((Accepted(self.key), *self.accept), rivals, self.about, self.compare == "exact")
        return judge_typed(typed, key, context)

    def answer(self) -> str:
        """Give the key."""
        return self.key
