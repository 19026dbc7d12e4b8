"""Folding: what stays of a text when case, accents, punctuation and spacing do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

#: Letters that no decomposition turns into plain ones.
_LETTERS = dict(zip("łøæœđðþħŧŋı", ("l", "o", "ae", "oe", "d", "d", "th", "h", "t", "n", "i"), strict=True))
#: Marks that carry meaning in answers such as C#, C++, 5 % and are kept.
_MEANING = frozenset("#%+=<>°$€£¥@^~|√±×÷∞≤≥≠−")
_JOINING = frozenset("'’‘`´ʼʻ′\"“”„‟«»‹›″.·\u200b\u200c\u200d\u2060\ufeff\u00ad")
#: What makes another number of the same digits: 3.5 is not 35, −5 is not 5; 1,000 is 1000.
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_DECIMAL = re.compile(r"(?<=[0-9])[.,](?=[0-9])")
_MINUS = re.compile(r"(?<![^\s(])[-−–](?=[0-9])")
_DIGIT = re.compile(r"[0-9]")
_ARTICLES = frozenset(("the", "a", "an"))
_COMBINING = ((0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F))
#: Beyond these lie scripts of thousands of characters.
_MOST_KEPT = 0x3000
_NAME_CHARS = 80


class _Table(dict[int, str]):
    """What `str.translate` writes for each character: asked once, kept for the characters of everyday texts."""

    def __init__(self, written: Callable[[str], str]) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, code: int) -> str:
        written = self._written(chr(code))
        if code < _MOST_KEPT:
            self[code] = written
        return written


def plain_letters(text: str) -> str:
    """Give lower case without Latin, Greek, Cyrillic, Hebrew and Arabic accents, digits as 0–9; marks stay.

    Signs of other scripts (Devanagari vowels, kana voicing) are letters there and are kept.
    """
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", spread.translate(_PLAIN))


def fold(text: str) -> str:
    """Give the text's words in plain letters, one space between them; never empty for a text that shows something.

    Apostrophes, quotation marks and full stops vanish (O'Neill, U.S.A.); dashes and other punctuation part words.
    """
    return _fold_name(text) if len(text) <= _NAME_CHARS else _fold(text)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Give the folded words without a leading article; a lone article stays.

    Cached, for the texts of a question are compared with each response.
    """
    found = tuple(fold(text).split())
    return found[1:] if len(found) > 1 and found[0] in _ARTICLES else found


def _fold(text: str) -> str:
    if text.isascii() and text.isalpha():
        return text.lower()
    plain = plain_letters(text)
    if _DIGIT.search(plain) is not None:
        plain = _MINUS.sub("−", _DECIMAL.sub("°", _THOUSANDS.sub("", plain)))
    folded = " ".join(plain.translate(_KEPT).split())
    return folded or " ".join(plain.split())


#: Names are folded again and again, by rules and by judging.
_fold_name = lru_cache(maxsize=16_384)(_fold)


def _kept(char: str) -> str:
    if char in _JOINING:
        return ""
    if char == "&":
        return " and "
    if char == "⁄":
        return " "
    if char in _MEANING or unicodedata.category(char)[0] in "LNMS":
        return char
    return " "


def _plain(char: str) -> str:
    if any(first <= ord(char) <= last for first, last in _COMBINING):
        return ""
    return str(unicodedata.decimal(char)) if char.isdecimal() else _LETTERS.get(char, char)


_KEPT = _Table(_kept)
_PLAIN = _Table(_plain)
