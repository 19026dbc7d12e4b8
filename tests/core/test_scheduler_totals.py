"""What single histories add to the totals: true retention, maturity, bins."""

import pytest

from quizapp.core.scheduler import (
    CardEvent,
    CardFold,
    DayAmounts,
    DayKey,
    Options,
    Shelf,
    Totals,
    append_contribution,
    contributions,
    difference,
    difficulty_bin,
    fold,
    stability_bin,
)

SHELF = Shelf(4, "actor")


def answer(id: int, day: int, rating: int = 3, **fields: object) -> CardEvent:
    values = {"kind": "review", "way": "recall", "taken_ms": 1_000} | fields
    at = day * 86_400_000 + id * 5_000
    return CardEvent(id=id, client_id=str(id), answered_at=at, study_day=day, rating=rating, **values)


def totals(*events: CardEvent) -> Totals:
    return contributions(events, lambda _: Options(), SHELF)


def key(day: int, state: str, rating: int, *, is_mature: bool = False, kind: str = "review") -> DayKey:
    return DayKey(day, 4, "actor", kind, "recall", state, is_mature, rating)  # type: ignore[arg-type]


HISTORY = (answer(1, 0), answer(2, 2), answer(3, 13), answer(4, 59, 1), answer(5, 59), answer(6, 59, 4))


def test_true_retention_takes_the_first_answer_of_a_day_in_review() -> None:
    days = totals(*HISTORY).days
    assert days == {
        key(0, "new", 3): DayAmounts(1, 1_000, 0, 0),
        key(2, "review", 3): DayAmounts(1, 1_000, 1, 1),
        key(13, "review", 3): DayAmounts(1, 1_000, 1, 1),
        key(59, "review", 1, is_mature=True): DayAmounts(1, 1_000, 1, 0),
        key(59, "relearning", 3): DayAmounts(1, 1_000, 0, 0),
        key(59, "review", 4): DayAmounts(1, 1_000, 0, 0),
    }


def test_a_correction_moves_the_answer_to_the_other_rating() -> None:
    corrected = totals(
        *HISTORY,
        CardEvent(id=7, client_id="7", kind="correction", answered_at=10**10, study_day=115, rating=3, target_id=4),
    )
    assert corrected.days[key(59, "review", 3, is_mature=True)] == DayAmounts(2, 2_000, 1, 1)
    assert key(59, "review", 1, is_mature=True) not in corrected.days


def test_an_undone_answer_is_in_no_total() -> None:
    undo = CardEvent(id=7, client_id="7", kind="undo", answered_at=10**10, study_day=115, target_id=6)
    assert totals(*HISTORY, undo) == totals(*HISTORY[:5])
    lost = difference(totals(*HISTORY, undo), totals(*HISTORY))
    assert lost.days == {key(59, "review", 4): DayAmounts(-1, -1_000, 0, 0)}
    assert sum(lost.bins.values()) == 0


def test_uncounted_answers_are_nothing() -> None:
    assert totals(*HISTORY[:2], answer(4, 5, counts=False)) == totals(*HISTORY[:2])


def test_each_introduced_card_stands_in_one_bin_of_each_measure() -> None:
    assert totals().bins == {}
    bins = totals(*HISTORY).bins
    assert sorted((each.measure, n) for each, n in bins.items()) == [("difficulty", 1), ("stability", 1)]


def test_an_appended_answer_adds_its_difference() -> None:
    card = CardFold()
    for number, event in enumerate(HISTORY):
        after = fold(HISTORY[: number + 1], lambda _: Options())
        added = append_contribution(card, after, event, SHELF)
        assert added == difference(totals(*HISTORY[: number + 1]), totals(*HISTORY[:number]))
        card = after


@pytest.mark.parametrize(
    ("stability", "number"), [(0.001, 0), (0.25, 0), (0.36, 1), (0.5, 2), (0.99, 3), (1, 4), (2.3, 6), (36_500, 34)]
)
def test_stability_bins(stability: float, number: int) -> None:
    assert stability_bin(stability) == number


@pytest.mark.parametrize(("difficulty", "number"), [(1, 1), (1.99, 1), (5.5, 5), (9.3, 9), (10, 9)])
def test_difficulty_bins(difficulty: float, number: int) -> None:
    assert difficulty_bin(difficulty) == number
