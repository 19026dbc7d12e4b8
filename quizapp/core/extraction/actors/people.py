"""Persons of a text: full names found them, shorter names join the one that they fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import OSA

from quizapp.core.extraction.actors.compounds import REIGNING
from quizapp.core.extraction.actors.runs import INITIAL, NUMERAL
from quizapp.core.extraction.lexicons.vocabulary import Title, vocabulary
from quizapp.core.extraction.values import Gender

_PATRONYMIC = ("ovich", "evich", "ovna", "evna", "ievich", "ievna", "ichna")
#: A Chinese given name in pinyin: “Xiaoru”, “Zhongshan”.
_TWO_SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:iong|iang|uang|ang|eng|ong|iao|ian|ing|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|"
    r"un|ue|a|o|e|i|u)){2}",
    re.IGNORECASE,
)
_Key = TypeVar("_Key")
_JUNIORS = frozenset(("jr", "sr", "junior", "senior", "elder", "younger"))
_ROYAL = frozenset(("head_of_state", "royal", "clergy", "honorific", "noble", "chief"))
#: No list of namesakes grows longer than this, so that a hostile text stays cheap.
_NAMESAKES = 24
_SLIPS = 4
_TYPO_LENGTH = 8


@lru_cache(maxsize=1 << 14)
def fold_name(word: str) -> str:
    """Drop case, accents, stops, apostrophes and hyphens of a name’s word."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


@dataclass(eq=False, slots=True)
class Person:
    """A person while the text is read: the longest name, and what is known so far."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    gender: Gender | None = None
    is_relation: bool = False
    #: The word for a relative that a lone name first stood behind: “his father, Karl”.
    kin: str = ""
    is_family_first: bool = False
    first_at: int = 0
    #: A namesake of others, known by the title behind the name: “Mary, Queen of Scots”.
    is_titled: bool = False
    #: The last day of when the text lets this person die.
    died: int | None = None

    @property
    def core(self) -> int:
        """Give how many words name the person: “of Prussia”, “of Pisa” behind them is a place, and nobody alone."""
        at = self.words.index("of") if "of" in self.words[1:-1] else len(self.words)
        is_given = at == 1 and self.words[0] in vocabulary().given
        is_realm = at < len(self.words) and (
            is_given or NUMERAL.match(self.words[at - 1]) or " ".join(self.words[at + 1 :]) in vocabulary().states
        )
        return at if is_realm else len(self.words)

    @property
    def numeral(self) -> str:
        """Give the regnal numeral or junior mark behind a name, which keeps namesakes apart."""
        core = self.core
        if core < 2:
            return ""
        last = self.keys[core - 1]
        return last if last in _JUNIORS or NUMERAL.match(self.words[core - 1]) else ""

    def surnames(self) -> frozenset[str]:
        """Give the words that stand for the person with “Mr” or an office before them."""
        keys = self.keys[: self.core - 1] if self.numeral else self.keys[: self.core]
        if self.is_family_first or self.words[-1] in REIGNING:
            return frozenset(keys[:1])
        found = {keys[-1]}
        if len(keys) >= 3 and (self.words[0] in vocabulary().spanish):
            found.add(keys[-2])
        return frozenset(found)


@dataclass(slots=True)
class PeopleBook:
    """Full names by all the ways in which a shorter or different form may ask for them."""

    people: list[Person] = field(default_factory=list)
    _by_form: dict[str, Person] = field(default_factory=dict)
    _by_set: dict[tuple[str, ...], Person] = field(default_factory=dict)
    _by_ends: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    _by_part: dict[tuple[str, ...], list[Person]] = field(default_factory=dict)
    _by_word: dict[str, list[Person]] = field(default_factory=dict)
    _by_slip: dict[tuple[object, ...], list[Person]] = field(default_factory=dict)

    def found(self, words: tuple[str, ...]) -> Person:
        """Give the person of a full name, a new one when nobody fits; longer names must come first."""
        keys = tuple(fold_name(word) for word in words)
        person = self.find_full(words, keys)
        if person is None:
            person = Person(words, keys, given_gender(words), is_family_first=is_family_first(words))
            self.people.append(person)
        self._index(person, words, keys)
        return person

    def find_full(self, words: tuple[str, ...], keys: tuple[str, ...]) -> Person | None:
        """Give the person that a name of several words belongs to, by equal, shorter or mistyped form."""
        same = self._by_form.get("".join(keys)) or self._by_set.get(tuple(sorted(keys)))
        if same:
            return same
        for person in self._by_part.get(keys, ()):
            if _may_shorten(person, words, keys):
                return person
        for person in self._by_ends.get((keys[0][:1], keys[-1]), ()):
            if _fits_ends(person, words, keys):
                return person
        return self._mistyped(words, keys)

    def namesakes(self, key: str) -> Sequence[Person]:
        """List those who have a word in their name, in the order in which they were founded."""
        return tuple(self._by_word.get(key, ()))

    def _index(self, person: Person, words: tuple[str, ...], keys: tuple[str, ...]) -> None:
        self._by_form.setdefault("".join(keys), person)
        self._by_set.setdefault(tuple(sorted(keys)), person)
        _add(self._by_ends, (keys[0][:1], keys[-1]), person)
        for first in range(min(len(keys), 6)):
            for last in range(first + 2, min(len(keys), 7) + 1):
                _add(self._by_part, keys[first:last], person)
        realm = person.keys[person.core :]
        for key in keys:
            if key not in realm:
                _add(self._by_word, key, person)
        if sum(map(len, keys)) >= _TYPO_LENGTH:
            for slip in _slips(keys):
                _add(self._by_slip, slip, person)

    def _mistyped(self, words: tuple[str, ...], keys: tuple[str, ...]) -> Person | None:
        if sum(map(len, keys)) < _TYPO_LENGTH:
            return None
        for slip in _slips(keys):
            for person in self._by_slip.get(slip, ())[:_SLIPS]:
                if _is_typo(person, words, keys):
                    return person
        return None


def _add(index: dict[_Key, list[Person]], key: _Key, person: Person) -> None:
    people = index.setdefault(key, [])
    if len(people) < _NAMESAKES and person not in people:
        people.append(person)


def _slips(keys: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    """Give the name with one word left open, and that word less one letter, for finding words one edit away."""
    for place, key in enumerate(keys):
        if 3 <= len(key) <= 24 and len(keys) > 1:
            rest = (place, *keys[:place], "", *keys[place + 1 :])
            yield (*rest, key)
            for letter in range(len(key)):
                yield (*rest, key[:letter] + key[letter + 1 :])


def _is_typo(person: Person, words: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """Tell one slip of the pen from another name: both given names, a daughter’s ending, a numeral."""
    if len(person.keys) != len(keys):
        return False
    differing = [place for place in range(len(keys)) if keys[place] != person.keys[place]]
    if len(differing) != 1:
        return False
    place = differing[0]
    mine, other = keys[place], person.keys[place]
    lexicon = vocabulary()
    if (
        min(len(mine), len(other)) < 3
        or NUMERAL.match(words[place])
        or (
            mine[-1] != other[-1]
            and "a"
            in (
                mine[-1],
                other[-1],
            )
        )
    ):
        return False
    if words[place] in lexicon.given and person.words[place] in lexicon.given:
        return False
    return OSA.distance(mine, other) == 1


def _may_shorten(person: Person, words: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """Tell whether a part of a longer name may stand for it: its end, or its beginning before a by-name."""
    size = len(keys)
    if person.keys[-size:] == keys:
        return not person.numeral
    rest = person.words[size:]
    if person.keys[:size] != keys:
        return person.words[0] in vocabulary().spanish
    if (
        person.numeral
        or NUMERAL.match(words[-1])
        or rest[0] in ("of", "the")
        or rest[0].lower() in vocabulary().joiners
    ):
        return True
    if person.keys[size - 1].endswith(_PATRONYMIC):
        return True
    return person.words[0] in vocabulary().spanish and size >= 2


def _fits_ends(person: Person, words: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """Tell “J. Hale”, “John Hale”, “John Frederick Hale” for one from namesakes."""
    if person.keys[-1] != keys[-1] or person.numeral:
        return False
    mine, other = words[0], person.words[0]
    is_initial = bool(INITIAL.match(mine)) or bool(INITIAL.match(other))
    if keys[0] != person.keys[0] and not (is_initial and keys[0][:1] == person.keys[0][:1]):
        return False
    return _middles_agree(words[1:-1], person.words[1:-1])


def _middles_agree(mine: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not mine or not other:
        return True
    return all(fold_name(a)[:1] == fold_name(b)[:1] for a, b in zip(mine, other, strict=False)) and any(
        INITIAL.match(word) for word in (*mine, *other)
    )


def is_family_first(words: tuple[str, ...]) -> bool:
    """Tell “Park Min-jun” from “Kim Hale”: a listed family name first, and no given name of another culture behind."""
    lexicon = vocabulary()
    if len(words) < 2 or words[0] not in lexicon.family_first:
        return False
    if words[1] in lexicon.family_first and words[0] in lexicon.given and len(words) == 2:
        return False
    return not (words[0] in lexicon.given and _is_western(words[-1]) and len(words) == 2 and "-" not in words[1])


def _is_western(word: str) -> bool:
    return len(word) > 5 and "-" not in word and not _TWO_SYLLABLES.fullmatch(word)


def given_gender(words: tuple[str, ...]) -> Gender | None:
    """Give the gender that a given name tells, where one stands in its place; a patronymic tells it too."""
    lexicon = vocabulary()
    if words[-1] in REIGNING:
        return lexicon.titles[words[-1]].gender
    for word in words:
        key = fold_name(word)
        if key.endswith(("ovna", "evna", "dottir")):
            return "female"
        if key.endswith(("ovich", "evich")):
            return "male"
    places = words[1:] if is_family_first(words) else words[:1]
    for word in places:
        gender = lexicon.given.get(word) or lexicon.given.get(word.split("-")[0])
        if gender:
            return gender
    # A daughter's ending: “Zuhra Seitova”.
    return "female" if len(words) > 1 and len(words[-1]) > 5 and words[-1].endswith(("ova", "eva", "skaya")) else None


def fits(person: Person, key: str, title: Title | None) -> bool:
    """Tell whether one word, with the title before it, may stand for a person."""
    if title is None:
        return True
    if title.gender and person.gender and title.gender != person.gender:
        return False
    if key in person.surnames() or len(person.keys) == 1:
        return True
    return title.role in _ROYAL and title.use != "noun"
