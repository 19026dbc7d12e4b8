"""Where questions stand in JSON: a list wherever it is, its texts freed from the encodings in which they can come."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import unquote, unquote_plus

from quizapp.core.formats.trivia_options import fields_of, text_of
from quizapp.core.question import Json

QUESTION = ("question", "text", "prompt", "stem", "q", "questiontext", "front", "term", "title")
"""Names of fields that hold a question, the surest first."""

_LISTS = ("results", "questions", "items", "data", "quiz", "trivia", "cards", "flashcards", "terms")
#: “multiple” and “boolean” in Base64.
_ENCODED_TYPES = frozenset(("bXVsdGlwbGU=", "Ym9vbGVhbg=="))
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_DEEPEST = 6


def find_items(structure: Json, depth: int = _DEEPEST) -> list[Json]:
    """Find the list of questions: the structure itself, or under a name, also one list for each category."""
    if isinstance(structure, list):
        return structure
    if not isinstance(structure, dict) or depth == 0:
        return []
    lists = [found for name in _LISTS if (found := find_items(structure.get(name), depth - 1))]
    # What names a quiz may be called as what names a question is.
    if _asks(structure) and not any(_asks(item) for found in lists for item in found):
        return [structure]
    if lists:
        return [*lists[0], *(item for further in lists[1:] for item in further if _asks(item))]
    return [item for value in structure.values() if isinstance(value, list) for item in value]


def _asks(item: Json) -> bool:
    return isinstance(item, Mapping) and first_of(fields_of(item), QUESTION) is not None


def decoded(items: list[Json]) -> list[Json]:
    """Free items from the encodings in which the database can give them: its `type` tells Base64, `%20` the other."""
    types = {fields_of(item).get("type") for item in items if isinstance(item, Mapping)}
    if types and types <= _ENCODED_TYPES:
        return [_each_text(item, _of_base64) for item in items]
    questions = [
        text for item in items if isinstance(item, Mapping) if (text := text_of(first_of(fields_of(item), QUESTION)))
    ]
    if any(map(_ESCAPED.search, questions)) and not any(re.search(r"\s", text) for text in questions):
        is_legacy = any("+" in text for text in questions) and not any("%20" in text for text in questions)
        return [_each_text(item, unquote_plus if is_legacy else unquote) for item in items]
    return items


def _each_text(value: Json, decode_text: Callable[[str], str]) -> Json:
    if isinstance(value, str):
        return decode_text(value)
    if isinstance(value, list):
        return [_each_text(each, decode_text) for each in value]
    if isinstance(value, Mapping):
        return {name: _each_text(each, decode_text) for name, each in value.items()}
    return value


def _of_base64(text: str) -> str:
    """Decode a text; one that is none stays as it is."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return text


def first_of(fields: Mapping[str, Json], names: Sequence[str]) -> Json:
    return fields.get(first_name(fields, names))


def first_name(fields: Mapping[str, Json], names: Sequence[str], but: Collection[str] = ()) -> str:
    return next((name for name in names if fields.get(name) is not None and name not in but), "")
