"""Names fit for addresses, made of titles in whatever letters."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

SLUG_CHARS = 64
#: Letters, and how they are spelled in the same order; "_" is not spelled at all.
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o")
_CYRILLIC = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџґ",
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya "
    "e yo dj gj ye dz i yi j lj nj c kj i u dz g",
)
_LATIN = ("ßæœøłđðþħıŋ", "ss ae oe o l d d th h i n")
_SPELLED = {
    letter: spelled.replace("_", "")
    for letters, spellings in (_GREEK, _CYRILLIC, _LATIN)
    for letter, spelled in zip(letters, spellings.split(), strict=True)
}


def as_slug(name: str, otherwise: str = "bank") -> str:
    """Make a name fit for addresses: Latin, Greek and Cyrillic spelled in plain letters.

    Where a letter of another writing is left out, a mark made of the whole name keeps two such names apart; `otherwise`
    stands for what has nothing else left.
    """
    spelled, is_whole = _spelled(name)
    kept = "-".join(part for part in spelled.split("-") if part)
    if is_whole:
        return kept[:SLUG_CHARS].strip("-") or otherwise
    mark = blake2b(unicodedata.normalize("NFC", name).encode(), digest_size=4).hexdigest()
    return f"{(kept or otherwise)[: SLUG_CHARS - len(mark) - 1].strip('-')}-{mark}"


def _spelled(name: str) -> tuple[str, bool]:
    """Give a name in plain letters, digits and dashes, and whether no letter was left out."""
    letters, is_whole = [], True
    for letter in unicodedata.normalize("NFC", name.lower()):
        if letter.isascii():
            letters.append(letter if letter.isalnum() else "-")
            continue
        found = _SPELLED.get(letter)
        if found is None:
            found = "".join(_plain(part) for part in unicodedata.normalize("NFKD", letter).lower())
            is_whole = is_whole and bool(found or not letter.isalnum())
            # A sign parts words; an accent by itself does not.
            found = found or ("" if unicodedata.combining(letter) else "-")
        letters.append(found)
    return "".join(letters), is_whole


def _plain(letter: str) -> str:
    return letter if letter.isascii() and letter.isalnum() else _SPELLED.get(letter, "")
