"""Answers folded away in a Markdown list, as HTML’s details: where they end, and what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.markdown_signs import ANSWER

_TAGS = re.compile(r"</?(?:details|summary|br|p|b|strong)[^>]{0,100}>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^>]{0,100}>(.*?)</summary>", re.IGNORECASE | re.DOTALL)


def in_details(text: str) -> tuple[str, str]:
    """Give the answer and what explains it."""
    summary = " ".join(match[1] for match in _SUMMARY.finditer(text))
    body = _TAGS.sub("", _SUMMARY.sub("", text)).strip()
    told = ANSWER.fullmatch(_TAGS.sub("", summary).strip())
    answer, _, rest = body.partition("\n")
    if told and told[1].strip():
        answer, rest = told[1], body
    elif match := ANSWER.fullmatch(answer):
        answer = match[1]
        if not answer.strip():
            answer, _, rest = rest.strip().partition("\n")
    return answer.strip(), rest.strip()


def end_of_details(lines: Sequence[str], start: int) -> int:
    """Find the place behind the end; without one, details end with their first paragraph."""
    for place in range(start, len(lines)):
        line = lines[place].lower()
        if "</details" in line:
            return place + 1
        if place > start and "<details" in line:
            break
    words = next((n for n in range(start + 1, len(lines)) if _TAGS.sub("", lines[n]).strip()), start)
    return next((n for n in range(words + 1, len(lines)) if not lines[n].strip()), len(lines))
