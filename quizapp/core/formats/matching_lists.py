"""Matching exercises as printed tests have them: lettered items, numbered items, and a key of pairs, “A1, B2”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.key_lists import heading_of
from quizapp.core.formats.rearranged import Rearranged, as_they_stand

_KEY = re.compile(
    r"\W{0,4}(?:correct\s)?(?:answers?|ans|key|solutions?|lösung(?:en)?|antwort(?:en)?)\W{1,4}(?P<rest>.*)", re.I
)
_PAIR = re.compile(r"([A-Za-z])\s?[-–—=:.)→>]{0,2}\s?(\d{1,2})(?=[\s,;.]|\Z)[\s,;.]{0,4}")
_LETTERED = re.compile(r"\s*(?:[-*+]\s+)?[*_]{0,3}[(\[]?([A-Za-z])[).\]][*_]{0,3}\s*\S")
_NUMBERED = re.compile(r"\s*(?:[-*+]\s+)?[*_]{0,3}\(?(\d{1,2})[).][*_]{0,3}\s*\S")
_QUESTION = re.compile(r"[*_#\s]{0,6}question\s?\d{0,3}[*_]{0,3}\s?:\s*", re.IGNORECASE)
_AT_LEAST, _LINES_AT_MOST = 2, 80
_REASON = (
    "Its answer pairs letters with numbers, as a matching has them, which is not read of a text; "
    "write a table with the columns “Kind”, “Question” and “Answer”, its pairs as “left = right | left = right”."
)


def matching_lists(lines: Sequence[str]) -> Rearranged | None:
    """Refuse the matchings of a text, so that none is read as a question with that answer; None where there is none."""
    found = Rearranged([])
    rest = as_they_stand(lines)
    for place, line in enumerate(lines):
        start = _start(lines, place, _pairs(line))
        if start < 0:
            continue
        title = next((n for n in range(start - 1, -1, -1) if lines[n].strip()), start)
        begin = start if _NUMBERED.match(lines[title]) or _LETTERED.match(lines[title]) else title
        words = _QUESTION.sub("", lines[begin].strip())
        rest[begin : place + 1] = [
            (begin + 1, f"Question: {words}"),
            *[(n + 1, "") for n in range(begin + 1, place + 1)],
        ]
        found.faults[begin + 1] = _REASON
    found.lines = rest
    return found if found.faults else None


def _pairs(line: str) -> list[tuple[str, str]]:
    """Give the pairs behind the word for an answer; none where anything else stands there."""
    match = _KEY.fullmatch(line)
    text = (heading_of(line) or match["rest"]).strip("*_ ") if match else ""
    pairs = [(pair[1].upper(), pair[2]) for pair in _PAIR.finditer(text)]
    is_whole = not _PAIR.sub("", text).strip()
    letters = {letter for letter, _ in pairs}
    return pairs if is_whole and len(letters) == len(pairs) >= _AT_LEAST else []


def _start(lines: Sequence[str], place: int, pairs: Sequence[tuple[str, str]]) -> int:
    """Give the first line of the two lists above a key; -1 where they have not what it names."""
    letters: set[str] = set()
    numbers: set[str] = set()
    start = -1
    for above in range(place - 1, max(-1, place - _LINES_AT_MOST), -1) if pairs else ():
        line = lines[above]
        lettered, numbered = _LETTERED.match(line), _NUMBERED.match(line)
        if lettered:
            letters.add(lettered[1].upper())
        elif numbered:
            numbers.add(numbered[1])
        elif line.strip():
            break
        start = above if lettered or numbered else start
    is_named = {letter for letter, _ in pairs} <= letters and {number for _, number in pairs} <= numbers
    return start if is_named else -1
