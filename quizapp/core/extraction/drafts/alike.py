"""Facts of one verb by who takes part, so that a fact is compared with those alone that may be the same event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from quizapp.core.extraction.fact_keys import FactKey
from quizapp.core.extraction.values import Fact, Slot

Verb = tuple[str, str]
Key = TypeVar("Key")
#: Facts in the same words say the same: the first is compared, and the second with the first.
_IN_SAME_WORDS = 2


@dataclass(frozen=True, slots=True)
class Alike:
    """Places of the facts of a verb, ascending: all, by the key of a named slot (None: empty), by an actor in them."""

    places: tuple[int, ...]
    by_slot: Mapping[tuple[str, str | None], tuple[int, ...]]
    by_party: Mapping[int | None, tuple[int, ...]]

    def with_slot(self, name: str, key: str) -> Sequence[int]:
        """Give those with this subject or object, and those without any."""
        return sorted((*self.by_slot.get((name, key), ()), *self.by_slot.get((name, None), ())))

    def with_parties(self, parties: Collection[int]) -> Sequence[int]:
        """Give those that share a party, and those without any; all where no party is known."""
        if not parties:
            return self.places
        return sorted({place for party in (None, *parties) for place in self.by_party.get(party, ())})


def find_alike(facts: Sequence[Fact], keys: Sequence[FactKey], slot_keys: Mapping[int, str]) -> Mapping[Verb, Alike]:
    """Gather the facts of each verb; those told in the same words twice at most."""
    seen: Counter[Fact] = Counter()
    places: dict[Verb, list[int]] = defaultdict(list)
    by_slot: dict[Verb, dict[tuple[str, str | None], list[int]]] = defaultdict(lambda: defaultdict(list))
    by_party: dict[Verb, dict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, (fact, key) in enumerate(zip(facts, keys, strict=True)):
        verb, told = (key.frame, key.verb_class), _without_place(fact)
        seen[told] += 1
        if seen[told] > _IN_SAME_WORDS:
            continue
        places[verb].append(place)
        for name, slot in (("subject", fact.subject), ("object", fact.object)):
            by_slot[verb][name, slot_keys[id(slot)] if slot is not None else None].append(place)
        for party in parties_of(fact) or (None,):
            by_party[verb][party].append(place)
    return {
        verb: Alike(tuple(found), _frozen(by_slot[verb]), _frozen(by_party[verb])) for verb, found in places.items()
    }


def parties_of(fact: Fact) -> frozenset[int]:
    """Give the actors that are subject or object."""
    return frozenset(number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads)


def _without_place(fact: Fact) -> Fact:
    """Give what a fact says, wherever it stands."""

    def moved(slot: Slot | None) -> Slot | None:
        return replace(slot, start=0, end=0, date=None) if slot is not None else None

    return replace(
        fact,
        subject=moved(fact.subject),
        object=moved(fact.object),
        time=moved(fact.time),
        place=moved(fact.place),
        claimant=moved(fact.claimant),
        others=tuple((preposition, replace(slot, start=0, end=0, date=None)) for preposition, slot in fact.others),
        start=0,
        end=0,
    )


def _frozen(lists: Mapping[Key, list[int]]) -> dict[Key, tuple[int, ...]]:
    return {key: tuple(places) for key, places in lists.items()}
