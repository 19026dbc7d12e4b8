"""Statements of printed test banks below “TRUE/FALSE”, with what corrects them: “ANS: F, round”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.exam_bank import HEADING

_JUDGING = re.compile(r"\s*(?:modified )?true/false\s*", re.IGNORECASE)
_ANSWER = re.compile(r"(?P<lead>\s*(?:\d{1,4}[.)]\s+)?ANS:\s*)(?P<truth>[TF])(?P<rest>(?:[\s,;:–-].*)?)", re.DOTALL)
_FURTHER = re.compile(r"\s+(?:PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|KEY|MSC|NOT):(?:\s|\Z)")
_FIELD = re.compile(r"\s*(?:\d{1,4}[.)]\s+)?(?:ANS|PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|KEY|MSC|NOT):")
_OPENING = re.compile(r"\s*(?:_{2,}\s*)?\d{1,4}[.)]\s+\S")
_BLANK = re.compile(r"\s*_{2,}\s*\Z")
#: How both answers stand behind a statement, to be circled there.
_CHOICE = " T/F"


def judged_sections(lines: Sequence[str]) -> Sequence[str]:
    """Write such statements as they are read elsewhere: “Earth is flat. T/F”, “ANS: F (round)”."""
    if not any(map(_JUDGING.fullmatch, lines)) or not any(map(_ANSWER.fullmatch, lines)):
        return lines
    found = list(lines)
    is_judging, last = False, -1
    for place, line in enumerate(lines):
        is_heading = HEADING.fullmatch(line) is not None
        is_judging = _JUDGING.fullmatch(line) is not None if is_heading else is_judging
        is_opening = _OPENING.match(line) is not None and not _FIELD.match(line)
        if last >= 0 and (is_heading or is_opening or _FIELD.match(line) or not line.strip()):
            found[last] = _BLANK.sub("", found[last].rstrip()) + _CHOICE
            last = -1
        if is_judging and not is_heading:
            last = place if is_opening or last >= 0 else -1
            found[place] = _corrected(line)
    return found


def _corrected(line: str) -> str:
    """Put what corrects a statement into brackets behind its truth."""
    match = _ANSWER.fullmatch(line)
    further = _FURTHER.search(match["rest"]) if match else None
    said = match["rest"][: further.start() if further else None].strip(" \t,;:–-()") if match else ""
    behind = match["rest"][further.start() :] if match and further else ""
    return f"{match['lead']}{match['truth']} ({said}){behind}" if match and said else line
