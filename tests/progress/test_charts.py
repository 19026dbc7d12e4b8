"""Geometry of the charts: inside its box, labelled without collisions, honest about what it leaves out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from quizapp.progress import charts
from quizapp.progress.service import DayFigures, Forecast, Kept, MemoryPoint, RetentionRow
from quizapp.progress.service.coming import ComingDay
from quizapp.study.service.memory import AboutMemory
from tests.progress.seeding import TODAY


def coming(*cards: int) -> Forecast:
    return Forecast(tuple(ComingDay(TODAY + at, n) for at, n in enumerate(cards)))


def test_bars_fill_the_width_and_stand_on_the_base() -> None:
    chart = charts.forecast_chart(coming(3, 0, 12, *[1] * 27), TODAY)
    assert len(chart.bars) == 30
    assert chart.bars[0].x >= 0
    assert chart.bars[-1].x + chart.bars[-1].width <= 100
    assert {round(bar.y + bar.height, 2) for bar in chart.bars} == {charts.BAR_BASE}
    assert chart.bars[1].height == 0
    assert chart.bars[2].y == charts.BAR_TOP
    assert chart.bars[0].tone == "now"
    assert "3 today" in chart.summary


def test_the_least_bar_can_be_seen() -> None:
    chart = charts.forecast_chart(coming(1, 5000), TODAY)
    assert chart.bars[0].height == charts.LEAST_BAR


@pytest.mark.parametrize("cards", [[0] * 30, [7] * 30, list(range(30)), list(range(30, 0, -1))])
def test_labels_stay_apart(cards: list[int]) -> None:
    chart = charts.forecast_chart(coming(*cards), TODAY)
    for height in {label.y for label in chart.labels if not label.tone}:
        places = sorted(label.x for label in chart.labels if label.y == height)
        assert all(after - before >= charts.LABEL_ROOM - 2 for before, after in pairwise(places))


def test_no_days_make_an_empty_chart() -> None:
    assert charts.answers_chart((), TODAY, is_by_week=False).bars == ()


def test_answers_and_minutes_share_their_days() -> None:
    figures = [DayFigures(TODAY - back, back, back, back * 60_000) for back in range(29, -1, -1)]
    answers = charts.answers_chart(figures, TODAY, is_by_week=False)
    minutes = charts.minutes_chart(figures, TODAY, is_by_week=False)
    assert [bar.x for bar in answers.bars] == [bar.x for bar in minutes.bars]
    assert any(label.text == "Today" for label in answers.labels)
    assert any(label.text == "29\u00a0min" for label in minutes.labels)


def test_meters_say_the_figures_in_words() -> None:
    known, unmet = charts.memory_meters([AboutMemory("date", 50, 45, 40.6), AboutMemory("actor", 8, 0, 0.0)])
    assert (known.label, known.words, known.pale) == ("Dates", "about 41 of 50", 90)
    assert unmet.words == "none of 8 met yet"


def test_too_few_answers_have_no_bar() -> None:
    rows = [RetentionRow(1, None, Kept(5, 5), Kept(3, 3)), RetentionRow(7, None, Kept(15, 15), Kept(5, 3))]
    few, enough = charts.retention_meters([*rows, RetentionRow(7, "recall", Kept(99, 1), Kept())], 0.9)
    assert (few.words, few.share) == ("too few (8)", None)
    assert (enough.words, enough.share, enough.mark) == ("90% of 20", 90, 90)


def test_a_curve_needs_a_day() -> None:
    assert charts.memory_curve((), TODAY) is None
    assert charts.memory_curve((MemoryPoint(TODAY, 1.0, is_answer=True),), TODAY) is None


def test_a_curve_stays_in_its_box() -> None:
    points = (MemoryPoint(TODAY - 10, 1.0, is_answer=True), MemoryPoint(TODAY - 5, 0.8), MemoryPoint(TODAY + 3, 0.62))
    curve = charts.memory_curve(points, TODAY)
    assert curve is not None
    numbers = [float(part) for part in curve.path.replace("M", "").replace("L", "").split()]
    assert min(numbers) == 0
    assert max(numbers) == 1000
    assert charts.CURVE_LEFT < curve.today < 100
    assert "62%" in curve.summary
