"""Numbers before the questions of an Aiken file, and what stands between an answer and the next number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from quizapp.core.formats.question_words import QUESTION_NAME

OPTION = re.compile(r"[ \t]*([A-Za-z])[ \t]?(?:\)|\.(?=[ \t]|\Z))[ \t]*(.*)")
"""An option. A point needs a space after it: “U.S. history” is none."""

ANSWER = re.compile(r"[ \t]*ANSWERS?[ \t]{0,9}:(.*)", re.IGNORECASE)
EXPLAINS = re.compile(r"[ \t]*(?:FEEDBACK|EXPLANATION|RATIONALE|REASON|ERKLÄRUNG)[ \t]?:[ \t]*(\S.*)", re.IGNORECASE)
"""What explains the answer above it."""

_NUMBERED = re.compile(r"[ \t]*\(?([0-9]{1,4})(?:[.)]|[ \t]?[-–])[ \t]+(?=\S)")
_OTHERWISE_NUMBERED = re.compile(
    rf"[ \t]*(?:(?:nr|no|ex|exercise|aufgabe|{QUESTION_NAME})\b\.?[ \t]?|#[ \t]?|\[|(?=[0-9]{{1,4}}(?:/|\.\))))"
    r"([0-9]{1,4})(?:\.\)|[\]/.):]|(?=[ \t]))[ \t]+(?=\S)",
    re.IGNORECASE,
)
#: Longer words above a question are a text that belongs to it.
_TITLE_LETTERS = 60
_ENDS = (".", ":", "?", "!", "…", "？", "。")


@dataclass(slots=True)
class Numbered:
    """Lines without the numbers of questions; those that belong to none are empty in `lines`, and stand in `stray`."""

    lines: list[str]
    stray: list[tuple[int, str]] = field(default_factory=list)
    #: By the line of a text above a question, from 1: its words, which were left in the question.
    above: dict[int, str] = field(default_factory=dict)


def without_numbers(lines: Sequence[str]) -> Numbered:
    """Take off the numbers of questions, where each has one and they run on, or begin anew in each part.

    What stands right below an answer, and a title above a number, belongs to no question.
    """
    found = _numbers(lines)
    numbered = Numbered(
        [line[found[place].end() :] if place in found else line for place, line in enumerate(lines)],
    )
    for place in found:
        _part_above(lines, place, numbered)
    return numbered


def _numbers(lines: Sequence[str]) -> Mapping[int, re.Match[str]]:
    found = {
        place: match
        for place, line in enumerate(lines[:-1])
        if (option := OPTION.fullmatch(lines[place + 1])) and option[1] in "Aa" and (match := _NUMBERED.match(line))
    }
    answers = sum(ANSWER.fullmatch(line) is not None for line in lines)
    return next((each for each in (found, _first_of_each(lines)) if _run_on(each, answers)), {})


def _run_on(found: Mapping[int, re.Match[str]], answers: int) -> bool:
    """Whether there is a number for each answer, and they run on, or begin anew in each part."""
    numbers = [int(match[1]) for match in found.values()]
    runs_on = all(below in (above + 1, 1) for above, below in pairwise(numbers))
    return len(numbers) > 1 and len(numbers) == answers and runs_on


def _first_of_each(lines: Sequence[str]) -> dict[int, re.Match[str]]:
    """Find the numbers that begin the first line of each question, which may go on in further lines."""
    found: dict[int, re.Match[str]] = {}
    is_first = True
    for place, line in enumerate(lines):
        if is_first and line.strip() and not EXPLAINS.fullmatch(line):
            if match := _NUMBERED.match(line) or _OTHERWISE_NUMBERED.match(line):
                found[place] = match
            is_first = False
        is_first = is_first or ANSWER.fullmatch(line) is not None
    return found


def _part_above(lines: Sequence[str], place: int, numbered: Numbered) -> None:
    """Tell what stands between a number and the answer above it."""
    start = place
    while start and not ANSWER.fullmatch(lines[start - 1]):
        start -= 1
    is_below, top = start > 0, place
    while top > start and lines[top - 1].strip():
        top -= 1
    for at in range(start, place):
        words = lines[at].strip()
        if not words:
            is_below = False
        elif is_below and not (at == start and EXPLAINS.fullmatch(lines[at])):
            _leave(at, numbered)
        elif not is_below and at >= top:
            if len(words) > _TITLE_LETTERS or words.endswith(_ENDS):
                numbered.above[at + 1] = words
            else:
                _leave(at, numbered)


def _leave(place: int, numbered: Numbered) -> None:
    numbered.stray.append((place + 1, numbered.lines[place].strip()))
    numbered.lines[place] = ""
