"""What one card adds to the totals of its learner: answers per study day, and bins of stability and difficulty.

Totals are sums over cards, so any change of a card's history is applied as a difference of its contributions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from quizapp.core.question import About, Way
from quizapp.core.scheduler.folding import CardEvent, CardFold, EventKind, OptionsOf, Replay, replay
from quizapp.core.scheduler.values import Memory, Rating, State

Measure: TypeAlias = Literal["stability", "difficulty"]

MATURE_FROM_DAYS = 21
LOWEST_STABILITY_DAYS = 0.25
HIGHEST_DIFFICULTY_BIN = 9


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a card is counted: the bank that its question is in, and what that asked for when it was met."""

    bank_id: int
    about: About


@dataclass(frozen=True, slots=True)
class DayKey:
    """One row of the day totals; `state` and `is_mature` are the card's before the answer."""

    study_day: int
    bank_id: int
    about: About
    kind: EventKind
    way: Way | None
    state: State
    is_mature: bool
    rating: int


@dataclass(frozen=True, slots=True)
class DayAmounts:
    """The figures of one row; `first_n` and `first_passes` are those of true retention."""

    n: int = 0
    taken_ms: int = 0
    first_n: int = 0
    first_passes: int = 0

    def plus(self, other: DayAmounts, times: int = 1) -> DayAmounts:
        """Add the other's figures so many times; -1 subtracts."""
        return DayAmounts(
            self.n + times * other.n,
            self.taken_ms + times * other.taken_ms,
            self.first_n + times * other.first_n,
            self.first_passes + times * other.first_passes,
        )


@dataclass(frozen=True, slots=True)
class MemoryKey:
    """One row of the memory totals: cards of a shelf in one bin of a measure."""

    bank_id: int
    about: About
    measure: Measure
    bin: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Contributions or their differences; rows that are zero are left out, so equal totals are equal values."""

    days: Mapping[DayKey, DayAmounts] = field(default_factory=dict)
    bins: Mapping[MemoryKey, int] = field(default_factory=dict)

    def plus(self, other: Totals, times: int = 1) -> Totals:
        """Add the other's rows so many times; -1 subtracts."""
        days = dict(self.days)
        for key, amounts in other.days.items():
            days[key] = days.get(key, DayAmounts()).plus(amounts, times)
        bins = Counter(self.bins)
        for bin_key, n in other.bins.items():
            bins[bin_key] += times * n
        return Totals(
            {key: amounts for key, amounts in days.items() if amounts != DayAmounts()},
            {bin_key: n for bin_key, n in bins.items() if n},
        )


def contributions(events: Iterable[CardEvent], options_of: OptionsOf, shelf: Shelf) -> Totals:
    """Give all that one card's history adds to the totals."""
    return contributions_of(replay(events, options_of), shelf)


def contributions_of(replayed: Replay, shelf: Shelf) -> Totals:
    """Give all that a card adds to the totals whose history was replayed."""
    totals = Totals(bins=memory_bins(replayed.card.memory, shelf))
    days: dict[DayKey, DayAmounts] = {}
    for before, event in replayed.steps:
        for key, amounts in _day(before, event, shelf).items():
            days[key] = days.get(key, DayAmounts()).plus(amounts)
    return Totals(days, totals.bins)


def append_contribution(before: CardFold, after: CardFold, event: CardEvent, shelf: Shelf) -> Totals:
    """Give what an event at the end of a history adds: the difference of `contributions` after and before it.

    Holds where `needs_refold` is False; `after` is the state with the event.
    """
    bins = memory_bins(after.memory, shelf)
    for key in memory_bins(before.memory, shelf):
        if bins.pop(key, 0) == 0:
            bins[key] = -1
    return Totals(_day(before, event, shelf), bins)


def difference(after: Totals, before: Totals) -> Totals:
    """Give what must be added to the stored totals when a card's contributions change so."""
    return after.plus(before, -1)


def memory_bins(memory: Memory, shelf: Shelf) -> dict[MemoryKey, int]:
    """Give the bins in which a card stands."""
    if memory.state == "new":
        return {}
    return {
        MemoryKey(shelf.bank_id, shelf.about, "stability", stability_bin(memory.stability)): 1,
        MemoryKey(shelf.bank_id, shelf.about, "difficulty", difficulty_bin(memory.difficulty)): 1,
    }


def stability_bin(stability: float) -> int:
    """Give the bin of a stability in days: steps of the square root of 2 from a quarter day, bin 0 holds all below."""
    if stability <= LOWEST_STABILITY_DAYS:
        return 0
    return math.floor(2 * math.log2(stability / LOWEST_STABILITY_DAYS))


def difficulty_bin(difficulty: float) -> int:
    """Give the bin 1..9 of a difficulty; 10 belongs to the last."""
    return min(HIGHEST_DIFFICULTY_BIN, math.floor(difficulty))


def is_mature(card: CardFold) -> bool:
    """Tell whether a card in review stands on an interval of three weeks or more."""
    return card.memory.state == "review" and card.interval_days >= MATURE_FROM_DAYS


def _day(before: CardFold, event: CardEvent, shelf: Shelf) -> dict[DayKey, DayAmounts]:
    if not event.is_counted:
        return {}
    key = DayKey(
        study_day=event.study_day,
        # What was done in a bank stays done there, wherever the question has been moved to since.
        bank_id=shelf.bank_id if event.bank_id is None else event.bank_id,
        about=shelf.about,
        kind=event.kind,
        way=event.way,
        state=before.memory.state,
        is_mature=is_mature(before),
        rating=event.rating,
    )
    is_first = before.memory.state == "review" and before.memory.last_day != event.study_day
    is_first_pass = is_first and event.rating > Rating.AGAIN
    return {key: DayAmounts(1, event.taken_ms, int(is_first), int(is_first_pass))}
