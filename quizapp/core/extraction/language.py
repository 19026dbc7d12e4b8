"""Which language a text is in, by the share of its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_LETTERS = 100_000
_LEAST_WORDS = 20
_LEAST_SHARE = 0.12
#: English in short sentences full of names has fewer; no other language comes near it with English words.
_LEAST_ENGLISH_SHARE = 0.07
_LEAST_SORTS = 4
_SMALL_WORDS = {
    "en": "the of and to in a is was that for on with as by at from it his were be which an are had this not or who",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an wurde nach war",
    "fr": "le la les de des et en un une du que qui dans est pour par sur au pas plus il ce avec sont aux son était",
    "es": "el la los las de y en que un una del se por con su para es al lo como más fue no sus este entre",
    "it": "il di che la e in un per una del della con si è le dei non da al gli nel alla sono ha più come fu",
    "pt": "o a os as de e que em do da um uma no na para com por se dos ao mais foi como não à das são",
    "nl": "de het een van en in is dat op te met voor zijn die niet aan er was ook door naar bij werd uit",
    "sv": "och i att det som en på är av för med till den han inte var ett om sig från de hade vid blev",
    "pl": "i w na z do się że nie jest to o po jak za od był przez oraz a dla roku jego które został",
    "ru": "и в не на что с по как из к от за был его для это он но после были года при до также",
}
_SETS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_NAMES = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "pl": "Polish",
    "ru": "Russian",
}


def find_language(text: str) -> tuple[str | None, tuple[str, ...]]:
    """Give a language's ISO 639-1 code, None where unknown, and what to tell people when it is not English.

    A text of fewer than 20 words says too little, and is taken for English unless it has no Latin letters.
    """
    words = [match.group().lower() for match in _WORD.finditer(text[:_SAMPLE_LETTERS])]
    if not words:
        return None, ()
    counts = Counter(words)
    shares = {code: _share(code, counts) / len(words) for code in _SETS}
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    if best == "en" and (shares["en"] >= _LEAST_ENGLISH_SHARE or len(words) < _LEAST_WORDS):
        return "en", ()
    if len(words) < _LEAST_WORDS and _is_latin(words):
        return "en", ()
    if shares[best] < _LEAST_SHARE:
        return None, (_notice("in a language that is not known here"),)
    return best, (_notice(f"in {_NAMES[best]}"),)


def _share(code: str, counts: Counter[str]) -> int:
    """Count the small words of a language; one or two that others write too (met, in) are no sign of another one."""
    found = [counts[word] for word in _SETS[code] if counts[word]]
    return sum(found) if code == "en" or len(found) >= _LEAST_SORTS else 0


def _is_latin(words: list[str]) -> bool:
    return any(word[0] < "\u0250" for word in words)


def _notice(where: str) -> str:
    return (
        f"The document seems to be {where}, and the rules for questions are English: it is kept for reading, and only "
        "its dates and quotations are looked for."
    )
