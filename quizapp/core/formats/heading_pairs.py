"""Whether two cells head the list of pairs below them, or are its first pair: “Land | Antwort”, but “front | vorn”.

Words that ask and words that answer head a list, in whatever languages; two words that both ask, or both answer, are a
word and its translation. Where one of the two is not known the rows below tell, else it is a likely guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from quizapp.core.formats.heading_words import EVERYDAY_WORDS, SORTED_WORDS, SORTS, TRANSLATED_WORDS, heads_words
from quizapp.core.formats.language_words import language_of
from quizapp.core.formats.table_words import COLUMN_WORDS, plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS, judges

TRUNK = re.compile(r"[(\[\n]|:\s*(?=[(\[]|$)|\s[-–—]\s(?!.*\?\s*$)")
"""Behind it a heading tells more; what goes on behind a colon, or asks, is no heading."""

_COUNT = re.compile(r" ?(?:[0-9]{1,2}|text)\Z")
_ASKS = re.compile(r".*[?？؟]\s*\Z", re.DOTALL)
#: What no heading is: a sentence, a question, a sum, and what is far too long.
_STATES = re.compile(r".+ .*[.!…。?？؟]|[^\w(\[\"'“„«¿¡#].*|[0-9].*|.{61,}", re.DOTALL)
_NUMBER = re.compile(r"[^\w]{0,3}[0-9].*", re.DOTALL)
#: Letters of one script each: Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, and those of the East.
_SCRIPTS = re.compile(r"([A-Za-zÀ-ɏ])|([Ͱ-Ͽἀ-῿])|([Ѐ-ӿ])|([֐-׿])|([؀-ۿ])|([ऀ-ॿ])|([฀-๿])|([⺀-鿿가-힯])")
_SENTENCE_WORDS = 4
_CELLS = 2
#: So many letters a word and its translation have in common, as “term” and “termin”.
_ALIKE_LETTERS = 3


class First(Enum):
    """What the first of two columns’ rows is; where it is only likely a person is told."""

    HEADING = "heading"
    PAIR = "pair"
    LIKELY_HEADING = "likely heading"
    LIKELY_PAIR = "likely pair"

    @property
    def is_heading(self) -> bool:
        """Whether it is read as headings."""
        return self in (First.HEADING, First.LIKELY_HEADING)

    @property
    def is_likely(self) -> bool:
        """Whether it may be the other as well."""
        return self in (First.LIKELY_HEADING, First.LIKELY_PAIR)


def find_first(rows: Sequence[Sequence[str]], meanings: Sequence[str]) -> First:
    """Tell what the first row of two columns is, of which one at least is a known heading; `meanings` are these."""
    cells = rows[0]
    # An answer to the left of what is not known heads no list that is known.
    is_backwards = meanings[0] in ("key", "answer") and not meanings[1]
    if is_backwards and _ask_below(rows, 0):
        return First.LIKELY_PAIR
    if (
        heads_list_of_words(cells)
        or any(map(judges, (*cells, *(TRUNK.split(cell.strip()[:200], maxsplit=1)[0] for cell in cells))))
        or any(_ask_below(rows, place) for place in (0, 1))
    ):
        return First.HEADING
    left, right = (_sorts(cell, meaning, SORTED_WORDS) for cell, meaning in zip(cells, meanings, strict=True))
    if (language_of(cells[0]) and right) or (language_of(cells[1]) and left):
        return First.HEADING
    # What names both sorts, such as “answer a question”, tells nothing.
    if len(left) == len(right) == 1:
        if left != right:
            return First.HEADING
        if all(_sorts(cell, meaning, TRANSLATED_WORDS) for cell, meaning in zip(cells, meanings, strict=True)):
            return First.PAIR
    place = 0 if meanings[0] in ("stem", "key", "answer") else 1
    if _STATES.fullmatch(cells[1 - place].strip()[:200]):
        return First.PAIR
    known, unknown = plain_word(cells[place]), plain_word(cells[1 - place])
    if _is_unlike_below(rows, place):
        return First.HEADING
    is_alike = " " not in unknown and unknown[:_ALIKE_LETTERS] == known[:_ALIKE_LETTERS]
    if is_backwards or is_alike or known in EVERYDAY_WORDS:
        return First.LIKELY_PAIR
    return First.HEADING if " " in known and known in COLUMN_WORDS else First.LIKELY_HEADING


def find_first_unknown(rows: Sequence[Sequence[str]]) -> First:
    """Tell what the first row of two columns is whose words are no known headings: “Event | Year”, “Country | Capital”.

    Above numbers alone it heads them; where its cells name things of a sort, or differ from what stands below, a person
    is told that it may.
    """
    cells = [cell.strip() for cell in rows[0]]
    if any(not cell or _STATES.fullmatch(cell[:200]) or cell.count(" ") > _CELLS for cell in cells):
        return First.PAIR
    below = [_below(rows, place) for place in (0, 1)]
    if min(map(len, below)) <= _CELLS or any(cell in column for cell, column in zip(cells, below, strict=True)):
        return First.PAIR
    if any(
        all(map(_NUMBER.fullmatch, column)) and not any(char.isdigit() for char in cell)
        for cell, column in zip(cells, below, strict=True)
    ):
        return First.LIKELY_HEADING
    is_told = _name_sorts(cells) or _is_unlike_below(rows, 0)
    return First.LIKELY_PAIR if is_told else First.PAIR


def _name_sorts(cells: Sequence[str]) -> bool:
    """Whether both cells name things of a sort, in one language: in two they are a word and its translation."""
    words = [{word, *word.split()} for word in map(plain_word, cells)]
    return any(not any(sorts.isdisjoint(each) for each in words) for sorts in SORTS)


def heads_list_of_words(cells: Sequence[str]) -> bool:
    """Whether two cells head words and what these mean, both in one language: “Slovo | Význam”."""
    if len(cells) != _CELLS:
        return False
    left, right = (plain_word(TRUNK.split(cell.strip()[:200], maxsplit=1)[0]) for cell in cells)
    return heads_words(left, right)


def _sorts(cell: str, meaning: str, words_of: Mapping[str, frozenset[str]]) -> set[str]:
    """Say whether a heading asks or answers: by its meaning, or by words that need not be headings."""
    if meaning == "stem":
        return {"asks"}
    if meaning in ("key", "answer"):
        return {"answers"}
    words = {_COUNT.sub("", plain_word(cell)), plain_word(TRUNK.split(cell.strip()[:200], maxsplit=1)[0])}
    # Of several words those that may stand anywhere, such as “a” and “no”, tell nothing.
    words |= {part for word in words for part in word.split() if len(part) > 1 and part not in TRUTH_WORDS}
    return {sort for sort, known in words_of.items() if words & known}


def _below(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [cell for row in rows[1:] if place < len(row) and (cell := row[place].strip())]


def _ask_below(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether most rows ask in a column whose heading does not."""
    below = _below(rows, place)
    asking = sum(_ASKS.fullmatch(cell) is not None for cell in below)
    return asking > len(below) / 2 and not _ASKS.fullmatch(rows[0][place])


def _is_unlike_below(rows: Sequence[Sequence[str]], known: int) -> bool:
    """Whether the first row alone is of another kind: above numbers, sentences, other letters or small ones.

    `known` is the place of the heading that is known, whose letters are those of headings.
    """
    columns = [(rows[0][place].strip(), _below(rows, place)) for place in (0, 1)]
    if min(len(below) for _, below in columns) < len(columns):
        return False
    if all(cell[:1].isupper() and not any(text[:1].isupper() for text in below) for cell, below in columns):
        return True
    letters = _scripts([columns[known][0]])
    return any(_is_unlike(cell, below) or _is_other_script(cell, below, letters) for cell, below in columns)


def _is_unlike(cell: str, below: Sequence[str]) -> bool:
    if all(map(_NUMBER.fullmatch, below)) and not _NUMBER.fullmatch(cell):
        return True
    return all(text.count(" ") >= _SENTENCE_WORDS - 1 for text in below) and cell.count(" ") < 2


def _is_other_script(cell: str, below: Sequence[str], letters: set[int | None]) -> bool:
    scripts = _scripts(below)
    return len(scripts) == 1 and bool(letters) and _scripts([cell]) == letters and not letters & scripts


def _scripts(texts: Iterable[str]) -> set[int | None]:
    return {found.lastindex for text in texts if (found := _SCRIPTS.search(text))}
