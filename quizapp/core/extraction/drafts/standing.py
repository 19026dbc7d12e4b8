"""Where actors stand in a document, and who bears which name: look-ups by actor, made once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quizapp.core.compare import fold
from quizapp.core.extraction.values import Actor, ActorMention, ActorType, Analysis, Quote

Entry = TypeVar("Entry")

_THE = re.compile(r"\b[Tt]he ")
_NAMING = re.compile(
    r"\b(?:names?|named|renamed|called|known|titles?|titled|styled|alias|formerly|née|nicknam\w+|pseudonym|surname)\b"
)
_EDGE = re.compile(r"\b")
#: Few names may fill whole chapters: the search for others ends after so many mentions for each that is wanted.
_LOOKS_A_CANDIDATE = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """Look-ups by an actor's id: mentions, numbers of blocks (ascending), folded speech, sentences that speak of names.

    `bearers` are the ids of the actors with a folded name; `sure` lists the actors without doubts by type, `sure_at`
    where they are named: offsets and ids. `metonyms` are all surfaces that stand for a state somewhere, `with_article`
    those that mostly stand behind “the”. `of_actor` are the mentions of each; `people_called` counts the people in
    whose full names a word stands.
    """

    mentions: tuple[ActorMention, ...]
    offsets: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]
    namings: tuple[frozenset[int], ...]
    speeches: Mapping[int, tuple[str, ...]]
    speakers: frozenset[int]
    bearers: Mapping[str, frozenset[int]]
    sure: Mapping[ActorType, tuple[int, ...]]
    sure_at: Mapping[ActorType, tuple[tuple[int, int], ...]]
    metonyms: frozenset[str]
    with_article: frozenset[int]
    of_actor: tuple[tuple[ActorMention, ...], ...]
    people_called: Mapping[str, int]

    def between(self, start: int, end: int) -> Iterator[ActorMention]:
        """Give the mentions that begin in a span."""
        yield from self.mentions[bisect_left(self.offsets, start) : bisect_left(self.offsets, end)]

    def nearest(self, kind: ActorType, start: int, most: int) -> set[int]:
        """Give the ids of the actors of a type without doubts that are named nearest to an offset."""
        places, found = self.sure_at[kind], set[int]()
        right = bisect_left(places, (start, 0))
        left = right - 1
        for _ in range(_LOOKS_A_CANDIDATE * most):
            before = start - places[left][0] if left >= 0 else None
            behind = places[right][0] - start if right < len(places) else None
            if len(found) == most or (before is None and behind is None):
                break
            if behind is None or (before is not None and before <= behind):
                found.add(places[left][1])
                left -= 1
            else:
                found.add(places[right][1])
                right += 1
        return found

    def blocks_away(self, number: int, block: int) -> int | None:
        """Give how many blocks lie between a block and the nearest that names the actor; None where none does."""
        blocks = self.blocks[number]
        if not blocks:
            return None
        at = bisect_left(blocks, block)
        if at == len(blocks):
            return block - blocks[-1]
        return min(blocks[at] - block, block - blocks[at - 1]) if at else blocks[0] - block


def find_standing(analysis: Analysis, names: Sequence[frozenset[str]], starts: Sequence[int]) -> Standing:
    """Gather the look-ups of an analysis; `names` are each actor's folded names, `starts` those of sentences."""
    cast = analysis.cast
    blocks: list[dict[int, None]] = [{} for _ in cast.actors]
    sentences: list[set[int]] = [set() for _ in cast.actors]
    text = analysis.text.text
    naming = frozenset(
        place for place, one in enumerate(analysis.sentences) if _NAMING.search(text, one.start, one.end) is not None
    )
    of_actor: list[list[ActorMention]] = [[] for _ in cast.actors]
    for mention in cast.mentions:
        of_actor[mention.actor].append(mention)
        blocks[mention.actor][analysis.text.block_at(mention.start).number] = None
        sentences[mention.actor].add(max(0, bisect_right(starts, mention.start) - 1))
    bearers: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(names):
        for name in group:
            bearers[name].add(number)
    return Standing(
        mentions=cast.mentions,
        offsets=tuple(mention.start for mention in cast.mentions),
        blocks=tuple(tuple(sorted(numbers)) for numbers in blocks),
        namings=tuple(naming.intersection(places) for places in sentences),
        speeches=_speeches(analysis.quotes),
        speakers=frozenset(quote.actor for quote in analysis.quotes if quote.actor is not None and quote.is_speech),
        bearers={name: frozenset(numbers) for name, numbers in bearers.items()},
        sure=_by_type(cast.actors, ((actor.id, actor.id) for actor in cast.actors)),
        sure_at=_by_type(cast.actors, (((mention.start, mention.actor), mention.actor) for mention in cast.mentions)),
        metonyms=frozenset(mention.surface for mention in cast.mentions if mention.is_metonym),
        with_article=_with_article(analysis),
        of_actor=tuple(map(tuple, of_actor)),
        people_called=_people_called(cast.actors),
    )


def _speeches(quotes: Sequence[Quote]) -> Mapping[int, tuple[str, ...]]:
    speeches: dict[int, list[str]] = defaultdict(list)
    for quote in quotes:
        if quote.actor is not None:
            speeches[quote.actor].append(fold(quote.text))
    return {number: tuple(texts) for number, texts in speeches.items()}


def _by_type(actors: Sequence[Actor], entries: Iterable[tuple[Entry, int]]) -> Mapping[ActorType, tuple[Entry, ...]]:
    """Sort what belongs to actors without doubts by their types."""
    found: dict[ActorType, list[Entry]] = defaultdict(list)
    for entry, number in entries:
        if not actors[number].reasons:
            found[actors[number].type].append(entry)
    return {kind: tuple(entries) for kind, entries in found.items()}


def _people_called(actors: Sequence[Actor]) -> Mapping[str, int]:
    people = (actor for actor in actors if actor.type == "person")
    return Counter(word for actor in people for word in set(actor.canonical.split()))


def _with_article(analysis: Analysis) -> frozenset[int]:
    """Give the states, organisations and groups whose name stands behind “the” in more than half of its places."""
    text = analysis.text.text
    places: dict[str, list[int]] = defaultdict(list)
    for found in _THE.finditer(text):
        places[text[found.end() : found.end() + 1]].append(found.end())
    found_with: set[int] = set()
    for actor in analysis.cast.actors:
        name = actor.canonical
        if actor.type != "person" and name[:1] in places:
            ends = (at + len(name) for at in places[name[:1]] if text.startswith(name, at))
            if 2 * sum(_EDGE.match(text, end) is not None for end in ends) > text.count(name):
                found_with.add(actor.id)
    return frozenset(found_with)
