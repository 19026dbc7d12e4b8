"""Folding: what stays of a text when case, accents, punctuation and spacing do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Letters that no decomposition turns into plain ones.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i"}
)
#: Marks that carry meaning in answers such as C#, C++, 5 % and are kept.
_MEANING = frozenset("#%+=<>°$€£¥@^~|√±×÷∞≤≥≠−")
_JOINING = frozenset("'’‘`´ʼʻ′\"“”„‟«»‹›″.·\u200b\u200c\u200d\u2060\ufeff\u00ad")
#: What makes another number of the same digits: 3.5 is not 35, −5 is not 5; 1,000 is 1000.
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_DECIMAL = re.compile(r"(?<=[0-9])[.,](?=[0-9])")
_MINUS = re.compile(r"(?<![^\s(])[-−–](?=[0-9])")
_ARTICLES = frozenset(("the", "a", "an"))
_COMBINING = ((0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F))


def plain_letters(text: str) -> str:
    """Give lower case without Latin, Greek, Cyrillic, Hebrew and Arabic accents, digits as 0–9; marks stay.

    Signs of other scripts (Devanagari vowels, kana voicing) are letters there and are kept.
    """
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(_ascii_digit(char) for char in spread if not _is_accent(char))
    return unicodedata.normalize("NFC", kept.translate(_LETTERS))


def fold(text: str) -> str:
    """Give the text's words in plain letters, one space between them; never empty for a text that shows something.

    Apostrophes, quotation marks and full stops vanish (O'Neill, U.S.A.); dashes and other punctuation part words.
    """
    if text.isascii() and text.isalpha():
        return text.lower()
    plain = plain_letters(text)
    if any("0" <= char <= "9" for char in plain):
        plain = _MINUS.sub("−", _DECIMAL.sub("°", _THOUSANDS.sub("", plain)))
    folded = " ".join("".join(_kept(char) for char in plain).split())
    return folded or " ".join(plain.split())


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Give the folded words without a leading article; a lone article stays.

    Cached, for the texts of a question are compared with each response.
    """
    found = tuple(fold(text).split())
    return found[1:] if len(found) > 1 and found[0] in _ARTICLES else found


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


def _is_accent(char: str) -> bool:
    code = ord(char)
    return code >= 0x300 and any(first <= code <= last for first, last in _COMBINING)


def _ascii_digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
