"""Which options of a table’s row are right: named by letters, numbers or their texts, in one cell or several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quizapp.core.formats.table_cells import split_list
from quizapp.core.formats.table_words import COLUMN_WORDS, plain_word

Style = Literal["text", "letter", "number"]
STYLES: tuple[Style, ...] = ("text", "letter", "number")

_LETTERS = re.compile(
    r"[A-Za-z](?:(?:\s*[,;|/&+.\s]\s*|\s*(?:and|und|et|y|e|og|och)\s+)?[A-Za-z])*[.)]?", re.IGNORECASE
)
_NUMBERS = re.compile(r"[0-9]{1,2}(?:\s*[,;|/&+\s]\s*[0-9]{1,2})*[.)]?")
_SEPARATED = re.compile(r"[,;|/&+\s]+(?:(?:and|und|et|og|och)\s+)?", re.IGNORECASE)
_NAMED = re.compile(r"(.+?) ?([a-z]|[0-9]{1,2})")
_LABEL_FIRST = re.compile(r"[(\[]?([A-Za-z]|[0-9]{1,2})[).:\]]\s*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class KeyStyle:
    """How a file names right options: its usual style, and whether its numbers begin with 0."""

    style: Style = "text"
    base: int = 1


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of one row with their labels, and the headings of their columns where they have some."""

    texts: Sequence[str]
    labels: Sequence[str]
    headings: Sequence[str] = ()


def find_style(samples: Sequence[tuple[Sequence[str], Choices]]) -> KeyStyle:
    """Find the style in which most rows name an option there is."""
    base = 1
    numbers = [cell.strip() for cells, _ in samples for cell in cells if cell.strip().isdigit()]
    if "0" in numbers:
        base = 0
    counts: Counter[Style] = Counter()
    for cells, choices in samples:
        for style in STYLES:
            if any(cell.strip() for cell in cells) and _by_style(cells, choices, KeyStyle(style, base)):
                counts[style] += 1
    return KeyStyle(max(STYLES, key=lambda style: counts[style]), base)


def find_keys(cells: Sequence[str], choices: Choices, usual: KeyStyle) -> list[int]:
    """Give the places of the right options, empty when a cell names none; the file’s usual style goes first."""
    if len(cells) == 1:
        # What nearly all rows of large tables need.
        where = choices.texts if usual.style == "text" else choices.labels if usual.style == "letter" else ()
        if cells[0] in where and (place := where.index(cells[0])) < len(choices.texts) and choices.texts[place]:
            return [place]
    found = _by_style(cells, choices, usual)
    if found:
        return found
    for style in STYLES:
        if style != usual.style and (found := _by_style(cells, choices, KeyStyle(style, usual.base))):
            return found
    return _by_heading(cells, choices)


def _by_style(cells: Sequence[str], choices: Choices, usual: KeyStyle) -> list[int]:
    found: list[int] = []
    for cell in cells:
        stripped = cell.strip()
        if not stripped:
            continue
        if usual.style == "text":
            places = _by_text(stripped, choices)
        elif usual.style == "letter":
            places = [place for place in _by_letter(stripped, choices.labels) if place < len(choices.texts)]
        else:
            places = _by_number(stripped, choices, usual.base)
        if not places:
            return []
        found += [place for place in places if place not in found]
    return found


def _by_text(cell: str, choices: Choices) -> list[int]:
    folded = {_folded(text): place for place, text in reversed(list(enumerate(choices.texts))) if text}
    if (whole := folded.get(_folded(cell))) is not None:
        return [whole]
    for separator in ("|", "\n", ";;", ";", "；", "、", ",", "，", " / "):
        parts = split_list(cell, (separator,)) if separator in cell else []
        places = [folded[_folded(part)] for part in parts if _folded(part) in folded]
        if parts and len(places) == len(parts):
            return list(dict.fromkeys(places))
    labelled = _LABEL_FIRST.fullmatch(cell)
    return [folded[_folded(labelled[2])]] if labelled and _folded(labelled[2]) in folded else []


def _by_letter(cell: str, labels: Sequence[str]) -> list[int]:
    if len(cell) > 120 or not _LETTERS.fullmatch(cell):
        return []
    if len(cell) == 1:
        letters = [cell]
    else:
        parts = [part for part in _SEPARATED.split(cell.rstrip(".)")) if part]
        letters = parts if all(len(part) == 1 for part in parts) else list("".join(parts))
    places = {label: place for place, label in enumerate(labels)}
    found = [places.get(letter.upper(), -1) for letter in letters]
    # “BCB” is no answer of one question: it may be one letter for each of three.
    return found if -1 not in found and len(set(found)) == len(found) else []


def _by_number(cell: str, choices: Choices, base: int) -> list[int]:
    plain = cell.removesuffix(".0")
    if len(plain) > 120 or not _NUMBERS.fullmatch(plain):
        return []
    numbers = [int(part) for part in _SEPARATED.split(plain.rstrip(".)")) if part]
    labels = {label: place for place, label in enumerate(choices.labels)}
    if str(numbers[0]) in labels:
        places = [labels.get(str(number), -1) for number in numbers]
    else:
        places = [number - base for number in numbers]
    fits = all(0 <= place < len(choices.texts) and choices.texts[place] for place in places)
    return list(dict.fromkeys(places)) if fits else []


def _by_heading(cells: Sequence[str], choices: Choices) -> list[int]:
    """Find options that are named like their columns: “Option 2”, “choice_c”."""
    found: list[int] = []
    headings = [plain_word(heading) for heading in choices.headings]
    for part in (part for cell in cells for part in split_list(cell, ("|", ";", ","))):
        word = plain_word(part)
        named = _NAMED.fullmatch(word)
        if word in headings:
            found.append(headings.index(word))
        elif named and COLUMN_WORDS.get(named[1]) in ("option", "answer"):
            places = _by_letter(named[2], choices.labels) or _by_number(named[2], choices, 1)
            if not places:
                return []
            found += places
        else:
            return []
    return list(dict.fromkeys(place for place in found if place < len(choices.texts) and choices.texts[place]))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
