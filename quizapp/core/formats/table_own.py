"""Our own layout of a table, `id, kind, stem, key, distractor 1…n, accept, explanation, about, tags`: the way in.

Its texts are Markdown as they stand; lists in one cell are parted by ` | `, pairs are `left = right`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizapp.core.formats.number_cells import number_fields
from quizapp.core.formats.table_answers import Row
from quizapp.core.formats.table_cells import split_own, split_pair
from quizapp.core.formats.truth_words import SURE_TRUTHS
from quizapp.core.formats.weighted import Broken
from quizapp.core.question import Json

_STAR = re.compile(r"(?<!\\)\*")


def own_fields(kind: str, row: Row) -> dict[str, Json]:
    """Give kind and answer of a row in our own layout; without a kind it is told by what the row holds.

    Raises:
        Broken: when the key is not what its kind needs.
    """
    kind = kind or _kind_of(row)
    key = " | ".join(row.keys)
    fields: dict[str, Json] = {"kind": kind}
    if kind == "number":
        fields |= number_fields(key, row.tolerance, row.unit, row.plain)
    elif kind == "multiple":
        fields["key"] = split_own(key)
    elif kind == "match":
        fields["pairs"] = [_pair(text) for text in split_own(key)]
    elif kind == "order":
        fields["items"] = split_own(key)
    elif kind == "cloze":
        fields["gaps"] = [{"key": text} for text in split_own(key)]
    else:
        fields["key"] = key
    if row.distractors:
        fields["distractors"] = row.distractors
    if row.accepts:
        fields["accept"] = [accepted(text, kind, row.plain) for cell in row.accepts for text in split_own(cell)]
    return fields


def accepted(text: str, kind: str, plain: Callable[[str], str] = str) -> Json:
    """Give an accepted text, with a bare `*` a pattern; numbers and dates have none."""
    if kind not in ("text", "choice"):
        return number_fields_of(text, plain) if kind == "number" else text
    if _STAR.search(text):
        return {"pattern": text}
    return text.replace("\\*", "*")


def number_fields_of(text: str, plain: Callable[[str], str] = str) -> Json:
    """Give an accepted number with its tolerance."""
    fields = number_fields(text, plain=plain)
    return {"text": fields.get("key", text), "tolerance": fields.get("tolerance", "")}


def _pair(text: str) -> dict[str, Json]:
    sides = split_pair(text)
    if sides is None:
        raise Broken(f"“{text[:60]}” is no pair; write it as “left = right”.")
    return {"left": sides[0], "right": sides[1]}


def _kind_of(row: Row) -> str:
    if row.distractors:
        return "choice"
    key = row.keys[0] if row.keys else ""
    return "true_false" if key.casefold() in SURE_TRUTHS else "text" if key else "open"
