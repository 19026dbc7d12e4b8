"""Headings of a Markdown list of questions: which of them begin a question, and what stands beside its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quizapp.core.formats.question_words import QUESTION_NAME

HEADING = re.compile(r" {0,3}(#{1,6})\s+(|.*?(?:[^\s#]|#(?!#)))\s*+#*+\s*+")
"""A heading by its signs and its words."""

_NAMED = re.compile(
    rf"\**(?:{QUESTION_NAME}|Q)(?:\s*\.?\s*(?:No\.?|Nr\.?|#)?\s*(\d{{1,4}})|(?=\**(?:[.):]|\Z)))"
    r"\**[.):]?\**(?:\s*(?:of|von|de|/)\s*\d{1,4}\b)?\**[.):]?\**\s*(.*)",
    re.IGNORECASE,
)
#: A point and a colon that no digit follows: “3.5 km” and “3:2” are words.
_SIGNED = re.compile(r"\**(\d{1,4})(?:/\d{1,4})?\**(?:\)|[.:](?!\d)|\s[-–—](?=\s)|\Z)\**\s*(.*)")
_BARE = re.compile(r"\**(\d{1,4})(/\d{1,4})?\**\s+(\S.*)")
#: Beside the number: points.
_POINTS = re.compile(r"[(\[]?(\d{1,3}(?:\.\d{1,4})?)\s*(?:points?|pts?\.?|marks?|Punkte?|P\.?)(?:[)\]]\W*|\W*\Z)", re.I)
_POINTS_BEHIND = re.compile(
    r"\s*[(\[](\d{1,3}(?:\.\d{1,4})?)\s*(?:points?|pts?\.?|marks?|Punkte?|P\.?)[)\]]\W*\Z", re.I
)
_DASH = re.compile(r"[-–—]\s+")
_SENTENCE = re.compile(r".*(?:[.!?:;,…。？！؟]|__)[*_)\"”]*", re.DOTALL)
_TOPIC_LETTERS = 80


@dataclass(frozen=True, slots=True)
class NumberedHeading:
    """A heading that may begin a question: its number, empty for none, and what stands beside it."""

    number: str
    words: str
    points: str = ""
    #: What the question below is about, where the words do not ask themselves.
    topic: str = ""
    #: Whether nothing but its number says that it is one.
    is_bare: bool = False


def running_numbers(lines: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Give the numbers, each with the total behind it, that run on from heading to heading without any sign."""
    found = []
    for line in lines:
        heading = HEADING.fullmatch(line)
        if heading and (match := _BARE.fullmatch(heading[2])):
            found.append((match[1], match[2] or ""))
    running = set()
    for above, below in pairwise(found):
        if int(below[0]) == int(above[0]) + 1 and below[1] == above[1]:
            running |= {above, below}
    return frozenset(running)


def read_heading(words: str, running: frozenset[tuple[str, str]]) -> NumberedHeading | None:
    """Read the words of a heading; None where it has no number, and is not called a question.

    A number that neither a sign nor its neighbours part from the words is one of them: “12 months are …”.
    """
    if match := _NAMED.fullmatch(words):
        return NumberedHeading(match[1] or "", match[2])
    if match := _SIGNED.fullmatch(words):
        return NumberedHeading(match[1], match[2], is_bare=True)
    if match := _BARE.fullmatch(words):
        is_running = (match[1], match[2] or "") in running
        return NumberedHeading(match[1], match[3] if is_running else words, is_bare=True)
    return None


def beside(heading: NumberedHeading, below: str) -> NumberedHeading:
    """Part what stands beside the number: points, and a topic where the question itself is the line below."""
    words, points = heading.words, ""
    for pattern in (_POINTS, _POINTS_BEHIND):
        if (match := pattern.search(words)) and (pattern is _POINTS_BEHIND or not match.start()):
            points, words = points or match[1], words[: match.start()] + words[match.end() :]
    if (dash := _DASH.match(words)) is not None:
        words = words[dash.end() :]
        if match := _POINTS.fullmatch(words):
            points, words = points or match[1], ""
    bare = words.strip("*_ ")
    is_topic = bool(bare and below) and len(bare) <= _TOPIC_LETTERS and not below[0].islower()
    if is_topic and not _SENTENCE.fullmatch(bare):
        return replace(heading, words="", points=points, topic=bare)
    return replace(heading, words=words if bare else "", points=points)
