"""In what order a labelled text says things: whether a field stands above its question or below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_AHEAD = 12
#: Fields that may be said of many questions.
_HEADS = ("tags", "context", "worth", "kind")


@dataclass(slots=True)
class Order:
    """The roles of all lines: a field of a question, “words” for others, empty for an empty line."""

    roles: Sequence[str]
    #: For each line whether a question stands above it, and below it, in the same paragraph.
    above: list[bool] = field(default_factory=list)
    below: list[bool] = field(default_factory=list)
    #: The first line of each role.
    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.above = list(_seen(self.roles))
        self.below = list(_seen(self.roles[::-1]))[::-1]
        for place, role in enumerate(self.roles):
            self.first.setdefault(role, place)
            self.last[role] = place

    def is_above(self, place: int) -> bool:
        """Whether what stands here is said of the question below it."""
        if self.above[place] != self.below[place]:
            return self.below[place]
        return self.first[self.roles[place]] < self.first.get("stem", -1)

    def is_unclear(self, place: int) -> bool:
        """Whether what stands here may head the questions below it as well as end the one above it."""
        role = self.roles[place]
        if role not in _HEADS or self.above[place] or self.below[place] or self.is_above(place):
            return False
        return self.last[role] < self.last.get("stem", -1)

    def is_answered_below(self, place: int) -> bool:
        """Whether an answer comes before the paragraph ends."""
        for role in self.roles[place + 1 : place + _AHEAD]:
            if role in ("", "key", "accept", "explanation"):
                return role == "key"
        return False

    def is_reversed(self) -> bool:
        """Whether answers stand above their questions."""
        told = [place for place, role in enumerate(self.roles) if role in ("stem", "key")]
        keys = [place for place in told if self.roles[place] == "key"]
        if not keys or len(keys) == len(told):
            return False
        if self.roles[told[0]] == "key" and (self.below[told[0]] or self.roles[told[-1]] == "stem"):
            return not any(role == "words" for role in self.roles[max(told[0] - 1, 0) : told[0]])
        heads = sum(self.below[place] and not self.above[place] for place in keys)
        return heads > len(keys) / 2


def asked_alone(roles: Sequence[str]) -> list[str]:
    """Give the roles where no question says that it is one: one has its answer below it in its paragraph."""
    found: list[str] = []
    is_answered = False
    for role in reversed(roles):
        is_answered = role == "key" or (is_answered and role != "")
        found.append("words" if role == "stem" and not is_answered else role)
    return found[::-1]


def _seen(roles: Sequence[str]) -> Iterator[bool]:
    """Tell of each line whether a question came before it in its paragraph."""
    is_seen = False
    for role in roles:
        yield is_seen
        is_seen = role == "stem" or (is_seen and role != "")
