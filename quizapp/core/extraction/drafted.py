"""What drafting hands on: proposed questions with their proofs, and what was rejected and why. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizapp.core.extraction.item_rules.asked import Asked
from quizapp.core.extraction.values import Fact, Reason
from quizapp.core.question import Json

#: Drafts from this confidence on are chosen by default; those below `QUEUE_FROM` are rejected.
SELECTED_FROM = 0.75
QUEUE_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Proof:
    """Why one distractor is wrong: the rule (W1..W7), what it says, and the passage that it leans on, if any."""

    option: str
    rule: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a draft is not proposed: a rule's id (R01..R23) and a message for people."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a sound draft waits in the queue and is not chosen by default.

    `criterion` is the question of a strict reader that it may fail, 1 to 7 as in the queue’s keys.
    """

    criterion: int
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed question.

    `raw` is what the kind's `parse` takes, with evidence, explanation and `about`. `id` is stable over re-import: made
    of the fact key without the asked slot, of the slot and of the template family. `facts` are what it asks of;
    `start`..`end` is the passage that is shown beside it. `held` says why it is not chosen by default. `rank` orders
    the queue; `confidence` is 0..1. `asked` is the question as the rules read it, where `raw` could be parsed.
    """

    id: str
    raw: Mapping[str, Json]
    template: str
    slot: str
    facts: tuple[Fact, ...]
    fact_key: str
    start: int
    end: int
    confidence: float
    worth: float
    rank: float
    reasons: tuple[Reason, ...] = ()
    proofs: tuple[Proof, ...] = ()
    checks: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    held: Hold | None = None
    asked: Asked | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values that a document gives for one slot, or a weekday that does not fit its date; never asked.

    `passages` are shown: a telling of each value. `facts` are the spans of all tellings, of which nothing is asked.
    """

    message: str
    passages: tuple[tuple[int, int], ...]
    facts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Drafts:
    """All drafts of a document: those chosen by default and those for the queue, best first, and the rejected ones."""

    selected: tuple[Draft, ...] = ()
    queue: tuple[Draft, ...] = ()
    rejected: tuple[Draft, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
