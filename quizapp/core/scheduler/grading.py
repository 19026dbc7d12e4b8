"""From a graded response to a rating, by one fixed table, and what counts as slow."""

from __future__ import annotations

from quizapp.core.question import Way
from quizapp.core.scheduler.values import Rating, State

PARTIAL_PASS_SCORE = 0.75
SLOW_FLOOR_MS = 10_000
SLOW_MEDIANS = 2.5
SLOW_FROM_ANSWERS = 30

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


def is_slow(taken_ms: int, median_ms: float | None, timed_answers: int) -> bool:
    """Tell whether an answer took unusually long for this learner, kind and way; False until enough is known."""
    if median_ms is None or timed_answers < SLOW_FROM_ANSWERS:
        return False
    return taken_ms > SLOW_FLOOR_MS and taken_ms > SLOW_MEDIANS * median_ms


def _table(score: float, way: Way, *, is_strained: bool) -> Rating:
    is_right = score >= 1 - _ROUNDING
    if way == "self":
        return Rating.GOOD if is_right else Rating.AGAIN
    if is_right:
        return Rating.HARD if is_strained else Rating.GOOD
    return Rating.HARD if score >= PARTIAL_PASS_SCORE - _ROUNDING else Rating.AGAIN
