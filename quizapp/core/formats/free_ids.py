"""Ids that nothing else has yet: what is taken gets a number behind it."""

from __future__ import annotations

from collections.abc import Iterable

#: What stays of an id before the number, so that the whole is no longer than an id may be.
_STEM_CHARS = 56


class FreeIds:
    """The ids of one bank or file."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        #: Where to look on, by what stays of an id, so that many of one id or beginning cost no search each.
        self._number: dict[str, int] = {}

    def find(self, wished: str) -> str:
        """Give the id itself, or with the lowest free number from 2 behind it; the same until it is taken."""
        stem = wished[:_STEM_CHARS]
        identity, number = wished, self._number.get(stem, 1)
        while identity in self._taken:
            number += 1
            identity = numbered(wished, number)
        if identity != wished:
            self._number[stem] = number - 1
        return identity

    def take(self, identity: str) -> None:
        """Let an id be free no more."""
        self._taken.add(identity)

    def give(self, wished: str) -> str:
        """Find a free id and take it."""
        identity = self.find(wished)
        self.take(identity)
        return identity


def numbered(identity: str, number: int) -> str:
    """Give an id with a number from 2 behind it; with 1 it is the id itself."""
    return f"{identity[:_STEM_CHARS]}-{number}" if number > 1 else identity
