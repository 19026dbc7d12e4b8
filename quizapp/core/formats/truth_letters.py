"""Statements that are judged by the first letters of two words of one language: “V” and “F”, “T” and “F”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_PAIRS = (("t", "f"), ("v", "f"), ("r", "f"), ("w", "f"), ("p", "f"), ("w", "o"), ("в", "н"), ("и", "л"))
_ASKS = re.compile(r"[?？؟:]|__|…|\.{3}")
_ENDS = (".", "!", "。")
_WORDS_AT_LEAST = 3
#: What a list of answers says in place of “T” and “F”.
_WRITTEN_OUT = {"true": "t", "false": "f"}


def told_by_letters(asked: Sequence[tuple[str, str]]) -> Mapping[int, str]:
    """Give “true” or “false” by the place of each statement that a letter judges; `asked` has stems with their answers.

    Nothing where a letter may be a word: all that are answered by these are statements, and both stand there.
    """
    letters = {place: letter for place, (_, answer) in enumerate(asked) if (letter := _letter(answer))}
    pairs = [pair for pair in _PAIRS if set(pair) <= set(letters.values())]
    if len(pairs) != 1:
        return {}
    judged = {place: letter for place, letter in letters.items() if letter in pairs[0]}
    if not all(_is_statement(asked[place][0]) for place in judged):
        return {}
    return {place: "true" if letter == pairs[0][0] else "false" for place, letter in judged.items()}


def _letter(answer: str) -> str:
    bare = answer.strip("*_(). ").casefold()
    return bare if len(bare) == 1 and bare.isalpha() else _WRITTEN_OUT.get(bare, "")


def _is_statement(stem: str) -> bool:
    bare = stem.strip("*_ ")
    return bare.endswith(_ENDS) and len(bare.split()) >= _WORDS_AT_LEAST and not _ASKS.search(bare)
