"""Facts of one verb by who takes part, so that a fact is compared with those alone that may be the same event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quizapp.core.calendar import DateValue
from quizapp.core.extraction.fact_keys import FactKey
from quizapp.core.extraction.values import Fact

Verb = tuple[str, str]
Key = TypeVar("Key")
#: Facts in the same words say the same: the first is compared, and the second with the first.
_IN_SAME_WORDS = 2
_DAYS_A_YEAR = 365
_MOST_DAYS = 10 * _DAYS_A_YEAR


@dataclass(frozen=True, slots=True)
class Alike:
    """Places of the facts of a verb, ascending: all, by the key of a named slot (None: empty), by parties, by a year.

    `companies` are the sets of parties in which an actor takes part. Under the year None stand those without a time,
    and those of many years.
    """

    places: tuple[int, ...]
    by_slot: Mapping[tuple[str, str | None], tuple[int, ...]]
    by_parties: Mapping[frozenset[int], tuple[int, ...]]
    companies: Mapping[int, tuple[frozenset[int], ...]]
    by_year: Mapping[int | None, tuple[int, ...]]

    def with_slot(self, name: str, key: str) -> Sequence[int]:
        """Give those with this subject or object, and those without any."""
        return sorted((*self.by_slot.get((name, key), ()), *self.by_slot.get((name, None), ())))

    def with_parties(self, parties: Collection[int]) -> Sequence[int]:
        """Give those whose parties hold these or are among them, and those without any; all where none is known."""
        own = frozenset(parties)
        if not own:
            return self.places
        near = {found for party in own for found in self.companies.get(party, ()) if found <= own or own <= found}
        return sorted(place for found in (frozenset[int](), *near) for place in self.by_parties.get(found, ()))

    def with_time(self, value: DateValue | None) -> Sequence[int]:
        """Give those whose time may touch this one, and those without any."""
        years = _years_of(value)
        if None in years:
            return self.places
        return sorted({place for year in (None, *years) for place in self.by_year.get(year, ())})


def find_repeated(facts: Sequence[Fact]) -> frozenset[int]:
    """Give the places of facts that were told twice before in the same words."""
    seen: Counter[tuple[object, ...]] = Counter()
    found: set[int] = set()
    for place, fact in enumerate(facts):
        told = _words_of(fact)
        seen[told] += 1
        if seen[told] > _IN_SAME_WORDS:
            found.add(place)
    return frozenset(found)


def find_alike(
    facts: Sequence[Fact], keys: Sequence[FactKey], slot_keys: Mapping[int, str], repeated: Collection[int]
) -> Mapping[Verb, Alike]:
    """Gather the facts of each verb without the repeated ones."""
    places: dict[Verb, list[int]] = defaultdict(list)
    by_slot: dict[Verb, dict[tuple[str, str | None], list[int]]] = defaultdict(lambda: defaultdict(list))
    by_parties: dict[Verb, dict[frozenset[int], list[int]]] = defaultdict(lambda: defaultdict(list))
    by_year: dict[Verb, dict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, (fact, key) in enumerate(zip(facts, keys, strict=True)):
        verb = (key.frame, key.verb_class)
        if place in repeated:
            continue
        places[verb].append(place)
        for name, slot in (("subject", fact.subject), ("object", fact.object)):
            by_slot[verb][name, slot_keys[id(slot)] if slot is not None else None].append(place)
        by_parties[verb][parties_of(fact)].append(place)
        for year in _years_of(fact.time.value if fact.time is not None else None):
            by_year[verb][year].append(place)
    return {
        verb: Alike(
            tuple(found),
            _frozen(by_slot[verb]),
            _frozen(by_parties[verb]),
            _companies(by_parties[verb]),
            _frozen(by_year[verb]),
        )
        for verb, found in places.items()
    }


def _companies(sets: Collection[frozenset[int]]) -> dict[int, tuple[frozenset[int], ...]]:
    found: dict[int, list[frozenset[int]]] = defaultdict(list)
    for parties in sets:
        for party in parties:
            found[party].append(parties)
    return {party: tuple(listed) for party, listed in found.items()}


def _years_of(value: DateValue | None) -> Sequence[int | None]:
    """Give the years that a time touches, roughly; None alone for none, and for too many to list."""
    if value is None or value.lo is None or value.hi is None or value.hi - value.lo > _MOST_DAYS:
        return (None,)
    return range(value.lo // _DAYS_A_YEAR, value.hi // _DAYS_A_YEAR + 1)


def parties_of(fact: Fact) -> frozenset[int]:
    """Give the actors that are subject or object."""
    return frozenset(number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads)


def _words_of(fact: Fact) -> tuple[object, ...]:
    """Give what a fact says, wherever it stands."""
    slots = (
        (slot.words, slot.heads, slot.actors, slot.preposition, slot.value) if slot is not None else None
        for slot in (
            fact.subject,
            fact.object,
            fact.time,
            fact.place,
            fact.claimant,
            *(slot for _, slot in fact.others),
        )
    )
    kind = (fact.frame, fact.verb, fact.particle, fact.chain, fact.modality, fact.tense, fact.rule, fact.superlative)
    prepositions = tuple(preposition for preposition, _ in fact.others)
    return (*kind, fact.is_negative, fact.is_passive, prepositions, *slots)


def _frozen(lists: Mapping[Key, list[int]]) -> dict[Key, tuple[int, ...]]:
    return {key: tuple(places) for key, places in lists.items()}
