"""Facts in the order of a text, looked through from a place outwards."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from quizapp.core.extraction.values import Fact, Slot


class NearFirst:
    """Facts, each with one of its slots, by where the fact starts."""

    __slots__ = ("_entries", "_starts")

    def __init__(self, entries: Iterable[tuple[Fact, Slot]]) -> None:
        self._entries = sorted(entries, key=lambda entry: entry[0].start)
        self._starts = [fact.start for fact, _ in self._entries]

    def from_near(self, start: int) -> Iterator[tuple[Fact, Slot]]:
        """Give the nearest first; of two that are equally near, the one before."""
        right = bisect_left(self._starts, start)
        left = right - 1
        while left >= 0 or right < len(self._starts):
            if right == len(self._starts) or (left >= 0 and start - self._starts[left] <= self._starts[right] - start):
                yield self._entries[left]
                left -= 1
            else:
                yield self._entries[right]
                right += 1
