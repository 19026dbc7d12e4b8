"""Choosing the day within an interval's range: fuzz that is repeatable and leans towards emptier days."""

from __future__ import annotations

import math
from bisect import bisect_right
from hashlib import blake2b
from itertools import accumulate

from quizapp.core.scheduler.values import Load, Options

FUZZED_FROM_DAYS = 2.5
BALANCED_UP_TO_DAYS = 90

_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05))


def fuzz_range(base_days: int, maximum_interval_days: int = 36_500) -> tuple[int, int]:
    """Give the shortest and the longest interval that may stand for a base interval, both included.

    Source: the fuzz ranges of FSRS and Anki; 7 gives 5..9, 21 gives 18..24, 90 gives 84..96.
    """
    if base_days < FUZZED_FROM_DAYS:
        return base_days, base_days
    delta = 1.0 + sum(share * max(min(base_days, end) - start, 0.0) for start, end, share in _BANDS)
    longest = min(round(base_days + delta), maximum_interval_days)
    return min(max(round(base_days - delta), 2), longest), longest


def allowed_days(base_days: int, study_day: int, options: Options, latest_day: int | None) -> range:
    """Give the intervals to choose from: the fuzz range, cut at the latest day, never below one day."""
    first, last = fuzz_range(base_days, options.maximum_interval_days)
    if latest_day is not None:
        last = min(last, max(1, latest_day - study_day))
    return range(min(first, last), last + 1)


def place(
    base_days: int, study_day: int, options: Options, *, load: Load, seed: int, latest_day: int | None = None
) -> int:
    """Choose an interval in days: the same arguments always give the same one; `seed` is 0..2^64 - 1."""
    days = allowed_days(base_days, study_day, options, latest_day)
    if len(days) == 1:
        return days[0]
    weights = _weights(base_days, study_day, days, load)
    cumulated = list(accumulate(weights))
    # The quotient of a seed near 2^64 rounds to 1, which would point behind the last day.
    draw = min(seed / 2**64 * cumulated[-1], math.nextafter(cumulated[-1], 0.0))
    return days[bisect_right(cumulated, draw)]


def kept_interval(base_days: int, study_day: int, options: Options, *, shift_days: int, latest_day: int | None) -> int:
    """Give the interval that a stored shift leads to, without any load: what `place` chose, if the base is the same."""
    first, last = fuzz_range(base_days, options.maximum_interval_days)
    days = min(max(base_days + shift_days, first), last)
    return days if latest_day is None else min(days, max(1, latest_day - study_day))


def seed_of(learner_id: int, question_id: int, reps: int) -> int:
    """Give the seed 0..2^64 - 1 of a card's next placing, alike in every process."""
    digest = blake2b(f"{learner_id}:{question_id}:{reps}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _weights(base_days: int, study_day: int, days: range, load: Load) -> list[float]:
    if base_days > BALANCED_UP_TO_DAYS:
        return [1.0] * len(days)
    return [_room(study_day + day, load) for day in days]


def _room(due_day: int, load: Load) -> float:
    sibling_share = 0.5 if due_day in load.sibling_days else 1.0
    return sibling_share / (1 + load.due.get(due_day, 0)) ** 2
