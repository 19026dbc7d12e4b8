"""Statements that are judged by the first letters of two words of one language: “V” and “F”, “T” and “F”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_PAIRS = (("t", "f"), ("v", "f"), ("r", "f"), ("w", "f"), ("p", "f"), ("w", "o"), ("в", "н"), ("и", "л"))
_ASKS = re.compile(r"[?？؟:]|__|…|\.{3}")
_PRINTED_WORDS = (("true", "false"), ("wahr", "falsch"), ("richtig", "falsch"), ("vrai", "faux"), ("vero", "falso"),
                  ("verdadero", "falso"), ("verdadeiro", "falso"), ("waar", "onwaar"))  # fmt: skip
_PRINTED = re.compile(
    r"(?P<words>.*\S)(?:\s+|(?<=[.!])\s*(?=[(\[]))[(\[_]{0,9}(?P<right>[^\W\d_]{1,10})[)\]_]{0,9}(?:\s*[/|]\s*|\s+(?:or\s+)?)"
    r"[(\[_]{0,9}(?P<wrong>[^\W\d_]{1,10})[)\]_]{0,9}",
    re.DOTALL,
)
_ENDS = (".", "!", "。")
_WORDS_AT_LEAST = 3
#: What a list of answers says in place of “T” and “F”.
_WRITTEN_OUT = {"true": "t", "false": "f"}


def told_by_printed(stem: str, answer: str) -> tuple[str, str] | None:
    """Give a statement without the two letters printed behind it, one of which is its answer, and its truth.

    None where none are printed: “The sun is a star.   T   F”.
    """
    match = _PRINTED.fullmatch(stem.rstrip())
    pair = (match["right"].casefold(), match["wrong"].casefold()) if match else ("", "")
    letter = answer.strip("*_(). ").casefold()
    letter = letter if len(pair[0]) > 1 else _WRITTEN_OUT.get(letter, letter)
    if (
        match is None
        or letter not in pair
        or pair not in (*_PAIRS, *_PRINTED_WORDS)
        or not _is_statement(match["words"])
    ):
        return None
    return match["words"], "true" if letter == pair[0] else "false"


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
