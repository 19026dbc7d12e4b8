"""Lines of a Markdown list that say something of a question, “Points: 2”, “Topic: Rivers”, and of which one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.formats.gathering import tag_path
from quizapp.core.formats.line_signs import BULLET
from quizapp.core.formats.markdown_drafts import Draft
from quizapp.core.formats.markdown_signs import ANSWER, BOLD_START, Q_START, SIGNS, START
from quizapp.core.formats.option_remarks import remark_of
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.table_common import take_common
from quizapp.core.formats.table_layout import column_of
from quizapp.core.formats.table_words import plain_word
from quizapp.core.question import Json

ABOVE, BELOW, UNSURE = "above", "below", "unsure"
"""Where in a text such lines stand: each above its question, or each below it."""

_LABEL = re.compile(
    r"\s*(?:[-*+>]\s+)?[*_]{0,3}(?P<name>[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?)"
    r"(?:\s?:[*_]{0,3}|[*_]{1,3}\s?:)\s*(?P<value>\S.*)"
)
_FIELDS = ("worth", "title", "tags", "hints", "kind", "explanation")
_COUNTED = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*(?:points?|pts?|marks?|punkte?|p)\.?", re.IGNORECASE)
_POINTS = re.compile(r"\d{1,3}(?:\.\d{1,4})?")
#: So many lines of this sort stand together.
_TOGETHER_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A field of a question, and what a line says of it."""

    field: str
    value: str
    line: int


def said_of(line: str, number: int) -> Said | None:
    """Read a line that says something of a question; None for any other one."""
    match = _LABEL.fullmatch(line.rstrip()) if ":" in line[:60] else None
    if match is None:
        return None
    meaning = column_of(plain_word(match["name"]))[0]
    if meaning not in _FIELDS:
        return None
    value = match["value"].strip().strip("*_").strip()
    counted = _COUNTED.fullmatch(value) if meaning == "worth" else None
    return Said(meaning, counted[1] if counted else value, number)


def take_remark(draft: Draft | None, line: str) -> bool:
    """Take a line that remarks something below an option, and those that go on with it."""
    if draft is None or not draft.options or draft.answer or draft.is_closed:
        return False
    place, words = len(draft.options) - 1, remark_of(line)
    if not words and place not in draft.remarks:
        # What a remark ended begins anew with the next option.
        draft.is_ended = draft.is_ended and not draft.remarks
        return False
    is_plain = not any(sign.fullmatch(line) for sign in SIGNS if sign is not BULLET) and not starts_question(line)
    draft.is_remarking = bool(words) or (draft.is_remarking and bool(line.strip()))
    if words or (draft.is_remarking and is_plain and said_of(line, 0) is None):
        draft.remarks[place] = f"{draft.remarks.get(place, '')}\n{words or line.strip()}".strip()
        draft.is_ended = True
        return True
    return False


def starts_question(line: str) -> bool:
    """Whether a line may begin a question by its number."""
    return any(pattern.fullmatch(line) for pattern in (START, BOLD_START, Q_START))


def places_of(lines: Sequence[str]) -> Mapping[str, str]:
    """Tell of each field whether its lines stand above their questions or below them.

    The first question shows it, or the last one, and no line may touch the other neighbour alone.
    """
    starts = [place for place, line in enumerate(lines) if starts_question(line)]
    if not starts:
        return {}
    found: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if said := said_of(line, place + 1):
            found.setdefault(said.field, []).append(place)
    return {name: _place_of(lines, starts, places) for name, places in found.items()}


def _place_of(lines: Sequence[str], starts: Sequence[int], places: Sequence[int]) -> str:
    is_first, is_last = places[0] < starts[0], places[-1] > starts[-1]
    touching = {_touches(lines, place) for place in places}
    has_each = len(places) == len(starts)
    if is_first and is_last:
        return UNSURE
    if is_first:
        is_of_test = len(places) == 1 < len(starts) and not lines[places[0] + 1].strip()
        return UNSURE if is_of_test or ("up" in touching and not has_each) else ABOVE
    if is_last:
        return UNSURE if "down" in touching and not has_each else BELOW
    if touching <= {"up", "both"} and (touching == {"up"} or any(map(ANSWER.fullmatch, lines))):
        return BELOW
    return ABOVE if touching == {"down"} else UNSURE


def _touches(lines: Sequence[str], place: int) -> str:
    """Tell which neighbours of a line, and of those of its sort around it, stand right beside it."""
    above, below = place - 1, place + 1
    while above >= max(0, place - _TOGETHER_AT_MOST) and said_of(lines[above], 0):
        above -= 1
    while below < min(len(lines), place + _TOGETHER_AT_MOST) and said_of(lines[below], 0):
        below += 1
    is_up = above >= 0 and lines[above].strip() != ""
    is_down = below < len(lines) and starts_question(lines[below])
    return "both" if is_up and is_down else "up" if is_up else "down" if is_down else "apart"


def rest_of(draft: Draft, notes: list[str]) -> dict[str, Json]:
    """Give what is said of a question beside itself and its answer."""
    raw: dict[str, Json] = {}
    if path := tag_path([plain_words(name) for name in draft.section]):
        raw["tags"] = [path]
    if _POINTS.fullmatch(draft.points):
        raw["worth"] = draft.points
    for name, value in draft.said:
        take_common(raw, name, plain_words(value), False, notes)
    if draft.sided:
        raw["origin"] = {"extra": dict(draft.sided)}
    return {name: value for name, value in raw.items() if value is not None}
