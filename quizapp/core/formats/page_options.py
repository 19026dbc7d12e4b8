"""Options on copied pages of tests: their letters stand in lines alone, before their words, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.labelled_keys import folded_words
from quizapp.core.formats.rearranged import Numbered
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS

#: What a page says of an answer that was given.
_STATE = re.compile(
    r"(?:Correct|Incorrect|Partially correct|Not (?:yet )?answered|Answer saved|Not complete|Incomplete answer|Complete"
    r"|Requires grading|Not changed since last attempt|Richtig|Falsch|Teilweise richtig"
    r"|(?:Noch |Bisher )?[Nn]icht beantwortet"
    r"|Antwort gespeichert|Unvollständige Antwort|Nicht vollständig|Vollständig|Bewertung notwendig)"
)
_LABEL = re.compile(r"[(\[]?([A-Za-z])[.)\]](?:\s+(\S.*))?")
_OPTIONS_AT_MOST = 26
_PARTS_AT_MOST = 40


@dataclass(slots=True)
class Options:
    """The options of one question in their order, each with the number of its line."""

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    fault: str = ""

    def written(self) -> list[Numbered]:
        """Give them with letters before them."""
        return [
            (line, f"{chr(ord('A') + place)}) {text}")
            for place, (line, text) in enumerate(zip(self.lines, self.texts, strict=True))
        ]


def is_state(line: str) -> bool:
    """Whether a line says how an answer was judged, as pages do."""
    return _STATE.fullmatch(line) is not None


def are_truths(texts: Sequence[str]) -> bool:
    """Whether two lines are the two words that judge a statement."""
    return len(texts) == 2 and {TRUTH_WORDS.get(plain_word(text)) for text in texts} == {"true", "false"}


def read_options(lines: Sequence[Numbered], *, is_chosen: bool) -> Options:
    """Read the lines below “Select one:”, or without it those from the first letter on.

    A letter has one line behind it, whatever that says; what is said of the chosen one may stand below.
    """
    first = _LABEL.fullmatch(lines[0][1]) if lines else None
    if first and first[1] in "Aa":
        return _lettered(lines)
    return _bare(lines) if is_chosen else Options()


def _lettered(lines: Sequence[Numbered]) -> Options:
    found = Options()
    is_open = False
    for number, text in lines:
        match = None if is_open else _LABEL.fullmatch(text)
        if match and ord(match[1].upper()) - ord("A") == len(found.texts):
            is_open = not match[2]
            if match[2]:
                found.texts.append(match[2])
                found.lines.append(number)
        elif is_open:
            found.texts.append(text)
            found.lines.append(number)
            is_open = False
        elif not is_state(text):
            found.fault = found.fault or (
                f"“{text[:40]}” stands below option {chr(ord('A') + len(found.texts) - 1)} and may be part of it; "
                "write each option in one line."
            )
    if is_open:
        found.fault = "An option has no words."
    return _checked(found)


def _bare(lines: Sequence[Numbered]) -> Options:
    """Read options without letters; sentences between words may be what is said of one of them."""
    found = Options([text for _, text in lines], [number for number, _ in lines])
    sentences = sum(text.endswith((".", "!")) for text in found.texts)
    if not are_truths(found.texts) and (
        0 < sentences < len(lines) or (len(lines) > 2 and any(map(is_state, found.texts)))
    ):
        found.fault = "It is not told which of its lines are options; write options as “A) …”."
    return _checked(found)


def _checked(found: Options) -> Options:
    if len(found.texts) > _OPTIONS_AT_MOST:
        found.fault = f"It has {len(found.texts)} lines that may be options; write options as “A) …”."
        found.texts, found.lines = found.texts[:_OPTIONS_AT_MOST], found.lines[:_OPTIONS_AT_MOST]
    elif len(found.texts) < 2:
        found.fault = found.fault or "There is only one choice; there must be at least two."
    elif len({folded_words(text) for text in found.texts}) < len(found.texts):
        found.fault = found.fault or "Two of its options are the same."
    return found


def shown_right(said: str, texts: Sequence[str], *, are_several: bool) -> str:
    """Give the letters of the options that a page lists as right; empty where they are none of them, or not surely."""
    by_words = {folded_words(text): chr(ord("A") + place) for place, text in enumerate(texts)}
    if not are_several:
        return by_words.get(folded_words(said), "")
    parts = said.split(",")
    if len(parts) > _PARTS_AT_MOST:
        return ""
    #: For each place behind a comma the letters before it, in each of at most two ways.
    ways: list[list[str]] = [[""], *([] for _ in parts)]
    for end in range(1, len(parts) + 1):
        for start in range(end):
            letter = by_words.get(folded_words(",".join(parts[start:end])), "")
            if letter:
                ways[end] += [before + letter for before in ways[start] if letter not in before]
        ways[end] = ways[end][:2]
    return ", ".join(sorted(ways[-1][0])) if len(ways[-1]) == 1 else ""
