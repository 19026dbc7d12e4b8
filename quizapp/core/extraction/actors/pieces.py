"""The parts that runs of capitalised words are cut into, before anybody knows who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.extraction.lexicons.phrases import Entry
from quizapp.core.extraction.lexicons.vocabulary import Title

PieceKind: TypeAlias = Literal[
    "name",
    "state",
    "capital",
    "seat",
    "organisation",
    "group",
    "place",
    "event",
    "work",
    "language",
    "other",
    "title",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """A named stretch of tokens `first`..`last` of one sentence; `core` is where the name begins behind its titles.

    `words` are the name's own words without titles, honorifics and ’s. `prefix` are the titles before it, the
    nearest last. `entries` are what the word lists say. `title_first` is the token where the titles begin.
    """

    sentence: int
    first: int
    last: int
    kind: PieceKind
    words: tuple[str, ...]
    rule: str
    core: int = 0
    prefix: tuple[Title, ...] = ()
    title_first: int = -1
    entries: tuple[Entry, ...] = ()
    in_heading: bool = False

    @property
    def honorific(self) -> Title | None:
        """Give the title that tells the gender, else the nearest one."""
        for title in reversed(self.prefix):
            if title.gender:
                return title
        return self.prefix[-1] if self.prefix else None
