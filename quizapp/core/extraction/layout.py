"""Plain texts as blocks: which lines belong together, and which are headings, list items, captions, epigraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quizapp.core.extraction.values import BlockKind

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SOURCE_LINE = re.compile(r"\ufeff?#\s*source:", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*+•‣◦▪●–—]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\((?:\d{1,3}|[A-Z])\))\s+(?=\S)")
_CAPTION = re.compile(
    r"(?:(?:Figure|Fig\.|Table|Map|Plate|Box|Chart|Diagram)\s+[\dIVX]+(?:\.\d+)*\s*[.:–—-]"
    r"|(?:Photo|Photograph|Image|Picture|Caption|Illustration)(?:\s+(?:credit|by|courtesy))?\s*:)\s*\S",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…:;][”’\"')\]»]*\Z")
_STOPPED = re.compile(r"[.!?…][”’\"')\]»]*\Z")
_CLOSED = re.compile(r"[.!?…,;:][”’\"')\]»]*\Z")
_PARTED = re.compile(r"[^\W\d_]{2}[-\u2010\xad]\Z")
_RULE = re.compile(r"[\W_]+\Z")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d_])")
_HEADING_LETTERS = 100
_HEADING_WORDS = 14
#: What opens a text may be longer: a headline with the words of somebody in it.
_TITLE_LETTERS, _TITLE_WORDS = 130, 20
_QUESTION_WORDS = 6
_QUOTED = re.compile(r"[“„\"«‘'].+[”“\"»’'][.!?…]?\Z")
_NAME_LINE = re.compile(r"(?:[—–―-]+\s*)?[^\W\d_][^.!?]{1,90}\Z")
_NAMES_WHO = re.compile(r"[—–―-]+\s*[^\W\d_a-z]|[^,]+,\s+\S[^,]*(?:,[^,]*)?\Z")
_EPIGRAPH_BLOCKS = 4
_EPIGRAPH_WORDS = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something: its span in the decoded original, white space at both ends left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before normalising: its kind and the lines that it is written on."""

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """A line with what its neighbours need to know: its words, its indent, whether a blank line stands before it."""

    words: str
    start: int
    indent: int
    is_apart: bool


def lay_out(decoded: str) -> tuple[Piece, ...]:
    """Part a plain text into blocks; hard-wrapped lines are one block, and a first line `# source:` is left out."""
    lines = _written_lines(decoded)
    if lines and _SOURCE_LINE.match(decoded):
        lines = lines[1:]
    groups = _joined(lines)
    return tuple(_with_kinds(groups))


def _written_lines(decoded: str) -> list[_Written]:
    lines = []
    is_apart = True
    start = 0
    ends = [*((match.start(), match.end()) for match in _LINE_END.finditer(decoded)), (len(decoded), len(decoded))]
    for end, following in ends:
        raw = decoded[start:end]
        words = raw.strip()
        if words:
            indent = len(raw) - len(raw.lstrip())
            lines.append(_Written(words, start + indent, indent, is_apart))
        is_apart = not words
        start = following
    return lines


def _joined(lines: Sequence[_Written]) -> list[list[_Written]]:
    width = _wrap_width(lines)
    groups: list[list[_Written]] = []
    for number, line in enumerate(lines):
        if groups and not line.is_apart and _runs_on(lines[number - 1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _wrap_width(lines: Sequence[_Written]) -> int | None:
    """Give the width that a text was wrapped at, None where lines are paragraphs.

    Wrapped: most lines with a line right below are so full that the next word had no room, and often stop within a
    sentence.
    """
    pairs = [(one, two) for one, two in pairwise(lines) if not two.is_apart]
    if len(pairs) < 3:
        return None
    widths = sorted(len(one.words) for one, _ in pairs)
    width = widths[int(0.95 * (len(widths) - 1))]
    full = [one for one, two in pairs if _is_full(one, two, width)]
    broken = [one for one in full if not _ENDED.search(one.words)]
    is_wrapped = 30 <= width <= 130 and len(full) >= 0.5 * len(pairs) and len(broken) >= 0.5 * len(full)
    return width if is_wrapped else None


def _is_full(line: _Written, following: _Written, width: int) -> bool:
    return line.indent + len(line.words) + 1 + len(following.words.split(None, 1)[0]) > width


def _runs_on(line: _Written, following: _Written, width: int | None) -> bool:
    if _BULLET.match(following.words) or _RULE.match(following.words) or _RULE.match(line.words):
        return False
    is_open = not _ENDED.search(line.words)
    is_long = width is not None or len(line.words) >= 40 or _PARTED.search(line.words)
    if is_open and is_long and following.words[0].islower():
        return True
    if width is None:
        return False
    is_indented = following.indent > line.indent + 1 and not _BULLET.match(line.words)
    return _is_full(line, following, width) and not is_indented


def _with_kinds(groups: Sequence[Sequence[_Written]]) -> list[Piece]:
    pieces: list[Piece] = []
    words = [" ".join(line.words for line in group) for group in groups]
    for number, group in enumerate(groups):
        lines = tuple(Line(line.start, line.start + len(line.words)) for line in group)
        following = words[number + 1] if number + 1 < len(words) else ""
        kind, level = kind_of(words[number], following, is_first=number == 0)
        pieces.append(Piece(kind, lines, level if number else min(level, 1)))
    return _with_epigraphs(pieces, words)


def kind_of(words: str, following: str, *, is_first: bool = False) -> tuple[BlockKind, int]:
    """Tell a block's kind and level from its words and those of the next block."""
    if _RULE.match(words):
        return "furniture", 0
    if _CAPTION.match(words):
        return "caption", 0
    numbered = _NUMBERED.match(words)
    if _looks_like_heading(words, is_first=is_first) and following and not _RULE.match(following):
        return "heading", min(6, numbered.group(1).count(".") + 2) if numbered else 2
    if _BULLET.match(words):
        return "list", 1
    return "paragraph", 0


def _looks_like_heading(words: str, *, is_first: bool) -> bool:
    count = len(words.split())
    is_closed = _CLOSED.search(words) and not (words.endswith("?") and count <= _QUESTION_WORDS)
    letters, most = (_TITLE_LETTERS, _TITLE_WORDS) if is_first else (_HEADING_LETTERS, _HEADING_WORDS)
    if len(words) > letters or count > most or is_closed:
        return False
    first = _NUMBERED.sub("", words, count=1).lstrip("“‘\"'«")[:1]
    has_bullet = bool(_BULLET.match(words)) and not _NUMBERED.match(words)
    return not has_bullet and (first.isupper() or first.isdigit())


def _with_epigraphs(pieces: list[Piece], words: Sequence[str]) -> list[Piece]:
    """Mark a quotation near the beginning with a name line under it; the name line is no heading."""
    for number in range(min(_EPIGRAPH_BLOCKS, len(pieces) - 2)):
        if _is_epigraph(words[number], words[number + 1], is_first=number == 0):
            pieces[number] = replace(pieces[number], kind="epigraph", level=0)
            pieces[number + 1] = replace(pieces[number + 1], kind="epigraph", level=0)
            break
    return pieces


def _is_epigraph(words: str, name: str, is_first: bool) -> bool:
    """Tell words that open a text and a line that names who said them; without marks, by a dash or “office, name”."""
    if not _NAME_LINE.match(name) or len(name.split()) > _HEADING_WORDS:
        return False
    is_bare = is_first and bool(_STOPPED.search(words)) and len(words.split()) <= _EPIGRAPH_WORDS
    return bool(_QUOTED.match(words)) or (is_bare and bool(_NAMES_WHO.match(name)))
