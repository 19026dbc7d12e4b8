"""T2, T3 and T11: who did it, to whom, with whom; claims keep their claimant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quizapp.core.extraction.drafts.leaning import WHOLE, opened, shortened, time_of, ways_to_ask
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.rivals import MUTUAL
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import (
    ACCORDING,
    actors_in,
    claim_opening,
    event,
    inside,
    key_name,
    named,
    other_forms,
    question,
    was,
    when,
    who,
)
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb

NO_EVENT = frozenset({"role", "kin", "letters"})
_TIME_THING = re.compile(r"(?:the|a|an|this|that) (?:day|night|week|month|year|decade|century|time)\b")


def ask_subject(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask who did it."""
    if fact.frame in NO_EVENT or fact.subject is None or not fact.subject.heads or fact.rule.startswith("facts.quote"):
        return
    if fact.rule == "facts.saying" and fact.claimant in (None, fact.subject):
        return
    asked = who(setting, fact.subject)
    opening = opening_of(setting, fact)
    if asked is None or opening is None or (fact.rule != "facts.saying" and not _is_specific(fact)):
        return
    if fact.frame == "say" and fact.particle == "to" and not fact.others:
        return  # “who explained to Ada?”
    if setting.key_of(fact).verb_class in MUTUAL and not (fact.time or fact.place or fact.others):
        return  # “who met Ada?”: many did
    if fact.verb in _LEADING and fact.time is None and _is_state(setting, fact.object):
        return  # “who led Peru?”: others did at other times
    for left_out in ways_to_ask(setting, fact, "subject"):
        words = _first_to(setting, fact, left_out) if left_out else None
        words = words or event(setting, fact, "past", *left_out)
        if words is None or (left_out and not _is_specific(shortened(fact, left_out))):
            continue
        stem = question(opened(opening, left_out) + asked, words, time_of(setting, fact, left_out))
        others = (fact.object, None if "place" in left_out else fact.place)
        yield from _actors(setting, fact, "subject", fact.subject, stem, others, left_out)


def ask_object(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask whom it was done to."""
    slot = fact.object
    if fact.frame in NO_EVENT | {"be"} or slot is None or not slot.heads or fact.rule.startswith("facts.quote"):
        return
    opening = opening_of(setting, fact)
    if opening is None or (fact.verb in NAMING_VERBS and not fact.others):
        return
    asked = who(setting, slot)
    for left_out in ways_to_ask(setting, fact, "object"):
        if asked is None or not _tells_whom(shortened(fact, left_out)):
            continue
        done = done_to(setting, fact, whom(asked), fact.particle, "object", left_out)
        if done:
            stem = question(opened(opening, left_out) + done, time_of(setting, fact, left_out))
            others = (fact.subject, None if "place" in left_out else fact.place)
            yield from _actors(setting, fact, "object", slot, stem, others, left_out)


def ask_complements(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for the actor behind a preposition: to whom it gave something, with which state it signed."""
    if fact.frame in NO_EVENT or fact.rule.startswith("facts.quote") or fact.rule == "facts.saying":
        return
    opening = opening_of(setting, fact)
    if opening is None:
        return
    for preposition, slot in fact.others:
        if preposition not in PLAIN or not slot.heads or sum(one == preposition for one, _ in fact.others) > 1:
            continue
        if _is_of_object(fact, preposition, slot) or _NOT_ITSELF.match(setting.analysis.text.text, slot.start):
            continue
        if preposition in _WHITHER and (fact.frame == "move" or fact.verb in _SENDING) and _is_state(setting, slot):
            continue  # a land is no state where somebody only goes there
        asked = who(setting, slot) if has_time(fact) or fact.object is not None or fact.place is not None else None
        for left_out in ways_to_ask(setting, fact, preposition):
            done = asked and done_to(setting, fact, whom(asked), preposition, preposition, left_out)
            if done:
                stem = question(opened(opening, left_out) + done, time_of(setting, fact, left_out))
                yield from _actors(setting, fact, preposition, slot, stem, (fact.subject, fact.object), left_out)


def _is_state(setting: DraftSetting, slot: Slot | None) -> bool:
    return slot is not None and any(setting.actor(number).type == "state" for number in slot.heads)


def _is_of_object(fact: Fact, preposition: str, slot: Slot) -> bool:
    """Tell whether a complement belongs to the thing before it: praised the visit with X, broke rules against Y."""
    thing, verb = fact.object, find_verb(fact.verb)
    if thing is None or thing.heads or not 0 <= slot.start - thing.end <= len(preposition) + 2:
        return False
    own = verb.prepositions if verb is not None else frozenset()
    loose = _OF_THINGS | {"with", "for"} if fact.frame == "say" else _OF_THINGS
    return preposition in loose - own


def ask_other_party(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask whom the first of two met, where both are told as one subject."""
    slot = fact.subject
    is_mutual = setting.key_of(fact).verb_class in MUTUAL and fact.object is None and not fact.is_passive
    if slot is None or len(slot.heads) != 2 or not is_mutual or fact.tense != "past" or fact.chain:
        return
    opening, other = opening_of(setting, fact), replace(slot, heads=slot.heads[1:])
    asked, words = who(setting, other), event(setting, fact, "base")
    verb = find_verb(fact.verb)
    if asked is None or words is None or opening is None or verb is None or not verb.is_transitive:
        return
    stem = question(f"{opening}{whom(asked)} did {setting.actor(slot.heads[0]).canonical}", words, when(setting, fact))
    for proposal in _actors(setting, fact, "subject", other, stem, (fact.place,), WHOLE, frozenset(slot.heads[:1])):
        yield replace(proposal, family="party")


_OF_THINGS = frozenset({"against", "over", "about", "of", "between", "on"})
PLAIN = ("of", "to", "for", "from", "with", "in", "on", "into", "against", "over", "under", "at", "as", "in favour of")
_SENDING = frozenset({"send", "dispatch", "bring", "transfer", "escort", "recall", "deport", "post", "transport"})
_WHITHER = frozenset({"to", "from", "into", "for", "in", "at"})
#: Behind these words stands a name and nobody who takes part: under the name, to the memory of, on behalf of.
_NOT_ITSELF = re.compile(
    r"(?:the |a |an )?(?:pen[ -]?name|name|pseudonym|alias|title|label|memory|honour|honor|style|words?|motto|flag)\b"
)
_LEADING = frozenset({"lead", "rule", "govern", "head", "run", "represent"})
NAMING_VERBS = frozenset({"appoint", "elect", "name", "nominate"})


def whom(asked: str) -> str:
    """Give “whom” for “who”."""
    return "whom" if asked == "who" else asked


def _first_to(setting: DraftSetting, fact: Fact, left_out: tuple[str, ...]) -> str | None:
    """Give “was the first to recognise Peru”, where the clause says so."""
    if fact.superlative != "first" or fact.object is None or fact.is_passive or fact.chain:
        return None
    clause = setting.analysis.text.text[fact.start : fact.end]
    if not re.search(r"\bthe first (?:\w+ )?to\b", clause):
        return None
    words = event(setting, fact, "base", *left_out)
    return f"{was(setting, fact.subject)} the first to {words}" if words else None


def opening_of(setting: DraftSetting, fact: Fact) -> str | None:
    opening = claim_opening(setting, fact)
    return ACCORDING if opening == "" and (fact.superlative or fact.tense == "present") else opening


def done_to(
    setting: DraftSetting, fact: Fact, asked: str, preposition: str, without: str, left_out: tuple[str, ...] = WHOLE
) -> str | None:
    """Give “with which state did Peru sign a treaty”: the slot that is asked left out.

    What stands right before the asked one and belongs to it goes to the front too: in favour of peace with whom.
    """
    front = f"{preposition} {asked}" if preposition not in ("", "that") else asked
    host = _host(fact, without)
    if host is not None:
        front, left_out = f"{host[0]} {host[1].words} {front}", (*left_out, host[0])
    skipped = (without, *left_out)
    if fact.is_passive and fact.tense != "past":
        return None
    if fact.is_passive and fact.object is not None and without != "object":
        words = event(setting, fact, "passive", *skipped)
        return f"{front} {was(setting, fact.object)} {inside(named(setting, fact.object))} {words}" if words else None
    if fact.subject is None:
        words = event(setting, fact, "passive", *skipped) if without == "object" else None
        return f"{'who' if asked == 'whom' else asked} {was(setting, fact.object)} {words}" if words else None
    subject = inside(named(setting, shortened(fact, left_out).subject or fact.subject))
    words = event(setting, fact, "base", *skipped)
    if words is None:
        return None
    if fact.modality == "expected":
        if fact.cue and fact.claimant is not None:
            return f"{front} would {subject} {words}"
        return f"{front} {was(setting, fact.subject)} {subject} expected to {words}"
    if words.startswith("be "):
        verb = was(setting, fact.subject) if fact.tense == "past" else None
        return f"{front} {verb} {subject} {words.removeprefix('be ')}" if verb else None
    if fact.tense == "present":
        does = "do" if was(setting, fact.subject) == "were" else "does"
        return f"{front} {does} {subject} {words}"
    return f"{front} did {subject} {words}"


def _host(fact: Fact, asked: str) -> tuple[str, Slot] | None:
    """Give the complement of plain words that ends right before the asked one, as in “in favour of peace with”."""
    slot = next((slot for preposition, slot in fact.others if preposition == asked), None)
    if slot is None or asked not in ("with", "of", "between"):
        return None
    for preposition, other in fact.others:
        is_before = 0 <= slot.start - other.end <= len(asked) + 2
        if is_before and preposition and not other.actors and other.value is None:
            return preposition, other
    return None


def _actors(
    setting: DraftSetting,
    fact: Fact,
    slot_name: str,
    slot: Slot,
    stem: str,
    others: tuple[Slot | None, ...],
    left_out: tuple[str, ...],
    told: frozenset[int] = frozenset(),
) -> Iterator[Proposal]:
    """Propose a choice, or for several actors a multiple choice."""
    rest = tuple(one for name, one in fact.others if name not in (slot_name, *left_out))
    in_stem = actors_in(*others, *rest, fact.claimant if fact.modality == "claimed" else None)
    names = tuple(key_name(setting, number) for number in slot.heads)
    is_one = len(names) == 1
    is_claim = fact.modality in ("claimed", "expected") and fact.claimant is not None and fact.claimant != fact.subject
    yield Proposal(
        template="T11" if is_claim else "T2" if slot_name == "subject" else "T3",
        family=f"who-{slot_name}",
        slot=slot_name,
        kind="choice" if is_one else "multiple",
        stem=stem,
        answer=Answer("actor" if is_one else "actors", names[0], tuple(slot.heads), texts=names),
        about="actor",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, slot.heads[0], names[0]) if is_one else (),
        in_stem=(in_stem - frozenset(slot.heads)) | told,
        weight=1.0 if is_one else 0.9,
        left_out=left_out,
    )


def _is_specific(fact: Fact) -> bool:
    """Tell whether what was done is one thing: by a time, a place, a name, words in marks, or a full description."""
    if relation_is_open(fact) or (fact.object is not None and _TIME_THING.match(fact.object.words)):
        return False
    if fact.time is not None and fact.time.value is not None:
        if fact.time.value.grain != "day" and fact.object is not None and is_vague_thing(fact.object.words):
            return fact.place is not None or bool(fact.others)
        return fact.object is not None or fact.place is not None or bool(fact.others)
    if fact.object is None:
        return fact.place is not None
    words = fact.object.words
    is_named = bool(fact.object.heads) or re.search(r"[A-Z“\d]", words) is not None
    are_two = fact.subject is not None and len(fact.subject.heads) > 1
    return is_named or len(words.split()) > 3 or (fact.place is not None and (are_two or not is_vague_thing(words)))


def relation_is_open(fact: Fact) -> bool:
    """Tell whether something goes on since a time, which “who led it since” does not ask well."""
    return fact.time is not None and fact.time.preposition in ("since", "until")


def is_vague_thing(words: str) -> bool:
    """Tell whether words name any one of a kind: a copy, bridges."""
    return re.fullmatch(r"(?:(?:an?|some|many|several) )?[a-z]+", words) is not None


def _tells_whom(fact: Fact) -> bool:
    """Tell whether a question for whom it was done to says more than who did it."""
    has_more = has_time(fact) or fact.place is not None or any(slot.words for _, slot in fact.others)
    return has_more or fact.verb in ("marry", "succeed", "replace")


def has_time(fact: Fact) -> bool:
    return fact.time is not None and fact.time.value is not None and not relation_is_open(fact)
