"""Geometry of the charts: values in, rectangles and labels out; templates turn them into SVG.

Positions across are per cent of the chart's width and positions down are pixels, so that a chart fills any width while
its words keep their size. The heat map alone is in pixels both ways and scrolls.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.scheduler import calendar_day, weekday
from quizapp.progress import words
from quizapp.progress.service import DayFigures, Forecast, HeatMap, Kept, MemoryPoint, Overview, RetentionRow
from quizapp.study.service.memory import AboutMemory

BAR_TOP, BAR_BASE, BAR_HEIGHT = 26.0, 138.0, 166
BAR_SHARE = 0.74
LEAST_BAR = 2.0
#: A label needs about so many per cent of the narrowest chart.
LABEL_ROOM = 15.0
#: The width of one character there.
CHARACTER = 2.3
CELL, PITCH = 14, 17
HEAT_LEFT, HEAT_TOP = 36, 22
CURVE_TOP, CURVE_BASE, CURVE_HEIGHT = 14.0, 154.0, 182
CURVE_UNITS = 1000.0
#: Where the plot begins, in per cent: left of it stand the levels.
CURVE_LEFT = 14.0
#: More answers than this would make a smear of dots.
MOST_DOTS = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `x` and `width` in per cent (heat map: pixels), `tone` ends its class, `title` tells its figures."""

    x: float
    y: float
    width: float
    height: float
    title: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` is start, middle or end, `tone` ends its class."""

    x: float
    y: float
    text: str
    anchor: str = "middle"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars over days; `summary` says the same in a sentence."""

    summary: str
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    ticks: tuple[float, ...] = ()
    base: float = BAR_BASE
    height: int = BAR_HEIGHT


@dataclass(frozen=True, slots=True)
class HeatChart:
    """The squares of 53 weeks in pixels."""

    summary: str
    width: int
    height: int
    cells: tuple[Bar, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """One line of a list: a label, shares in per cent of the whole, the figures in words.

    `pale` is the longer, lighter bar behind `share`; `mark` a line to compare with; each None where there is none.
    """

    label: str
    words: str
    share: float | None
    pale: float | None = None
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of falling chances, its path in a box of 1000 × 1000; places across in per cent."""

    summary: str
    path: str
    dots: tuple[float, ...]
    labels: tuple[Label, ...]
    levels: tuple[tuple[float, str], ...]
    today: float
    left: float = CURVE_LEFT
    top: float = CURVE_TOP
    base: float = CURVE_BASE
    height: int = CURVE_HEIGHT


@dataclass(frozen=True, slots=True)
class OverviewCharts:
    """All charts of the progress page."""

    memory: tuple[Meter, ...]
    coming: BarChart
    retention: tuple[Meter, ...]
    heat: HeatChart
    answers: BarChart
    minutes: BarChart


def draw_overview(shown: Overview) -> OverviewCharts:
    """Draw all charts of the progress page."""
    return OverviewCharts(
        memory=memory_meters(shown.memory),
        coming=forecast_chart(shown.coming, shown.today),
        retention=retention_meters(shown.retention, shown.desired_retention),
        heat=heat_chart(shown.heat, shown.today),
        answers=answers_chart(shown.answers, shown.today, is_by_week=shown.is_by_week),
        minutes=minutes_chart(shown.answers, shown.today, is_by_week=shown.is_by_week),
    )


def forecast_chart(coming: Forecast, today: int) -> BarChart:
    """Draw what comes back by day, today apart, with a tick at each Monday."""
    values = [day.cards for day in coming.days]
    titles = [
        f"{words.day_words(d.study_day, today)}: {words.counted(d.cards, 'question', 'questions')}" for d in coming.days
    ]
    ticks = [(at, words.date_words(d.study_day, today)) for at, d in enumerate(coming.days) if not weekday(d.study_day)]
    summary = (
        f"Questions that come back on the next {len(values)} days: {coming.due_today} today, {coming.total} in all, "
        f"at most {max(values, default=0)} on one day."
    )
    chart_ticks = [(0, "Today"), *(tick for tick in ticks if tick[0])]
    return _bars(summary, values, titles, chart_ticks, [str(n) for n in values], direct=(0,), tones={0: "now"})


def answers_chart(figures: Sequence[DayFigures], today: int, *, is_by_week: bool) -> BarChart:
    """Draw answers by day or week."""
    values = [day.answers for day in figures]
    titles = [f"{_span(day, today, is_by_week)}: {words.counted(day.answers, 'answer', 'answers')}" for day in figures]
    summary = f"Answers by {'week' if is_by_week else 'day'}: {sum(values)} in all, at most {max(values, default=0)}."
    direct = (len(values) - 1,)
    return _bars(summary, values, titles, _day_ticks(figures, today), [str(n) for n in values], direct=direct)


def minutes_chart(figures: Sequence[DayFigures], today: int, *, is_by_week: bool) -> BarChart:
    """Draw the time spent by day or week."""
    spent = [words.minutes_words(day.taken_ms) for day in figures]
    titles = [f"{_span(day, today, is_by_week)}: {time}" for day, time in zip(figures, spent, strict=True)]
    total = words.minutes_words(sum(day.taken_ms for day in figures))
    summary = f"Time spent on answers by {'week' if is_by_week else 'day'}: {total} in all."
    values = [day.taken_ms for day in figures]
    return _bars(summary, values, titles, _day_ticks(figures, today), spent, direct=(len(values) - 1,))


def heat_chart(heat: HeatMap, today: int) -> HeatChart:
    """Draw the squares of the heat map, a column a week, Monday on top."""
    cells: list[Bar] = []
    for column, week in enumerate(heat.weeks):
        for row, day in enumerate(week):
            title = f"{words.date_words(day.study_day, today)}: {words.counted(day.answers, 'answer', 'answers')}"
            place = (HEAT_LEFT + column * PITCH, HEAT_TOP + row * PITCH)
            cells.append(Bar(*place, CELL, CELL, title if day.answers else "", str(day.level)))
    weekdays = [Label(0, HEAT_TOP + row * PITCH + 11, words.WEEKDAYS[row], "start") for row in (0, 2, 4)]
    width = HEAT_LEFT + len(heat.weeks) * PITCH
    days = words.counted(heat.active_days, "day", "days")
    summary = f"Answers on each day of {len(heat.weeks)} weeks: {heat.answers:,} on {days}."
    return HeatChart(summary, width, HEAT_TOP + 7 * PITCH, tuple(cells), (*weekdays, *_month_labels(heat)))


def memory_meters(memory: Sequence[AboutMemory]) -> tuple[Meter, ...]:
    """Draw what would be known and what was met of all questions about each thing."""
    return tuple(
        Meter(
            label=words.ABOUTS[row.about],
            words=f"about {row.known} of {row.total}" if row.introduced else f"none of {row.total} met yet",
            share=100 * row.expected_known / row.total,
            pale=100 * row.introduced / row.total,
        )
        for row in memory
    )


def retention_meters(rows: Sequence[RetentionRow], desired: float) -> tuple[Meter, ...]:
    """Draw how much was still known in each period, all ways together, with a mark at the aim."""
    names = {1: "Today", 7: "7 days", 30: "30 days", 365: "365 days"}
    return tuple(
        Meter(names[row.days], kept_words(row.both), _percent(row.both), mark=100 * desired)
        for row in rows
        if row.way is None
    )


def kept_words(kept: Kept) -> str:
    """Give a share with its number of answers, or say that there are too few."""
    return f"too few ({kept.n})" if kept.share is None else f"{words.percent(kept.share)} of {kept.n:,}"


def memory_curve(points: Sequence[MemoryPoint], today: int) -> Curve | None:
    """Draw the chance of knowing one answer over time; None before its first day is over."""
    if not points or points[-1].day <= points[0].day:
        return None
    first, days = points[0].day, points[-1].day - points[0].day
    lowest = min(point.chance for point in points)
    floor = max(0.0, math.floor(lowest * 10 - 0.5) / 10)
    places = [(100 * (p.day - first) / days, (1 - p.chance) / (1 - floor)) for p in points]
    path = " ".join(
        f"{'L' if at else 'M'}{x * CURVE_UNITS / 100:.1f} {y * CURVE_UNITS:.1f}" for at, (x, y) in enumerate(places)
    )
    answers = [place for place, point in zip(places, points, strict=True) if point.is_answer]
    times = words.counted(len(answers), "answer", "answers")
    summary = (
        f"Your chance of knowing it since {words.date_words(int(first), today)}: {times} brought it back, "
        f"and it fell to {words.percent(lowest)} at the lowest."
    )
    now = _in_plot(min(100.0, 100 * (today - first) / days))
    dots = tuple(_r(_in_plot(x)) for x, _ in answers) if len(answers) <= MOST_DOTS else ()
    return Curve(
        summary, path, dots, _curve_labels(int(first), int(points[-1].day), now, today), _levels(floor), _r(now)
    )


def _curve_labels(first: int, last: int, now: float, today: int) -> tuple[Label, ...]:
    end = words.day_words(last, today)
    ends = [(CURVE_LEFT, words.date_words(first, today), "start"), (100.0, end[0].upper() + end[1:], "end")]
    if CURVE_LEFT + LABEL_ROOM * 1.5 < now < 100 - LABEL_ROOM * 1.5:
        ends.append((_r(now), "Today", "middle"))
    return tuple(Label(x, CURVE_BASE + 20, text, anchor) for x, text, anchor in ends)


def _bars(
    summary: str,
    values: Sequence[int],
    titles: Sequence[str],
    ticks: Sequence[tuple[int, str]],
    texts: Sequence[str],
    *,
    direct: Sequence[int],
    tones: dict[int, str] | None = None,
) -> BarChart:
    """Draw bars with labels at the tallest and at the `direct` ones, where there is room for both."""
    slot = 100 / max(1, len(values))
    highest = max(values, default=0)
    bars = []
    for at, value in enumerate(values):
        height = max(LEAST_BAR, (BAR_BASE - BAR_TOP) * value / highest) if value else 0.0
        x = slot * (at + (1 - BAR_SHARE) / 2)
        bars.append(
            Bar(_r(x), _r(BAR_BASE - height), _r(slot * BAR_SHARE), _r(height), titles[at], (tones or {}).get(at, ""))
        )
    marked = [(slot * (at + 0.5), text) for at, text in _roomy(ticks, slot)]
    return BarChart(
        summary,
        tuple(bars),
        (*_figures(values, texts, bars, direct, slot), *(_label(x, BAR_BASE + 20, text, 0, 100) for x, text in marked)),
        tuple(_r(x) for x, _ in marked),
    )


def _figures(
    values: Sequence[int], texts: Sequence[str], bars: Sequence[Bar], direct: Sequence[int], slot: float
) -> list[Label]:
    shown: list[int] = []
    for at in [*([values.index(max(values))] if any(values) else []), *direct]:
        if 0 <= at < len(values) and values[at] and all(abs(at - other) * slot >= LABEL_ROOM for other in shown):
            shown.append(at)
    labels = []
    for at in shown:
        x = slot * (at + 0.5)
        # The words stand above every bar that they reach over.
        reach = CHARACTER * len(texts[at])
        top = min(bar.y for bar in bars if bar.x < x + reach and bar.x + bar.width > x - reach)
        labels.append(_label(x, top - 7, texts[at], bars[at].x, bars[at].x + bars[at].width, "figure"))
    return labels


def _label(x: float, y: float, text: str, left: float, right: float, tone: str = "") -> Label:
    """Put words in the middle over `x`, or from `left` or up to `right` where they would leave the chart."""
    half = CHARACTER * len(text) / 2
    if x < half:
        return Label(_r(min(left, x)), _r(y), text, "start", tone)
    if x > 100 - half:
        return Label(_r(max(right, x)), _r(y), text, "end", tone)
    return Label(_r(x), _r(y), text, "middle", tone)


def _roomy(ticks: Sequence[tuple[int, str]], slot: float) -> list[tuple[int, str]]:
    """Leave ticks out whose words would touch those before."""
    kept: list[tuple[int, str]] = []
    for at, text in ticks:
        # Words at the edge begin there and so reach half their length further.
        room = LABEL_ROOM * (1.4 if kept and kept[-1][0] == 0 else 1)
        if not kept or (at - kept[-1][0]) * slot >= room:
            kept.append((at, text))
    return kept


def _day_ticks(figures: Sequence[DayFigures], today: int) -> list[tuple[int, str]]:
    # From today backward, so that the words for today are never the ones left out.
    last = len(figures) - 1
    step = max(1, round(len(figures) / 5))
    backward = range(last, -1, -step)
    named = [
        (at, "Today" if figures[at].study_day == today else words.date_words(figures[at].study_day, today))
        for at in backward
    ]
    return list(reversed(named))


def _span(day: DayFigures, today: int, is_by_week: bool) -> str:
    return f"Week of {words.date_words(day.study_day, today)}" if is_by_week else words.day_words(day.study_day, today)


def _month_labels(heat: HeatMap) -> list[Label]:
    labels: list[Label] = []
    month = 0
    for column, week in enumerate(heat.weeks):
        found = calendar_day(week[0].study_day).month
        has_room = column < len(heat.weeks) - 1 and (
            not labels or column * PITCH + HEAT_LEFT - labels[-1].x >= 2 * PITCH
        )
        if found != month and has_room:
            labels.append(Label(HEAT_LEFT + column * PITCH, HEAT_TOP - 8, words.MONTHS[found - 1], "start"))
        month = found
    return labels


def _in_plot(x: float) -> float:
    return CURVE_LEFT + x * (100 - CURVE_LEFT) / 100


def _levels(floor: float) -> tuple[tuple[float, str], ...]:
    return tuple(
        (_r(CURVE_TOP + (CURVE_BASE - CURVE_TOP) * down), words.percent(1 - down * (1 - floor))) for down in (0, 0.5, 1)
    )


def _percent(kept: Kept) -> float | None:
    return None if kept.share is None else 100 * kept.share


def _r(value: float) -> float:
    return round(value, 2)
