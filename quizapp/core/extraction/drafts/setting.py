"""What drafting looks up again and again: keys of facts, names of actors, where they stand, how often words stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.alike import Alike, find_alike, find_repeated
from quizapp.core.extraction.drafts.near import NearFirst
from quizapp.core.extraction.drafts.parts import Parts, find_parts
from quizapp.core.extraction.drafts.spoken import WORD
from quizapp.core.extraction.drafts.standing import Standing, find_standing
from quizapp.core.extraction.drafts.themes import Theme
from quizapp.core.extraction.drafts.timeline import Timeline, make_timeline
from quizapp.core.extraction.fact_keys import FactKey, fact_key, slot_key
from quizapp.core.extraction.lexicons.vocabulary import State, vocabulary
from quizapp.core.extraction.values import Actor, Analysis, Fact, Reason, Sentence, Slot

_THE = re.compile(r"^(?:the|The)\s+")
#: A name of several words that ends in a family’s: not Henry IV, not Kleon of Samos.
_SURNAME = re.compile(r"^(?!.* (?:of|the) )\S.* (?![IVX]+$)[A-Z][\w’-]+$")
_POSSESSIVE = re.compile(r"[’']s?$")


_MARK_OF_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-*•])\s+")


@dataclass(frozen=True, slots=True)
class Office:
    """An office that one actor holds alone, with the place where it is told."""

    holder: int
    kind: str
    start: int
    words: str
    is_whole: bool


@dataclass(slots=True)
class Remembered:
    """What was found out about a fact or a key, for the further questions of it; it goes by their identity or id.

    `doubts` and `worths` are those of facts, `events` the facts that agree with one but for some slots, `likeness` that
    of a key to other actors, `ranked` the candidates for a key in a place, `clauses` dated events in words that stand
    alone, `offices` those of the document’s time, `slots` the facts of a frame with a slot that may be taken for a key,
    `no_people` whether an actor was taken for a person without being one, `whole_names` whether a name says who is
    meant, `things` whether it is a ship’s or an event’s, `proven` whether something proves its type, `lives` the times
    beside each actor’s name, `realms` the states that offices name, `first_years` the years each is first told of,
    `years_told` over how many years the document goes, `is_modern` whether all its times are of an age of capitals,
    `years_at` the year of which each offset tells, `nearest` the actors of a type that are named nearest to an offset,
    `doubled` the spans of facts that the document tells in two ways,
    `themes` what the document is about by its title, `matters` what a headline names, `life` whose life it is,
    `sections` what the part of a block is about by its heading,
    `labels` the actors that a label names, `subjects` what a title tells of, `people_first` whom it begins with,
    `doers` who does something of their own or has a successor, `held` the offices that facts give to each,
    `descriptions` the full words for a noun, `fit_names` whether a name can be an option by itself,
    `untold` why a fact does not tell by itself who did what, `poor_events` why its words are no whole event.
    """

    doubts: dict[int, tuple[Reason, ...]] = field(default_factory=dict)
    worths: dict[int, float] = field(default_factory=dict)
    events: dict[tuple[int, tuple[str, ...]], tuple[Fact, ...]] = field(default_factory=dict)
    likeness: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    ranked: dict[tuple[object, ...], tuple[int, ...]] = field(default_factory=dict)
    clauses: dict[int, str | None] = field(default_factory=dict)
    offices: list[Office] = field(default_factory=list)
    slots: dict[tuple[str, str], NearFirst] = field(default_factory=dict)
    no_people: dict[int, bool] = field(default_factory=dict)
    whole_names: dict[int, bool] = field(default_factory=dict)
    things: dict[int, bool] = field(default_factory=dict)
    proven: dict[int, bool] = field(default_factory=dict)
    realms: list[frozenset[str]] = field(default_factory=list)
    lives: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    first_years: dict[int, float | None] = field(default_factory=dict)
    years_told: list[float] = field(default_factory=list)
    is_modern: list[bool] = field(default_factory=list)
    years_at: dict[int, float | None] = field(default_factory=dict)
    nearest: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    doubled: list[frozenset[tuple[int, int]]] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    life: list[str] = field(default_factory=list)
    matters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sections: dict[int, Theme] = field(default_factory=dict)
    subjects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    people_first: dict[str, str] = field(default_factory=dict)
    labels: dict[str, frozenset[int]] = field(default_factory=dict)
    doers: dict[str, frozenset[int]] = field(default_factory=dict)
    descriptions: dict[str, str | None] = field(default_factory=dict)
    fit_names: dict[int, bool] = field(default_factory=dict)
    untold: dict[int, str | None] = field(default_factory=dict)
    poor_events: dict[tuple[int, str], str | None] = field(default_factory=dict)
    held: dict[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftSetting:
    """An analysis with its look-ups.

    `keys` goes by the place of a fact in `analysis.facts`, `places` from a fact's identity to that place, `first`
    from a key to the first that has it. `same_verb` lists facts by frame and verb class, `alike` those of one by
    their parties. `names` are each actor's folded names, aliases of states among them; `paragraphs` the numbers of
    the blocks where each actor stands. `spread` counts the blocks that hold a word. `years` are the middle of the
    years that stand in the blocks of each actor, None where none do. `slot_keys` goes by the identity of a slot.
    `headings` are the numbers of the blocks that are such, `body` how many are running text. `starts` are where
    sentences begin. `repeated` are the places of facts told twice before in the same words. `relatives` name
    those of a single name by whose brother or daughter they are; `parts` tells who rules, and whom all is about.
    `states` are the known ones by actor, `state_names` all names of those.
    """

    analysis: Analysis
    keys: tuple[FactKey, ...]
    places: Mapping[int, int]
    first: Mapping[FactKey, int]
    same_verb: Mapping[tuple[str, str], tuple[int, ...]]
    repeated: frozenset[int]
    alike: Mapping[tuple[str, str], Alike]
    names: tuple[frozenset[str], ...]
    states: tuple[State | None, ...]
    state_names: frozenset[str]
    paragraphs: tuple[frozenset[int], ...]
    spread: Mapping[str, int]
    years: tuple[float | None, ...]
    slot_keys: Mapping[int, str]
    starts: tuple[int, ...]
    headings: frozenset[int]
    body: int
    standing: Standing
    timeline: Timeline
    relatives: Mapping[int, str]
    parts: Parts
    remembered: Remembered = field(default_factory=Remembered, compare=False, repr=False)

    def slot_key(self, slot: Slot) -> str:
        """Give what a slot of one of the facts refers to, folded."""
        return self.slot_keys[id(slot)]

    def key_of(self, fact: Fact) -> FactKey:
        """Give the key of a fact of the analysis."""
        return self.keys[self.places[id(fact)]]

    def actor(self, number: int) -> Actor:
        """Give an actor by its id."""
        return self.analysis.cast.actors[number]

    def sentence_at(self, offset: int) -> Sentence:
        """Give the sentence that an offset stands in, or the last one before it."""
        return self.analysis.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def passage(self, start: int, end: int) -> tuple[int, int]:
        """Give the whole sentences around a span, or the span itself where they are long."""
        first, last = self.sentence_at(start), self.sentence_at(max(start, end - 1))
        same_block = self.analysis.text.block_at(first.start) is self.analysis.text.block_at(last.end - 1)
        is_short = last.end - first.start <= 600
        begin, finish = (min(first.start, start), max(last.end, end)) if same_block and is_short else (start, end)
        # Whoever reads the document sees a list, whose numbers and bullets are no part of its words.
        mark = _MARK_OF_ITEM.match(self.analysis.text.text, begin)
        is_item = mark is not None and begin == self.analysis.text.block_at(begin).start
        return (mark.end() if mark is not None and is_item else begin), finish


def make_setting(analysis: Analysis) -> DraftSetting:
    """Gather the look-ups of an analysis, once."""
    cast = analysis.cast
    keys = tuple(fact_key(fact, cast) for fact in analysis.facts)
    repeated = find_repeated(analysis.facts)
    names = tuple(_names(actor) for actor in cast.actors)
    paragraphs = _paragraphs(analysis)
    starts = tuple(sentence.start for sentence in analysis.sentences)
    same_verb: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        same_verb[key.frame, key.verb_class].append(place)
    standing = find_standing(analysis, names, starts)
    body = sum(block.kind in ("paragraph", "list") for block in analysis.text.blocks)
    states = tuple(_state(actor) for actor in cast.actors)
    slot_keys = {id(slot): slot_key(slot, cast) for fact in analysis.facts for slot in fact.slots}
    return DraftSetting(
        analysis=analysis,
        keys=keys,
        places={id(fact): place for place, fact in enumerate(analysis.facts)},
        first={key: place for place, key in reversed(tuple(enumerate(keys)))},
        same_verb={verb: tuple(places) for verb, places in same_verb.items()},
        repeated=repeated,
        alike=find_alike(analysis.facts, keys, slot_keys, repeated),
        names=names,
        states=states,
        state_names=frozenset(name for row in states if row is not None for name in (row.name, *row.aliases)),
        paragraphs=paragraphs,
        spread=_spread(analysis),
        years=_years(analysis, paragraphs),
        slot_keys=slot_keys,
        starts=starts,
        headings=frozenset(block.number for block in analysis.text.blocks if block.kind == "heading"),
        body=body,
        standing=standing,
        timeline=make_timeline(analysis, keys),
        relatives=_relatives(analysis),
        parts=find_parts(analysis, standing, paragraphs, body),
    )


def _relatives(analysis: Analysis) -> Mapping[int, str]:
    """Give “Ada Berg’s brother Otto” for people who are known by a given name alone."""
    found: dict[int, str] = {}
    people = analysis.cast.actors
    for fact in analysis.facts:
        if fact.frame != "kin" or not fact.particle or fact.subject is None or fact.object is None:
            continue
        owners = [number for number in fact.object.actors if number not in fact.subject.heads]
        if len(fact.subject.heads) != 1 or len(owners) != 1 or not _SURNAME.search(people[owners[0]].canonical):
            continue
        actor = people[fact.subject.heads[0]]
        if actor.type == "person" and " " not in actor.canonical and not actor.roles:
            found.setdefault(actor.id, f"{people[owners[0]].canonical}’s {fact.particle} {actor.canonical}")
    return found


def folded_names(names: Iterable[str]) -> frozenset[str]:
    """Fold names, leading “the” taken off."""
    return frozenset(fold(_THE.sub("", name)) for name in names if name)


def _names(actor: Actor) -> frozenset[str]:
    row = _state(actor)
    known = (row.name, *row.aliases) if row is not None else ()
    return folded_names((actor.canonical, *actor.forms, *known))


def _state(actor: Actor) -> State | None:
    if actor.type != "state":
        return None
    states = vocabulary().states
    found = states.get(actor.canonical.removeprefix("the ").removeprefix("The "))
    if found is not None:
        return found
    own = {actor.canonical, *actor.forms}
    return next((row for row in states.values() if row.name in own or own & set(row.aliases)), None)


def _paragraphs(analysis: Analysis) -> tuple[frozenset[int], ...]:
    found: list[set[int]] = [set() for _ in analysis.cast.actors]
    for mention in analysis.cast.mentions:
        found[mention.actor].add(analysis.text.block_at(mention.start).number)
    return tuple(frozenset(numbers) for numbers in found)


def _years(analysis: Analysis, paragraphs: Sequence[frozenset[int]]) -> tuple[float | None, ...]:
    by_block: dict[int, list[float]] = defaultdict(list)
    for date in analysis.dates:
        if date.value is not None and date.value.lo is not None:
            by_block[analysis.text.block_at(date.start).number].append(date.value.lo / 365.2425)
    middles: dict[frozenset[int], float | None] = {}  # of many actors in one long block it is reckoned once
    for blocks in paragraphs:
        if blocks not in middles:
            years = sorted(year for number in blocks for year in by_block[number])
            middles[blocks] = years[len(years) // 2] if years else None
    return tuple(middles[blocks] for blocks in paragraphs)


def _spread(analysis: Analysis) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for block in analysis.text.blocks:
        if block.kind != "furniture":
            counts.update({singular(word) for word in WORD.findall(analysis.text.text[block.start : block.end])})
    return counts


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """Fold a word and take a plural’s ending off, roughly."""
    folded = fold(_POSSESSIVE.sub("", word))
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        return folded[:-1]
    return folded
