"""Normalised texts: from decoded words to a `Text` with blocks, counted lines and a map back; no file formats."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from quizapp.core.extraction.language import find_language
from quizapp.core.extraction.layout import Line, Piece, lay_out
from quizapp.core.extraction.normalising import Mapped, normalise
from quizapp.core.extraction.values import Block, BlockKind, Text

#: So many words that end as a sentence does are running text, and no line of a menu or of who wrote it.
_RUNNING = 6
_HYPHEN_END = re.compile(r"([^\W\d_]{2,})[-\u2010]\Z")
_LOWER_START = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_PREFIXES = (
    "all anti co counter cross ex full half high long low mid non post pre pro quasi self semi short so then three two "
    "vice well"
)
_KEPT_BEFORE = frozenset(_PREFIXES.split())


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as a reader of structured files finds it: words with any white space, not yet normalised."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    page: int | None = None


def make_text(
    decoded: str,
    *,
    sha256: str = "",
    title: str = "",
    published: date | None = None,
    notices: Sequence[str] = (),
) -> Text:
    """Normalise a plain text whose paragraphs are lines, or hard-wrapped lines.

    `sha256` is of the file's bytes; without it, of the words in UTF-8. A first line `# source:` is left out.
    """
    text = _assemble(decoded, lay_out(decoded), sha256)
    return _finish(text, title, published, notices)


def make_block_text(
    blocks: Sequence[RawBlock],
    *,
    sha256: str,
    title: str = "",
    published: date | None = None,
    notices: Sequence[str] = (),
) -> Text:
    """Normalise what a reader of structured files found: blocks are what people count, and there is no map back."""
    source = "\n".join(block.text for block in blocks)
    pieces = []
    at = 0
    for block in blocks:
        pieces.append(Piece(block.kind, _lines_of(block.text, at), block.level, block.page))
        at += len(block.text) + 1
    text = _assemble(source, pieces, sha256)
    text = replace(text, lines=tuple(block.start for block in text.blocks), origins=())
    return _finish(text, title, published, notices)


def origin_at(text: Text, offset: int) -> int:
    """Give the offset in the decoded original where an offset of the normalised text comes from."""
    place = bisect_right(text.origins, offset, key=lambda pair: pair[0]) - 1
    if place < 0:
        return offset
    here, there = text.origins[place]
    return there + offset - here


def _lines_of(words: str, at: int) -> tuple[Line, ...]:
    """Give the lines of a block, so that words parted at their ends are joined."""
    return tuple(Line(at + match.start(), at + match.end()) for match in re.finditer(r"[^\n]+", words))


def _assemble(source: str, pieces: Sequence[Piece], sha256: str) -> Text:
    writing = _Writing(source)
    for piece in pieces:
        writing.write(piece)
    digest = sha256 or hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    words = "".join(writing.parts)
    return Text(words, tuple(writing.blocks), tuple(writing.lines), digest, origins=tuple(writing.origins))


def first_heading(words: str, blocks: Sequence[Block]) -> str:
    """Give the heading that a text begins with; empty where running text stands before: that is a section’s."""
    for block in blocks:
        shown = words[block.start : block.end]
        if block.kind == "heading":
            return shown
        is_running = len(shown.split()) >= _RUNNING and shown.rstrip('”"’)').endswith((".", "!", "?"))
        if is_running and block.kind in ("paragraph", "list"):
            return ""
    return ""


def _finish(text: Text, title: str, published: date | None, notices: Sequence[str]) -> Text:
    language, language_notices = find_language(text.text)
    return replace(
        text,
        title=" ".join(title.split()) or first_heading(text.text, text.blocks),
        published=published,
        language=language,
        notices=(*notices, *language_notices),
    )


@dataclass(slots=True)
class _Writing:
    """The normalised text while it is put together: a space between a block's lines, a line end between blocks."""

    source: str
    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)
    at: int = 0
    known_words: frozenset[str] | None = None

    def write(self, piece: Piece) -> None:
        """Add a block; a piece whose lines show nothing adds its lines to the count alone."""
        start = None
        for line in piece.lines:
            mapped = normalise(self.source[line.start : line.end])
            if mapped.text:
                if start is None:
                    start = self._begin_block()
                else:
                    self._join(mapped.text)
                self._add(mapped, line.start)
            else:
                self.lines.append(self.at)
        if start is not None:
            number = len(self.blocks) + 1
            self.blocks.append(Block(number, piece.kind, start, self.at, piece.page, piece.level))

    def _begin_block(self) -> int:
        if self.blocks:
            self.parts.append("\n")
            self.at += 1
        return self.at

    def _add(self, mapped: Mapped, line_start: int) -> None:
        self.lines.append(self.at)
        for here, there in mapped.origins:
            pair = (self.at + here, line_start + there)
            if not self.origins or self.origins[-1][1] - self.origins[-1][0] != pair[1] - pair[0]:
                if self.origins and self.origins[-1][0] == pair[0]:
                    self.origins.pop()
                self.origins.append(pair)
        self.parts.append(mapped.text)
        self.at += len(mapped.text)

    def _join(self, following: str) -> None:
        """Put a space between two lines of a block, or join a word that was parted by a hyphen."""
        before = _HYPHEN_END.search(self.parts[-1][-60:])
        after = _LOWER_START.match(following)
        if not before or not after or not following[0].islower():
            self.parts.append(" ")
            self.at += 1
        elif not self._keeps_hyphen(before.group(1), after.group()):
            self.parts[-1] = self.parts[-1][:-1]
            self.at -= 1

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Tell “well-known” at a line's end from a parted word, by how the document writes it elsewhere."""
        if self.known_words is None:
            self.known_words = frozenset(match.group().lower() for match in _WORD.finditer(self.source))
        if (before + after).lower() in self.known_words:
            return False
        return f"{before}-{after}".lower() in self.known_words or before.lower() in _KEPT_BEFORE
