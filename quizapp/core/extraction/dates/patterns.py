"""The notation of the grammar: rules written with the names of lexeme kinds, matched on one letter per lexeme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from quizapp.core.extraction.dates.lexemes import LETTERS, Lexeme
from quizapp.core.extraction.dates.senses import Point, Scene, Sighting

#: Makes what a match means, or nothing where its surroundings forbid; the last argument is the sighting before.
Build: TypeAlias = Callable[[Scene, int, int, Sighting | None], Sequence[Sighting]]

_NAMED = {
    "DAY": "(small|ordinal)",
    "NTH": "(ordinal|ordinal_word)",
    "NUMBER": "(small|number|year)",
    "ERA_YEAR": "((small|number|year|grouped) era|era (small|number|year))",
    "YEARS": "(year era?|(small|number) era|era (small|number|year)|number|apostrophe (small|number))",
    "JOINT": "(dash|to|until|and|slash)",
    "NUMBERED": "(small|number|count|a|about|half)",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of the grammar, in letters, with its builder."""

    id: str
    pattern: str
    match: Callable[[str, int], re.Match[str] | None]
    build: Build


def rule(rule_id: str, pattern: str, build: Build) -> Rule:
    """Compile a pattern: kinds and capitalised shorthands parted by spaces, with the operators of `re`."""
    text = pattern
    for name, meaning in _NAMED.items():
        text = re.sub(rf"\b{name}\b", meaning, text)
    letters = re.sub(r"[a-z_]+", lambda found: LETTERS[found[0]], text).replace(" ", "").replace("(", "(?:")
    return Rule(rule_id, letters, re.compile(letters).match, build)


def rules_by_letter(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Sort rules under the letters that they may begin with."""
    listed = list(rules)
    return {letter: tuple(one for one in listed if _begins(one.pattern, letter)) for letter in LETTERS.values()}


def longest(rules: Sequence[Rule], scene: Scene, letters: str, at: int, before: Sighting | None) -> Sequence[Sighting]:
    """Give what the longest fitting rule makes at a position; the first of equals."""
    matches = [(found.end(), -number, one) for number, one in enumerate(rules) if (found := one.match(letters, at))]
    for end, _, one in sorted(matches, key=lambda entry: entry[:2], reverse=True):
        if made := one.build(scene, at, end, before):
            return made
    return ()


def parts(scene: Scene, first: int, last: int, *kinds: str) -> list[Lexeme]:
    """Give the lexemes of these kinds between two positions."""
    return [lexeme for lexeme in scene.lexemes[first:last] if lexeme.kind in kinds]


def era_of(scene: Scene, first: int, last: int) -> str:
    """Give "bc", "ad" or nothing for the era written between two positions."""
    for lexeme in scene.lexemes[first:last]:
        if lexeme.kind == "era":
            return "bc" if lexeme.word.startswith("bc") else "ad"
    return ""


def year_in(number: int, era: str) -> int:
    """Count a written year astronomically."""
    return 1 - number if era == "bc" else number


def year_point(number: int, era: str, month: int | None = None, day: int | None = None) -> Point:
    """Make a point of a written year."""
    return Point(year_in(number, era), month, day, is_bare=not era and number < 1000)


def _begins(pattern: str, letter: str) -> bool:
    """Tell whether a letter may come first."""
    return letter in _first_letters(pattern)


@cache
def _first_letters(pattern: str) -> frozenset[str]:
    """List the letters that may come first, by walking the optional beginnings of the pattern, each part once."""
    heads, position = set[str](), 0
    while position < len(pattern):
        end = _item_end(pattern, position)
        item = pattern[position:end]
        heads |= _heads(item)
        if pattern[end : end + 1] not in ("?", "*"):
            break
        position = end + 1
    return frozenset(heads)


def _item_end(pattern: str, position: int) -> int:
    if pattern[position] != "(":
        return position + 1
    depth = 0
    for number in range(position, len(pattern)):
        depth += {"(": 1, ")": -1}.get(pattern[number], 0)
        if depth == 0:
            return number + 1
    return len(pattern)


def _heads(item: str) -> set[str]:
    if not item.startswith("(?:"):
        return {item}
    heads, depth, start = set[str](), 0, 3
    for number in range(3, len(item)):
        char = item[number]
        if (char == "|" and depth == 0) or number == len(item) - 1:
            heads |= _first_letters(item[start:number])
            start = number + 1
        depth += {"(": 1, ")": -1}.get(char, 0)
    return heads
