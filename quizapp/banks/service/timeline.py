"""A strip of dates: where each stands on a line, and which labels have room. Geometry alone, drawn by a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from quizapp.core.calendar import format_value, parse_value

WIDTH = 960
_MARGIN = 12
_CHARACTER = 7.2
_ROWS = 8
_ROW_HEIGHT = 40
_FIRST_ROW = 34
_BETWEEN = 14
#: A broken gap is this wide beside all the others together.
_BREAK_SHARE = 0.15
#: Among so many labels one still sees which date each belongs to.
_LABELS_AT_MOST = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the strip: the dot at `x`, its label from `label_x` in a row at `y` (baseline of the date's words).

    `number` is its place in `Timeline.dates`.
    """

    x: float
    label_x: float
    y: int
    anchor: str
    when: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The strip: `marks` with labels, `dots` for dates whose label found no room; all of `dates` stand in the table."""

    width: int
    height: int
    line_y: int
    marks: Sequence[Mark]
    dots: Sequence[float]
    dates: Sequence[tuple[str, str]]
    #: Where the line is broken: there, more time passes than the strip has room for.
    breaks: Sequence[float] = ()


def timeline_of(
    dates: Sequence[Sequence[object]], weights: Sequence[float] = (), whens: Sequence[str] = ()
) -> Timeline | None:
    """Lay out (value, day number, label) in order of time; None for fewer than two.

    `whens` are the words for the values, where they are told otherwise than by themselves.
    With weights, the heaviest have their labels first, and what finds no room is a dot.
    """
    if len(dates) < 2:
        return None
    whens = whens or [format_value(parse_value(str(value))) for value, _, _ in dates]
    days = [int(str(date[1])) for date in dates]
    shares = _shares(days)
    marks: list[Mark] = []
    dots: list[float] = []
    rows: list[list[tuple[float, float]]] = [[] for _ in range(_ROWS)]
    order = sorted(range(len(dates)), key=lambda place: -weights[place]) if weights else range(len(dates))
    for place in order:
        label = str(dates[place][2])
        x = round(_MARGIN + shares[place] * (WIDTH - 2 * _MARGIN), 1)
        is_full = bool(weights) and len(marks) >= _LABELS_AT_MOST
        mark = None if is_full else _placed(x, whens[place], label, place, rows)
        if mark is None:
            dots.append(x)
        else:
            marks.append(mark)
    marks.sort(key=lambda mark: mark.x)
    used = 1 + max((mark.y - _FIRST_ROW) // _ROW_HEIGHT for mark in marks)
    breaks = [
        round(_MARGIN + (shares[place - 1] + shares[place]) / 2 * (WIDTH - 2 * _MARGIN), 1) for place in _broken(days)
    ]
    table = [(when, str(date[2])) for when, date in zip(whens, dates, strict=True)]
    return Timeline(WIDTH, 20 + used * _ROW_HEIGHT, 10, marks, dots, table, breaks)


def _broken(days: Sequence[int]) -> list[int]:
    """Give the place behind the gap that is longer than all the others together; with two dates there is no other."""
    gaps = [after - before for before, after in pairwise(days)]
    return [place for place, gap in enumerate(gaps, 1) if len(gaps) > 1 and 2 * gap > sum(gaps)]


def _shares(days: Sequence[int]) -> list[float]:
    """Give how far along the strip each day stands, from 0 to 1; a broken gap is as wide as its share of room."""
    gaps = [after - before for before, after in pairwise(days)]
    broken = _broken(days)
    for place in broken:
        others = sum(gaps) - gaps[place - 1]
        gaps[place - 1] = max(round(others * _BREAK_SHARE), 1)
    span = max(sum(gaps), 1)
    return [gone / span for gone in accumulate(gaps, initial=0)]


def _placed(x: float, when: str, label: str, place: int, rows: Sequence[list[tuple[float, float]]]) -> Mark | None:
    """Give a label the first row in which nothing stands in its way, and take that room."""
    width = _CHARACTER * max(len(when), len(label))
    anchor = "start" if x + width <= WIDTH else "end"
    first = x if anchor == "start" else x - width
    for number, taken in enumerate(rows):
        if all(first >= end + _BETWEEN or first + width + _BETWEEN <= start for start, end in taken):
            taken.append((first, first + width))
            return Mark(x, x, _FIRST_ROW + number * _ROW_HEIGHT, anchor, when, label, place)
    return None
