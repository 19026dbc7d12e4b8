"""The queue: ways, order and mix, limits, the day's shuffle."""

import sqlite3
from dataclasses import replace
from itertools import pairwise

import pytest

from quizapp.core.question import Way
from quizapp.core.scheduler import Memory
from quizapp.core.study_queue import (
    SHUFFLE_PRIME,
    Allowance,
    Available,
    Done,
    Limits,
    QueueCounts,
    allowance,
    choose_way,
    next_kind,
    queue_counts,
    shared_allowance,
    shuffle_key,
    shuffle_terms,
)

ALL: tuple[Way, ...] = ("recognise", "recall", "self")
WEAK = Memory("review", 0, 6.9, 5.0, 0, 1, 0, 1, 0)
STRONG = Memory("review", 0, 7.0, 5.0, 0, 1, 0, 1, 0)
TWICE = Memory("review", 0, 3.0, 5.0, 0, 2, 0, 2, 0)


@pytest.mark.parametrize(
    ("memory", "ways", "fixed", "way"),
    [
        (Memory(), ALL, None, "recognise"),
        (WEAK, ALL, None, "recognise"),
        (STRONG, ALL, None, "recall"),
        (TWICE, ALL, None, "recall"),
        (STRONG, ALL, "recognise", "recognise"),
        (Memory(), ALL, "self", "self"),
        (STRONG, ("recognise",), "recall", "recognise"),
        (Memory(), ("self",), None, "self"),
        (Memory(), ("recall", "self"), None, "recall"),
        (STRONG, ("recognise", "self"), None, "recognise"),
    ],
)
def test_choice_of_way(memory: Memory, ways: tuple[Way, ...], fixed: Way | None, way: Way) -> None:
    assert choose_way(memory, ways, fixed) == way


def day_of(available: Available, allowed: Allowance, order: str = "mixed") -> str:
    done, kinds = Done(), ""
    while kind := next_kind(available, allowed, done, order):  # type: ignore[arg-type]
        kinds += kind[0]
        is_new, is_review = kind == "new", kind == "review"
        available = replace(
            available,
            learning_now=available.learning_now - (kind == "learning"),
            learning_ahead=available.learning_ahead - (kind == "ahead"),
        )
        allowed = Allowance(allowed.new - is_new, allowed.reviews - is_review)
        done = Done(done.new + is_new, done.reviews + is_review)
    return kinds


def test_learning_first_and_ahead_last() -> None:
    available = Available(learning_now=2, learning_ahead=1, learning_later=3, reviews=2, new=1)
    assert day_of(available, Allowance(1, 2)) == "llrnra"


@pytest.mark.parametrize(
    ("order", "expected"), [("mixed", "rrnrrrrnrr"), ("reviews_first", "rrrrrrrrnn"), ("new_first", "nnrrrrrrrr")]
)
def test_orders(order: str, expected: str) -> None:
    assert day_of(Available(reviews=8, new=2), Allowance(2, 8), order) == expected


def test_the_mix_stays_even_when_it_is_asked_card_by_card() -> None:
    kinds = day_of(Available(), Allowance(10, 100))
    places = [place for place, letter in enumerate(kinds) if letter == "n"]
    gaps = {later - earlier for earlier, later in pairwise(places)}
    assert gaps == {11}
    assert places[0] == 5


def test_more_new_than_reviews_mix_as_well() -> None:
    assert day_of(Available(reviews=2, new=6), Allowance(6, 2)) == "rnnnrnnn"


def test_nothing_to_do() -> None:
    assert next_kind(Available(learning_later=1), Allowance(0, 0), Done()) is None


def test_limits_are_counted_apart_and_lifted_for_today() -> None:
    available = Available(reviews=300, new=50)
    assert allowance(available, Limits(), Done()) == Allowance(10, 200)
    assert allowance(available, Limits(), Done(new=10, reviews=30)) == Allowance(0, 170)
    assert allowance(available, Limits(), Done(new=13, reviews=230)) == Allowance(0, 0)
    assert allowance(available, Limits(extra_new=10), Done(new=10, reviews=200)) == Allowance(10, 0)
    assert allowance(Available(reviews=3, new=2), Limits(), Done()) == Allowance(2, 3)


def test_the_learners_minutes_go_to_reviews_first() -> None:
    of_bank = Allowance(15, 30)
    assert shared_allowance(of_bank, None, taken_ms=0, usual_ms=8_000) == of_bank
    assert shared_allowance(of_bank, 5, taken_ms=20_000, usual_ms=8_000) == Allowance(5, 30)
    assert shared_allowance(of_bank, 2, taken_ms=0, usual_ms=8_000) == Allowance(0, 15)
    assert shared_allowance(of_bank, 2, taken_ms=500_000, usual_ms=8_000) == Allowance(0, 0)
    assert shared_allowance(of_bank, 2, taken_ms=500_000, usual_ms=8_000, extra=10) == Allowance(0, 10)


def test_the_figures_above_a_card() -> None:
    available = Available(1, 2, 4, reviews=300, new=50)
    assert queue_counts(available, allowance(available, Limits(), Done())) == QueueCounts(10, 7, 200)


def test_the_shuffle_is_an_order_without_ties_and_new_each_day() -> None:
    ids = list(range(1, 2_001))
    orders = []
    for learner, day in ((1, 20_000), (1, 20_001), (2, 20_000)):
        terms = shuffle_terms(learner, day)
        assert len({shuffle_key(each, terms) for each in ids}) == len(ids)
        orders.append(sorted(ids, key=lambda each, terms=terms: shuffle_key(each, terms)))
    assert orders[0] != orders[1] != orders[2] != orders[0]
    neighbours = sum(abs(one - other) == 1 for one, other in pairwise(orders[0]))
    assert neighbours < 20
    assert 900 < sum(orders[0][:1_000]) / 1_000 < 1_100


def test_a_database_computes_the_same_shuffle() -> None:
    multiplier, offset = shuffle_terms(7, 20_123)
    sql = """
        WITH base AS (SELECT (:id % :p * :m + :o) % :p AS x) SELECT (x*x%:p) * (x*x%:p) % :p * x % :p FROM base
    """
    with sqlite3.connect(":memory:") as connection:
        for question_id in (1, 2, 99_999, SHUFFLE_PRIME - 1, 2**40 + 3):
            bound = {"id": question_id, "p": SHUFFLE_PRIME, "m": multiplier, "o": offset}
            (value,) = connection.execute(sql, bound).fetchone()
            assert value == shuffle_key(question_id, (multiplier, offset))
    connection.close()
