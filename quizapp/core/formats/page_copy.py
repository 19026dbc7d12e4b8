"""A page of a test that was copied whole: its own words around the questions, and labels of options on lines alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: What pages of Moodle say around a question, in English and German.
_AROUND = re.compile(
    r"(?:Correct|Incorrect|Partially correct|Not (?:yet )?answered|Answer saved|Complete|Flag question|Remove flag"
    r"|Mark(?:ed)? (?:[\d.,]+ )?out of [\d.,]+|Question text|Select one(?: or more)?:|Feedback"
    r"|Your answer is (?:partially )?(?:in)?correct\.?"
    r"|Richtig|Falsch|Teilweise richtig|Noch nicht beantwortet|Frage markieren|Fragetext|Markierung entfernen"
    r"|Erreichbare Punkte:? [\d.,]+|Erreichte Punkte [\d.,]+ von [\d.,]+"
    r"|Wählen Sie eine(?: oder mehrere)?(?: Antworten?)?:"
    r"|Die Antwort ist (?:teilweise )?(?:richtig|falsch)\.?)"
)
#: What stands on such a page alone.
_SURE = re.compile(
    r"Mark(?:ed)? (?:[\d.,]+ )?out of [\d.,]+|Erreichbare Punkte:? [\d.,]+|Erreichte Punkte [\d.,]+ von [\d.,]+"
)
_LABEL = re.compile(r"\s*[(\[]?([a-hA-H])[.)\]]\s*")


def is_page(lines: Sequence[str]) -> bool:
    """Whether a text was copied from the page of a test."""
    return any(_SURE.fullmatch(line.strip()) for line in lines)


def without_page(lines: Sequence[str]) -> list[str]:
    """Give lines of a page without its own words, each of the others at its place."""
    return ["" if _AROUND.fullmatch(line.strip()) else line for line in lines]


def with_labels_joined(lines: Sequence[str]) -> list[str]:
    """Put labels that stand on lines alone before the options below them: “a.”, “Earth”, “b.”, “Mars”."""
    found = list(lines)
    last = -1
    for place, line in enumerate(found[:-1]):
        match = _LABEL.fullmatch(line)
        if match is None or not found[place + 1].strip() or _LABEL.fullmatch(found[place + 1]):
            continue
        order = ord(match[1].upper()) - ord("A")
        is_first = order == 0 and any(
            (below := _LABEL.fullmatch(each)) and below[1].upper() == "B" for each in found[place + 2 : place + 6]
        )
        if not is_first and order != last + 1:
            last = -1
            continue
        last = order
        found[place], found[place + 1] = f"{line.strip()} {found[place + 1].strip()}", ""
    return found
