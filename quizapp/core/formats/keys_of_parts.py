"""Answers that stand together at the end under the labels of the parts of a test: “Part A: 1. B 2. C”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quizapp.core.formats.key_lists import heading_of, heads_list, plain_pairs
from quizapp.core.formats.keys_apart import answers_at_end
from quizapp.core.formats.page_furniture import without_furniture
from quizapp.core.formats.rearranged import Numbered, Rearranged, joined, renumbered

_PART = re.compile(
    r"[#\s]{0,9}[*_]{0,3}(?P<name>(?:part|section|teil|abschnitt|partie|parte|sección|sezione)\s(?:\d{1,2}|[A-Z]|[IVX]{1,5}))"
    r"[*_]{0,3}(?:\s?[-–—:.)][*_]{0,3}\s?(?P<rest>[^?]{0,400})|\s*)",
    re.IGNORECASE,
)
_AT_LEAST = 2


class _Label(NamedTuple):
    place: int
    name: str
    rest: str


def keys_of_parts(lines: Sequence[str]) -> Rearranged | None:
    """Give the questions of each part the answers under its label; None where the parts of both are not the same."""
    heading = _heading(lines)
    asked, told = _labels(lines, 0, heading), _labels(lines, heading + 1, len(lines))
    names = [each.name for each in asked]
    if len(told) < _AT_LEAST or names != [each.name for each in told] or len(set(names)) < len(names):
        return None
    ends = [*(each.place for each in asked[1:]), heading]
    key_ends = [*(each.place for each in told[1:]), len(lines)]
    if any(line.strip() for line in lines[heading + 1 : told[0].place]):
        return None
    stray: list[Numbered] = [(n, line.strip()) for n, line in enumerate(lines[: asked[0].place], 1) if line.strip()]
    parts: list[tuple[int, Rearranged]] = []
    for part, end, keys, key_end in zip(asked, ends, told, key_ends, strict=True):
        block, taken = without_furniture(lines[part.place + 1 : end])
        stray += [(part.place + 1, lines[part.place].strip()), *((n + part.place + 1, line) for n, line in taken)]
        text = [*block, "Answers:", keys.rest, *lines[keys.place + 1 : key_end]]
        found = answers_at_end(text, is_part=True)
        if found is None or found.problems:
            return None
        numbers = [*range(part.place + 2, end + 1), heading + 1, *range(keys.place + 1, key_end + 1)]
        parts.append((0, renumbered(found, numbers)))
    whole = joined(parts)
    whole.stray = sorted([*whole.stray, *stray])
    return whole


def has_keys_of_parts(tail: str) -> bool:
    """Whether the end of a long text is a list of answers under the labels of several parts."""
    lines = tail.split("\n")
    heading = _heading(lines)
    labels = _labels(lines, heading + 1, len(lines))
    below = [each.rest or next((line for line in lines[each.place + 1 :] if line.strip()), "") for each in labels]
    return heading >= 0 and len(labels) >= _AT_LEAST and all(map(plain_pairs, below))


def _heading(lines: Sequence[str]) -> int:
    """Give the place of the last line that heads a list of answers; -1 where there is none."""
    places = (place for place in range(len(lines) - 1, -1, -1) if lines[place].strip())
    return next((place for place in places if heading_of(lines[place]) == "" or _heads(lines[place])), -1)


def _heads(line: str) -> bool:
    return heads_list(line) and _PART.fullmatch(line.strip()) is None


def _labels(lines: Sequence[str], start: int, end: int) -> list[_Label]:
    found = [(place, _PART.fullmatch(lines[place].rstrip())) for place in range(start, max(start, end))]
    return [_Label(place, " ".join(m["name"].casefold().split()), (m["rest"] or "").strip()) for place, m in found if m]
