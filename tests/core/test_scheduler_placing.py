"""Fuzz ranges and the balanced choice of a day."""

from collections import Counter
from statistics import pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduler import NO_LOAD, Load, Options, fuzz_range, place, seed_of, weekday

OPTIONS = Options()
MONDAY = 20_000 - weekday(20_000)
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
    load=st.dictionaries(st.integers(MONDAY + 1, MONDAY + 120), st.integers(0, 500), max_size=20),
    latest=st.none() | st.integers(MONDAY - 5, MONDAY + 400),
    easy_days=st.tuples(*[st.sampled_from([0.0, 0.5, 1.0])] * 7),
)
def test_no_interval_leaves_its_range(
    base: int, seed: int, load: dict[int, int], latest: int | None, easy_days: tuple[float, ...]
) -> None:
    options = Options(easy_days=easy_days)
    days = place(base, MONDAY, options, load=Load(load), seed=seed, latest_day=latest)
    first, last = fuzz_range(base, options.maximum_interval_days)
    cap = last if latest is None else max(1, latest - MONDAY)
    assert min(first, cap) <= days <= min(last, cap)
    assert days == place(base, MONDAY, options, load=Load(load), seed=seed, latest_day=latest)


def test_extreme_seeds_stay_inside() -> None:
    assert place(21, MONDAY, OPTIONS, load=NO_LOAD, seed=0) == 18
    assert place(21, MONDAY, OPTIONS, load=NO_LOAD, seed=2**64 - 1) == 24


def _unevenness(options: Options) -> float:
    total = 0.0
    for learner in range(20):
        due: Counter[int] = Counter({MONDAY + 20: 6, MONDAY + 22: 3})
        for question in range(70):
            days = place(21, MONDAY, options, load=Load(due), seed=seed_of(learner, question, 3))
            due[MONDAY + days] += 1
        total += pvariance(due[MONDAY + day] for day in range(18, 25))
    return total


def test_balancing_makes_days_flatter() -> None:
    assert _unevenness(Options()) * 2 < _unevenness(Options(is_balanced=False))


def test_far_intervals_are_fuzzed_alone() -> None:
    crowded = Load(dict.fromkeys(range(MONDAY + 1, MONDAY + 100), 999))
    for seed in SEEDS[:50]:
        assert place(91, MONDAY, OPTIONS, load=crowded, seed=seed) == place(
            91, MONDAY, OPTIONS, load=NO_LOAD, seed=seed
        )


def test_days_without_study_are_avoided_unless_there_is_no_other() -> None:
    free_sundays = Options(easy_days=(1, 1, 1, 1, 1, 0.5, 0))
    chosen = Counter(weekday(MONDAY + place(21, MONDAY, free_sundays, load=NO_LOAD, seed=seed)) for seed in SEEDS)
    assert chosen[6] == 0
    assert chosen[5] < 0.7 * chosen[4]
    never = Options(easy_days=(0,) * 7)
    assert len({place(21, MONDAY, never, load=NO_LOAD, seed=seed) for seed in SEEDS}) == 7


def test_siblings_are_kept_apart() -> None:
    siblings = Load(sibling_days=frozenset({MONDAY + 21}))
    chosen = Counter(place(21, MONDAY, OPTIONS, load=siblings, seed=seed) for seed in SEEDS)
    assert chosen[21] < 0.75 * min(chosen[20], chosen[22])


def test_seeds_are_the_same_in_every_process() -> None:
    assert seed_of(1, 2, 3) == 3_054_663_894_209_944_436
    assert len({seed_of(1, 2, 3), seed_of(1, 3, 2), seed_of(12, 3, 3), seed_of(1, 23, 3)}) == 4
