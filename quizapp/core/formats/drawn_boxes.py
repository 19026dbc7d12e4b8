"""Boxes and circles that forms and word processors draw before options, written as the bullets of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from quizapp.core.formats.letter_signs import with_usual_letters
from quizapp.core.formats.line_signs import without_invisible
from quizapp.core.formats.quiz_bowl import named_tossups
from quizapp.core.formats.tabbed_markers import untabbed
from quizapp.core.formats.ticked_lines import named_ticks

#: Those of a form; the last ones are how the boxes of Wingdings are pasted.
_BOX = "☐□◻⬜○◯❍❏❑❒¨\uf0a8\uf06f\uf071\uf072\uf0a1"
_DRAWN = re.compile(
    rf"(?P<indent>\s*)(?P<sign>[{_BOX}]\ufe0f?|\(\s?\)|[–—→◦‣▪o])[ \t\u00a0]+(?P<words>\S.*)", re.DOTALL
)
_TICKED = re.compile(r"\s*(?:☑|✓|✔|✅)")
#: Ticked in one program, and crossed out in another.
_CROSSED = re.compile(r"[☒✗✘❌❎]|[(\[]\s?[xX]\s?[)\]]")
_NUMBERED = re.compile(r"\W*\w{0,9}\W{0,2}\d{1,4}[.):]\s")
_ASKING = ("?", "？", "؟", ":", "…", ".")
_AT_LEAST = 2


def plain_markers(text: str) -> str:
    """Give a text with blanks for tabs behind numbers, bullets for boxes, names for answers behind ticks.

    Nothing is changed of signs that stand alone, and of those beside crosses.
    """
    lines = named_ticks(with_usual_letters(untabbed(without_invisible(text)).split("\n")))
    lines = named_tossups(lines)
    text = "\n".join(lines)
    if not any(map(_DRAWN.match, lines)) or _CROSSED.search(text):
        return text
    found: list[str] = []
    for sign, group in groupby(lines, _sign_of):
        run = list(group)
        above = next((line for line in reversed(found) if line.strip()), "")
        found += [_bulleted(line) for line in run] if sign and _are_options(sign, run, above) else run
    return "\n".join(found)


def _sign_of(line: str) -> str:
    """Give the sign before a line, of all boxes and ticks one; empty where there is none."""
    match = _DRAWN.fullmatch(line)
    if _TICKED.match(line) or (match and match["sign"][0] in _BOX):
        return _BOX
    return match["sign"] if match else ""


def _are_options(sign: str, run: Sequence[str], above: str) -> bool:
    return len(run) >= _AT_LEAST and (sign == _BOX or _asks(above))


def _asks(line: str) -> bool:
    """Whether a line may ask: it ends as a sentence does, or with a blank to be filled, or has a number before it."""
    words = line.rstrip("*_) \t\u00a0")
    return words.endswith(_ASKING) or "_" in line[len(words) :] or _NUMBERED.match(line) is not None


def _bulleted(line: str) -> str:
    match = _DRAWN.fullmatch(line)
    return f"{match['indent']}- {match['words']}" if match else line
