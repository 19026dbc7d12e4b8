"""Small slips of spelling: how many edits are forgiven, and which never are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

#: Word lists are kept as running text.
_split = str.split

#: Words of digits, and Roman numerals after a name: never mended, for 1984 is no slip of 1985, nor Ivan III of Ivan IV.
_FIGURE = re.compile(r".*[0-9].*|[ivx]+")
_SMALL_NUMBERS = {
    word: str(number)
    for number, word in enumerate(_split("zero one two three four five six seven eight nine ten eleven twelve"))
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        _split(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
}
_TENS, _ONES = ("", "x", "xx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMANS = {_TENS[number // 10] + _ONES[number % 10]: str(number) for number in range(1, 30)}
_OPPOSITE_STARTS = (
    ("hypo", "hyper"),
    ("endo", "exo"),
    ("intra", "inter"),
    ("macro", "micro"),
)
_NEGATIONS = ("un", "in", "im", "il", "ir", "dis", "non", "de", "re", "a", "an", "anti", "ex", "co", "pre")
_NEVER_MIXED = tuple(
    frozenset(pair.split())
    for pair in (
        "gambia zambia",
        "stalactite stalagmite",
        "adsorption absorption",
        "adsorb absorb",
        "affect effect",
        "moral mortal",
        "immoral immortal",
        "casual causal",
        "principal principle",
        "perspective prospective",
        "persecute prosecute",
        "persecution prosecution",
        "emigration immigration",
        "emigrant immigrant",
        "calvary cavalry",
        "martial marital",
        "fission fusion",
        "nitrate nitrite",
        "sulfate sulfite",
        "sulphate sulphite",
        "chlorate chlorite",
        "alkane alkene",
        "alkene alkyne",
        "ethane ethene",
        "ethene ethyne",
        "propane propene",
        "butane butene",
        "mitosis meiosis",
        "ureter urethra",
        "afferent efferent",
        "glucagon glycogen",
        "thymine thiamine",
        "slovakia slovenia",
        "mauritania mauritius",
    )
)


def allowance(letters: int) -> int:
    """Say how many slips are forgiven in so many letters: one from 5, two from 10."""
    return 2 if letters >= 10 else 1 if letters >= 5 else 0


def slips(given: Sequence[str], right: Sequence[str]) -> int | None:
    """Count the slips between two runs of folded words; None when they are more than may be forgiven.

    Words are compared one by one, so that two edits that make another word of a short one (north, south; east, west)
    are no slip; a missing or extra space between otherwise equal words is none either.
    """
    joined_given, joined_right = "".join(given), "".join(right)
    if abs(len(joined_given) - len(joined_right)) > 2 or _figures(given) != _figures(right):
        return None
    if joined_given == joined_right:
        return 0
    allowed = allowance(len(joined_right))
    if len(given) != len(right):
        distance = OSA.distance(joined_given, joined_right, score_cutoff=1)
        return distance if distance <= min(allowed, 1) else None
    total = 0
    for one, other in zip(given, right, strict=True):
        distance = OSA.distance(one, other, score_cutoff=2)
        if distance > _word_allowance(len(other)) or (distance and _mean_different_things(one, other)):
            return None
        total += distance
    return total if total <= allowed else None


def is_nearer_to_another(given: Sequence[str], distance: int, others: Iterable[Sequence[str]]) -> bool:
    """Tell whether one of the other runs of words is as near as `distance`, or nearer."""
    joined = "".join(given)
    likely = (text for text in map("".join, others) if abs(len(text) - len(joined)) <= distance)
    return any(OSA.distance(joined, text, score_cutoff=distance) <= distance for text in likely)


def with_digits(found: Sequence[str]) -> list[str]:
    """Write small number words, ordinals and Roman numerals as digits: World War Two, World War II, World War 2."""
    return [_as_digits(word, is_first=place == 0) for place, word in enumerate(found)]


def _as_digits(word: str, is_first: bool) -> str:
    if word in ORDINALS:
        number = ORDINALS[word]
        return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
    if not is_first and len(word) > 1 and word in ROMANS:
        # “I”, “V” and “X” are words and initials too, and stay.
        return ROMANS[word]
    return _SMALL_NUMBERS.get(word, word)


def _word_allowance(letters: int) -> int:
    return 2 if letters >= 10 else 1 if letters >= 4 else 0


def _figures(found: Sequence[str]) -> list[str]:
    return [word for word in with_digits(found) if _FIGURE.fullmatch(word)]


def _mean_different_things(one: str, other: str) -> bool:
    if frozenset((one, other)) in _NEVER_MIXED or _is_negation(one, other):
        return True
    for first, second in _OPPOSITE_STARTS:
        if (one.startswith(first) and other.startswith(second)) or (one.startswith(second) and other.startswith(first)):
            return True
    return False


def _is_negation(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return any(long == start + short for start in _NEGATIONS)
