"""Texts whose answers do not stand below their questions, put into the order in which a labelled text is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from quizapp.core.formats.question_words import QUESTION_NAME

_OPENING = re.compile(
    rf"\s*(?:#{{1,6}}\s+)?[*_]{{0,3}}(?P<word>(?:{QUESTION_NAME}|q)\s?[.#]?\s?)?"
    r"(?P<opened>\(?)(?P<number>\d{1,4})(?:(?P<sign>[.):]|\s?[-–—])[*_]{0,3}(?:\s+\S|\Z)|\s*\Z)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\s*(?:#{1,6}\s+)?(?P<mark>[*_]{0,3})\(?(?P<number>\d{1,4})(?:[.):]|\s?[-–—](?=\s))"
    r"(?P<closed>[*_]{1,3}(?=\s))?\s*(?P<words>.*?)\s*",
    re.DOTALL,
)
_OPTION = re.compile(r"\s*(?:[-*+•]\s)?[*_]{0,3}[(\[]?[A-Ha-h][).\]]")
_SAYS_TRUTH = re.compile(
    r"\btrue\b.{0,20}\bfalse\b|\bt\s?/\s?f\b|\brichtig\b.{0,20}\bfalsch\b", re.IGNORECASE | re.DOTALL
)
_TRUTH_OPTION = re.compile(
    r"^[^\S\n]*(?:[(\[]?[A-Ba-b][).\]]\s*)?(?:true|false)[^\S\n]*$", re.IGNORECASE | re.MULTILINE
)
_TRUTH_LETTERS = {"t": "True", "f": "False"}

Numbered: TypeAlias = tuple[int, str]
"""A line with its number in the file."""


@dataclass(slots=True)
class Rearranged:
    """Lines with the numbers that they have in the file."""

    lines: list[Numbered]
    #: By the line of a question: what its file says of it that no field of ours holds.
    extras: dict[int, dict[str, str]] = field(default_factory=dict)
    #: By the line of a question: why it is not read.
    faults: dict[int, str] = field(default_factory=dict)
    #: What belongs to no question.
    stray: list[Numbered] = field(default_factory=list)
    #: What is said of the whole text.
    problems: list[str] = field(default_factory=list)


def joined(parts: Sequence[tuple[int, Rearranged]]) -> Rearranged:
    """Join what was found in parts of a text; each with the number of lines above it."""
    whole = Rearranged([])
    for above, part in parts:
        whole.lines += [(number + above, line) for number, line in part.lines]
        whole.extras |= {number + above: extra for number, extra in part.extras.items()}
        whole.faults |= {number + above: fault for number, fault in part.faults.items()}
        whole.stray += [(number + above, line) for number, line in part.stray]
        whole.problems += part.problems
    return whole


def renumbered(found: Rearranged, numbers: Sequence[int]) -> Rearranged:
    """Give lines the numbers that they have in the file, where some of them were brought together."""
    return Rearranged(
        [(numbers[number - 1], line) for number, line in found.lines],
        {numbers[number - 1]: extra for number, extra in found.extras.items()},
        {numbers[number - 1]: fault for number, fault in found.faults.items()},
        [(numbers[number - 1], line) for number, line in found.stray],
        list(found.problems),
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """The first line of a question that has a number; `place` is that of its line."""

    place: int
    number: int


def as_they_stand(lines: Sequence[str]) -> list[Numbered]:
    """Give all lines with their numbers."""
    return list(enumerate(lines, 1))


def find_openings(lines: Sequence[str], wanted: Sequence[int]) -> list[Opening] | None:
    """Find the numbered lines that are questions: of one form, each number once, rising; None where in doubt."""
    by_form: dict[str, list[Opening]] = {}
    for place, line in enumerate(lines):
        match = _OPENING.match(line) if any(map(str.isdigit, line[:24])) else None
        if match and (match["word"] or match["sign"]):
            form = f"{(match['word'] or '').strip().casefold()}{match['opened']}{match['sign']}"
            by_form.setdefault(form, []).append(Opening(place, int(match["number"])))
    asked = set(wanted)
    sound = [
        found
        for found in by_form.values()
        if all(above.number < below.number for above, below in pairwise(found))
        and len(asked.intersection(each.number for each in found)) * 2 > len(asked)
    ]
    return sound[0] if len(sound) == 1 else None


def with_answers(
    lines: Sequence[Numbered], openings: Sequence[Opening], told: Mapping[int, Sequence[Numbered]], first_end: int
) -> Rearranged:
    """Put below each question what is told of its number; `first_end` is where the last question ends."""
    found = Rearranged(list(lines[: openings[0].place] if openings else lines))
    for opening, end in zip(openings, [*(each.place for each in openings[1:]), first_end], strict=True):
        block = [_named(*lines[opening.place]), *lines[opening.place + 1 : end]]
        while block and not block[-1][1].strip():
            block.pop()
        end_of_options = _end_of_options([text for _, text in block])
        found.lines += block[:end_of_options]
        for number, line in told.get(opening.number, ()):
            words, fault = _truth_of(line, "\n".join(text for _, text in block))
            found.lines.append((number, words))
            if fault:
                found.faults[block[0][0]] = fault
        found.lines += [(block[-1][0], ""), *block[end_of_options:]]
        if end_of_options < len(block):
            found.lines.append((block[-1][0], ""))
    return found


def _end_of_options(block: Sequence[str]) -> int:
    """Give the place behind the paragraph of the last option, the end where there are no options."""
    last = max((place for place, line in enumerate(block) if _OPTION.match(line)), default=len(block))
    return next((place for place in range(last, len(block)) if not block[place].strip()), len(block))


def _named(number: int, line: str) -> Numbered:
    """Say of the first line of a question that it is one, in place of its number alone."""
    match = _NUMBERED.fullmatch(line)
    if match is None or not match["words"]:
        return number, line
    is_open = match["mark"] and not match["closed"]
    words = match["words"].removesuffix(match["mark"]) if is_open else match["words"]
    return number, f"Question {match['number']}: {words}"


def _truth_of(line: str, block: str) -> tuple[str, str]:
    """Write “T” and “F” out where a statement is judged, and say why where it is not told to be one."""
    label, _, answer = line.partition(": ")
    word = _TRUTH_LETTERS.get(answer.strip().casefold(), "")
    if label != "Answer" or not word or re.search(rf"^[^\S\n]*[(\[]?{answer.strip()}[).\]]\s", block, re.M | re.I):
        return line, ""
    is_statement = not re.search(r"[?？]|__|…|\.{3}", block) and not re.search(
        r"^[^\S\n]*[(\[]?[A-Ha-h][).\]]\s", block, re.M
    )
    if is_statement or _SAYS_TRUTH.search(block) or _TRUTH_OPTION.search(block):
        return f"Answer: {word}", ""
    return line, f"Its answer “{answer.strip()}” is no option of it, nor is it said to be true or false."
