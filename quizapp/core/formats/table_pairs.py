"""Pairs of question and answer, as word lists and packs of cards have them: which side asks, and how it is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.formats.parcel import TableChoices
from quizapp.core.formats.sums import solved
from quizapp.core.formats.table_layout import Layout
from quizapp.core.formats.table_words import KIND_WORDS, plain_word
from quizapp.core.formats.truth_words import SURE_TRUTHS, TRUTH_WORDS, are_judged, judges, truths_of_heading

SHORT_LETTERS = 40
_SHORT_SHARE = 0.9
_PAIR = 2
_BLANK = re.compile(r"__|\.{4,}|…{2,}|\[\s*\]|\(\s*\)")
#: What numbers a lesson and measures nothing: “Unit 1”, “3”, “Lektion4”; m2 and km3 measure.
_LESSON = re.compile(r"(?:[^\W\d]{2,}\.?\s+)?[0-9]+(?:[.-][0-9]+)?[a-z]?|[^\W\d]{4,}[0-9]+")
_ASKING = re.compile(r"[?？؟]\s*\Z")


@dataclass(frozen=True, slots=True)
class PairsWay:
    """How a file’s pairs are read: their kind, and whether the side to the right asks where neither shows it."""

    kind: str
    is_swapped: bool = False
    may_swap: bool = True
    #: Which answers, as `plain_word` gives them, mean true and which false, where the heading says so.
    truths: Mapping[str, str] = field(default_factory=dict)

    def sides(self, left: str, right: str) -> tuple[str, str]:
        """Give question and answer of a pair: the side with a blank or a question mark asks."""
        left, right = solved(left, right)
        if not self.may_swap:
            return left, right
        is_left, is_right = _asks(left), _asks(right)
        is_swapped = is_right > is_left if is_left != is_right else self.is_swapped
        return (right, left) if is_swapped else (left, right)


def find_pairs_way(rows: Sequence[Sequence[str]], layout: Layout, choices: TableChoices) -> PairsWay:
    """Find it by all rows: answers that are short in nine of ten rows are typed, others rated by oneself."""
    stem, key = layout.places("stem")[0], layout.places("key")[0]
    pairs = [solved(row[stem].strip(), row[key].strip()) for row in rows if len(row) > max(stem, key)]
    # Where headings or labels say which side asks, a mark of a question in an answer changes nothing.
    may_swap = not choices.columns and not layout.heading and not layout.is_named
    asking = sum((_asks(left) < _asks(right)) - (_asks(left) > _asks(right)) for left, right in pairs)
    way = PairsWay("", may_swap and asking > len(pairs) / 2, may_swap)
    if choices.pairs:
        return PairsWay(choices.pairs, way.is_swapped, may_swap)
    sided = [way.sides(left, right) for left, right in pairs]
    answers = [answer for _, answer in sided]
    heading = layout.heading[key] if key < len(layout.heading) else ""
    if answers and _are_judgements(sided, heading):
        return PairsWay("true_false", way.is_swapped, may_swap, truths_of_heading(heading))
    short = sum(len(answer) <= SHORT_LETTERS for answer in answers)
    return PairsWay("text" if short >= len(answers) * _SHORT_SHARE else "open", way.is_swapped, may_swap)


def _are_judgements(pairs: Sequence[tuple[str, str]], heading: str) -> bool:
    """Tell whether statements are true or false: by words that mean nothing else, by the heading, or by two answers.

    These are a pair such as T and F, and what is judged has several words: “vrai – true” is vocabulary.
    """
    words = {plain_word(answer) for _, answer in pairs}
    if words <= SURE_TRUTHS:
        return not all(plain_word(statement) in TRUTH_WORDS for statement, _ in pairs)
    if KIND_WORDS.get(plain_word(heading)) == "true_false" or judges(heading):
        return words <= {*TRUTH_WORDS, *truths_of_heading(heading)}
    # Of letters T and F are these alone: others are symbols, directions and Roman numbers as well.
    is_plain = (
        len(pairs) > _PAIR if words == {"t", "f"} else not any(len(word) == 1 and word.isascii() for word in words)
    )
    return is_plain and are_judged(words) and all(" " in statement for statement, _ in pairs)


def without_units(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """Give the layout without a column of units that measure nothing: they count lessons, or answers are no numbers.

    Answers are only looked at where no other column says that they are numbers.
    """
    if layout.is_own or not layout.places("key"):
        return layout
    place, key = layout.places("unit")[0], layout.places("key")[0]
    units = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
    if any(map(_LESSON.fullmatch, units)):
        return _without(layout, "unit")
    if {"kind", "tolerance"} & set(layout.columns):
        return layout
    answers = [row[key].strip() for row in rows if key < len(row)]
    if sum(answer[:1].isdigit() or answer[1:2].isdigit() for answer in answers) * 2 >= len(answers):
        return layout
    return _without(layout, "unit")


def _without(layout: Layout, column: str) -> Layout:
    return replace(layout, columns=tuple("" if name == column else name for name in layout.columns))


def _asks(side: str) -> int:
    return 2 if _BLANK.search(side) else 1 if _ASKING.search(side) else 0
