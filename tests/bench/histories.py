"""Distinct histories of one card, folded by core; moved by whole days they stay what their events say."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from quizapp.core.question import Way
from quizapp.core.scheduler import (
    CardEvent,
    CardFold,
    DayAmounts,
    DayKey,
    MemoryKey,
    Outcome,
    Rating,
    Shelf,
    advance,
    contributions,
    latest_day_of,
    replay,
    settle,
)
from quizapp.core.scheduler.study_days import MS_PER_DAY
from quizapp.core.scheduler.values import Memory, Options
from quizapp.core.study_queue import choose_way

FIRST_DAY = 10_000
EVENTS_PER_CARD = 10
SHARE_MISSED = 0.2
#: Ten answers that are all right end on intervals of decades, others on days; a collection lives between these.
SPAN_AT_MOST_DAYS = 900
INTERVALS_DAYS = range(15, 366)
OPTIONS = Options()
_HOUR = 3_600_000
_STEP_MS = 11 * 60_000
_NOWHERE = Shelf(0, "other")


@dataclass(frozen=True, slots=True)
class Step:
    """One answer with what the row of its event holds beyond it."""

    event: CardEvent
    elapsed_days: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class History:
    """Ten answers on one card, beginning on `FIRST_DAY`, with all that they add up to."""

    steps: tuple[Step, ...]
    card: CardFold
    days: tuple[tuple[DayKey, DayAmounts], ...]
    bins: tuple[MemoryKey, ...]

    @property
    def last_day(self) -> int:
        """The study day of the last answer."""
        return self.steps[-1].event.study_day

    @property
    def interval_days(self) -> int:
        """From the last answer to the day on which it is due."""
        return self.card.interval_days


def make_histories(rng: Random, ways: tuple[Way, ...], count: int) -> list[History]:
    """Make so many histories of a question that can be asked in these ways."""
    made: list[History] = []
    while len(made) < count:
        history = _make(rng, ways)
        if history.last_day - FIRST_DAY <= SPAN_AT_MOST_DAYS and history.interval_days in INTERVALS_DAYS:
            made.append(history)
    return made


def _make(rng: Random, ways: tuple[Way, ...]) -> History:
    steps: list[Step] = []
    memory = Memory()
    day, at = FIRST_DAY, _moment(rng, FIRST_DAY)
    while len(steps) < EVENTS_PER_CARD:
        is_last = len(steps) == EVENTS_PER_CARD - 1
        rating = Rating.AGAIN if not is_last and rng.random() < SHARE_MISSED else Rating.GOOD
        step = _step(rng, memory, ways, rating, day, at, len(steps) + 1)
        steps.append(step)
        memory = step.outcome.memory
        if step.outcome.due_in_seconds is None:
            day = step.outcome.due_day + rng.choice((0, 0, 0, 1, 2))
            at = _moment(rng, day)
        else:
            at += _STEP_MS
    events = [step.event for step in steps]
    totals = contributions(events, _options_of, _NOWHERE)
    card = replay(events, _options_of).card
    return History(tuple(steps), card, tuple(totals.days.items()), tuple(totals.bins))


def _options_of(_event: CardEvent) -> Options:
    return OPTIONS


def _moment(rng: Random, day: int) -> int:
    # Between 8 and 18 o'clock UTC, so that even ten steps of a lapse end on the same study day.
    return day * MS_PER_DAY + rng.randrange(8 * _HOUR, 18 * _HOUR)


def _step(rng: Random, memory: Memory, ways: tuple[Way, ...], rating: Rating, day: int, at: int, number: int) -> Step:
    way = choose_way(memory, ways)
    latest_day = latest_day_of(way, ways, day)
    advanced = advance(memory, rating, OPTIONS, day)
    outcome = settle(advanced, OPTIONS, day, seed=rng.getrandbits(64), latest_day=latest_day)
    event = CardEvent(
        id=number,
        client_id=str(number),
        kind="review",
        answered_at=at,
        study_day=day,
        rating=int(rating),
        way=way,
        taken_ms=rng.randrange(2_000, 20_000),
        shift_days=outcome.shift_days,
        latest_day=latest_day,
    )
    elapsed = None if memory.last_day is None else day - memory.last_day
    return Step(event, elapsed, outcome)
