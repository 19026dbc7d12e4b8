"""The grammar of times: all rules, run once over each sentence that may hold one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.dates.joining import joined
from quizapp.core.extraction.dates.large_rules import LARGE_RULES
from quizapp.core.extraction.dates.lexemes import letters_of, lexemes_of
from quizapp.core.extraction.dates.patterns import longest, rules_by_letter
from quizapp.core.extraction.dates.point_rules import POINT_RULES
from quizapp.core.extraction.dates.relative_rules import RELATIVE_RULES
from quizapp.core.extraction.dates.senses import Scene, Sighting
from quizapp.core.extraction.dates.span_rules import SPAN_RULES
from quizapp.core.extraction.dates.words import FEASTS, KINDS, MONTH_NUMBERS, WEEKDAYS
from quizapp.core.extraction.values import Sentence

_RULES = rules_by_letter((*SPAN_RULES, *POINT_RULES, *LARGE_RULES, *RELATIVE_RULES))
#: Kinds of words without which, and without a digit, a sentence holds no time.
_TIME_KINDS = frozenset(
    ("season", "unit", "units", "century", "centuries", "millennium", "millennia", "daypart", "today", "now")
)
_TRIGGERS = frozenset(
    (
        *(word for word, kind in KINDS.items() if kind in _TIME_KINDS),
        *MONTH_NUMBERS,
        *WEEKDAYS,
        *(word for name in FEASTS for word in name.split()[-1:]),
        *("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"),
    )
)


def may_hold_time(sentence: Sentence) -> bool:
    """Tell by a digit or a word of time whether a sentence is worth reading."""
    for token in sentence.tokens:
        word = token.text
        if word[0].isdigit() or word.rstrip(".").lower() in _TRIGGERS or word[-1].isdigit():
            return True
        if "-" in word and not _TRIGGERS.isdisjoint(word.lower().split("-")):
            return True
        if word[0] in "’'‘" and word[1:2].isdigit():
            return True
    return False


def sightings_in(
    text: str, sentence: Sentence, is_brief: bool, doubtful: frozenset[str]
) -> tuple[Scene, list[Sighting]]:
    """Find the times of one sentence, in order and without overlap."""
    lexemes = lexemes_of(text, sentence.start, sentence.end)
    scene = Scene(lexemes, [lexeme.kind for lexeme in lexemes], is_brief, doubtful)
    letters = letters_of(lexemes)
    found = list[Sighting]()
    at, before = 0, None
    depths = _depths(scene)
    while at < len(letters):
        made: Sequence[Sighting] = longest(_RULES[letters[at]], scene, letters, at, before)
        if not made:
            at += 1
            continue
        found.extend(replace(one, is_aside=True) if depths[one.first] and not one.is_aside else one for one in made)
        before = found[-1]
        at = before.last
    return scene, joined(scene, found) if found else found


def _depths(scene: Scene) -> list[int]:
    """Give for each lexeme how many brackets are open there."""
    depth, depths = 0, list[int]()
    for lexeme in scene.lexemes:
        depth += lexeme.kind == "open"
        depths.append(depth)
        depth -= lexeme.kind == "close" and depth > 0
    return depths
