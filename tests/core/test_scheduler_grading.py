"""From grade to rating, line by line, and the rule for slow answers."""

import pytest

from quizapp.core.question import Way
from quizapp.core.scheduler import Rating, State, is_slow, rate


def test_right_unaided_in_time_is_good() -> None:
    assert rate(1, "recall", state="review") == Rating.GOOD
    assert rate(1, "recognise", state="review") == Rating.GOOD


@pytest.mark.parametrize("strain", ["helped", "retried", "is_slow"])
def test_right_with_strain_is_hard(strain: str) -> None:
    assert rate(1, "recall", state="review", **{strain: True}) == Rating.HARD


@pytest.mark.parametrize("score", [0.75, 0.8, 0.999, 0.25 + 0.25 + 0.25])
def test_nearly_all_right_is_hard(score: float) -> None:
    assert rate(score, "recognise", state="review") == Rating.HARD


@pytest.mark.parametrize("score", [0, 0.5, 0.74])
@pytest.mark.parametrize("strain", ["helped", "retried", "is_slow"])
@pytest.mark.parametrize("state", ["new", "learning", "review", "relearning"])
def test_anything_else_is_again_and_never_hard(score: float, strain: str, state: State) -> None:
    assert rate(score, "recall", state=state, **{strain: True}) == Rating.AGAIN
    assert rate(score, "recall", state=state) == Rating.AGAIN


def test_a_sum_of_thirds_is_a_whole() -> None:
    assert rate(1 / 3 + 1 / 3 + 1 / 3 - 1e-12, "recognise", state="review") == Rating.GOOD


@pytest.mark.parametrize(("score", "rating"), [(1, Rating.GOOD), (0, Rating.AGAIN), (0.9, Rating.AGAIN)])
def test_rating_oneself_knows_two_outcomes(score: float, rating: Rating) -> None:
    assert rate(score, "self", state="review", is_slow=True) == rating


@pytest.mark.parametrize("state", ["new", "learning", "relearning"])
@pytest.mark.parametrize("way", ["recognise", "recall", "self"])
def test_automatic_hard_becomes_good_while_learning(state: State, way: Way) -> None:
    assert rate(1, way, state=state, is_slow=True, helped=True, retried=True) == Rating.GOOD
    if way != "self":
        assert rate(0.8, way, state=state) == Rating.GOOD


@pytest.mark.parametrize("state", ["new", "learning", "review", "relearning"])
def test_easy_is_never_given(state: State) -> None:
    for way in ("recognise", "recall", "self"):
        assert rate(1, way, state=state) == Rating.GOOD


@pytest.mark.parametrize(
    ("taken_ms", "median_ms", "answers", "slow"),
    [
        (10_001, 4_000, 30, True),
        (10_001, 4_000, 29, False),
        (10_000, 4_000, 30, False),
        (10_001, 4_001, 30, False),
        (99_000, None, 30, False),
    ],
)
def test_slow(taken_ms: int, median_ms: float | None, answers: int, slow: bool) -> None:
    assert is_slow(taken_ms, median_ms, answers) is slow
