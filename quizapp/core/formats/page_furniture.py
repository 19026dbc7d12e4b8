"""Lines of pasted texts that belong to no question: pages, headings of parts, what closes a test, fences around all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.answer_words import ANSWER_NAME
from quizapp.core.formats.question_words import QUESTION_NAME

_PAGE = re.compile(
    r"(?:(?:page|seite|página|pagina)\s\d{1,4}(?:\s?(?:of|von|de|di|/)\s?\d{1,4})?"
    r"|end\sof\s(?:the\s)?(?:test|quiz|exam|worksheet|questions?).{0,20}|(?:please\s)?turn\s(?:the\spage\s)?over.{0,20}"
    r"|total:?\s\d{1,3}\s(?:points|marks|pts)\.?|(?:©|\(c\)|copyright\s)\s?\D{0,30}\d{4}.{0,60})",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:part|section|teil|abschnitt|partie|parte|sección|sezione)\s(?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:\s?[-–—:.)]\s?[^?]{0,60})?",
    re.IGNORECASE,
)
_SORT = re.compile(
    r"(?:multiple[ -]choice|true\s?(?:/|or)\s?false|short[ -]answers?|matching|fill[ -]in[ -]the[ -]blanks?)"
    r"(?:\squestions?)?:?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"\s*[*_#]{{0,3}}\s?\(?(?:Q|{QUESTION_NAME}\s?)?\d{{1,4}}\s?[.):-]", re.IGNORECASE)
_OPTION = re.compile(r"\s*(?:[-+*•]\s)?[*_]{0,3}[(\[]?[A-Ha-h][).\]]\s*\S")
_ANSWER = re.compile(
    rf"\s*[*_]{{0,3}}(?:{ANSWER_NAME}|(?:(?:the\s)?(?:correct|right)\s)?answers)[*_]{{0,3}}\s?[:=]",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s*(`{3,}|~{3,})\w*\s*")

ANSWERS_ABOVE = "Each answer stands above its question; write it below the options."
"""Why a text is not read."""


def without_furniture(lines: Sequence[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Empty the lines that belong to no question; gives them too, with their numbers from 1."""
    kept, taken = without_fence(lines), []
    below = ""
    for place in range(len(kept) - 1, -1, -1):
        line = kept[place].strip()
        if line and _is_furniture(line.strip("*_ "), below):
            taken.append((place + 1, line))
            kept[place] = ""
        below = line or below
    return kept, taken[::-1]


def without_fence(lines: Sequence[str]) -> list[str]:
    """Empty the first and the last line where they are a fence around all, as chats put one around what they write."""
    kept = list(lines)
    fences = [place for place, line in enumerate(kept) if _FENCE.fullmatch(line)]
    filled = [place for place, line in enumerate(kept) if line.strip()]
    if fences and len(filled) > 1 and fences == [filled[0], filled[-1]]:
        kept[fences[0]] = kept[fences[1]] = ""
    return kept


def has_answers_above(lines: Sequence[str]) -> bool:
    """Whether the first answer has no question above it, and the last question no answer below it."""
    kinds = ["A" if _ANSWER.match(line) else "O" if _OPTION.match(line) else "" for line in lines]
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    return "A" in kinds and kinds[first] == "A" and "O" in kinds[len(kinds) - kinds[::-1].index("A") :]


def _is_furniture(line: str, below: str) -> bool:
    if _PAGE.fullmatch(line):
        return True
    if _SORT.fullmatch(line):
        return _NUMBERED.match(below) is not None
    return bool(_PART.fullmatch(line)) and bool(below) and not (_OPTION.match(below) or _ANSWER.match(below))
