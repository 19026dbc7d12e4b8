"""Questions with several gaps, drawn as lines in their words, whose answers stand in one cell: a key for each gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from quizapp.core.formats.embedded import token, with_gap_marks, without_tokens
from quizapp.core.formats.table_answers import Row
from quizapp.core.formats.table_cells import split_list
from quizapp.core.formats.weighted import Broken
from quizapp.core.question import Json

#: A line below the words; that of `__init__` is none.
_GAP = re.compile(r"_{3,}|(?<!\w)__(?!\w)|\.{4,}|…{2,}")
#: What may be a gap, if there are as many answers.
_LIKE_GAP = re.compile(r"(?<=\s)(?:\.{3}|…)(?=[\s.,;!?]|\Z)|(?<!\S)(?:\.{3}|…)(?=\s)")
_NUMBERED = re.compile(r"\[([1-9])\]")
_SURE = ("|", "\n", ";", "；", "、")
_OTHERS = ((",", "，"), ("/",))
_DECIMAL = re.compile(r"[0-9][,，][0-9]")
_WITHIN = re.compile(r"\s")
_PAIR = 2


def fields_of_gaps(stem: str, row: Row, notes: list[str]) -> dict[str, Json] | None:
    """Give a text with gaps where a stem has several and its answer as many parts; None where it is none.

    Raises:
        Broken: where the answer has several parts, and not one for each gap.
    """
    if row.kind not in ("", "text", "cloze") or not row.keys or any(row.options) or row.distractors:
        return None
    stem = without_tokens(stem)
    found = [match.span() for match in _GAP.finditer(stem)]
    drawn = _joined(stem, found)
    if len(drawn) < _PAIR:
        return _by_likeness(stem, row) if not found else None
    for spans in (drawn, found):
        if parts := _parts_for(len(spans), row.keys):
            _refuse_doubt(parts, len(spans), row)
            return _cloze(stem, spans, parts, row)
    if _has_parts(row):
        raise Broken(
            f"It has {len(drawn)} gaps, and “{' | '.join(row.keys)[:60]}” is not one answer for each of them; part the "
            "answers by “;” in the order of the gaps."
        )
    notes.append(
        f"it has {len(drawn)} gaps and one answer, which was taken for all of them; part its answers by “;” if each "
        "gap has its own."
    )
    return None


def _joined(stem: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give gaps that stand side by side as the one that they may be: a line for each of its words."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and not stem[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _by_likeness(stem: str, row: Row) -> dict[str, Json] | None:
    """Take dots or numbers in brackets for gaps, where a list of answers has as many."""
    numbered = list(_NUMBERED.finditer(stem))
    if [match[1] for match in numbered] != [str(place + 1) for place in range(len(numbered))]:
        numbered = []
    spans = [match.span() for match in numbered or _LIKE_GAP.finditer(stem)]
    if len(spans) < _PAIR or len(row.keys) > 1 or row.accepts:
        return None
    parts = [split_list(row.keys[0], (sign,)) for sign in _SURE[:3]]
    fitting = next((each for each in parts if len(each) == len(spans)), None)
    return _cloze(stem, spans, fitting, row) if fitting else None


def _parts_for(count: int, keys: Sequence[str]) -> list[str]:
    """Give as many parts as there are gaps; empty where nothing parts the answer into these."""
    if len(keys) > 1:
        return list(keys) if len(keys) == count else []
    for signs in (_SURE, *_OTHERS):
        lists = [[part.strip() for part in keys[0].split(sign)] for sign in signs]
        fitting = [parts for parts in lists if len(parts) == count and all(parts)]
        if fitting and not ("," in signs and _DECIMAL.search(keys[0])):
            return fitting[0] if len(fitting) == 1 else []
    return []


def _has_parts(row: Row) -> bool:
    return len(row.keys) > 1 or any(sign in row.keys[0].strip(" .;,/") for sign in (*_SURE, *chain(*_OTHERS)))


def _refuse_doubt(parts: Sequence[str], count: int, row: Row) -> None:
    """Refuse parts of which each may be the answer to all gaps, or beside which others are accepted."""
    if row.accepts or all(len(_WITHIN.split(part)) == count for part in parts):
        raise Broken(
            f"It has {count} gaps, and “{' | '.join(row.keys)[:60]}” may be one answer for each of them, or several "
            "for all; write each gap as a question of its own, or one word for each gap."
        )


def _cloze(stem: str, spans: Sequence[tuple[int, int]], parts: Sequence[str], row: Row) -> dict[str, Json]:
    pieces: list[str] = []
    at = 0
    for number, (start, end) in enumerate(spans, 1):
        pieces += [stem[at:start], token(number)]
        at = end
    marked = "".join([*pieces, stem[at:]])
    gaps: list[Json] = []
    for part in parts:
        key, *others = [row.typed(text) for text in split_list(part, ("|",))]
        gaps.append({"key": key, "accept": others} if others else {"key": key})
    return {"kind": "cloze", "stem": with_gap_marks(row.shown(marked)), "gaps": gaps}
