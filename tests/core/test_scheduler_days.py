"""Study days: nights, clock changes, flights, rollovers, names of zones."""

from datetime import UTC, date, datetime

import pytest

from quizapp.core.scheduler import (
    Memory,
    Options,
    Rating,
    calendar_day,
    elapsed_days,
    study_day,
    study_day_in,
    utc_offset_minutes,
    weekday,
)
from tests.core.scheduling import outcome

MS_PER_HOUR = 3_600_000


def instant(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


def test_evening_and_next_morning_are_one_day_apart() -> None:
    evening, morning = instant(2026, 3, 1, 23, 0), instant(2026, 3, 2, 7, 0)
    assert study_day(morning, 0) - study_day(evening, 0) == 1


def test_one_night_of_sleep_makes_the_memory_of_a_whole_day() -> None:
    evening = study_day(instant(2026, 3, 1, 23, 0), 0)
    morning = study_day(instant(2026, 3, 2, 7, 0), 0)
    first = outcome(Memory(), Rating.GOOD, Options(), evening, seed=0)
    second = outcome(first.memory, Rating.GOOD, Options(), morning, seed=0)
    assert second.memory.stability == pytest.approx(7.32, abs=0.01)


@pytest.mark.parametrize(("hour", "minute", "day"), [(3, 59, -1), (4, 0, 0), (23, 59, 0)])
def test_a_study_day_begins_at_the_rollover(hour: int, minute: int, day: int) -> None:
    assert study_day(instant(1970, 1, 1, hour, minute), 0) == day


def test_study_past_midnight_belongs_to_the_evening() -> None:
    assert study_day(instant(2026, 5, 2, 1, 30), 0) == study_day(instant(2026, 5, 1, 22, 0), 0)


def test_another_rollover_moves_only_what_lies_between() -> None:
    night = instant(2026, 5, 2, 1, 30)
    assert study_day(night, 0, 60) == study_day(night, 0, 240) + 1
    noon = instant(2026, 5, 2, 12, 0)
    assert study_day(noon, 0, 60) == study_day(noon, 0, 240)


@pytest.mark.parametrize("change", [instant(2026, 3, 29, 1, 0), instant(2026, 10, 25, 1, 0)])
def test_clock_changes_keep_the_rollover_at_its_wall_time(change: int) -> None:
    days = [study_day_in("Europe/Berlin", change + hours * MS_PER_HOUR) for hours in range(-30, 31)]
    assert days == sorted(days)
    assert set(days) == set(range(days[0], days[-1] + 1))
    for begun in (change + hours * MS_PER_HOUR for hours in range(-30, 31)):
        before, after = (study_day_in("Europe/Berlin", moment) for moment in (begun - 1, begun))
        wall = begun // 60_000 + utc_offset_minutes("Europe/Berlin", begun)
        assert (before < after) is (wall % 1440 == 240)


def test_flight_west_never_gives_negative_days() -> None:
    departure = study_day(instant(2026, 6, 2, 5, 0), 60)
    arrival = study_day(instant(2026, 6, 2, 6, 0), -480)
    assert arrival == departure - 1
    assert elapsed_days(departure, arrival) == 0
    first = outcome(Memory(), Rating.GOOD, Options(), departure, seed=0)
    same_day = outcome(first.memory, Rating.GOOD, Options(), departure, seed=0)
    assert outcome(first.memory, Rating.GOOD, Options(), arrival, seed=0).memory.stability == same_day.memory.stability


def test_flight_east_makes_the_night_count() -> None:
    departure = study_day(instant(2026, 6, 1, 21, 0), -480)
    arrival = study_day(instant(2026, 6, 2, 6, 0), 120)
    assert elapsed_days(departure, arrival) == 1
    assert elapsed_days(None, arrival) == 0


def test_dates_and_weekdays_of_study_days() -> None:
    assert calendar_day(20_000) == date(2024, 10, 4)
    assert [weekday(day) for day in (0, 4, 20_000)] == [day_.weekday() for day_ in map(calendar_day, (0, 4, 20_000))]


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "America", "../etc/passwd", "a\0b", "/etc/localtime"])
def test_unknown_zones_are_read_as_utc(name: str) -> None:
    assert utc_offset_minutes(name, instant(2026, 7, 1)) == 0


def test_known_zones_have_their_offsets_of_the_season() -> None:
    assert utc_offset_minutes("Europe/Berlin", instant(2026, 7, 1)) == 120
    assert utc_offset_minutes("Europe/Berlin", instant(2026, 1, 1)) == 60
    assert utc_offset_minutes("Asia/Kathmandu", instant(2026, 1, 1)) == 345
