"""What to ask next and in which way: decided from a few numbers and one candidate, never from the whole queue.

How a service uses it, for a learner and a bank:

1. Counts, each a seek on an index and capped by a LIMIT: `learning_now` (`due_at` <= now), `learning_ahead` (later, up
   to now + `LEARN_AHEAD_MS`), `learning_later` (any other `due_at`), `reviews` (`due_at` NULL, `due_day` <= today: in
   review, or at a step of a day or more), `new` (questions behind the bank's cursor that were not met). Suspended cards
   and those buried today are in none of them.
2. What was done today, from the day totals; `allowance` with the preset's limits, then `shared_allowance` for the
   learner's minutes.
3. `next_kind` names the class of the next card, for which the service fetches one candidate: learning by `due_at`;
   review of the earliest `due_day`, within it by `shuffle_key` (plain integer arithmetic, so it may stand in ORDER BY);
   new by cursor.
4. New cards and reviews of `SIBLING_FROM_INTERVAL_DAYS` and more are passed over while a sibling was answered today,
   because its answer would give them away; a class that holds nothing else counts as empty, and `next_kind` is asked
   again.
5. Of new cards and reviews, one whose key a card of this sitting has just told lets the others go first; where all that
   is left was told, it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, TypeAlias

from quizapp.core.question import Way
from quizapp.core.scheduler import Memory

QueueKind: TypeAlias = Literal["learning", "review", "new", "ahead"]
NewOrder: TypeAlias = Literal["mixed", "reviews_first", "new_first"]

LEARN_AHEAD_MS = 20 * 60_000
RECALL_FROM_STABILITY_DAYS = 7
RECALL_FROM_PASS_DAYS = 2
#: A shorter interval does not wait for a sibling that was answered today; neither does a learning step.
SIBLING_FROM_INTERVAL_DAYS = 3
#: A sitting is a run of answers with no longer pause.
SITTING_PAUSE_MS = 30 * 60_000
SHUFFLE_PRIME = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Available:
    """How many cards there are of each class, before limits."""

    learning_now: int = 0
    learning_ahead: int = 0
    learning_later: int = 0
    reviews: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What the learner did today: new cards met, reviews answered, time spent."""

    new: int = 0
    reviews: int = 0
    taken_ms: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """A bank's limits for today; the extras are what *ten more* added today."""

    new_per_day: int = 10
    reviews_per_day: int = 200
    extra_new: int = 0
    extra_reviews: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many cards may still come today."""

    new: int
    reviews: int


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The three figures above a card."""

    new: int
    learning: int
    due: int


def choose_way(memory: Memory, ways: tuple[Way, ...], fixed_way: Way | None = None) -> Way:
    """Choose how to ask: as fixed, else the only way, else options until the memory has grown, then typing.

    `ways` are the kind's, easiest first and not empty.
    """
    if fixed_way is not None and fixed_way in ways:
        return fixed_way
    if len(ways) == 1:
        return ways[0]
    if "recall" in ways and (is_ready_to_recall(memory) or "recognise" not in ways):
        return "recall"
    return "recognise" if "recognise" in ways else ways[0]


def is_ready_to_recall(memory: Memory) -> bool:
    """Tell whether a card has outgrown options."""
    return memory.stability >= RECALL_FROM_STABILITY_DAYS or memory.pass_days >= RECALL_FROM_PASS_DAYS


def allowance(available: Available, limits: Limits, done: Done) -> Allowance:
    """Give how many of one bank's cards may still come today; the two limits do not touch each other."""
    new_left = limits.new_per_day + limits.extra_new - done.new
    reviews_left = limits.reviews_per_day + limits.extra_reviews - done.reviews
    return Allowance(_within(available.new, new_left), _within(available.reviews, reviews_left))


def shared_allowance(
    of_bank: Allowance, minutes_per_day: int | None, *, taken_ms: int, usual_ms: float, extra: int = 0
) -> Allowance:
    """Cut a bank's allowance to the learner's minutes, reviews before new cards; None = no limit.

    `taken_ms` is today's over all banks, `usual_ms` the learner's mean time for a card, `extra` cards from *ten more*.
    """
    if minutes_per_day is None:
        return of_bank
    cards_left = int(max(0, minutes_per_day * 60_000 - taken_ms) / max(usual_ms, 1)) + extra
    reviews = _within(of_bank.reviews, cards_left)
    return Allowance(_within(of_bank.new, cards_left - reviews), reviews)


def queue_counts(available: Available, allowed: Allowance) -> QueueCounts:
    """Give the figures for the top bar, limits applied; learning counts all steps of today."""
    learning = available.learning_now + available.learning_ahead + available.learning_later
    return QueueCounts(allowed.new, learning, allowed.reviews)


def next_kind(available: Available, allowed: Allowance, done: Done, order: NewOrder = "mixed") -> QueueKind | None:
    """Give the class of the next card; None when nothing may be asked now."""
    if available.learning_now:
        return "learning"
    if allowed.new and (not allowed.reviews or _is_turn_of_new(allowed, done, order)):
        return "new"
    if allowed.reviews:
        return "review"
    return "ahead" if available.learning_ahead else None


def shuffle_terms(learner_id: int, study_day: int) -> tuple[int, int]:
    """Give multiplier and offset of one learner's order on one study day."""
    digest = blake2b(f"{learner_id}:{study_day}".encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return 1 + number % (SHUFFLE_PRIME - 1), (number >> 32) % SHUFFLE_PRIME


def shuffle_key(question_id: int, terms: tuple[int, int]) -> int:
    """Give a question's place in the day's order; different questions below 2^31 never share one.

    With p = 2^31 - 1 and x = (id % p * multiplier + offset) % p it is x^5 % p, a permutation since 5 does not divide
    p - 1. No product exceeds 63 bits, so a database computes the same: (x*x%p) * (x*x%p) % p * x % p.
    """
    multiplier, offset = terms
    x = (question_id % SHUFFLE_PRIME * multiplier + offset) % SHUFFLE_PRIME
    square = x * x % SHUFFLE_PRIME
    return square * square % SHUFFLE_PRIME * x % SHUFFLE_PRIME


def _within(wanted: int, limit: int) -> int:
    return max(0, min(wanted, limit))


def _is_turn_of_new(allowed: Allowance, done: Done, order: NewOrder) -> bool:
    if order != "mixed":
        return order == "new_first"
    # Over the whole day the k-th new card stands in the middle of the k-th equal share of the reviews.
    new_of_day, reviews_of_day = done.new + allowed.new, done.reviews + allowed.reviews
    return (2 * done.new + 1) * reviews_of_day <= 2 * done.reviews * new_of_day
