"""Answers: agreement with the package, previews, caps, the ladder from recognising to recalling."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import fsrs
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.scheduler import (
    Load,
    Memory,
    Options,
    Outcome,
    Rating,
    advance,
    clamp_parameters,
    days_weighed,
    kept_outcome,
    latest_day_of,
    retrievability,
    seed_of,
)
from quizapp.core.scheduler.adaptor import scheduler_for
from quizapp.core.study_queue import choose_way
from tests.core.scheduling import outcome

WAYS = ("recognise", "recall")
HISTORIES = st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(0, 60)), min_size=1, max_size=12)
STEPS = st.sampled_from([(), (10,), (1, 10), (10, 1440), (1, 10, 2880)])


@settings(max_examples=60)
@given(history=HISTORIES, learning=STEPS, relearning=STEPS)
def test_agrees_with_the_package_fed_study_days(
    history: list[tuple[Rating, int]], learning: tuple[int, ...], relearning: tuple[int, ...]
) -> None:
    options = Options(learning_steps=learning, relearning_steps=relearning)
    minutes = [[timedelta(minutes=step) for step in steps] for steps in (learning, relearning)]
    package = fsrs.Scheduler(DEFAULT_PARAMETERS, 0.9, *minutes, enable_fuzzing=False)
    card, memory, day = fsrs.Card(card_id=7), Memory(), 20_000
    for rating, gap in history:
        day += gap
        now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
        expected_recall = package.get_card_retrievability(card, now)
        assert retrievability(memory, day, options.parameters) == pytest.approx(expected_recall, abs=1e-12)
        card, _ = package.review_card(card, fsrs.Rating(rating), now)
        out = outcome(memory, rating, options, day, seed=0)
        memory = out.memory
        assert (memory.state, memory.step) == (card.state.name.lower(), card.step or 0)
        assert (memory.stability, memory.difficulty) == (min(card.stability, 36_500), card.difficulty)
        assert out.base_days == (card.due - now).days
        if out.due_in_seconds is not None:
            assert out.due_in_seconds == (card.due - now).total_seconds()


@given(history=HISTORIES, load=st.dictionaries(st.integers(20_000, 20_400), st.integers(0, 50), max_size=30))
@settings(max_examples=40)
def test_what_the_button_shows_is_what_a_refold_keeps(history: list[tuple[Rating, int]], load: dict[int, int]) -> None:
    options, memory, day = Options(), Memory(), 20_000
    for rating, gap in history:
        day += gap
        latest = day + 14 if gap % 2 else None
        given_ = {"seed": seed_of(1, 2, memory.reps), "load": Load(load), "latest_day": latest}
        shown = outcome(memory, rating, options, day, **given_)
        assert shown == Outcome.parse(shown.dump())
        assert shown == kept_outcome(memory, rating, options, day, shift_days=shown.shift_days, latest_day=latest)
        memory = shown.memory


def test_steps_within_the_day_count_from_the_answer() -> None:
    again = outcome(Memory(), Rating.AGAIN, Options(), 20_000, seed=0)
    assert (again.due_in_seconds, again.due_day, again.base_days) == (600, 20_000, 0)
    assert again.due_at(1_000_000) == 1_600_000
    good = outcome(again.memory, Rating.GOOD, Options(), 20_000, seed=0)
    assert good.due_at(1_000_000) is None


def test_steps_of_a_day_or_more_have_a_due_day_and_no_shift() -> None:
    options = Options(learning_steps=(10, 4320))
    first = outcome(Memory(), Rating.GOOD, options, 20_000, seed=1)
    assert first.memory.state == "learning"
    assert (first.due_in_seconds, first.due_day, first.shift_days) == (None, 20_003, 0)


def test_stability_has_a_ceiling() -> None:
    memory, day = Memory(), 0
    for _ in range(30):
        easy = outcome(memory, Rating.EASY, Options(), day, seed=0)
        memory, day = easy.memory, easy.due_day
    assert memory.stability == 36_500
    assert easy.interval_days <= 36_500


def test_parameters_a_hair_outside_are_accepted() -> None:
    weights = list(DEFAULT_PARAMETERS)
    weights[20] = 0.1 - 1e-9
    weights[4] = 10 + 1e-6
    assert clamp_parameters(weights)[20] == 0.1
    assert clamp_parameters(DEFAULT_PARAMETERS) == DEFAULT_PARAMETERS
    options = Options(parameters=tuple(weights))
    assert outcome(Memory(), Rating.GOOD, options, 0, seed=0).memory.difficulty <= 10
    memory = Memory("review", 0, 10.0, 5.0, 0)
    assert retrievability(memory, 10, weights) == pytest.approx(0.9)


def test_days_with_a_pass_count_once_each_and_start_anew_after_a_lapse() -> None:
    answers = [(Rating.GOOD, 0), (Rating.GOOD, 0), (Rating.HARD, 2), (Rating.AGAIN, 13), (Rating.GOOD, 13)]
    memory, seen = Memory(), []
    for rating, day in answers:
        memory = outcome(memory, rating, Options(), day, seed=0).memory
        seen.append((memory.pass_days, memory.lapses))
    assert seen == [(1, 0), (1, 0), (2, 0), (0, 1), (1, 1)]


def test_the_ladder_of_ways_with_its_days() -> None:
    memory, day, climbed = Memory(), 0, []
    for _ in range(3):
        way = choose_way(memory, WAYS)
        climbed.append((day, way))
        good = outcome(memory, Rating.GOOD, Options(), day, seed=2**63, latest_day=latest_day_of(way, WAYS, day))
        memory, day = good.memory, day + good.base_days
        if len(climbed) == 2:
            assert memory.stability == pytest.approx(11, abs=0.1)
    assert climbed == [(0, "recognise"), (2, "recognise"), (13, "recall")]
    lapsed = outcome(memory, Rating.AGAIN, Options(), day, seed=0).memory
    assert 1 <= lapsed.stability <= 3
    assert choose_way(lapsed, WAYS) == "recognise"


def test_recognising_wins_two_weeks_at_most_where_recall_exists() -> None:
    memory = Memory("review", 0, 30.0, 5.0, 70, 3, 0, 1, 70)
    day = 100
    capped = outcome(memory, Rating.GOOD, Options(), day, seed=9, latest_day=latest_day_of("recognise", WAYS, day))
    assert capped.base_days > 40
    assert capped.interval_days == 14
    assert latest_day_of("recognise", ("recognise",), day) is None
    assert latest_day_of("recall", WAYS, day) is None


def weighed_days(memory: Memory, day: int) -> tuple[range, ...]:
    return days_weighed([advance(memory, rating, Options(), day) for rating in Rating], Options(), day)


def test_only_days_that_decide_are_weighed() -> None:
    memory = Memory("review", 0, 12.0, 5.0, 0, 3)
    weighed = weighed_days(memory, 12)
    assert all(earlier.stop < later.start for earlier, later in pairwise(weighed))
    inside = Load({day: 5 for days in weighed for day in list(days)[::2]})
    everywhere = Load(
        {day: inside.due.get(day, 9 if not any(day in days for days in weighed) else 0) for day in range(400)}
    )
    for rating, seed in product(Rating, (3, 2**62, 2**63 + 5)):
        chosen = outcome(memory, rating, Options(), 12, seed=seed, load=inside)
        assert chosen == outcome(memory, rating, Options(), 12, seed=seed, load=everywhere)
    assert weighed_days(Memory(), 0) == (range(6, 11),)
    assert weighed_days(Memory("review", 0, 400.0, 5.0, 0, 9), 400) == ()


def test_options_are_named_by_what_a_fold_depends_on() -> None:
    assert Options().key == Options(parameters=DEFAULT_PARAMETERS).key
    others = [
        Options(desired_retention=0.91),
        Options(learning_steps=(1, 10)),
        Options(relearning_steps=(1, 10)),
        Options(maximum_interval_days=365),
    ]
    assert len({Options().key, *(options.key for options in others)}) == 5
    assert -(2**63) <= Options().key < 2**63


def test_cost_is_one_step_per_rating_without_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    review_card = fsrs.Scheduler.review_card

    def counted(*args: object, **kwargs: object) -> object:
        steps.append(1)
        return review_card(*args, **kwargs)  # type: ignore[arg-type]

    def refused(_seconds: float) -> None:
        raise AssertionError("slept")

    monkeypatch.setattr(fsrs.Scheduler, "review_card", counted)
    monkeypatch.setattr(time, "sleep", refused)
    options = Options(desired_retention=0.87)
    made = scheduler_for.cache_info().misses
    outcome(Memory(), Rating.GOOD, options, 20_000, seed=0)
    assert len(steps) == 1
    outcome(Memory(), Rating.EASY, Options(desired_retention=0.87), 20_000, seed=0)
    assert len(steps) == 2
    assert scheduler_for.cache_info().misses - made == 1
