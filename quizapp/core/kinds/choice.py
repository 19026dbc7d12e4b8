"""Choice: one key among options; typed from memory where the key is short enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from quizapp.core.compare import fold
from quizapp.core.kinds.base import PLAIN_FIELDS, KindQuestion
from quizapp.core.kinds.editor import EditorReader, Inputs
from quizapp.core.kinds.fields import Fields
from quizapp.core.kinds.option_rows import fill_accept, fill_ticked, read_accept_rows, read_ticked
from quizapp.core.kinds.options import arranged, dump_keyed_options, read_keyed_options, rows
from quizapp.core.kinds.responses import as_typed, typed_text
from quizapp.core.kinds.typed import Accepted, TypedKey, dump_accepted, is_same_text, judge_typed, read_accept
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Option, Response, Way

MAX_RECALL_CHARS = 40
MAX_RECALL_WORDS = 5

#: Stems that need their options in sight, and keys that speak of the other options.
_NEEDS_OPTIONS = re.compile(r"\b(?:of|among|from) (?:the following|these|those)\b|\bfollowing\b|\bthe options?\b", re.I)
_SPEAKS_OF_OPTIONS = re.compile(r"(?:all|none|both|neither|some|any|either)\b.*|.*\b(?:of )?(?:the )?(?:above|below)")
_MARKUP = re.compile(r"!\[|\\\(|<[a-z]|[`\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(KindQuestion):
    """One key and at least one distractor; `order` holds the option texts where they keep their order."""

    kind: ClassVar[str] = "choice"
    label: ClassVar[str] = "Single choice"
    own_fields: ClassVar[tuple[str, ...]] = ("key", "accept", "distractors", "options")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "choice",
        "stem": "Who wrote the opera Fidelio?",
        "key": "Ludwig van Beethoven",
        "accept": ["Beethoven"],
        "distractors": [
            "Franz Schubert",
            {"text": "Joseph Haydn", "explanation": "Haydn wrote operas, but not this one."},
            "Antonio Salieri",
        ],
        "about": "actor",
    }

    key: Option
    distractors: tuple[Option, ...]
    accept: tuple[Accepted, ...] = ()
    order: tuple[str, ...] = ()

    plain_fields: ClassVar[Mapping[str, int]] = PLAIN_FIELDS
    own_inputs: ClassVar[tuple[str, ...]] = ("option", "right", "is_ordered", "accept")
    first_rows: ClassVar[Mapping[str, int]] = {"option": 4}

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set a row for each option, the key's ticked, and one for each accepted spelling."""
        fill_ticked(raw, inputs)
        fill_accept(raw.get("accept"), inputs)

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read options and accepted spellings; of several ticked rows the first is the key."""
        found = read_ticked(reader, keys_at_most=1)
        key = found.pop("key")
        return {"key": key[0] if key else "", "accept": read_accept_rows(reader), **found}

    @classmethod
    def take_plain(cls, values: dict[str, Any]) -> bool:
        """Take a key and distractors that are texts."""
        if not super(Choice, cls).take_plain(values):
            return False
        key, distractors = values.get("key"), values.get("distractors")
        if type(key) is not str or type(distractors) is not list or len({key, *distractors}) <= len(distractors):
            return False
        values["key"] = Option(key)
        values["distractors"] = tuple([Option(text) for text in distractors])
        return True

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read key, accepted spellings and options."""
        key = fields.option("key")
        if key is not None and key.weight not in (None, 1):
            fields.problem("key.weight", "The key of a single choice always counts in full; leave its weight out.")
        keys, distractors, order = read_keyed_options(fields, [key] if key is not None else [])
        if not distractors and not fields.problems:
            fields.problem("distractors", "There is no wrong option; a single choice needs at least one.")
        return {
            "key": Option(keys[0].text, None, keys[0].explanation) if keys else Option(""),
            "distractors": distractors,
            "accept": read_accept(fields),
            "order": order,
        }

    def dump_own(self) -> dict[str, Json]:
        """Give key, accepted spellings and options."""
        written = dump_keyed_options([self.key], self.distractors, self.order, lambda keys: keys[0])
        return {"key": written.pop("key"), "accept": [dump_accepted(accepted) for accepted in self.accept], **written}

    @property
    def options(self) -> tuple[Option, ...]:
        """Give all options, the key first: not for showing."""
        return (self.key, *self.distractors)

    @property
    def right_values(self) -> frozenset[str]:
        """Give what the form sends back for right options."""
        return frozenset((self.key.text,))

    @property
    def explanations(self) -> dict[str, str]:
        """Give the explanations of options by their text."""
        return {option.text: option.explanation for option in self.options if option.explanation}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recognise, and recall where the key can be typed."""
        return ("recognise", "recall") if self.can_be_typed else ("recognise",)

    @property
    def can_be_typed(self) -> bool:
        """Tell whether the key is short, plain, unlike the other options when typed, and asked for without them."""
        text, folded = self.key.text, fold(self.key.text)
        if len(text) > MAX_RECALL_CHARS or len(text.split()) > MAX_RECALL_WORDS or _MARKUP.search(text):
            return False
        if _SPEAKS_OF_OPTIONS.fullmatch(folded) or _NEEDS_OPTIONS.search(self.stem):
            return False
        return not any(is_same_text(text, option.text) for option in self.distractors)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the options in ascending, kept or shuffled order; for recall nothing but an input."""
        if way == "recall":
            return {"way": way}
        texts = list(self.order) or arranged((option.text for option in self.options), rng)
        return {"way": "recognise", "options": rows(texts)}

    def read(self, form: FormInput) -> Response | None:
        """Give the chosen option's text, or the typed text."""
        return typed_text(form) or None

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge an option's text by its weight, anything else as typed."""
        typed = as_typed(response)
        for option in self.options:
            if typed == option.text:
                is_key = option is self.key
                return Grade(1.0 if is_key else max(0.0, option.weight or 0.0), (option.text,))
        targets = (Accepted(self.key.text), *self.accept)
        rivals = tuple(option.text for option in self.distractors)
        grade = judge_typed(typed, TypedKey(targets, rivals, self.about), context)
        weights = {option.text: max(0.0, option.weight or 0.0) for option in self.distractors}
        if grade.score == 0 and grade.picks and grade.picks[0] in weights:
            return Grade(weights[grade.picks[0]], grade.picks)
        return grade

    def answer(self) -> str:
        """Give the key."""
        return self.key.text
