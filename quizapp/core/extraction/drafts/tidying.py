"""Facts as a stem can tell them: without words that lean on the sentence before, with one agent, with a sure time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from quizapp.core.extraction.facts.slots import OPEN_PRONOUN
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import Analysis, Fact, Slot

_DISTANCE = re.compile(r"\b(?:weeks?|months?|years?|decades?)\b.*\b(?:later|earlier|before|after|ago)\b", re.IGNORECASE)
_OWN_TIME = re.compile(r"\b(due|dated|scheduled|planned|slated|expected)(?: (?:on|in|for|by|at|to))?\s*$")
#: “In response”, “in turn”: they point at what was told before.
_LEANING = {
    "in": frozenset(
        {"response", "turn", "return", "addition", "fact", "effect", "reply", "consequence", "the process"}
    ),
    "as": frozenset({"a result", "a consequence"}),
    "on": frozenset({"the other hand", "the contrary"}),
    "at": frozenset({"the same time", "once", "last", "first"}),
    "for": frozenset({"example", "instance"}),
}
_AGE = re.compile(
    r"\bwhen (?:he|she|[A-Z][\w’-]+|the [a-z]+) was (?:only |barely |just )?[a-z-]+\b|\bat the age of\b|\baged\b"
    r"|\bat (?:only |just )?(?:[a-z]+teen|twelve|ten|eleven|[a-z]+ty(?:-[a-z]+)?)\b"
)
#: “Two days after” and “late” hang on what follows them.
_HANGING = re.compile(r"(?:[\w-]+ ){1,3}(?:days?|weeks?|months?|years?|hours?) (?:after|before|later|earlier)$")
_LATE = re.compile(r" (?:late|early|later)$")
_OWNED_BODY = re.compile(r"(his|her) (?:regime|government|administration|party|company|cabinet|army|movement|firm)\b")
_PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|hers|its|their|him|them|this|that|these|those)\b")
_WHITHER = frozenset({"to", "from", "into", "for", "at", "in"})
_MOVING = frozenset(
    {
        *(
            "send",
            "fly",
            "travel",
            "go",
            "come",
            "return",
            "move",
            "bring",
            "dispatch",
            "recall",
            "take",
            "lead",
            "march",
        ),
        *("arrive", "sail", "drive", "escort", "invite", "summon", "retreat", "flee", "leave", "post", "transfer"),
    }
)
#: What may be left out with all that it holds: how or on which occasion.
_CIRCUMSTANCES = frozenset({"in", "at", "on", "during", "with", "after", "under"})
_ANY_THING = re.compile(r"an? [a-z’-]+(?: [a-z’-]+)?")
_RELATIVE = re.compile(
    r" (?:that|which|who|whose|whom|where|(?:at|by|for|from|in|of|on|to|under|with) (?:which|whom))\b"
)
_PLACE_BEGIN = re.compile(r"(?:St\.?|Ste\.?|Mt\.?|Mount|Fort|Port|Cape|Lake|San|Santa|New|El|Los|Las) ")
_PLACE_BEGINS = re.compile(rf"(?<!\w)(?P<word>{_PLACE_BEGIN.pattern})$")
_BACK_BEFORE = re.compile(r"\b(?P<back>back|home|away|down|up|over|out|across) (?P<word>[a-z]+) $")
_DIRECTION_BEHIND = re.compile(
    r" (?P<word>(?:home|back|abroad|ashore)(?= (?:from|to|on|in|with|by)\b|[,.;])"
    r"|(?:an?|per) (?:hour|day|night|week|month|year|ton|tonne|head|mile|kilometre|barrel|person|vote|seat|acre)\b)"
)
_PRIZE = re.compile(r"\b(?:Prize|Medal|Award|doctorate|degree|diploma|Bachelor|Master|professorship|chair)$")
_FIELD = re.compile(
    r" in (?:Physiology or Medicine|[A-Za-z]+(?:ics|logy|istry|osophy|ature|onomy|graphy)|[Mm]edicine|[Ll]aw|[Mm]usic"
    r"|[Hh]istory|Economic Sciences|Peace|Fiction|Poetry|Drama)\b"
)
_THE = re.compile(r"\b[Tt]he $")
_LASTING = frozenset({"since", "until"})


def tidied(analysis: Analysis) -> Analysis:
    """Give the analysis with facts without what a stem could only tell badly."""
    articled = _written_with_the(analysis)
    states = (actor for actor in analysis.cast.actors if actor.type == "state" and actor.canonical not in articled)
    bare = frozenset(state.canonical for state in states if with_article(state) == state.canonical)
    return replace(analysis, facts=tuple(_tidy(analysis, fact, bare, articled) for fact in analysis.facts))


def _written_with_the(analysis: Analysis) -> frozenset[str]:
    """Give the states that a document as a rule writes with their article: the Gold Coast."""
    names = {actor.id: actor.canonical for actor in analysis.cast.actors if actor.type == "state"}
    count: Counter[str] = Counter()
    for one in analysis.cast.mentions:
        if one.surface == names.get(one.actor):
            is_with = _THE.search(analysis.text.text, max(0, one.start - 4), one.start) is not None
            count[one.surface] += 1 if is_with else -1
    return frozenset(name for name, balance in count.items() if balance > 0)


def _tidy(analysis: Analysis, fact: Fact, bare: frozenset[str], articled: frozenset[str]) -> Fact:
    fact = _with_towns(analysis.text.text, _with_one_agent(_with_sure_time(analysis.text.text, fact)))
    fact = _with_whole_place(analysis.text.text, fact)
    fact = _with_directions(analysis.text.text, _without_cut_circumstance(analysis.text.text, fact))
    others = tuple(
        (name, _without_late(slot))
        for name, slot in fact.others
        if slot.words.lower() not in _LEANING.get(name, ()) and not _HANGING.match(slot.words)
    )
    if others != fact.others:
        fact = replace(fact, others=others)
    if fact.chain == ("visit",) and fact.verb != "visit":
        fact = replace(fact, chain=("travel",))  # “visited in May to meet her”
    fact = _with_whole_prize(analysis.text.text, fact)
    return _with_articles(_without_articles(_with_open_owner(analysis, fact), bare), articled)


def _with_whole_prize(text: str, fact: Fact) -> Fact:
    """Keep “in Chemistry” with its prize, which nobody was awarded there."""
    thing = fact.object
    for slot in (thing, *(slot for _, slot in fact.others)):
        if slot is None or _PRIZE.search(slot.words) is None:
            continue
        found = _FIELD.match(text, slot.end)
        if found is None:
            continue
        whole = replace(slot, words=f"{slot.words}{found[0]}", end=found.end())
        others = tuple(
            (name, whole if one is slot else one)
            for name, one in fact.others
            if not slot.end <= one.start < found.end()
        )
        is_inside = fact.place is not None and slot.end <= fact.place.start < found.end()
        place = None if is_inside else fact.place
        return replace(fact, object=whole if slot is thing else thing, others=others, place=place)
    return fact


def _with_towns(text: str, fact: Fact) -> Fact:
    """Take a town whither somebody is sent for no state: “sent Berg to Lima”."""
    others: list[tuple[str, Slot]] = []
    for preposition, slot in fact.others:
        if preposition in _WHITHER and fact.verb in _MOVING and len(slot.heads) == 1:
            surface = text[slot.start : slot.end]
            if surface.isalpha() and surface != slot.words and surface in _capitals():
                slot = replace(slot, words=surface, actors=(), heads=())
        others.append((preposition, slot))
    return replace(fact, others=tuple(others)) if tuple(others) != fact.others else fact


@cache
def _capitals() -> frozenset[str]:
    return frozenset(capital for state in vocabulary().states.values() for capital in state.capitals)


def _without_late(slot: Slot) -> Slot:
    """Take “late” off “a speech late”, of “in a speech late on Monday”."""
    found = _LATE.search(slot.words)
    if found is None or slot.value is not None:
        return slot
    return replace(slot, words=slot.words[: found.start()], end=slot.end - len(found[0]))


def _without_cut_circumstance(text: str, fact: Fact) -> Fact:
    """Leave out a last “in a vote”, of which the text goes on to say which: it may be left out whole."""
    if not fact.others:
        return fact
    name, slot = fact.others[-1]
    if name not in _CIRCUMSTANCES or not _ANY_THING.fullmatch(slot.words) or not _RELATIVE.match(text, slot.end):
        return fact
    if any(other.start > slot.start for other in fact.slots):
        return fact
    return replace(fact, others=fact.others[:-1], end=max(fact.start, slot.start - len(name) - 1))


def _with_whole_place(text: str, fact: Fact) -> Fact:
    """Give back “St.” or “Mount” to a place that was read without it."""
    place = fact.place
    if place is None or not place.words[:1].isupper():
        return fact
    found = _PLACE_BEGINS.search(text, max(0, place.start - 8), place.start)
    start = found.start("word") if found is not None else place.start
    written = text[start : place.end]
    if written == place.words or not written.endswith(f" {place.words}") or not _PLACE_BEGIN.match(written):
        return fact
    return replace(fact, place=replace(place, words=written, start=start, heads=(), actors=()))


def _with_directions(text: str, fact: Fact) -> Fact:
    """Say “back to” and “home” with the verb or phrase that they stand behind: went back to, on his way home from."""
    if fact.particle and fact.object is not None:
        found = _BACK_BEFORE.search(text, max(fact.start, fact.object.start - 30), fact.object.start)
        if found is not None and found["word"] == fact.particle:
            return replace(fact, particle=f"{found['back']} {fact.particle}")
    thing = _with_direction(text, fact.object) if fact.object is not None else None
    # “Sixty recitals a year”: what is of the phrase now is no part beside it.
    grown = (0, 0) if thing is None or fact.object is None else (fact.object.end, thing.end)
    apart = [(name, slot) for name, slot in fact.others if not grown[0] <= slot.start < grown[1]]
    others = tuple((name, _with_direction(text, slot)) for name, slot in apart)
    return replace(fact, object=thing, others=others) if (thing, others) != (fact.object, fact.others) else fact


def _with_direction(text: str, slot: Slot) -> Slot:
    found = _DIRECTION_BEHIND.match(text, slot.end)
    if found is None or slot.heads or slot.value is not None:
        return slot
    return replace(slot, words=f"{slot.words} {found['word']}", end=found.end("word"))


def _with_sure_time(text: str, fact: Fact) -> Fact:
    """Take away a time that looks finer than its words, as “six weeks later” is no day, or belongs to a noun."""
    slot = fact.time
    if slot is None or slot.value is None:
        return fact
    is_distance = _DISTANCE.search(slot.words) is not None
    is_far = is_distance and slot.value.grain not in ("year", "decade")
    # “Her father died when she was six. Two years later …”: later than an age, and not than a date told before.
    is_far = is_far or (is_distance and _AGE.search(text[max(0, slot.start - 120) : slot.start]) is not None)
    # “He denies six counts of fraud between 2013 and 2016”: the time is not that of the verb.
    is_past = fact.tense == "present" and slot.value.grain == "span" and slot.preposition not in _LASTING
    if is_past:
        return replace(fact, time=None)
    return replace(fact, time=replace(slot, value=None)) if is_far or _is_of_noun(text, fact, slot.start) else fact


def _is_of_noun(text: str, fact: Fact, start: int) -> bool:
    """Tell whether a time hangs on a noun before it: “elections due on 5 May”, “a letter dated 1812”."""
    found = _OWN_TIME.search(text[max(0, start - 24) : start])
    return found is not None and not fact.verb.startswith(found[1][:4])


def _with_one_agent(fact: Fact) -> Fact:
    """Give a second “by …” of a passive to the words that it stands behind: labelled by X as an act by Y.

    One that the thing acted on names already is left out: X’s visit, labelled as a mistake by X.
    """
    second = next((slot for preposition, slot in fact.others if preposition == "by"), None)
    if second is None or not fact.is_passive or fact.subject is None:
        return fact
    is_told = bool(second.heads) and fact.object is not None and set(second.heads) <= set(fact.object.actors)
    others = []
    for preposition, slot in fact.others:
        if preposition == "by":
            continue
        if 0 <= second.start - slot.end <= 4 and not is_told:
            slot = replace(slot, words=f"{slot.words} by {second.words}", end=second.end, heads=())
            slot = replace(slot, actors=(*slot.actors, *second.actors))
        others.append((preposition, slot))
    return replace(fact, others=tuple(others))


def _with_open_owner(analysis: Analysis, fact: Fact) -> Fact:
    """Say “a regime” for “his regime”, where a state or body speaks of somebody’s: whose it is need not be known."""
    thing, speaker = fact.object, fact.subject
    if fact.rule != "facts.saying" or thing is None or speaker is None or len(speaker.heads) != 1:
        return fact
    found = _OWNED_BODY.match(thing.words)
    if found is None or analysis.cast.actors[speaker.heads[0]].type == "person":
        return fact
    rest = thing.words[found.end(1) :]
    if _PRONOUN.search(rest):
        return fact
    article = "an" if rest.lstrip()[:1] in "aeiou" else "a"
    reasons = tuple(reason for reason in thing.reasons if reason.name != OPEN_PRONOUN.name)
    return replace(fact, object=replace(thing, words=f"{article}{rest}", reasons=reasons))


def _with_articles(fact: Fact, articled: frozenset[str]) -> Fact:
    """Write the Gold Coast as the document writes it."""
    thing = fact.object
    if thing is not None and thing.words in articled:
        fact = replace(fact, object=replace(thing, words=f"the {thing.words}"))
    others = tuple(
        (name, replace(slot, words=f"the {slot.words}") if slot.words in articled else slot)
        for name, slot in fact.others
    )
    return replace(fact, others=others) if others != fact.others else fact


def _without_articles(fact: Fact, bare: frozenset[str]) -> Fact:
    """Take “the” off a state that stands without it: the Peru."""
    changed = {}
    for name in ("subject", "object", "place", "claimant"):
        slot = getattr(fact, name)
        if slot is not None and _has_odd_article(slot, bare):
            changed[name] = replace(slot, words=slot.words[4:])
    others = tuple(
        (preposition, replace(slot, words=slot.words[4:]) if _has_odd_article(slot, bare) else slot)
        for preposition, slot in fact.others
    )
    if others != fact.others:
        changed["others"] = others
    return replace(fact, **changed) if changed else fact


def _has_odd_article(slot: Slot, bare: frozenset[str]) -> bool:
    return slot.words.startswith("the ") and len(slot.heads) <= 1 and slot.words[4:] in bare
