"""How large the letters of a card to cut out may be, so that all its text stands on it.

No browser is asked: the room that a text takes is reckoned by its number of letters, a little above what it needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import east_asian_width

from quizapp.core.formats.printing import Printed

#: Sizes of letters on a card, in pt; the largest that is not above the wished one and holds the text is taken.
SIZES = (18, 16, 14, 12, 11, 10, 9, 8, 7)
#: Room for text on a card in pt: as wide as on A4 and as high as on US letter, whose cards are lower.
_WIDTH, _HEIGHT = 240.0, 146.0
#: Heights of a line and between paragraphs, in letter sizes; what has been made smaller is set closer.
_LINE, _CLOSE_LINE, _PARAGRAPH = 1.42, 1.3, 0.35
_LETTER, _WIDE_LETTER = 0.49, 1.0
_GAP = re.compile(r"\[\[\d+\]\]")
#: As wide as a gap is at least.
_BLANK = "n" * 14
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
#: As high as a picture may be, and the space around it.
_PICTURE_HEIGHT = 90.0


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a card: the size of its letters in pt, whether that had to be made smaller, whether all is held."""

    size: int
    is_smaller: bool
    is_whole: bool


def front_of(printed: Printed, wished: int) -> CardSide:
    """Give the size of the side that asks."""
    question = printed.question
    texts = [str(getattr(question, "context", "") or ""), question.stem]
    if printed.form in ("options", "boxes"):
        texts += [option.text for option in printed.options]
    elif printed.form in ("pairs", "order"):
        texts += printed.lefts or [option.text for option in printed.options]
    texts += [" / ".join(options) for options in printed.gaps]
    return _side(texts, wished)


def back_of(printed: Printed, wished: int) -> CardSide:
    """Give the size of the side that answers."""
    return _side([printed.question.answer(), printed.question.explanation or ""], wished, first=1.25)


def _side(texts: list[str], wished: int, first: float = 1.05) -> CardSide:
    pictures = sum(len(_PICTURE.findall(text)) for text in texts)
    rows = [row for text in texts for row in _PICTURE.sub("", _GAP.sub(_BLANK, text)).split("\n") if row.strip()]
    widths = [_ems(row) for row in rows]
    for size in (each for each in SIZES if each <= wished):
        is_smaller = size < wished
        # What has been made smaller stands in letters of one size.
        letter, line = (float(size), _CLOSE_LINE) if is_smaller else (size * first, _LINE)
        if pictures * _PICTURE_HEIGHT + _height(widths, letter, line) <= _HEIGHT:
            return CardSide(size, is_smaller, True)
    return CardSide(SIZES[-1], True, False)


def _height(widths: list[float], letter: float, line: float) -> float:
    lines = sum(1 + int(width * letter / _WIDTH) for width in widths)
    return (lines * line + len(widths) * _PARAGRAPH) * letter


def _ems(text: str) -> float:
    return sum(_WIDE_LETTER if east_asian_width(sign) in "WF" else _LETTER for sign in text)
