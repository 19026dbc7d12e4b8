"""The values of scheduling: a rating, the options, a card's memory, what an answer leads to. Rules live beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, Self, TypeAlias

from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.core.question import Json

State: TypeAlias = Literal["new", "learning", "review", "relearning"]

STABILITY_CEILING_DAYS = 36_500.0


class Rating(IntEnum):
    """How well a card was known; everything above again is a pass."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Options:
    """What a preset and a parameter set say about intervals.

    Steps are minutes.
    """

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    desired_retention: float = 0.9
    learning_steps: tuple[float, ...] = (10,)
    relearning_steps: tuple[float, ...] = (10,)
    maximum_interval_days: int = 36_500

    @property
    def key(self) -> int:
        """Name by a signed 64-bit number all that a fold depends on: equal keys need no refold."""
        steps = (self.learning_steps, self.relearning_steps)
        return _key_of(self.parameters, self.desired_retention, *steps, self.maximum_interval_days)


@dataclass(frozen=True, slots=True)
class Memory:
    """One learner's memory of one question.

    `stability` (days) and `difficulty` (1..10) are 0 while new. `step` counts learning steps and is 0 in review.
    `last_day` is the study day of the last counted answer. `pass_days` counts the different study days with a pass
    since the card was introduced or last lapsed, `last_pass_day` is the latest of them.
    """

    state: State = "new"
    step: int = 0
    stability: float = 0.0
    difficulty: float = 0.0
    last_day: int | None = None
    reps: int = 0
    lapses: int = 0
    pass_days: int = 0
    last_pass_day: int | None = None


@dataclass(frozen=True, slots=True)
class Advance:
    """The memory after a rating, before a day is chosen.

    `base_days` is 0 and `due_in_seconds` set while a step ends within the day; otherwise `due_in_seconds` is None.
    """

    memory: Memory
    base_days: int
    due_in_seconds: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rating leads to, as shown on the button and as applied.

    `shift_days` is chosen minus base interval. `due_in_seconds` counts from the answer and is None for whole days.
    """

    memory: Memory
    base_days: int
    shift_days: int
    due_day: int
    due_in_seconds: int | None

    @property
    def interval_days(self) -> int:
        """Give the chosen interval, 0 for a step within the day."""
        return self.base_days + self.shift_days

    def due_at(self, answered_at: int) -> int | None:
        """Give the instant in ms at which a step ends; None for whole days."""
        return None if self.due_in_seconds is None else answered_at + self.due_in_seconds * 1000

    def dump(self) -> list[Json]:
        """Give a flat JSON list for a signed token: `Outcome.parse(outcome.dump()) == outcome`, floats included."""
        return [self.base_days, self.shift_days, self.due_day, self.due_in_seconds, *astuple(self.memory)]

    @classmethod
    def parse(cls, values: Sequence[Json]) -> Self:
        """Read what `dump` gave; the caller has checked the signature."""
        base_days, shift_days, due_day, due_in_seconds, *memory = values
        return cls(Memory(*memory), base_days, shift_days, due_day, due_in_seconds)


@dataclass(frozen=True, slots=True)
class Load:
    """How full the coming study days are for one learner, and on which of them a sibling is due."""

    due: Mapping[int, int] = field(default_factory=dict)
    sibling_days: frozenset[int] = frozenset()


NO_LOAD = Load()


@lru_cache(maxsize=1024)
def _key_of(*parts: object) -> int:
    digest = blake2b(repr(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
