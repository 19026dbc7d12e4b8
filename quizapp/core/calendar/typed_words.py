"""The words of typed dates: months, ordinals, decades, eras and what may be left out, in one plain form."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from quizapp.core.calendar.values import MONTHS
from quizapp.core.compare.folding import plain_letters

#: Word lists are kept as running text.
_split = str.split

_NAMES = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_SHORT = {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9, "febr": 2}
#: Learners type in their own language; folded spellings of German, French, Spanish, Italian, Dutch and Portuguese.
_ELSEWHERE = {
    name: number
    for number, names in enumerate(
        (
            "januar janner janvier enero gennaio januari janeiro",
            "februar fevrier febrero febbraio februari fevereiro",
            "marz maerz mars marzo maart marco mrz",
            "avril abril aprile",
            "mai mayo maggio mei maio",
            "juni juin junio giugno junho",
            "juli juillet julio luglio julho",
            "aout agosto augustus",
            "septembre septiembre settembre setembro",
            "oktober octobre octubre ottobre outubro okt",
            "novembre noviembre novembro",
            "dezember decembre diciembre dicembre dezembro dez",
        ),
        1,
    )
    for name in names.split()
}
_MONTHS = _SHORT | _ELSEWHERE | _NAMES

_UNITS = _split(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = {word: number for number, word in enumerate(_UNITS, 1)} | {"thirtieth": 30, "thirty first": 31}
_ORDINALS |= {f"twenty {word}": 20 + number for number, word in enumerate(_UNITS[:9], 1)}
_DECADES = {
    word: number
    for number, word in enumerate(_split("twenties thirties forties fifties sixties seventies eighties nineties"), 2)
} | {"noughties": 0, "tens": 1}
_CENTURIES = {
    word: number for number, word in enumerate(_split("fifteen sixteen seventeen eighteen nineteen twenty"), 15)
}

_NOISE = frozenset(
    _split(
        "the of on in at year years around about approximately approx roughly circa ca sometime during "
        "between from anno date de del den der le la el du dem am im vom monday tuesday wednesday thursday "
        "friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun"
    )
)
_DASHES = re.compile(r"[‐‑‒–—―−﹣－]")
_APOSTROPHES = re.compile(r"[’‘`´ʼ′]")
_INITIALS = re.compile(r"\b([a-z])\. ?([a-z])\.(?: ?([a-z])\.)?")
_ERAS = (
    (re.compile(r"\b(?:bce|v ?chr|av ?jc|a ?c ?n)\b"), "bc"),
    (re.compile(r"\b(?:ce|n ?chr|ap ?jc)\b"), "ad"),
    (re.compile(r"(?<=[0-9])(?:bce?)\b"), " bc"),
    (re.compile(r"(?<=[0-9])(?:ad|ce)\b"), " ad"),
    (re.compile(r"\b(bc|ad)(?=[0-9])"), r"\1 "),
)
_WORDS = re.compile("|".join(sorted(_ORDINALS, key=len, reverse=True)))
_WORD_ORDINAL = re.compile(rf"\b(?:{_WORDS.pattern})\b")
_WORD_DECADE = re.compile(rf"(?:\b({'|'.join(_CENTURIES)})[ -])?\b({'|'.join(_DECADES)})\b")
_ROUGH = re.compile(r"\b(?:early|mid|late|middle)[ -]+|^[c~] ?(?=[0-9])|\b(?:exactly|maybe|probably|perhaps)\b")
_CONNECTOR = re.compile(r"\s+(?:-+|to|until|till|til|through|and|bis)\s+")
_ROMAN = {"i": 1, "v": 5, "x": 10}


def cleaned(text: str) -> tuple[str, str]:
    """Give the text in plain small letters without noise words, and the right spelling of a misspelt month.

    Eras become bc and ad, ordinals and decades digits (13th, 60s), joints of ranges “to”.
    """
    plain = _plain(text)
    plain = _WORD_ORDINAL.sub(lambda found: f"{_ORDINALS[found[0]]}th", plain)
    plain = _WORD_DECADE.sub(_decade_digits, plain)
    plain = _ROUGH.sub("", plain)
    is_range = _CONNECTOR.search(plain) is not None
    if is_range:
        plain = _CONNECTOR.sub(" to ", plain)
    if re.fullmatch(r"[0-9]+ to [0-9]+ to [0-9]+", plain):
        plain = plain.replace(" to ", "-")
    slip = ""
    kept = list[str]()
    for word in plain.split():
        if word in _NOISE:
            continue
        right, misspelt = _spelled(word)
        slip = slip or misspelt
        kept.append(right)
    return " ".join(kept), slip


def month_of(word: str) -> int | None:
    """Give the month that a plain word names, in full or shortened."""
    return _MONTHS.get(word)


def roman_number(word: str) -> int:
    """Read a Roman number of i, v and x; 0 when it is not written in the usual way."""
    total = 0
    for char, following in zip(word, [*word[1:], ""], strict=True):
        number = _ROMAN[char]
        total += -number if _ROMAN.get(following, 0) > number else number
    return total if _roman(total) == word else 0


def _roman(number: int) -> str:
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (number // 10) + ones[number % 10] if 0 < number < 40 else ""


def _plain(text: str) -> str:
    plain = _APOSTROPHES.sub("'", _DASHES.sub("-", text))
    plain = _DASHES.sub("-", plain_letters(plain))
    plain = _INITIALS.sub(lambda found: "".join(part for part in found.groups() if part) + " ", plain)
    plain = re.sub(r"(?<=[a-z])\.|\.(?=\s|$)|[,;?!()\[\]\"“”]", " ", plain)
    plain = re.sub(r"(?<=[a-z])'(?=[a-z])", "", plain)
    plain = re.sub(r"(?<=[0-9])'s\b", "s", plain)
    plain = re.sub(r"\b(twenty|thirty)-(?=[a-z])", r"\1 ", " ".join(plain.split()))
    plain = re.sub(r"(?<=[0-9])(st|nd|rd|th)-(?=century|cent)", r"\1 ", plain)
    plain = re.sub(r"(?<=[0-9])(?=[a-z]{3})|(?<=[a-z]{3})(?=[0-9])", " ", plain)
    for pattern, era in _ERAS:
        plain = pattern.sub(era, plain)
    return re.sub(r"(?<=[a-z])-(?=century\b)", " ", plain)


def _decade_digits(found: re.Match[str]) -> str:
    century = _CENTURIES[found[1]] if found[1] else None
    return f"{'' if century is None else century}{_DECADES[found[2]]}0s"


def _spelled(word: str) -> tuple[str, str]:
    """Mend a misspelt English month; the second text is its right spelling, empty when nothing was mended."""
    if len(word) < 5 or not word.isalpha() or word in _MONTHS or word in ("century", "millennium", "millenium"):
        return word, ""
    allowed = 2 if len(word) >= 8 else 1
    near = sorted((OSA.distance(word, name, score_cutoff=allowed), name) for name in _NAMES if len(name) > 4)
    if near[0][0] > allowed or near[0][0] == near[1][0]:
        return word, ""
    return near[0][1], near[0][1].capitalize()
