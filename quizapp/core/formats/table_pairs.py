"""Pairs of question and answer, as word lists and packs of cards have them: which side asks, and how it is answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.formats.parcel import TableChoices
from quizapp.core.formats.table_answers import SURE_TRUTHS
from quizapp.core.formats.table_layout import Layout
from quizapp.core.formats.table_words import plain_word

SHORT_LETTERS = 40
_SHORT_SHARE = 0.9
_BLANK = re.compile(r"__|\.{4,}|…{2,}|\[\s*\]|\(\s*\)")
_ASKING = re.compile(r"[?？؟]\s*\Z")


@dataclass(frozen=True, slots=True)
class PairsWay:
    """How a file’s pairs are read: their kind, and whether the side to the right asks where neither shows it."""

    kind: str
    is_swapped: bool = False
    may_swap: bool = True

    def sides(self, left: str, right: str) -> tuple[str, str]:
        """Give question and answer of a pair: the side with a blank or a question mark asks."""
        if not self.may_swap:
            return left, right
        is_left, is_right = _asks(left), _asks(right)
        is_swapped = is_right > is_left if is_left != is_right else self.is_swapped
        return (right, left) if is_swapped else (left, right)


def find_pairs_way(rows: Sequence[Sequence[str]], layout: Layout, choices: TableChoices) -> PairsWay:
    """Find it by all rows: answers that are short in nine of ten rows are typed, others rated by oneself."""
    stem, key = layout.places("stem")[0], layout.places("key")[0]
    pairs = [(row[stem].strip(), row[key].strip()) for row in rows if len(row) > max(stem, key)]
    may_swap = not choices.columns
    asking = sum((_asks(left) < _asks(right)) - (_asks(left) > _asks(right)) for left, right in pairs)
    way = PairsWay("", may_swap and asking > len(pairs) / 2, may_swap)
    if choices.pairs:
        return PairsWay(choices.pairs, way.is_swapped, may_swap)
    answers = [way.sides(left, right)[1] for left, right in pairs]
    if answers and all(plain_word(answer) in SURE_TRUTHS for answer in answers):
        return PairsWay("true_false", way.is_swapped, may_swap)
    short = sum(len(answer) <= SHORT_LETTERS for answer in answers)
    return PairsWay("text" if short >= len(answers) * _SHORT_SHARE else "open", way.is_swapped, may_swap)


def _asks(side: str) -> int:
    return 2 if _BLANK.search(side) else 1 if _ASKING.search(side) else 0
