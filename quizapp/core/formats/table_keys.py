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
_LIST_LETTERS = 120
_NAMED = re.compile(r"(.+?) ?([a-z]|[0-9]{1,2})")
_LABEL_FIRST = re.compile(r"[(\[]?([A-Za-z]|[0-9]{1,2})[).:\]]\s*(.+)", re.DOTALL)


#: What a heading says that is followed by numbers which begin with 0.
_INDEX = re.compile(r"(?:index|idx)\b")
_SAYS_STYLE = re.compile(r"(?:index|idx|number|letter|nummer|buchstabe)\b")
_FROM_NOUGHT = re.compile(r"(?:.*\D ?)?0")
_FROM_FIRST = re.compile(r"(?:.*\D ?)?1(?:\D.*)?")
#: A number, as people count, or the first of them: “Correct (1-4)”.
_COUNTS = re.compile(r"(?:number|nummer|numero|no|nr)\b|\b1\b")
_COUNTS_FROM_NOUGHT = re.compile(r"\b0\b")


@dataclass(frozen=True, slots=True)
class KeyStyle:
    """How a file names right options: its usual style, and whether its numbers begin with 0.

    `is_found` tells that only its rows show the style; `doubt` says what was taken where they do not show the first
    number, `is_unsure` that nothing tells it.
    """

    style: Style = "text"
    base: int = 1
    is_found: bool = False
    doubt: str = ""
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of one row with their labels, and the headings of their columns where they have some."""

    texts: Sequence[str]
    labels: Sequence[str]
    headings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class KeyHeads:
    """The headings of the columns that name right options, and of those that hold options."""

    keys: Sequence[str] = ()
    options: Sequence[str] = ()


NO_HEADS = KeyHeads()
_FROM_ONE = (
    "The numbers of the right answers were counted from 1, since one is the count of its options, though the headings"
    " of these count from 0; check some of them."
)
_AS_INDEX = (
    "The numbers of the right answers were counted from 0, as an “index” mostly is, since no row shows the first or the"
    " last number; check some of them."
)


def find_style(samples: Sequence[tuple[Sequence[str], Choices]], heads: KeyHeads = NO_HEADS) -> KeyStyle:
    """Find the style in which most rows name an option there is."""
    base, doubt, is_unsure = _find_base(samples, heads)
    counts: Counter[Style] = Counter()
    for cells, choices in samples:
        for style in STYLES:
            if any(cell.strip() for cell in cells) and _by_style(cells, choices, KeyStyle(style, base)):
                counts[style] += 1
    found = max(STYLES, key=lambda style: counts[style])
    is_told = any(_SAYS_STYLE.search(plain_word(heading)) for heading in heads.keys)
    return KeyStyle(found, base, not is_told, doubt if found == "number" else "", is_unsure)


def _find_base(samples: Sequence[tuple[Sequence[str], Choices]], heads: KeyHeads) -> tuple[int, str, bool]:
    """Find the first number that options have, say what was taken where only a word tells it, and whether none does."""
    named = [(_numbers_in(cells, choices), choices) for cells, choices in samples]
    if any(0 in numbers for numbers, _ in named) or any(cell.strip() == "0" for cells, _ in samples for cell in cells):
        return 0, "", False
    has_last = any(len(list(filter(None, choices.texts))) in numbers for numbers, choices in named)
    words = list(map(plain_word, heads.keys))
    if any(map(_FROM_NOUGHT.fullmatch, map(plain_word, heads.options))) or any(map(_COUNTS_FROM_NOUGHT.search, words)):
        return (1, _FROM_ONE, False) if has_last else (0, "", False)
    if not has_last and any(map(_INDEX.search, words)):
        return 0, _AS_INDEX, False
    is_told = any(map(_FROM_FIRST.fullmatch, map(plain_word, heads.options))) or any(map(_COUNTS.search, words))
    return 1, "", not (has_last or is_told)


def _numbers_in(cells: Sequence[str], choices: Choices) -> list[int]:
    """Give the numbers of options in cells; one that is an option word for word, such as 1,4, may name none."""
    found: list[int] = []
    for cell in map(str.strip, cells):
        plain = cell.removesuffix(".0")
        if len(plain) <= _LIST_LETTERS and _NUMBERS.fullmatch(plain) and cell not in choices.texts:
            found += [int(part) for part in _SEPARATED.split(plain.rstrip(".)")) if part]
    return found


def find_unsure(cells: Sequence[str], choices: Choices, usual: KeyStyle) -> str:
    """Give the cell that counts options, where nothing in the file tells from what."""
    if not usual.is_unsure:
        return ""
    labels = set(choices.labels)
    for cell in map(str.strip, cells):
        numbers = _numbers_in([cell], choices)
        if numbers and not labels.issuperset(map(str, numbers)):
            return cell
    return ""


def find_clash(cells: Sequence[str], choices: Choices, usual: KeyStyle) -> str:
    """Give the cell that is one option word for word, and names others in a style that only the file’s rows show."""
    if usual.style == "text" or not usual.is_found:
        return ""
    for cell in cells:
        folded = cell.casefold()
        same = {place for place, text in enumerate(choices.texts) if text.casefold() == folded}
        if same and not same.issuperset(_by_style([cell], choices, usual)):
            return cell
    return ""


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
    if len(cell) > _LIST_LETTERS or not _LETTERS.fullmatch(cell):
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
    if len(plain) > _LIST_LETTERS or not _NUMBERS.fullmatch(plain):
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
