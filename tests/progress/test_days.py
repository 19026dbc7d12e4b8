"""Answers by day, the heat map and today: from totals, filtered, the learner's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from quizapp.core.scheduler import weekday
from quizapp.progress.service import (
    Filters,
    Forecast,
    by_day,
    by_week,
    heat_map,
    list_studies,
    read_days,
    today_summary,
)
from quizapp.study.service.day_cache import day_cache
from tests.progress.conftest import Learner
from tests.progress.seeding import NOW, TODAY, add_bank, add_total, add_user


def read(session: Session, learner: Learner, **filters: object):
    return read_days(session, learner.id, TODAY, NOW, replace(Filters(), **filters))


def test_today_is_summed_up(session: Session, learner: Learner) -> None:
    add_total(session, learner.id, learner.bank_id, TODAY, 5)
    add_total(session, learner.id, learner.bank_id, TODAY, 2, rating=1)
    add_total(session, learner.id, learner.bank_id, TODAY, 3, state="new", about="actor", taken_ms=90_000)
    add_total(session, learner.id, learner.bank_id, TODAY - 1, 9)
    summary = today_summary(read(session, learner), Forecast())
    assert (summary.answers, summary.right, summary.introduced, summary.minutes) == (10, 8, 3, 2)
    assert summary.share_right == pytest.approx(0.8)


def test_a_day_without_answers_has_no_share(session: Session, learner: Learner) -> None:
    summary = today_summary(read(session, learner), Forecast())
    assert (summary.answers, summary.minutes, summary.share_right) == (0, 0, None)


def test_answers_of_others_are_not_read(session: Session, learner: Learner) -> None:
    other = add_user(session)
    add_total(session, other, learner.bank_id, TODAY, 7)
    add_total(session, other, learner.bank_id, TODAY - 200, 7)
    days = read(session, learner)
    assert not days.recent
    assert not days.older


def test_days_and_weeks_add_up_over_the_whole_year(session: Session, learner: Learner) -> None:
    days = [TODAY, TODAY - 1, TODAY - 30, TODAY - 31, TODAY - 32, TODAY - 364]
    for n, day in enumerate(days, start=1):
        add_total(session, learner.id, learner.bank_id, day, n)
    reading = read(session, learner)
    daily = by_day(reading, 365)
    assert len(daily) == 365
    assert {day.study_day: day.answers for day in daily if day.answers} == dict(zip(days, range(1, 7), strict=True))
    weekly = by_week(reading, 365)
    assert sum(week.answers for week in weekly) == sum(day.answers for day in daily) == 21
    assert sum(week.taken_ms for week in weekly) == 21 * 6000
    assert {weekday(week.study_day) for week in weekly} == {0}


def test_filters_narrow_every_day(session: Session, learner: Learner) -> None:
    other_bank = add_bank(session, learner.id)
    for day in (TODAY, TODAY - 100):
        add_total(session, learner.id, learner.bank_id, day, 1)
        add_total(session, learner.id, other_bank, day, 10)
        add_total(session, learner.id, learner.bank_id, day, 100, about="actor")
        add_total(session, learner.id, learner.bank_id, day, 1000, way="recognise")
    bank = next(b for b in list_studies(session, learner.viewer).banks if b.id == learner.bank_id)

    def answers(**filters: object) -> set[int]:
        reading = read(session, learner, **filters)
        return {reading.figures(TODAY).answers, reading.figures(TODAY - 100).answers}

    assert answers() == {1111}
    assert answers(bank=bank) == {1101}
    assert answers(about="actor") == {100}
    assert answers(way="recognise") == {1000}
    assert answers(bank=bank, about="date", way="recall") == {1}


def test_the_heat_map_begins_on_a_monday_and_ends_today(session: Session, learner: Learner) -> None:
    heat = heat_map(read(session, learner))
    assert len(heat.weeks) == 53
    assert {weekday(week[0].study_day) for week in heat.weeks} == {0}
    assert heat.weeks[-1][-1].study_day == TODAY
    assert heat.answers == heat.days_this_month == 0
    assert heat.ranges == ()


def test_shades_are_quartiles_of_the_learners_own_days(session: Session, learner: Learner) -> None:
    for n in range(1, 9):
        add_total(session, learner.id, learner.bank_id, TODAY - 20 * n, n * 10)
    heat = heat_map(read(session, learner))
    levels = {day.answers: day.level for week in heat.weeks for day in week}
    assert levels == {0: 0, 10: 1, 20: 1, 30: 2, 40: 2, 50: 3, 60: 3, 70: 4, 80: 4}
    assert heat.ranges == ((1, 10, 20), (2, 30, 40), (3, 50, 60), (4, 70, 80))


@pytest.mark.parametrize("days", [[0], [0, 5]])
def test_days_that_are_all_alike_are_all_dark(session: Session, learner: Learner, days: list[int]) -> None:
    for back in days:
        add_total(session, learner.id, learner.bank_id, TODAY - back, 4)
    heat = heat_map(read(session, learner))
    assert {day.level for week in heat.weeks for day in week if day.answers} == {4}
    assert heat.active_days == len(days)


def test_days_of_this_month_are_counted_once_each(session: Session, learner: Learner) -> None:
    # The fourth of March: three days ago is the first, four days ago is February.
    for back in (0, 3, 4):
        add_total(session, learner.id, learner.bank_id, TODAY - back, 2)
        add_total(session, learner.id, learner.bank_id, TODAY - back, 2, about="actor")
    assert heat_map(read(session, learner)).days_this_month == 2


def test_many_old_rows_are_kept_for_the_day_and_today_stays_fresh(
    session: Session, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_cache, "keep_from_rows", 1)
    add_total(session, learner.id, learner.bank_id, TODAY - 100, 2)
    add_total(session, learner.id, learner.bank_id, TODAY - 101, 2)
    first = read(session, learner)
    add_total(session, learner.id, learner.bank_id, TODAY - 102, 2)
    add_total(session, learner.id, learner.bank_id, TODAY, 3)
    second = read(session, learner)
    assert (first.kept_since, second.kept_since) == (None, NOW)
    assert second.figures(TODAY - 102).answers == 0
    assert second.figures(TODAY).answers == 3
    tomorrow = read_days(session, learner.id, TODAY + 1, NOW, Filters())
    assert tomorrow.kept_since is None
    assert tomorrow.figures(TODAY - 102).answers == 2
