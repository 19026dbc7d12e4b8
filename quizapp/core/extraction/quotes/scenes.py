"""A sentence with its quotations as the sieves see it: names, quotations and words in one row of pieces."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.extraction.quotes.words import HONOURS
from quizapp.core.extraction.values import ActorMention, Cast, MarkPair, Sentence, Text, Token

PieceKind: TypeAlias = Literal["word", "mark", "name", "quote"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a mark, a whole name (`actor` is its id) or a whole quotation (`quote` is its place in the pairs)."""

    kind: PieceKind
    text: str
    lower: str
    start: int
    end: int
    actor: int | None = None
    quote: int | None = None

    @property
    def is_possessive(self) -> bool:
        """Whether it is the ’s (or ’) that makes the piece before it an owner."""
        return self.lower in ("’s", "'s", "’", "'")

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of the writer, quotations included; `block` is an index into `Text.blocks`.

    `quotes` are the places of the quotation pieces; `is_bare` where nothing but marks stands beside them.
    """

    pieces: tuple[Piece, ...]
    block: int
    quotes: tuple[int, ...]
    is_bare: bool


def make_scene(pieces: Sequence[Piece], block: int) -> Scene:
    """Make a scene of pieces."""
    quotes = tuple(place for place, piece in enumerate(pieces) if piece.kind == "quote")
    return Scene(tuple(pieces), block, quotes, all(piece.kind in ("quote", "mark") for piece in pieces))


def outer_pairs(text: Text, marks: Sequence[MarkPair]) -> tuple[MarkPair, ...]:
    """Keep the outermost quotations that hold something."""
    return tuple(pair for pair in marks if pair.depth == 0 and text.text[pair.inner_start : pair.inner_end].strip())


def outside_names(pairs: Sequence[MarkPair], mentions: Sequence[ActorMention]) -> tuple[MarkPair, ...]:
    """Drop a nickname between marks inside a name: “Tom ‘Duke’ Hale” is one name."""
    kept = []
    for pair in pairs:
        at = bisect_right(mentions, pair.start, key=lambda one: one.start) - 1
        if at < 0 or not (mentions[at].start < pair.start and pair.end < mentions[at].end):
            kept.append(pair)
    return tuple(kept)


def build_scenes(text: Text, sentences: Sequence[Sentence], pairs: Sequence[MarkPair], cast: Cast) -> tuple[Scene, ...]:
    """Part the blocks that hold quotations, and those before them, into scenes.

    A sentence that ends within a quotation goes on behind it. Words of a quotation are one piece, so that no rule
    takes what is said for what the writer says.
    """
    scenes: list[Scene] = []
    rows = _Rows(text, pairs, cast.mentions)
    wanted = _blocks_with_quotations(text, pairs)
    pieces: list[Piece] = []
    block = -1
    for sentence in sentences:
        if sentence.block not in wanted:
            continue
        if pieces and (sentence.block != block or not rows.is_within(sentence.start)):
            scenes.append(make_scene(pieces, block))
            pieces = []
        block = sentence.block
        pieces.extend(rows.pieces(sentence.tokens))
    if pieces:
        scenes.append(make_scene(pieces, block))
    return tuple(scenes)


def _blocks_with_quotations(text: Text, pairs: Sequence[MarkPair]) -> set[int]:
    wanted: set[int] = set()
    for pair in pairs:
        block = bisect_right(text.blocks, pair.start, key=lambda one: one.start) - 1
        wanted |= {block - 1, block}
    return wanted


@dataclass(slots=True)
class _Rows:
    """Reading positions in the lists of quotations and names, which both ascend."""

    text: Text
    pairs: Sequence[MarkPair]
    mentions: Sequence[ActorMention]
    pair: int = 0
    mention: int = 0
    last_pair: int = -1
    last_mention: int = -1

    def is_within(self, offset: int) -> bool:
        """Whether an offset stands within a quotation behind its first letter."""
        while self.pair < len(self.pairs) and self.pairs[self.pair].end <= offset:
            self.pair += 1
        return self.pair < len(self.pairs) and self.pairs[self.pair].inner_start < offset < self.pairs[self.pair].end

    def pieces(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        """Give the pieces of tokens, each quotation and each name once."""
        for token in tokens:
            while self.pair < len(self.pairs) and self.pairs[self.pair].end <= token.start:
                self.pair += 1
            if self.pair < len(self.pairs) and self.pairs[self.pair].start <= token.start:
                yield from self._quote()
                continue
            while self.mention < len(self.mentions) and self.mentions[self.mention].end <= token.start:
                self.mention += 1
            if self.mention < len(self.mentions) and self.mentions[self.mention].start <= token.start:
                yield from self._name()
            elif token.text in HONOURS and self.last_mention >= 0 and self._is_right_behind(token):
                continue
            else:
                kind: PieceKind = "word" if token.is_word or len(token.text) > 1 else "mark"
                yield Piece(kind, token.text, token.text.lower(), token.start, token.end)

    def _is_right_behind(self, token: Token) -> bool:
        return self.mentions[self.last_mention].end in (token.start - 1, token.start - 2)

    def _quote(self) -> Iterator[Piece]:
        if self.pair != self.last_pair:
            self.last_pair = self.pair
            pair = self.pairs[self.pair]
            words = self.text.text[pair.inner_start : pair.inner_end]
            yield Piece("quote", words, "", pair.start, pair.end, quote=self.pair)

    def _name(self) -> Iterator[Piece]:
        if self.mention != self.last_mention:
            self.last_mention = self.mention
            found = self.mentions[self.mention]
            yield Piece("name", found.surface, found.surface.lower(), found.start, found.end, actor=found.actor)
