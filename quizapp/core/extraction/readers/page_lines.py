"""Lines of printed pages as blocks: running heads, page numbers and footnote marks taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.extraction.layout import kind_of
from quizapp.core.extraction.text import RawBlock

_EDGE_LINES = 2
_LEAST_REPEATS = 3
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|p\.|seite)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*\Z", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_FOOTNOTE_MARK = re.compile(r"[¹²³⁰⁴-⁹]+|(?<=[^\W\d_][.,;:!?”’)])\d{1,3}(?=\s|\Z)|(?<=[^\W\d_.,;])\[\d{1,3}\]")
_ENDED = re.compile(r"[.!?…:][”’\"')\]»]*\Z")
_BULLET = re.compile(r"[•‣◦▪●–—*-]\s+\S|\(?\d{1,2}[.)]\s+\S")
_SHORT_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    page: int
    is_apart: bool


def blocks_of_pages(pages: Sequence[str]) -> list[RawBlock]:
    """Put the lines of pages together to blocks, each with the page where it begins, from 1."""
    lines = _kept_lines([page.splitlines() for page in pages])
    if not lines:
        return []
    widths = sorted(len(line.words) for line in lines)
    width = widths[int(0.9 * (len(widths) - 1))]
    groups: list[list[_Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _runs_on(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    words = ["\n".join(line.words for line in group) for group in groups]
    blocks = []
    for number, group in enumerate(groups):
        kind, level = kind_of(" ".join(words[number].split()), words[number + 1] if number + 1 < len(words) else "")
        blocks.append(RawBlock(words[number], kind, level, group[0].page))
    return blocks


def _kept_lines(pages: Sequence[Sequence[str]]) -> list[_Line]:
    repeated = _repeated_at_edges(pages)
    kept = []
    for number, page in enumerate(pages, start=1):
        edges = _edges(page)
        is_apart = False
        for place, raw in enumerate(page):
            words = raw.strip()
            is_furniture = place in edges and (_PAGE_NUMBER.match(words) or _DIGITS.sub("#", words) in repeated)
            if words and not is_furniture:
                words = _FOOTNOTE_MARK.sub("", words).strip()
                if words:
                    kept.append(_Line(words, number, is_apart))
            is_apart = not raw.strip()
    return kept


def _edges(page: Sequence[str]) -> set[int]:
    """Give the places of a page's first and last lines that hold something."""
    filled = [place for place, line in enumerate(page) if line.strip()]
    return {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}


def _repeated_at_edges(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Give the lines, numbers aside, that stand at the edges of three pages or more."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_DIGITS.sub("#", page[place].strip()) for place in _edges(page)})
    return frozenset(words for words, count in counts.items() if count >= _LEAST_REPEATS)


def _runs_on(group: Sequence[_Line], line: _Line, width: int) -> bool:
    """Tell whether a line goes on with the paragraph above it."""
    before = group[-1]
    is_open = not _ENDED.search(before.words)
    if is_open and line.words[0].islower():
        return True
    if line.is_apart or _BULLET.match(line.words):
        return False
    is_full = len(before.words) + 1 + len(line.words.split(None, 1)[0]) > _SHORT_SHARE * width
    is_heading_like = len(group) == 1 and is_open and not is_full
    return is_full and not is_heading_like
