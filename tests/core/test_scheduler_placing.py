"""Fuzz ranges and the balanced choice of a day."""

from collections import Counter
from statistics import pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduler import NO_LOAD, Load, Options, fuzz_range, place, seed_of

OPTIONS = Options()
TODAY = 20_000
SEEDS = [seed_of(learner, question, 3) for learner in range(20) for question in range(30)]


@pytest.mark.parametrize(
    ("base", "expected"), [(1, (1, 1)), (2, (2, 2)), (3, (2, 4)), (7, (5, 9)), (21, (18, 24)), (90, (84, 96))]
)
def test_ranges(base: int, expected: tuple[int, int]) -> None:
    assert fuzz_range(base) == expected


def test_a_range_ends_at_the_maximum_interval() -> None:
    assert fuzz_range(100, 100)[1] == 100
    assert fuzz_range(3, 3) == (2, 3)


@given(
    base=st.integers(1, 36_500),
    seed=st.integers(0, 2**64 - 1),
    load=st.dictionaries(st.integers(TODAY + 1, TODAY + 120), st.integers(0, 500), max_size=20),
    latest=st.none() | st.integers(TODAY - 5, TODAY + 400),
)
def test_no_interval_leaves_its_range(base: int, seed: int, load: dict[int, int], latest: int | None) -> None:
    days = place(base, TODAY, OPTIONS, load=Load(load), seed=seed, latest_day=latest)
    first, last = fuzz_range(base, OPTIONS.maximum_interval_days)
    cap = last if latest is None else max(1, latest - TODAY)
    assert min(first, cap) <= days <= min(last, cap)
    assert days == place(base, TODAY, OPTIONS, load=Load(load), seed=seed, latest_day=latest)


def test_extreme_seeds_stay_inside() -> None:
    assert place(21, TODAY, OPTIONS, load=NO_LOAD, seed=0) == 18
    assert place(21, TODAY, OPTIONS, load=NO_LOAD, seed=2**64 - 1) == 24


def _unevenness(*, is_weighed: bool) -> float:
    total = 0.0
    for learner in range(20):
        due: Counter[int] = Counter({TODAY + 20: 6, TODAY + 22: 3})
        for question in range(70):
            days = place(
                21, TODAY, OPTIONS, load=Load(due) if is_weighed else NO_LOAD, seed=seed_of(learner, question, 3)
            )
            due[TODAY + days] += 1
        total += pvariance(due[TODAY + day] for day in range(18, 25))
    return total


def test_balancing_makes_days_flatter() -> None:
    assert _unevenness(is_weighed=True) * 2 < _unevenness(is_weighed=False)


def test_far_intervals_are_fuzzed_alone() -> None:
    crowded = Load(dict.fromkeys(range(TODAY + 1, TODAY + 100), 999))
    for seed in SEEDS[:50]:
        assert place(91, TODAY, OPTIONS, load=crowded, seed=seed) == place(91, TODAY, OPTIONS, load=NO_LOAD, seed=seed)


def test_siblings_are_kept_apart() -> None:
    siblings = Load(sibling_days=frozenset({TODAY + 21}))
    chosen = Counter(place(21, TODAY, OPTIONS, load=siblings, seed=seed) for seed in SEEDS)
    assert chosen[21] < 0.75 * min(chosen[20], chosen[22])


def test_seeds_are_the_same_in_every_process() -> None:
    assert seed_of(1, 2, 3) == 3_054_663_894_209_944_436
    assert len({seed_of(1, 2, 3), seed_of(1, 3, 2), seed_of(12, 3, 3), seed_of(1, 23, 3)}) == 4
