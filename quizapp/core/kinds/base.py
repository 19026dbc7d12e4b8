"""What all kinds share: the common fields of a bank file, read and written in one order."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds.editor import EditorForm, EditorReader, Inputs
from quizapp.core.kinds.editor_fields import fill_shared, read_shared
from quizapp.core.kinds.fields import MAX_EXPLANATION_CHARS, MAX_OPTION_CHARS, MAX_OPTIONS, Fields, plain_number
from quizapp.core.kinds.plain import plain_values
from quizapp.core.question import ABOUTS, Evidence, Json, Problem, Question

MAX_STEM_CHARS = 5_000
MAX_CONTEXT_CHARS = 10_000
MAX_TITLE_CHARS = 300
MAX_HINTS = 20
MAX_TAGS = 50
MAX_TAG_CHARS = 200
MAX_EVIDENCE = 20
MAX_QUOTE_CHARS = 5_000
MAX_WORTH = 1_000
MAX_LIMIT_SECONDS = 86_400

COMMON_FIELDS = (
    *("id", "kind", "stem", "title", "context", "about", "explanation", "hints", "evidence", "tags", "worth"),
    *("limit_seconds", "language", "origin", "draft"),
)

#: Fields of `plain_fields` for kinds of keys and options.
PLAIN_FIELDS: Mapping[str, int] = {
    "stem": MAX_STEM_CHARS,
    "title": MAX_TITLE_CHARS,
    "explanation": MAX_EXPLANATION_CHARS,
    "tags": MAX_TAG_CHARS,
    "key": MAX_OPTION_CHARS,
    "distractors": MAX_OPTION_CHARS,
}

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindQuestion(Question):
    """Base of the ten kinds: `parse` and `dump` around each kind's own fields."""

    #: Names of the fields that only this kind has, in the order of the bank file.
    own_fields: ClassVar[tuple[str, ...]]
    #: The fields, with their limits of letters, that make a question plain enough for `take_plain`; empty for never.
    plain_fields: ClassVar[Mapping[str, int]] = {}
    #: Inputs and groups of rows of the editor that are this kind's own.
    own_inputs: ClassVar[tuple[str, ...]]
    #: How many rows of a group a new question begins with.
    first_rows: ClassVar[Mapping[str, int]] = {}

    @classmethod
    def known_fields(cls) -> tuple[str, ...]:
        """Give the names of all fields that this kind reads; others are kept in `extra`."""
        return (*COMMON_FIELDS[:5], *cls.own_fields, *COMMON_FIELDS[5:])

    @classmethod
    def parse(cls, raw: Mapping[str, Json]) -> Self:
        """Make a question of a raw mapping, the only door in.

        Raises:
            InvalidQuestion: with every problem found.
        """
        if type(raw) is not dict and not isinstance(raw, Mapping):
            raise InvalidQuestion([Problem("", "A question is a mapping of fields such as kind, stem and key.")])
        plain = plain_values(raw, cls.kind, cls.plain_fields, MAX_OPTIONS) if cls.plain_fields else None
        if plain is not None and cls.take_plain(plain):
            return cls(**plain)
        fields = Fields(raw)
        values = _read_common(fields, cls.kind) | cls.read_own(fields)
        values["extra"] = fields.rest()
        fields.finish()
        return cls(**values)

    def dump(self) -> dict[str, Json]:
        """Give the raw mapping, fields in the order of the bank file, absent ones left out."""
        kept: dict[str, Json] = {"id": self.id} if self.id else {}
        kept["kind"] = self.kind
        _dump_texts(self, ("stem", "title", "context"), kept)
        for name, value in self.dump_own().items():
            # Zero and false say something.
            if value or value not in (None, "", [], {}):
                kept[name] = value
        _dump_tail(self, kept)
        if self.extra:
            kept.update(_copied(self.extra))
        return kept

    @classmethod
    def fill_editor(cls, raw: Mapping[str, Json]) -> Inputs:
        """Give the inputs of the editor for a raw question, sound or not."""
        inputs = Inputs()
        fill_shared(raw, inputs)
        cls.fill_inputs(raw, inputs)
        return inputs

    @classmethod
    def read_editor(cls, form: EditorForm) -> dict[str, Json]:
        """Turn the inputs of the editor into a raw mapping, for `parse` to judge; blank rows hold their place."""
        return cls.read_with_places(form)[0]

    @classmethod
    def read_with_places(cls, form: EditorForm) -> tuple[dict[str, Json], EditorReader]:
        """Read as `read_editor`, and give the reader that knows beside which input each problem belongs."""
        reader = EditorReader(form)
        shared = read_shared(reader)
        return {"kind": cls.kind, **shared, **cls.read_inputs(reader)}, reader

    @classmethod
    @abstractmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set the inputs of the kind's own fields from a raw question, sound or not."""

    @classmethod
    @abstractmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read the kind's own fields from the inputs of the editor."""

    @classmethod
    def take_plain(cls, values: dict[str, Any]) -> bool:
        """Turn plain texts into the values of this kind, as `read_own` would; False where that has to look."""
        tags = values.get("tags", [])
        values["tags"] = tuple(dict.fromkeys([tags] if isinstance(tags, str) else tags))
        is_text = type(values["stem"]) is str and type(values.get("title", "")) is str
        return is_text and type(values.get("explanation", "")) is str

    @classmethod
    @abstractmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read the kind's own fields; problems are noted, and then what is given back is not used."""

    @abstractmethod
    def dump_own(self) -> dict[str, Json]:
        """Give the kind's own fields in the order of `own_fields`; empty ones are left out by the caller."""


def _read_common(fields: Fields, kind: str) -> dict[str, Any]:
    if (given := fields.text("kind", 60)) not in ("", kind):
        fields.problem("kind", f"This was read as {kind}, but says “{given}”.")
    values: dict[str, Any] = {"stem": fields.text("stem", MAX_STEM_CHARS, is_required=True)}
    for name, read in _COMMON_READERS.items():
        # Most questions have few of these fields; the others have the values of the class.
        if name in fields:
            values[name] = read(fields)
    return values


def _read_evidence(fields: Fields) -> tuple[Evidence, ...]:
    found = list[Evidence]()
    for child in fields.children("evidence", MAX_EVIDENCE, "a mapping of paragraph and quote"):
        paragraph = child.whole("paragraph", 1, 1_000_000)
        if paragraph is None and "paragraph" not in child:
            child.problem("paragraph", "The number of the paragraph is missing.")
        quote = child.text("quote", MAX_QUOTE_CHARS, is_required=True)
        is_earlier = child.flag("earlier") is True
        child.refuse_rest(("paragraph", "quote", "earlier"))
        found.append(Evidence(paragraph or 1, quote, is_earlier))
    return tuple(found)


_COMMON_READERS: Mapping[str, Callable[[Fields], Any]] = {
    "id": lambda fields: fields.value("id", _checked_id, "", limit=200),
    "title": lambda fields: fields.text("title", MAX_TITLE_CHARS),
    "context": lambda fields: fields.text("context", MAX_CONTEXT_CHARS),
    "about": lambda fields: fields.one_of("about", ABOUTS, "other"),
    "explanation": lambda fields: fields.text("explanation", MAX_EXPLANATION_CHARS),
    "hints": lambda fields: fields.texts("hints", MAX_EXPLANATION_CHARS, MAX_HINTS),
    "evidence": _read_evidence,
    "tags": lambda fields: tuple(dict.fromkeys(fields.texts("tags", MAX_TAG_CHARS, MAX_TAGS))),
    "worth": lambda fields: fields.number("worth", 0, MAX_WORTH, 1.0),
    "limit_seconds": lambda fields: fields.whole("limit_seconds", 1, MAX_LIMIT_SECONDS),
    "language": lambda fields: fields.value("language", _checked_language, ""),
    "origin": lambda fields: fields.free("origin"),
    "draft": lambda fields: fields.free("draft"),
}


def _dump_texts(question: Question, names: Sequence[str], kept: dict[str, Json]) -> None:
    for name in names:
        if text := getattr(question, name):
            kept[name] = text


def _dump_tail(question: Question, kept: dict[str, Json]) -> None:
    if question.about != "other":
        kept["about"] = question.about
    _dump_texts(question, ("explanation",), kept)
    if question.hints:
        kept["hints"] = list(question.hints)
    if question.evidence:
        spans = list(map(_dump_evidence, question.evidence))
        kept["evidence"] = spans[0] if len(spans) == 1 else spans
    if question.tags:
        kept["tags"] = list(question.tags)
    if question.worth != 1:
        kept["worth"] = plain_number(question.worth)
    if question.limit_seconds is not None:
        kept["limit_seconds"] = question.limit_seconds
    _dump_texts(question, ("language",), kept)
    if question.origin:
        kept["origin"] = _copied(question.origin)
    if question.draft:
        kept["draft"] = _copied(question.draft)


def _dump_evidence(span: Evidence) -> dict[str, Json]:
    return {"paragraph": span.paragraph, "quote": span.quote} | ({"earlier": True} if span.is_earlier else {})


def _copied(value: Json) -> Json:
    if type(value) is str:
        return value
    if isinstance(value, Mapping):
        return {name: _copied(item) for name, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _checked_id(text: str) -> str:
    if _ID.fullmatch(text) is None:
        raise ValueError(
            f"“{text[:80]}” cannot be an id; use up to 64 of a–z, 0–9 and hyphens, as in battle-of-hastings."
        )
    return text


def _checked_language(text: str) -> str:
    if _LANGUAGE.fullmatch(text) is None:
        raise ValueError(f"“{text}” is not a language tag; write one such as en, de or pt-BR.")
    return text
