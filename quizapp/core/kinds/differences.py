"""What one saved state of a question says and another does not, field by field, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from quizapp.core.formats.media_names import MEDIA_NAME
from quizapp.core.kinds.editor import as_list, as_mapping, as_words, share_words
from quizapp.core.question import Json

Change: TypeAlias = Literal["same", "gone", "new"]

#: In the order in which they are shown; a field that is not named here is shown by its own name, last.
FIELD_NAMES = {
    "kind": "Kind", "title": "Title", "context": "Text above the question", "stem": "Question", "key": "Right",
    "tolerance": "How far off still counts", "from": "From", "to": "To", "unit": "Unit", "accept": "Also right",
    "distractors": "Wrong", "options": "Options in their order", "pairs": "Pairs", "items": "Order", "gaps": "Gaps",
    "scoring": "Scoring", "compare": "Comparing", "rubric": "What counts", "explanation": "Explanation",
    "hints": "Hints", "about": "Asks for", "tags": "Tags", "evidence": "Passages", "worth": "Worth",
    "limit_seconds": "Time limit in seconds", "language": "Language", "origin": "Where it is from",
}  # fmt: skip
#: Fields of no interest to a person who compares.
_UNTOLD = frozenset(("id", "draft"))
#: What shows a picture or a sound is one word: half of it would show nothing.
_WORDS = re.compile(rf"!\[(?:[^\[\]\\\n]|\\.){{0,1000}}\]\({MEDIA_NAME}\)|" r"\n|[^\S\n]+|[^\s]+")
#: Longer fields are shown one after the other: what differs could not be overlooked in fewer words.
WORDS_AT_MOST = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one run: in both states, in the earlier alone, or in the later alone."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that differs, with its words."""

    name: str
    pieces: tuple[Piece, ...]


def differences(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[FieldDifference]:
    """List the fields that differ between two bodies."""
    names = dict.fromkeys((*FIELD_NAMES, *before, *after))
    return [
        FieldDifference(
            FIELD_NAMES.get(name, name), pieces(field_words(before.get(name)), field_words(after.get(name)))
        )
        for name in names
        if name not in _UNTOLD and field_words(before.get(name)) != field_words(after.get(name))
    ]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Cut two texts where they differ; what is not new makes the earlier one, what is not gone the later."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > WORDS_AT_MOST:
        return _present(Piece("gone", before), Piece("new", after))
    found: list[Piece] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[start:end])))
        else:
            found += [Piece("gone", "".join(old[start:end])), Piece("new", "".join(new[first:last]))]
    return _present(*found)


def _present(*found: Piece) -> tuple[Piece, ...]:
    return tuple(piece for piece in found if piece.text)


def field_words(value: Json) -> str:
    """Give a field as a person reads it, one line for each of its items."""
    if isinstance(value, list):
        return "\n".join(_item_words(item) for item in value)
    return _item_words(value)


def _item_words(item: Json) -> str:
    known = as_mapping(item)
    if not known:
        return as_words(item)
    if "left" in known:
        return f"{as_words(known['left'])} – {as_words(known.get('right'))}"
    if "paragraph" in known:
        return f"{as_words(known['paragraph'])}: {as_words(known.get('quote'))}"
    if "format" in known or not known.keys() & {"text", "pattern", "key", "from"}:
        return "; ".join(f"{name}: {field_words(each)}" for name, each in known.items())
    return " · ".join(_option_words(known))


def _option_words(known: Mapping[str, Json]) -> list[str]:
    told = [as_words(known)]
    for name, value in known.items():
        if name in ("text", "pattern", "key"):
            continue
        words = (
            f"{share_words(value)} %" if name == "weight" else ", ".join(_item_words(each) for each in as_list(value))
        )
        told.append(words if name == "explanation" else f"{FIELD_NAMES.get(name, name).lower()}: {words}")
    return told
