"""What part each actor has in a document: who rules, who does something dated, who alone it is about; made once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.extraction.drafts.standing import Standing
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.values import Actor, Analysis, Fact


def any_of(words: Iterable[str]) -> str:
    """Give a pattern for any of some words, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=lambda word: (-len(word), word)))})"


_RULING = frozenset({"rule", "reign", "crown", "conquer", "abdicate", "succeed", "depose", "invade", "besiege"})
_TELLING = frozenset({"write", "compare", "describe", "call", "report", "record", "mention", "praise", "quote"})
_DYING = frozenset(
    {
        *(
            "die",
            "kill",
            "execute",
            "murder",
            "assassinate",
            "hang",
            "behead",
            "drown",
            "electrocute",
            "shoot",
            "perish",
        ),
        *("guillotine", "poison", "lynch", "slay", "strangle", "burn at the stake"),
    }
)
#: A ruler’s name, or one that tells people apart without a surname: Selim I, Kleon of Samos.
REGNAL = re.compile(r" (?:[IVX]+|the [A-Z][\w’-]+|of [A-Z][\w’-]+)$")
#: Who is named so much more often than the next, in so many paragraphs, is the only subject of a document.
_ALONE = 2.0
_SHARE_OF_ALONE = 0.5
_SHIPS = any_of(cue_words("ships"))
#: Of so many words and letters at most: in a line of nothing but capitals each word would be read up to its end.
_NAME = r"([A-Z][\w’-]{0,30}(?: [A-Z][\w’-]{0,30}){0,5})"
_SHIP = re.compile(rf"\b{_SHIPS}(?![’'-]),? (?:(?:the|called|named) )?“?{_NAME}")
_AS_SHIP = re.compile(rf"\b{_NAME}”?, an? (?:[\w-]+ ){{0,3}}{_SHIPS}\b(?![’'-])")
_WORKS = any_of(cue_words("works"))
#: Not “the opera Verdi wrote”: there the name is its maker’s.
_WORK = re.compile(
    rf"\b{_WORKS}(?![’'-])(?P<comma>,?) (?:called |titled |entitled )?[“‘]?{_NAME}"
    r"(?![\w’-]| [A-Z])(?! (?:had |once |later |then )?"
    r"(?:wrote|written|composed|made|directed|conducted|painted|saw|loved|hated|heard|sang|sung|recorded|released"
    r"|performed|played|published)\b)"
)
#: Not “on her second album, Ada Berg sang”, nor “the hero of his novel, Karl Moen,”.
_UNTIL_WORK = re.compile(
    r"\b(?:about|after|at|before|behind|by|for|from|in|of|on|since|to|with) (?:[\w’'-]+ ){1,4}$", re.IGNORECASE
)
_AS_WORK = re.compile(rf"\b{_NAME}[”’]?, (?:an?|his|her|their) (?:[\w-]+ ){{0,3}}{_WORKS}\b(?![’'-])")

#: What belongs to a town or a state and to nobody by name.
_OF_PLACE = re.compile(
    rf"\b{any_of(cue_words('owned_by_towns'))} of "
    r"([A-Z][\w’-]{0,30})(?![\w’-]| [A-Z])"
)
_CHILD = re.compile(
    r"([A-Z][\w’-]{1,30}(?: [A-Z][\w’-]{1,30})?), (?:the |a |an )?(?:[a-z]+ )?(?:son|daughter) of "
    r"(?:the |a |an )?(?:[a-z]+ ){0,2}([A-Z][\w’-]{1,30})"
)
_LATE = re.compile(rf"\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|’s) late (?:[a-z-]+ ){{0,2}}{_NAME}")


@dataclass(frozen=True, slots=True)
class Parts:
    """Ids of actors by their part in the document.

    `rulers` rule or conquer, `dated` stand in dated facts, `acting` do something, `alone` has no second. `dead` gives
    the day number on which the document has somebody die, None where it does not say; `unsure` are names of which it is
    not certain what they name, `shared` those of two people with one name. `ships` are names behind “ship” or
    “schooner”, `works` those behind “opera” or “novel”, also without their first words. `owners` are those that bodies,
    walls and envoys are of, `firsts` those that longer names of bodies begin with, `peoples` those of groups, `late`
    those behind “late”. `tellers` say something of others and do nothing else. `is_modern`: most people bear a given
    name and a surname. `single` are the people of one name. `spans` are the quotations, `span_starts` where they begin.
    """

    rulers: frozenset[int]
    dead: Mapping[int, int | None]
    unsure: frozenset[int]
    shared: frozenset[int]
    dated: frozenset[int]
    acting: frozenset[int]
    alone: frozenset[int]
    ships: frozenset[str]
    works: frozenset[str]
    owners: frozenset[str]
    firsts: frozenset[str]
    peoples: frozenset[str]
    late: frozenset[str]
    tellers: frozenset[int]
    is_modern: bool
    single: Mapping[str, int]
    spans: tuple[tuple[int, int], ...]
    span_starts: tuple[int, ...]

    def is_quoted(self, start: int) -> bool:
        """Tell whether an offset stands in a quotation."""
        at = bisect_right(self.span_starts, start) - 1
        return at >= 0 and start < self.spans[at][1]


def find_parts(analysis: Analysis, standing: Standing, paragraphs: Sequence[frozenset[int]], body: int) -> Parts:
    """Gather the parts of all actors of an analysis."""
    rulers: set[int] = set()
    dead: dict[int, int | None] = {}
    dated: set[int] = set()
    for fact in analysis.facts:
        if fact.verb in _RULING and fact.subject is not None and len(fact.subject.heads) == 1:
            rulers.update(fact.subject.heads)
        if fact.verb in _DYING:
            dead |= _died(fact)
        if fact.time is not None and fact.frame not in ("kin", "role"):
            dated.update(number for slot in fact.slots for number in slot.heads)
    text = analysis.text.text
    found = (*_SHIP.finditer(text), *_AS_SHIP.finditer(text))
    shared = _shared(text)
    spans = tuple(sorted((quote.start, quote.end) for quote in analysis.quotes))
    return Parts(
        rulers=frozenset(rulers),
        dead=dead,
        unsure=frozenset(actor.id for actor in analysis.cast.actors if actor.reasons),
        shared=frozenset(actor.id for actor in analysis.cast.actors if actor.canonical in shared),
        dated=frozenset(dated),
        acting=frozenset(number for fact in analysis.facts if fact.subject for number in fact.subject.heads),
        alone=_alone(analysis.cast.actors, standing, paragraphs, body),
        ships=frozenset(one[1].removesuffix("’s") for one in found),
        works=_works(text),
        owners=_owners(text, analysis.cast.actors),
        firsts=frozenset(name.partition(" ")[0] for name in _bodies(analysis.cast.actors) if " " in name),
        peoples=frozenset(form for actor in analysis.cast.actors if actor.type == "group" for form in actor.forms),
        late=frozenset(one[1].removesuffix("’s") for one in _LATE.finditer(text)),
        tellers=_tellers(analysis.facts),
        is_modern=_is_modern(analysis.cast.actors),
        single={actor.canonical: actor.id for actor in analysis.cast.actors if _is_single(actor)},
        spans=spans,
        span_starts=tuple(start for start, _ in spans),
    )


def _works(text: str) -> frozenset[str]:
    found = {
        one[2].removesuffix("’s")
        for one in _WORK.finditer(text)
        if not one["comma"] or not _UNTIL_WORK.search(text, max(0, one.start() - 60), one.start())
    }
    found |= {one[1] for one in _AS_WORK.finditer(text)}
    ends = {" ".join(words[place:]) for words in (name.split() for name in found) for place in range(1, len(words))}
    return frozenset(found | ends)


def _shared(text: str) -> frozenset[str]:
    """Give names with two fathers: Hamilcar, son of Mago, is not Hamilcar, son of Gisco."""
    parents: dict[str, set[str]] = defaultdict(set)
    for found in _CHILD.finditer(text):
        for name in {found[1], found[1].split()[-1]}:  # “BC Hamilcar” is one word too many
            parents[name].add(found[2])
    return frozenset(name for name, those in parents.items() if len(those) > 1)


def _owners(text: str, actors: Sequence[Actor]) -> frozenset[str]:
    """Give names that a body or state ends with, as in the Senate of Ragusa, or that people and walls are of."""
    own = _bodies(actors)
    ends = (name.rpartition(" of ")[2] for name in own)
    return frozenset((*ends, *(one[1] for one in _OF_PLACE.finditer(text)))) - own


def _bodies(actors: Sequence[Actor]) -> frozenset[str]:
    return frozenset(actor.canonical for actor in actors if actor.type in ("organisation", "state"))


def _tellers(facts: Sequence[Fact]) -> frozenset[int]:
    saying: set[int] = set()
    doing: set[int] = set()
    for fact in facts:
        for slot in fact.slots:
            is_saying = slot is fact.subject and (fact.frame == "say" or fact.verb in _TELLING)
            (saying if is_saying or slot is fact.claimant else doing).update(slot.heads)
    return frozenset(saying - doing)


def _died(fact: Fact) -> dict[int, int | None]:
    slot = fact.subject if fact.verb == "die" else fact.object
    value = fact.time.value if fact.time is not None else None
    return dict.fromkeys(slot.heads, value.hi if value is not None else None) if slot is not None else {}


def _alone(
    actors: Sequence[Actor], standing: Standing, paragraphs: Sequence[frozenset[int]], body: int
) -> frozenset[int]:
    by_type: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for actor in actors:
        by_type[actor.type].append((len(standing.of_actor[actor.id]), actor.id))
    found = set()
    for counts in by_type.values():
        (most, number), *rest = sorted(counts, reverse=True)
        is_far = most >= _ALONE * (rest[0][0] if rest else 1)
        if is_far and len(paragraphs[number]) >= _SHARE_OF_ALONE * max(1, body):
            found.add(number)
    return frozenset(found)


def _is_single(actor: Actor) -> bool:
    return actor.type == "person" and " " not in actor.canonical


def _is_modern(actors: Sequence[Actor]) -> bool:
    people = [actor.canonical for actor in actors if actor.type == "person"]
    full = sum(" " in name and not REGNAL.search(name) for name in people)
    return 2 * full > len(people)
