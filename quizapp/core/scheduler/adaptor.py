"""The one seam to the `fsrs` package: study days in, whole-day or in-day gaps out. No fuzz, no real instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from fsrs import Card, Scheduler
from fsrs import Rating as FsrsRating
from fsrs import State as FsrsState
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizapp.core.scheduler.values import STABILITY_CEILING_DAYS, Advance, Memory, Options, Rating, State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_RATINGS = {rating: FsrsRating(rating.value) for rating in Rating}
_FSRS_STATES: dict[State, FsrsState] = {
    "new": FsrsState.Learning,
    "learning": FsrsState.Learning,
    "review": FsrsState.Review,
    "relearning": FsrsState.Relearning,
}
_STATES: dict[FsrsState, State] = {
    FsrsState.Learning: "learning",
    FsrsState.Review: "review",
    FsrsState.Relearning: "relearning",
}


def advance(memory: Memory, rating: Rating, options: Options, study_day: int) -> Advance:
    """Give the memory after a rating and its unfuzzed interval.

    The package counts in periods of 24 hours, a learner in study days, so day n is fed as 1970-01-01 + n days.
    """
    midnight = _midnight(study_day)
    card, _ = _scheduler(options).review_card(_card(memory), _RATINGS[rating], midnight)
    gap = card.due - midnight
    after = _remembered(memory, card, rating, study_day)
    if gap < _DAY:
        return Advance(after, 0, round(gap.total_seconds()))
    return Advance(after, gap.days, None)


def retrievability(memory: Memory, study_day: int, parameters: Sequence[float]) -> float:
    """Give the predicted chance (0..1) of recall on a study day; 0 while new.

    Source: FSRS-6, forgetting curve with a fitted decay; R = 0.9 after as many days as the stability says.
    """
    if memory.last_day is None or memory.stability <= 0:
        return 0.0
    decay, factor = _curve(parameters[20])
    elapsed_days = max(0, study_day - memory.last_day)
    return float((1 + factor * elapsed_days / memory.stability) ** decay)


def clamp_parameters(parameters: Sequence[float]) -> tuple[float, ...]:
    """Move weights into the package's bounds; single-precision fits lie a hair outside and would be refused.

    Raises:
        ValueError: where there are not 21 weights.
    """
    bounds = zip(parameters, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(weight, lowest), highest) for weight, lowest, highest in bounds)


def _scheduler(options: Options) -> Scheduler:
    return scheduler_for(
        options.parameters,
        options.desired_retention,
        options.learning_steps,
        options.relearning_steps,
        options.maximum_interval_days,
    )


@lru_cache(maxsize=1024)
def scheduler_for(
    parameters: tuple[float, ...],
    desired_retention: float,
    learning_steps: tuple[float, ...],
    relearning_steps: tuple[float, ...],
    maximum_interval_days: int,
) -> Scheduler:
    """Give the package's scheduler for these options, made once; steps are minutes."""
    return Scheduler(
        clamp_parameters(parameters),
        desired_retention,
        tuple(timedelta(minutes=minutes) for minutes in learning_steps),
        tuple(timedelta(minutes=minutes) for minutes in relearning_steps),
        maximum_interval_days,
        enable_fuzzing=False,
    )


def _card(memory: Memory) -> Card:
    # Without an id the constructor sleeps a millisecond to make one up.
    if memory.last_day is None:
        return Card(card_id=1, state=FsrsState.Learning, step=0, due=_EPOCH)
    return Card(
        card_id=1,
        state=_FSRS_STATES[memory.state],
        step=None if memory.state == "review" else memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_EPOCH,
        last_review=_midnight(memory.last_day),
    )


def _remembered(memory: Memory, card: Card, rating: Rating, study_day: int) -> Memory:
    is_lapse = memory.state == "review" and rating == Rating.AGAIN
    pass_days, last_pass_day = _pass_days(memory, is_lapse, rating, study_day)
    return Memory(
        state=_STATES[card.state],
        step=card.step or 0,
        stability=min(card.stability or 0.0, STABILITY_CEILING_DAYS),
        difficulty=card.difficulty or 0.0,
        last_day=study_day,
        reps=memory.reps + 1,
        lapses=memory.lapses + is_lapse,
        pass_days=pass_days,
        last_pass_day=last_pass_day,
    )


def _pass_days(memory: Memory, is_lapse: bool, rating: Rating, study_day: int) -> tuple[int, int | None]:
    if is_lapse:
        return 0, None
    is_pass = rating > Rating.AGAIN
    if is_pass and (memory.last_pass_day is None or study_day > memory.last_pass_day):
        return memory.pass_days + 1, study_day
    return memory.pass_days, memory.last_pass_day


@lru_cache(maxsize=1024)
def _curve(weight: float) -> tuple[float, float]:
    decay = -min(max(weight, LOWER_BOUNDS_PARAMETERS[20]), UPPER_BOUNDS_PARAMETERS[20])
    return decay, 0.9 ** (1 / decay) - 1


def _midnight(study_day: int) -> datetime:
    return _EPOCH + timedelta(days=study_day)
