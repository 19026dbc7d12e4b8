"""What a learner gave in a live game, as the live room tells it and the study room takes it: a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from quizapp.core.question import Way


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """One response of a learner in a round that was revealed.

    `bank_id` is the bank that was played, `revision` the question's by whose key it was judged, `score` 0..1,
    `answered_at` ms since 1970. `client_id` makes it one event however often it is told; one that was judged again, or
    counts by now, takes the place of what was told before. Of who was taken out of the game since (`is_removed`) that
    alone follows. `preset` says what of this game enters the study of who has not chosen: on, misses or off.
    """

    learner_id: int
    question_id: int
    bank_id: int
    revision: int
    way: Way
    score: float
    elapsed_ms: int
    answered_at: int
    client_id: str
    is_judged_again: bool = False
    is_removed: bool = False
    preset: str = "on"

    @property
    def is_missed(self) -> bool:
        """Whether it was not right, or so in part alone: its player reads that it is to be reviewed."""
        return self.score < 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many answers would enter a learner's study: what was not wholly right, and what they knew.

    `stored` are in it already.
    """

    missed: int = 0
    known: int = 0
    stored: int = 0

    def __bool__(self) -> bool:
        return self.missed + self.known > 0


@dataclass(frozen=True, slots=True)
class Foretold:
    """Answers to cards that had been learned: the mean chance of recall (0..1) before them, and the share passed."""

    learners: int
    answers: int
    predicted: float
    passed: float


def live_answer_id(game_id: int, round_no: int, player_id: int) -> str:
    """Name what a player gave in a round of a game, alike each time."""
    return str(uuid5(NAMESPACE_OID, f"live/{game_id}/{round_no}/{player_id}"))
