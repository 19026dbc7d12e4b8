"""What somebody answered in another program before its questions came here: plain values, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from quizapp.core.question import Json

#: The first version of Anki is of 2006; what is dated before has no true date.
EARLIEST_MS = 1_136_073_600_000
#: Nobody answers one question so often; the latest are kept, since a card is worked out of all of them at once.
ANSWERS_AT_MOST = 1_000


class PastAnswer(NamedTuple):
    """One answer: when (ms since 1970), how well, and how long it took (0 = unknown).

    `rating` is 1..4; 0 = no answer, the card was begun anew. `counts`: it moved the card; what was only
    crammed did not.
    """

    at: int
    rating: int
    taken_ms: int = 0
    counts: bool = True


@dataclass(frozen=True, slots=True)
class PastCard:
    """What was answered to one question, the earliest first.

    `is_suspended`: it is put away there. `backwards` is the same of the card that asks backwards; None = there is none.
    """

    answers: tuple[PastAnswer, ...] = ()
    is_suspended: bool = False
    backwards: PastCard | None = None

    def to_json(self) -> list[Json]:
        """Give it as it is kept while an import waits."""
        return [[[*each[:3], int(each.counts)] for each in self.answers], self.is_suspended]

    @classmethod
    def parse(cls, raw: list[Json]) -> PastCard:
        """Read what `to_json` gave."""
        answers, is_suspended = raw
        return cls(tuple(PastAnswer(at, rating, ms, bool(n)) for at, rating, ms, n in answers), is_suspended)


@dataclass(frozen=True, slots=True)
class History:
    """The answers that come with a file, by the ids of its questions; `left_out` are those that belong to none."""

    cards: Mapping[str, PastCard] = field(default_factory=dict)
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class HistoryCount:
    """How many answers there are, and when the first was given (ms); 0 and 0 = none."""

    answers: int = 0
    since: int = 0

    @classmethod
    def of(cls, cards: Iterable[PastCard], until: int) -> HistoryCount:
        """Count answers up to a moment (ms): what is dated later has no true date."""
        times = [each.at for card in cards for each in card.answers if each.rating and each.at <= until]
        return cls(len(times), min(times, default=0))


def joined(first: PastCard | None, second: PastCard) -> PastCard:
    """Give the answers of two cards that are one question here, in their order of time.

    It is put away where both are: who put one gap away is still asked the others.
    """
    if first is None:
        return second
    answers = tuple(sorted({*first.answers, *second.answers}))
    return PastCard(answers[-ANSWERS_AT_MOST:], first.is_suspended and second.is_suspended)
