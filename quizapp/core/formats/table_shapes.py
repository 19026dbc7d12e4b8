"""Tables whose headings are no words for columns: names of languages, options with a mark below, lists side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from quizapp.core.formats.language_words import language_of
from quizapp.core.formats.table_words import COLUMN_WORDS, KIND_WORDS, plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS, are_judged, judges, truths_of_heading

#: What is put below the option that is right.
MARKS = frozenset(("x", "×", "✓", "✔", "√", "☑", "✅", "*"))
_PAIR = 2
_ANSWERING = frozenset(("key", "option", "options", "distractor", "answer", "accept", "kind"))
_Line = TypeVar("_Line", bound=tuple[int, list[str]])


def is_mark(cell: str) -> bool:
    """Whether a cell marks the option above it as right."""
    return cell.strip().casefold() in MARKS


def marked(headings: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Give the headings of the options that are marked as right; below true and false, 1 and “yes” are marks too."""
    found = [head for head, cell in zip(headings, cells, strict=True) if is_mark(cell)]
    if found or len(headings) != _PAIR or not truths_of_heading("/".join(headings)):
        return found
    return [head for head, cell in zip(headings, cells, strict=True) if _says_yes(cell)]


def _says_yes(cell: str) -> bool | None:
    """Tell what a cell below true or false says; None where it says neither."""
    word = cell.strip().casefold()
    if word in MARKS or word == "1":
        return True
    if word in ("", "0", "-", "–"):
        return False
    return {"true": True, "false": False}.get(TRUTH_WORDS.get(plain_word(word), ""))


def are_marks(cells: Sequence[str]) -> bool:
    """Whether cells are marks or empty, which answers nothing that is asked beside them."""
    return all(is_mark(cell) or not cell.strip() for cell in cells) and any(map(is_mark, cells))


def find_languages(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Find the columns of a word list that are headed by two languages.

    Below most rows name none, as they do in a list of countries, or the same one in both columns.
    """
    if len(rows) < _PAIR:
        return None
    found = {place: code for place, cell in enumerate(rows[0]) if (code := language_of(cell))}
    if len(set(found.values())) < _PAIR:
        return None
    below = [row for row in rows[1:] if list(row) != list(rows[0])]
    named = [[language_of(row[place]) for place in found if place < len(row)] for row in below]
    if sum(any(codes) and len(set(codes)) > 1 for codes in named) >= max(len(below) / 2, 1):
        return None
    first = min(found)
    return first, next(place for place in sorted(found) if found[place] != found[first])


def find_matrix(rows: Sequence[Sequence[str]], is_option: Callable[[str], bool]) -> tuple[int, range] | None:
    """Find the question’s column and those of options that are marked below their headings, some of them maybe never.

    `is_option` tells which headings of empty columns may be options.
    """
    heading, body = rows[0], rows[1:]
    with_marks = [place for place in range(len(heading)) if _is_marked(place, body)]
    if not with_marks:
        return _find_judged(rows)

    def may_belong(place: int) -> bool:
        return place in with_marks or (is_option(heading[place]) and not any(_filled(place, body)))

    start, end = with_marks[0], with_marks[-1] + 1
    while start > 0 and may_belong(start - 1):
        start -= 1
    while end < len(heading) and may_belong(end):
        end += 1
    places = range(start, end)
    named = [heading[place] for place in places]
    if (
        len(places) < _PAIR
        or not all(map(may_belong, places))
        or any(not name.strip() or is_mark(name) for name in named)
    ):
        return None
    # A mark in one column alone, or in one row, may say something else.
    if (len(with_marks) < _PAIR or len(body) < _PAIR) and not all(map(is_option, named)):
        return None
    if sum(any(is_mark(cell) for cell in row) for row in body) < len(body) / 2:
        return None
    stem = _asked_beside(rows, places)
    return None if stem is None else (stem, places)


def _find_judged(rows: Sequence[Sequence[str]]) -> tuple[int, range] | None:
    """Find statements beside two columns headed as true and as false, of which each row marks one: with 1, 0 or “yes”.

    “Right” and “wrong” may head two answers to a question.
    """
    heading, body = rows[0], [row for row in rows[1:] if list(row) != list(rows[0])]
    for first in range(len(heading) - 1):
        places = range(first, first + _PAIR)
        if not truths_of_heading("/".join(heading[place] for place in places)):
            continue
        said = [[_says_yes(row[place]) if place < len(row) else False for place in places] for row in body]
        stem = _asked_beside(rows, places)
        if stem is None or not said or not all(sorted(map(str, each)) == ["False", "True"] for each in said):
            continue
        may_ask = any(COLUMN_WORDS.get(plain_word(heading[place])) in _ANSWERING for place in places)
        if not may_ask or (len(body) > 1 and not any("?" in row[stem] for row in body)):
            return stem, places
    return None


def _asked_beside(rows: Sequence[Sequence[str]], places: range) -> int | None:
    """Find what is asked beside options with marks; numbers are where they do not count the rows.

    Those that begin with 1 may count them, unless their heading and the options say what numbers may be.
    """
    heading, body = rows[0], rows[1:]
    asked = [place for place in range(len(heading)) if place not in places]
    filled = [place for place in asked if len(_filled(place, body)) > len(body) / 2]
    stem = next((place for place in filled if not _is_number(body[0], place)), None)
    if stem is not None or not len(asked) == len(filled) == 1:
        return stem
    options = [plain_word(heading[place]) for place in places]
    is_sorted = all(len(name) > 1 and name not in TRUTH_WORDS for name in options)
    is_named = KIND_WORDS.get(plain_word(heading[filled[0]])) == "number"
    is_counted = body[0][filled[0]].strip().rstrip(".)") == "1"
    return filled[0] if not is_counted or (is_sorted and is_named) else None


def find_truths(rows: Sequence[Sequence[str]], meanings: Sequence[str]) -> tuple[int, int] | None:
    """Find the columns of statements and of whether they are true; `meanings` are those of the headings that are known.

    The latter is headed by both its words, or has just two that belong together: then statements have several words,
    and neither heading does, unless it is known.
    """
    heading, body = rows[0], [row for row in rows[1:] if list(row) != list(rows[0])]
    asking = [place for place, name in enumerate(meanings) if name in ("stem", "")]
    judging = [place for place in asking if _is_judging(heading[place], meanings[place], _filled(place, body))]
    if len(judging) != 1 or not _ANSWERING.isdisjoint(meanings):
        return None
    asked = [place for place in asking if place not in judging]
    named = [place for place in asked if meanings[place] == "stem"]
    found = next((some for some in (named, asked, [p for p in asked if p < judging[0]]) if len(some) == 1), None)
    if found is None or not (statements := _filled(found[0], body)):
        return None
    is_headed = len(asked) == 1 and len(statements) > _PAIR and (bool(named) or _is_word(heading[found[0]]))
    is_sure = judges(heading[judging[0]]) or (is_headed and all(" " in each for each in statements))
    return (found[0], judging[0]) if is_sure else None


def _is_judging(heading: str, meaning: str, cells: Sequence[str]) -> bool:
    words = set(map(plain_word, cells))
    if truths := truths_of_heading(heading):
        return bool(words) and words <= {*truths, *TRUTH_WORDS}
    return not meaning and are_judged(words) and _is_word(heading) and plain_word(heading) not in TRUTH_WORDS


def _is_word(heading: str) -> bool:
    return heading.strip().isalpha()


def asked_place(meanings: Sequence[str], stem: int, places: range) -> int:
    """Give the one column beside those of marks that is headed as a question, or that is nothing else."""
    for name in ("stem", ""):
        named = [place for place, meaning in enumerate(meanings) if meaning == name and place not in places]
        if len(named) == 1:
            return named[0]
    return stem


def is_asked_alone(meanings: Sequence[str], stem: int, places: range) -> bool:
    """Whether there is one column to ask beside those of marks, and none that answers."""
    beside = [name for place, name in enumerate(meanings) if place != stem and place not in places]
    return (
        "" not in meanings[: places.start][stem + 1 :]
        and "" not in meanings[:stem]
        and {"key", "option", "options", "distractor", "answer", "stem"}.isdisjoint(beside)
    )


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


def _filled(place: int, body: Sequence[Sequence[str]]) -> list[str]:
    return [cell for row in body if place < len(row) and (cell := row[place].strip())]


def _is_marked(place: int, body: Sequence[Sequence[str]]) -> bool:
    cells = _filled(place, body)
    return bool(cells) and all(map(is_mark, cells))


def _is_number(row: Sequence[str], place: int) -> bool:
    return place < len(row) and row[place].strip().rstrip(".)").isdigit()
