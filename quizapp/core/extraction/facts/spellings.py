"""What slots ask of the whole text, read once: where its names stand, and which words it writes large inside."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from quizapp.core.extraction.values import NameMention, PlaceMention

_INSIDE = re.compile(r"(?<=[a-z,] )\w+")
_WORD = re.compile(r"\w+")


class NameSpans:
    """The spans of names, asked for by their ends and by a stretch that they stand in."""

    def __init__(self, names: Sequence[NameMention | PlaceMention]) -> None:
        """Sort the spans; nothing is said about whether they overlap."""
        spans = sorted((name.start, name.end) for name in names)
        self._starts = [start for start, _ in spans]
        # The least end of each span and of all that begin behind it.
        self._least_ends = [*accumulate((end for _, end in reversed(spans)), min)][::-1]
        self._first_starts: dict[int, int] = {}
        for start, end in spans:
            self._first_starts.setdefault(end, start)

    def first_start(self, end: int) -> float:
        """Give where the longest name that ends at an offset begins; infinity where none does."""
        return self._first_starts.get(end, float("inf"))

    def has_within(self, start: int, end: int) -> bool:
        """Whether a whole name stands in a stretch of the text."""
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._least_ends[at] <= end


class Spellings:
    """The words that a text writes behind a small letter or a comma, where only names begin large."""

    def __init__(self, text: str) -> None:
        """Read the text once."""
        self._text = text
        self._inside = {word for word in _INSIDE.findall(text) if not word[0].islower()}
        self._known: dict[str, bool] = {}

    def has_inside(self, word: str) -> bool:
        """Whether a word that begins large, or may, also stands so inside a sentence."""
        if word[:1].lower() == word[:1]:
            return False
        if _WORD.fullmatch(word):
            return word in self._inside
        # “Co-operation”: rare enough to be looked for, once each, and only where its first part is written so.
        first = _WORD.match(word)
        if first is not None and first.group() not in self._inside:
            return False
        if word not in self._known:
            self._known[word] = re.search(rf"[a-z,] {re.escape(word)}\b", self._text) is not None
        return self._known[word]
