"""Names of one or several words, found longest first from the word that they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from quizapp.core.extraction.tokens import tokenise
from quizapp.core.extraction.values import Token

EntryKind: TypeAlias = Literal[
    "state", "capital", "seat", "adjective", "people", "organisation", "group", "title", "place", "other", "language"
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase may stand for; `name` is the row that it belongs to."""

    kind: EntryKind
    name: str


@dataclass(slots=True)
class Phrases:
    """Phrases by their first word, the longest first; words are compared with case, typed ’ for '."""

    _by_first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = field(default_factory=dict)

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, tuple[Entry, ...]] | None:
        """Give how many tokens the longest phrase at a place has, and what it may stand for."""
        for words, entries in self._by_first.get(plain(tokens[at].text), ()):
            if len(words) == 1:
                return 1, entries
            if at + len(words) <= len(tokens) and all(
                plain(tokens[at + step].text) == word for step, word in enumerate(words)
            ):
                return len(words), entries
        return None


def make_phrases(pairs: Iterable[tuple[str, Entry]]) -> Phrases:
    """Build the index from phrases with what each may stand for; a phrase may come several times."""
    found: dict[tuple[str, ...], list[Entry]] = {}
    for phrase, entry in pairs:
        # Most phrases are plain letters, and the tables are read whenever the program starts.
        parts = phrase.split()
        is_plain = all(part.isalpha() for part in parts)
        words = tuple(parts) if is_plain else tuple(plain(token.text) for token in tokenise(phrase))
        entries = found.setdefault(words, [])
        if words and entry not in entries:
            entries.append(entry)
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
    for words, entries in found.items():
        by_first.setdefault(words[0], []).append((words, tuple(entries)))
    for rivals in by_first.values():
        rivals.sort(key=lambda rival: (-len(rival[0]), rival[0]))
    return Phrases(by_first)


def plain(word: str) -> str:
    """Type a word's curly apostrophes straight."""
    return word.replace("’", "'") if "’" in word else word
