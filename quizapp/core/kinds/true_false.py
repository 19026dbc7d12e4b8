"""True or false: a statement to be judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from quizapp.core.kinds.base import KindQuestion
from quizapp.core.kinds.editor import EditorReader, Inputs, as_list, as_mapping, as_words
from quizapp.core.kinds.fields import MAX_EXPLANATION_CHARS, Fields, flag_of
from quizapp.core.kinds.options import rows
from quizapp.core.kinds.responses import as_typed, typed_text
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Response, Way

_WORDS = {"true": "True", "false": "False"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(KindQuestion):
    """A statement; each of the two options may have an explanation."""

    kind: ClassVar[str] = "true_false"
    label: ClassVar[str] = "True or false"
    own_fields: ClassVar[tuple[str, ...]] = ("key", "options")
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "true_false",
        "stem": "The Rhine flows into the Baltic Sea.",
        "key": False,
        "options": [{"text": True, "explanation": "It flows into the North Sea."}],
    }

    key: bool
    if_true: str = ""
    if_false: str = ""

    own_inputs: ClassVar[tuple[str, ...]] = ("truth", "if_true", "if_false")

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set which is right, and what is told to those who chose each."""
        words = as_words(raw.get("key"))
        is_true = _flag(words)
        inputs.put("truth", words if is_true is None else "true" if is_true else "false")
        for option in map(as_mapping, as_list(raw.get("options"))):
            is_true = _flag(as_words(option.get("text")))
            if is_true is not None:
                inputs.put("if_true" if is_true else "if_false", as_words(option.get("explanation")))

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read the key and the explanations."""
        key = reader.take("key", "truth")
        options: list[Json] = []
        for text in _WORDS:
            explanation = reader.take(f"options[{len(options)}].explanation", f"if_{text}")
            options += [{"text": text, "explanation": explanation}] if explanation.strip() else []
        return {"key": key, "options": options}

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read the key and the options' explanations."""
        key = fields.flag("key")
        if "key" not in fields:
            fields.problem("key", "Say whether the statement is true or false.")
        values: dict[str, Any] = {"key": bool(key)}
        for child in fields.children("options", 2, "a mapping of text (true or false) and explanation"):
            text = child.flag("text")
            if text is None and "text" not in child:
                child.problem("text", "Say which option this is: true or false.")
            name = "if_true" if text else "if_false"
            if name in values:
                child.problem("text", "This option stands twice.")
            values[name] = child.text("explanation", MAX_EXPLANATION_CHARS)
            child.refuse_rest(("text", "explanation"))
        return values

    def dump_own(self) -> dict[str, Json]:
        """Give the key and the options that have an explanation."""
        pairs = ((True, self.if_true), (False, self.if_false))
        options = [{"text": value, "explanation": explanation} for value, explanation in pairs if explanation]
        return {"key": self.key, "options": options}

    @property
    def right_values(self) -> frozenset[str]:
        """Give what the form sends back for the right option."""
        return frozenset(("true" if self.key else "false",))

    @property
    def explanations(self) -> dict[str, str]:
        """Give the explanations of both options by what the form sends back."""
        return {name: text for name, text in (("true", self.if_true), ("false", self.if_false)) if text}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recognise alone."""
        return ("recognise",)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give both options, true first."""
        return {"way": "recognise", "options": rows(_WORDS, _WORDS.__getitem__)}

    def read(self, form: FormInput) -> Response | None:
        """Give “true” or “false”."""
        text = typed_text(form)
        return text if text in _WORDS else None

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge “true” and “false”, and what is as plain: true, yes, 1."""
        try:
            given = response if isinstance(response, bool) else flag_of(as_typed(response))
        except ValueError:
            return Grade(0.0)
        return Grade(float(given == self.key), ("true" if given else "false",))

    def answer(self) -> str:
        """Give True or False."""
        return "True" if self.key else "False"


def _flag(words: str) -> bool | None:
    try:
        return flag_of(words)
    except ValueError:
        return None
