"""Tables whose headings are no words for columns: names of languages, options with a mark below, lists side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from quizapp.core.formats.language_words import language_of

#: What is put below the option that is right.
MARKS = frozenset(("x", "×", "✓", "✔", "√", "☑", "✅", "*"))
_PAIR = 2
_Line = TypeVar("_Line", bound=tuple[int, list[str]])


def is_mark(cell: str) -> bool:
    """Whether a cell marks the option above it as right."""
    return cell.strip().casefold() in MARKS


def find_languages(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Find the columns of a word list that are headed by two languages; below are no names of languages."""
    found = {place: code for place, cell in enumerate(rows[0]) if (code := language_of(cell))}
    if len(set(found.values())) < _PAIR or len(rows) < _PAIR:
        return None
    if any(
        language_of(row[place]) for row in rows[1:] if list(row) != list(rows[0]) for place in found if place < len(row)
    ):
        return None
    first = min(found)
    return first, next(place for place in sorted(found) if found[place] != found[first])


def find_matrix(rows: Sequence[Sequence[str]], is_option: Callable[[str], bool]) -> tuple[int, range] | None:
    """Find the question’s column and those of options that are marked below their headings, the last ones maybe never.

    `is_option` tells which headings of empty columns may be options.
    """
    heading, body = rows[0], rows[1:]
    marked = [place for place in range(len(heading)) if _is_marked(place, body)]
    if len(marked) < _PAIR or len(body) < _PAIR:
        return None
    end = marked[-1] + 1
    while (
        end < len(heading)
        and is_option(heading[end])
        and not any(map(str.strip, (row[end] for row in body if end < len(row))))
    ):
        end += 1
    places = range(marked[0], end)
    marked += range(marked[-1] + 1, end)
    if len(marked) != len(places) or not all(
        heading[place].strip() and not is_mark(heading[place]) for place in places
    ):
        return None
    if sum(any(is_mark(cell) for cell in row) for row in body) < len(body) / 2:
        return None
    asked = [place for place in range(len(heading)) if place not in places]
    stem = next(
        (
            place
            for place in asked
            if sum(len(row) > place and bool(row[place].strip()) for row in body) > len(body) / 2
            and not _is_number(body[0], place)
        ),
        None,
    )
    return None if stem is None else (stem, places)


def with_option_headings(rows: Sequence[Sequence[str]]) -> list[Sequence[str]] | None:
    """Give rows in which options that stand below themselves are headed as options; None where there are none."""
    heading, body = rows[0], [row for row in rows[1:] if list(row) != list(rows[0])]
    same = [
        place
        for place, cell in enumerate(heading)
        if cell.strip()
        and body
        and all(place < len(row) and row[place].strip() in ("", cell.strip()) for row in body)
        and any(row[place].strip() for row in body)
    ]
    if len(same) < _PAIR:
        return None
    named = [f"option {same.index(place) + 1}" if place in same else cell for place, cell in enumerate(heading)]
    return [named, *body]


def find_blocks(heading: Sequence[str], is_whole: Callable[[Sequence[str]], bool]) -> list[slice]:
    """Find lists that stand side by side, by headings that come again; empty where there is one list."""
    cells = [cell.strip().casefold() for cell in heading]
    while cells and not cells[-1]:
        cells.pop()
    blocks: list[slice] = []
    if "" in cells:
        for is_filled, some in groupby(range(len(cells)), key=lambda place: bool(cells[place])):
            places = list(some)
            blocks += [slice(places[0], places[-1] + 1)] if is_filled else []
    else:
        width = next(
            (n for n in range(_PAIR, len(cells) // 2 + 1) if cells == cells[:n] * (len(cells) // n)), len(cells)
        )
        blocks = [slice(start, start + width) for start in range(0, len(cells), width or 1)]
    is_same = len(blocks) > 1 and all(cells[block] == cells[blocks[0]] for block in blocks)
    return blocks if is_same and len(cells[blocks[0]]) >= _PAIR and is_whole(heading[blocks[0]]) else []


def apart(
    lines: Iterator[tuple[int, list[str]]], is_whole: Callable[[Sequence[str]], bool]
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of lists that stand side by side one below the other."""
    first = next(lines, None)
    if first is None:
        return
    blocks = find_blocks(first[1], is_whole)
    if not blocks:
        yield first
        yield from lines
        return
    yield first[0], first[1][blocks[0]]
    for line, cells in lines:
        behind = [slice(blocks[-1].start, None)] if len(cells) > blocks[-1].stop else [blocks[-1]]
        for block in (*blocks[:-1], *behind):
            if any(map(str.strip, cells[block])):
                yield line, cells[block]


def _is_marked(place: int, body: Sequence[Sequence[str]]) -> bool:
    cells = [row[place].strip() for row in body if place < len(row) and row[place].strip()]
    return bool(cells) and all(map(is_mark, cells))


def _is_number(row: Sequence[str], place: int) -> bool:
    return place < len(row) and row[place].strip().rstrip(".)").isdigit()
