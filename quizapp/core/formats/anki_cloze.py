"""Anki’s gaps `{{c1::words::hint}}` within a text: found, and written.

Source: docs.ankiweb.net, “Cloze Deletion”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SIGN = re.compile(r"\{\{c([0-9]{1,3})(?:,[0-9]{1,3}){0,20}::|\}\}")
_DEEPEST = 20
OCCLUSION = "image-occlusion:"
"""How the words of a gap begin that covers a part of a picture."""


@dataclass(frozen=True, slots=True)
class ClozeGap:
    """A gap as it stands in a text: the number of its card, its words and its hint, both as HTML."""

    number: int
    words: str
    hint: str = ""


Piece = str | ClozeGap
"""A text's pieces: words outside of gaps, and gaps."""


@dataclass(slots=True)
class _Open:
    number: int
    sign: str
    pieces: list[Piece]


def cloze_pieces_of(text: str) -> tuple[list[Piece], bool]:
    """Give the pieces of a text, and whether gaps stood within gaps: then the innermost are kept.

    An opening without an end, and an end without an opening, are words.
    """
    outer: list[Piece] = []
    stack: list[_Open] = []
    is_nested = False
    at = 0
    for match in _SIGN.finditer(text):
        here = stack[-1].pieces if stack else outer
        here.append(text[at : match.start()])
        at = match.end()
        if match[1] and len(stack) < _DEEPEST:
            stack.append(_Open(int(match[1]), match[0], []))
        elif stack and not match[1]:
            closed = stack.pop()
            around = stack[-1].pieces if stack else outer
            if any(isinstance(piece, ClozeGap) for piece in closed.pieces):
                is_nested = True
                around.extend(closed.pieces)
            else:
                words, _, hint = "".join(str(piece) for piece in closed.pieces).partition("::")
                around.append(ClozeGap(closed.number, words, hint))
        else:
            here.append(match[0])
    pieces: list[Piece] = [*outer]
    for unclosed in stack:
        pieces += [unclosed.sign, *unclosed.pieces]
    return [*pieces, text[at:]], is_nested


def write_cloze_gap(number: int, words: str, hint: str = "") -> str:
    """Write a gap; signs that would end it early are parted by a zero-width space."""
    inner = _parted(words) + (f"::{_parted(hint)}" if hint else "")
    return f"{{{{c{number}::{inner}}}}}"


def without_cloze_signs(text: str) -> str:
    """Give HTML whose literal `{{c1::` is no gap."""
    return re.sub(r"\{\{(?=c[0-9])", "{<!-- -->{", text)


def gaps_of(pieces: Sequence[Piece]) -> list[ClozeGap]:
    """List the gaps among pieces."""
    return [piece for piece in pieces if isinstance(piece, ClozeGap)]


def _parted(words: str) -> str:
    words = re.sub(r":(?=:)", ":\u200b", words)
    words = re.sub(r"\}(?=\})", "}\u200b", words)
    return f"{words}\u200b" if words.endswith(("}", ":")) else words
