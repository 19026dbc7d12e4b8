"""Charts by study day: answers and minutes, and the heat map."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

from quizapp.core.scheduler import calendar_day, weekday
from quizapp.progress.service.day_totals import DayFigures, DayReading, first_day


@dataclass(frozen=True, slots=True)
class HeatDay:
    """A square of the heat map; `level` is 0 without an answer, else the quartile among the learner's own days."""

    study_day: int
    answers: int
    level: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Weeks from Monday to Sunday, the last one up to today.

    `ranges` are least and most answers of each level that occurs; `days_this_month` counts days with an answer.
    """

    weeks: tuple[tuple[HeatDay, ...], ...]
    ranges: tuple[tuple[int, int, int], ...]
    days_this_month: int
    answers: int
    active_days: int


def by_day(reading: DayReading, days: int) -> tuple[DayFigures, ...]:
    """Give the figures of the last days, today last."""
    return tuple(reading.figures(day) for day in range(reading.today - days + 1, reading.today + 1))


def by_week(reading: DayReading, days: int) -> tuple[DayFigures, ...]:
    """Give the figures of the last days in weeks, each named by its Monday, this week last."""
    weeks: dict[int, DayFigures] = {}
    for day in range(reading.today - days + 1, reading.today + 1):
        monday = day - weekday(day)
        weeks[monday] = weeks.get(monday, DayFigures(monday)).plus(reading.figures(day))
    return tuple(weeks.values())


def heat_map(reading: DayReading) -> HeatMap:
    """Lay the days of 53 weeks out, each shaded by its quartile among the days with answers."""
    days = range(first_day(reading.today), reading.today + 1)
    counts = {day: reading.figures(day).answers for day in days}
    active = sorted(n for n in counts.values() if n)
    cuts = quantiles(active, n=4, method="inclusive") if len(active) > 1 else []
    cells = [HeatDay(day, n, _level(n, cuts)) for day, n in counts.items()]
    month = calendar_day(reading.today).replace(day=1)
    return HeatMap(
        weeks=tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)),
        ranges=_ranges(cells),
        days_this_month=sum(1 for cell in cells if cell.answers and calendar_day(cell.study_day) >= month),
        answers=sum(active),
        active_days=len(active),
    )


def _level(answers: int, cuts: list[float]) -> int:
    return 1 + bisect_right(cuts, answers) if answers and cuts else 4 if answers else 0


def _ranges(cells: Iterable[HeatDay]) -> tuple[tuple[int, int, int], ...]:
    by_level: dict[int, list[int]] = defaultdict(list)
    for cell in cells:
        if cell.level:
            by_level[cell.level].append(cell.answers)
    return tuple((level, min(found), max(found)) for level, found in sorted(by_level.items()))
