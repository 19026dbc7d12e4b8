"""A strip of dates: where each stands on a line, and which labels have room. Geometry alone, drawn by a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.calendar import format_value, parse_value

WIDTH = 960
_MARGIN = 12
_CHARACTER = 7.2
_ROWS = 8
_ROW_HEIGHT = 40
_FIRST_ROW = 34


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the strip: the dot at `x`, its label from `label_x` in a row at `y` (baseline of the date's words)."""

    x: float
    label_x: float
    y: int
    anchor: str
    when: str
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The strip: `marks` with labels, `dots` for dates whose label found no room; all of `dates` stand in the table."""

    width: int
    height: int
    line_y: int
    marks: Sequence[Mark]
    dots: Sequence[float]
    dates: Sequence[tuple[str, str]]


def timeline_of(dates: Sequence[Sequence[object]]) -> Timeline | None:
    """Lay out (value, day number, label) in order of time; None for fewer than two."""
    if len(dates) < 2:
        return None
    days = [int(str(date[1])) for date in dates]
    span = max(days[-1] - days[0], 1)
    marks: list[Mark] = []
    dots: list[float] = []
    row_ends = [-100.0] * _ROWS
    for (value, _, label), day in zip(dates, days, strict=True):
        x = round(_MARGIN + (day - days[0]) / span * (WIDTH - 2 * _MARGIN), 1)
        mark = _placed(x, format_value(parse_value(str(value))), str(label), row_ends)
        if mark is None:
            dots.append(x)
        else:
            marks.append(mark)
    used = 1 + max((mark.y - _FIRST_ROW) // _ROW_HEIGHT for mark in marks)
    table = [(format_value(parse_value(str(value))), str(label)) for value, _, label in dates]
    return Timeline(WIDTH, 20 + used * _ROW_HEIGHT, 10, marks, dots, table)


def _placed(x: float, when: str, label: str, row_ends: list[float]) -> Mark | None:
    width = _CHARACTER * max(len(when), len(label))
    anchor = "start" if x + width <= WIDTH else "end"
    first = x if anchor == "start" else x - width
    for row in range(_ROWS):
        if first >= row_ends[row] + 14:
            row_ends[row] = first + width
            return Mark(x, x, _FIRST_ROW + row * _ROW_HEIGHT, anchor, when, label)
    return None
