"""From a graded response to a rating, by one fixed table, and what counts as slow or as a leech."""

from __future__ import annotations

from quizapp.core.question import Way
from quizapp.core.scheduler.values import Rating, State

PARTIAL_PASS_SCORE = 0.75
SLOW_FLOOR_MS = 10_000
SLOW_MEDIANS = 2.5
SLOW_FROM_ANSWERS = 30
LEECH_REPEAT_LAPSES = 4

# Scores are sums of shares such as 1/3; their last binary digit decides nothing.
_ROUNDING = 1e-9


def rate(
    score: float, way: Way, *, state: State, helped: bool = False, retried: bool = False, is_slow: bool = False
) -> Rating:
    """Turn a score into a rating; `state` is the card's before the answer, "I don't know" and giving up score 0.

    Easy is never given, and a wrong response is never hard. While a card is being learned hard becomes good, because
    repeated hard never leaves a step. Four buttons are the learner's own ratings and do not come here.
    """
    rating = _table(score, way, is_strained=helped or retried or is_slow)
    return Rating.GOOD if rating == Rating.HARD and state != "review" else rating


def is_slow(taken_ms: int | None, median_ms: float | None, timed_answers: int, time_factor: float = 1.0) -> bool:
    """Tell whether an answer took unusually long for this learner, kind and way; False until enough is known."""
    if taken_ms is None or median_ms is None or timed_answers < SLOW_FROM_ANSWERS:
        return False
    return taken_ms > SLOW_FLOOR_MS * time_factor and taken_ms > SLOW_MEDIANS * median_ms


def is_leech(lapses: int, leech_at: int) -> bool:
    """Tell whether a card has been forgotten so often that it needs more than another review."""
    return lapses >= leech_at


def is_leech_alarm(lapses: int, leech_at: int) -> bool:
    """Tell whether this very lapse is one at which the learner is told."""
    return is_leech(lapses, leech_at) and (lapses - leech_at) % LEECH_REPEAT_LAPSES == 0


def _table(score: float, way: Way, *, is_strained: bool) -> Rating:
    is_right = score >= 1 - _ROUNDING
    if way == "self":
        return Rating.GOOD if is_right else Rating.AGAIN
    if is_right:
        return Rating.HARD if is_strained else Rating.GOOD
    return Rating.HARD if score >= PARTIAL_PASS_SCORE - _ROUNDING else Rating.AGAIN
