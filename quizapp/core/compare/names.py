"""Names of persons: which part of a full name is enough, and when it could be somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from quizapp.core.compare.folding import fold
from quizapp.core.compare.matching import NO_MATCH, Match
from quizapp.core.compare.name_words import (
    AFTER_NAMES,
    FAMILY_FIRST,
    HONORIFICS,
    NO_PERSON_FIRST,
    NO_PERSON_LAST,
    NO_SURNAME,
    PARTICLES,
    RANKS,
    SYLLABLES,
)
from quizapp.core.compare.typos import ORDINALS, ROMANS, is_nearer_to_another, slips, with_digits

#: No name has more.
MAX_WORDS = 12


@dataclass(frozen=True, slots=True)
class _Name:
    """A name's folded words, in their order and sorted; `families` are the runs that name the person, longest first."""

    words: tuple[str, ...]
    bag: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    titles: frozenset[str]

    def given(self, family: tuple[str, ...]) -> tuple[str, ...]:
        """Give the words beside the family name, in their order."""
        if self.words[: len(family)] == family:
            return self.words[len(family) :]
        return self.words[: -len(family)]


def match_name(given: str, key: str, rivals: Iterable[str] = (), aliases: Iterable[str] = ()) -> Match:
    """Compare a typed name with a full name.

    Honorifics, accents and hyphens do not count; initials, left-out middle names and “Surname, Given” are understood; a
    surname is enough. `rivals` are other names of the bank: where one of them bears the surname too the match is
    `shared`, and a typing slip that leads as near to one of them is no match. Rivals that are one of `aliases` are the
    key's own names. Given names alone are `partial`.
    """
    typed, right = _name(given), _name(key)
    if not typed.words or len(typed.words) > MAX_WORDS or not right.words or _ranks_differ(typed, right):
        return NO_MATCH
    if _is_same(typed, right):
        return Match("yes")
    own = [_name(alias) for alias in aliases]
    others = [other for other in map(_name, rivals) if other.words and not _is_one_person(other, right)]
    others = [other for other in others if not any(_is_same(other, alias) for alias in own)]
    if any(_is_same(typed, other) for other in others):
        return NO_MATCH
    if (fit := _fit(typed, right)) is not None:
        fits = (_fit(typed, other) for other in others)
        is_shared = any(rival is not None and rival.strength >= fit.strength for rival in fits)
        return Match("shared", _as_written(key, fit.family)) if is_shared else Match("yes")
    if (slip := _slip(typed, right, key, others)) is not None:
        return slip
    is_part = len(right.words) > 1 and all(word in right.words and len(word) > 1 for word in typed.words)
    return Match("partial", key) if is_part else NO_MATCH


@dataclass(frozen=True, slots=True)
class _Fit:
    """The surname by which words fit a name; `strength` is 0 for it alone, 1 with some given names, 2 with all."""

    family: tuple[str, ...]
    strength: int


def _fit(typed: _Name, right: _Name) -> _Fit | None:
    for family in right.families:
        size = len(family)
        if typed.words == family:
            return _Fit(family, 0)
        for rest in (typed.words[:-size], typed.words[size:]):
            has_family = typed.words in (rest + family, family + rest)
            if rest and has_family and (strength := _given_strength(_spread(rest), right.given(family))):
                return _Fit(family, strength)
    return None


def _given_strength(typed: tuple[str, ...], right: tuple[str, ...]) -> int:
    """Tell how well given names agree, each in the other's order, in full or as an initial; 0 = they do not."""
    if not right:
        return 0
    if len(typed) == len(right):
        return 2 if all(map(_agree, typed, right)) else 0
    is_part = _is_run_within(typed, right) or (_agree(typed[0], right[0]) and _is_run_within(right, typed))
    return 1 if is_part else 0


def _is_run_within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    rest = iter(whole)
    return all(any(_agree(word, other) for other in rest) for word in part)


def _agree(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _spread(given: tuple[str, ...]) -> tuple[str, ...]:
    """Part initials written as one word: JF Kennedy."""
    parted = list[str]()
    for word in given:
        vowelless = len(word) <= 3 and not any(letter in "aeiouy" for letter in word)
        parted.extend(word if vowelless else [word])
    return tuple(parted)


def _slip(typed: _Name, right: _Name, key: str, others: list[_Name]) -> Match | None:
    best: tuple[int, str, tuple[str, ...]] | None = None
    for variant, family in _variants(right):
        distance = slips(typed.words, variant) if len(typed.words) == len(variant) else None
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, _as_written(key, variant), family)
    if best is None:
        return None
    distance, spelling, family = best
    if is_nearer_to_another(typed.words, distance, (words for other in others for words, _ in _variants(other))):
        is_shared = family and any(family in other.families for other in others)
        return Match("shared", _as_written(key, family)) if is_shared else NO_MATCH
    return Match("slip", spelling) if distance else Match("yes")


def _variants(name: _Name) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give the runs of words that may be typed for a name, each with the surname where it stands alone."""
    yield name.words, ()
    for family in name.families:
        yield family, family
        given = name.given(family)
        if len(given) > 1:
            yield (given[0], *family), ()
        if given:
            yield (*given, *family), ()
            yield (*family, *given), ()


def _is_same(one: _Name, other: _Name) -> bool:
    """Tell whether both are the same words, in whatever order."""
    return one.bag == other.bag or "".join(one.words) == "".join(other.words)


def _is_one_person(one: _Name, other: _Name) -> bool:
    """Tell whether two full names of a bank are one person's: one is the other with middle names left out."""
    if _is_same(one, other) or len(one.words) == 1:
        return True
    if min(len(one.words), len(other.words)) != 2:
        return False
    return (one.words[0], one.words[-1]) == (other.words[0], other.words[-1])


def _ranks_differ(one: _Name, other: _Name) -> bool:
    ranks = [{place for place, rank in enumerate(RANKS) if rank & name.titles} for name in (one, other)]
    return bool(ranks[0]) and bool(ranks[1]) and not ranks[0] & ranks[1]


@lru_cache(maxsize=16_384)
def _name(text: str) -> _Name:
    """Take a name apart; cached, for the names of a bank are compared with each response."""
    before, comma, after = text.partition(",")
    if comma and "," not in after and fold(after) and not set(fold(after).split()) & AFTER_NAMES:
        text = f"{after} {before}"
    found = fold(text).split()
    start = 0
    while start < len(found) - 1 and found[start] in HONORIFICS:
        start += 1
    end = len(found)
    while end - start > 1 and found[end - 1] in AFTER_NAMES:
        end -= 1
    words = tuple(_numbered(found[start:end]))
    return _Name(words, tuple(sorted(with_digits(words))), _families(words, text), frozenset(found[:start]))


def _numbered(found: list[str]) -> list[str]:
    """Write the number of a ruler as digits: Nicholas II, Nicholas the Second, Elizabeth I."""
    if len(found) > 2 and found[-2] == "the" and found[-1] in ORDINALS:
        return [*found[:-2], str(ORDINALS[found[-1]])]
    return [*found[:-1], ROMANS.get(found[-1], found[-1])] if len(found) > 1 else found


def _families(words: tuple[str, ...], text: str) -> tuple[tuple[str, ...], ...]:
    if len(words) < 2:
        return (words,) if words else ()
    if words[-1].isdigit() or NO_SURNAME & set(words[1:]) or words[0] in NO_PERSON_FIRST or words[-1] in NO_PERSON_LAST:
        return ()
    if _is_family_first(words):
        # “Kim Philby” looks like “Xi Jinping”: of two words the last is taken for a surname as well.
        return (words[:1], words[1:]) if len(words) == 2 else (words[:1],)
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    if start == 1 and words[0] in PARTICLES:
        start = 0
    ends = {start, len(words) - 1}
    if len(words) > 2 and len(words[-2]) > 1:
        ends.add(len(words) - 2)
    ends |= {len(words) - 2} if any(pair == words[-2:] for pair in _hyphened(text)) else set()
    return tuple(words[place:] for place in sorted(ends))


def _is_family_first(words: tuple[str, ...]) -> bool:
    return (
        words[0] in FAMILY_FIRST
        and len(words) <= 3
        and all(len(word) > 1 and SYLLABLES.fullmatch(word) for word in words[1:])
    )


def _hyphened(text: str) -> Iterator[tuple[str, str]]:
    for word in text.split():
        yield from pairwise(fold(word).split()) if "-" in word else ()


def _as_written(name: str, words: tuple[str, ...]) -> str:
    """Give the part of a name that the folded words stand for, as it is written; else the whole name."""
    if tuple(fold(name).split()) == words:
        return name
    pieces = [piece for piece in re.split(r"[\s,]+|(?<=[^\W\d_])-", name) if piece]
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            if tuple(fold(" ".join(pieces[start:end])).split()) == words:
                return " ".join(pieces[start:end])
    return name
