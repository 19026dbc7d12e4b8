"""How one typed text is judged against one right text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.compare.folding import fold, words
from quizapp.core.compare.typos import is_nearer_to_another, slips, with_digits

#: Longer texts are not compared at all: no answer is that long.
MAX_TYPED_CHARS = 1_000

Verdict: TypeAlias = Literal["no", "yes", "slip", "shared", "partial"]


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome: `slip` carries the right spelling, `shared` the surname that two bear, `partial` the full name."""

    verdict: Verdict
    spelling: str = ""


NO_MATCH = Match("no")


def match_text(given: str, right: str, rivals: Iterable[str] = ()) -> Match:
    """Compare two texts by their words; small slips count as `slip` unless one of the rivals is as near."""
    if is_equal(given, right):
        return Match("yes")
    typed = words(given)
    distance = slips(typed, words(right))
    if distance is None:
        return NO_MATCH
    if distance == 0:
        return Match("yes")
    others = (words(rival) for rival in rivals if not is_equal(rival, right))
    return NO_MATCH if is_nearer_to_another(typed, distance, others) else Match("slip", right)


def is_equal(one: str, other: str) -> bool:
    """Tell whether two texts are the same after folding, with number words as digits and spaces aside."""
    found, sought = words(one), words(other)
    if found == sought or "".join(found) == "".join(sought):
        return bool(found)
    return with_digits(found) == with_digits(sought)


def is_exactly(one: str, other: str) -> bool:
    """Tell whether two texts are the same letter by letter, outer spaces and Unicode's ways of writing aside."""
    return unicodedata.normalize("NFC", one.strip()) == unicodedata.normalize("NFC", other.strip())


def fits_pattern(text: str, pattern: str) -> bool:
    """Tell whether a folded text fits a folded pattern, in which * stands for any run of characters.

    Linear in the text for each piece: pieces are sought from left to right, never tried again.
    """
    pieces = [_folded_piece(piece) for piece in pattern.replace("\\*", "").split("*")]
    subject = fold(text)
    first, last = pieces[0].lstrip(), pieces[-1].rstrip()
    if len(pieces) == 1:
        return subject == first.strip()
    if not subject.startswith(first) or not subject.endswith(last) or len(subject) < len(first) + len(last):
        return False
    position, end = len(first), len(subject) - len(last)
    for piece in pieces[1:-1]:
        position = subject.find(piece, position, end)
        if position < 0:
            return False
        position += len(piece)
    return True


def _folded_piece(piece: str) -> str:
    """Fold a piece of a pattern and keep the spaces at its edges, which part words."""
    folded = fold(piece)
    if not folded:
        return " " if piece.strip(" ") == "" and piece else ""
    return f"{' ' if piece[0].isspace() else ''}{folded}{' ' if piece[-1].isspace() else ''}"
