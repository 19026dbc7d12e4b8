"""Shorter ways to ask: what a stem can leave out, so that two questions of one fact do not tell each other's keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quizapp.core.extraction.drafts.rivals import list_rivals
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import ACCORDING, when
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb

_NAME = re.compile(r"\b[A-Z]\w{3,}")
_NAMES = re.compile(r"[A-Z“‘\"]")
#: Verbs of what two do together: with whom says what was done.
_MUTUAL = frozenset({"agree", "negotiate", "sign", "conclude", "compete", "share", "quarrel", "trade", "exchange"})
_UNDER = re.compile(r" under [A-Z][\w.’-]*(?: [A-Z][\w.’-]*)*$")
#: Nothing left out.
WHOLE: tuple[str, ...] = ()


def ways_to_ask(setting: DraftSetting, fact: Fact, asked: str) -> Iterator[tuple[str, ...]]:
    """Give the slots to leave out, in one way or two: none; and as many as the question stays unique without.

    Only what could be asked itself is left out: times, places, actors and complements with one of these in them.
    """
    yield WHOLE
    yield from _without_echo(setting, fact, asked)
    optional = [name for name in _optional(fact) if name != asked and not _is_needed(fact, name, asked)]
    if not _is_named(fact, asked):
        has_place = fact.place is not None and asked != "place" and _NAMES.search(fact.place.words) is not None
        optional = [name for name in optional if name == "time" and has_place]
    for kept in ((), ("place",), ("time",)):
        names = [name for name in optional if name not in kept]
        left_out = tuple(dict.fromkeys(part for name in names for part in (name, *_hanging_on(fact, name, asked))))
        if left_out and not _says_too_little(fact, asked, left_out):
            if not any(list_rivals(setting, fact, asked, left_out)):
                yield left_out
            return


def _without_echo(setting: DraftSetting, fact: Fact, asked: str) -> Iterator[tuple[str, ...]]:
    """Leave out only the complement that shares a name with what is asked: aid to North Tarn, peace with South Tarn."""
    other = next((slot for name, slot in fact.others if name == asked), None)
    if other is None:
        return
    names = set(_NAME.findall(other.words))
    echoes = [name for name, slot in fact.others if name != asked and names & set(_NAME.findall(slot.words))]
    parts = [name for name, _ in fact.others]
    left_out = tuple(dict.fromkeys(part for name in echoes for part in (*_before(fact, name), name)))
    if not left_out or asked in left_out or any(parts.count(name) > 1 for name in left_out):
        return
    if not _says_too_little(fact, asked, left_out) and not any(list_rivals(setting, fact, asked, left_out)):
        yield left_out


def _before(fact: Fact, name: str) -> Iterator[str]:
    """Give the complements that would hang in the air without one: in favour of peace with …"""
    slot = next(slot for one, slot in fact.others if one == name)
    for preposition, other in fact.others:
        if preposition != name and not _names_any(other) and _touches(other, slot, name):
            yield from (*_before(fact, preposition), preposition)


def _is_named(fact: Fact, asked: str) -> bool:
    """Tell whether a name says what was done, so that times and places can be left out: not “assemble his experts”."""
    slots = {"object": fact.object} | {name: slot for name, slot in fact.others if name != "with"}
    told = [slot for name, slot in slots.items() if slot is not None and name != asked]
    if asked == "object" or (asked in slots and fact.object is None):
        return True
    return not told or any(slot.heads or _NAMES.search(slot.words) for slot in told)


def time_of(setting: DraftSetting, fact: Fact, left_out: tuple[str, ...]) -> str:
    """Give the time with its preposition, where it is not left out."""
    return "" if "time" in left_out else when(setting, fact)


def shortened(fact: Fact, left_out: tuple[str, ...]) -> Fact:
    """Give a fact as a stem tells it that leaves something out; “Rome under Nero” is Rome then."""
    if not left_out:
        return fact
    subject = fact.subject
    if subject is not None and not subject.heads:
        subject = replace(subject, words=_UNDER.sub("", subject.words))
    return replace(
        fact,
        subject=subject,
        time=None if "time" in left_out else fact.time,
        place=None if "place" in left_out else fact.place,
        others=tuple(one for one in fact.others if one[0] not in left_out),
    )


def opened(opening: str, left_out: tuple[str, ...]) -> str:
    """Say that the document is meant, where a stem leaves something out."""
    return ACCORDING if left_out and left_out != ("place",) and not opening else opening


def _optional(fact: Fact) -> Iterator[str]:
    verb = find_verb(fact.verb)
    own = verb.prepositions if verb is not None else frozenset()
    if fact.time is not None:
        yield "time"
    if fact.place is not None:
        yield "place"
    seen = [preposition for preposition, _ in fact.others]
    for preposition, slot in fact.others:
        is_askable = preposition in ("at", "during", "after") or any(map(_names_any, _chain(fact, slot)))
        if preposition == "with" and fact.verb in _MUTUAL:
            continue
        if preposition and preposition not in own and is_askable and seen.count(preposition) == 1:
            yield preposition


def _chain(fact: Fact, slot: Slot) -> list[Slot]:
    """Give a complement and what hangs on it."""
    return [slot, *(other for preposition, other in fact.others if _touches(slot, other, preposition))]


def _names_any(slot: Slot) -> bool:
    return bool(slot.heads or slot.actors or slot.value)


def _is_needed(fact: Fact, name: str, asked: str) -> bool:
    """Tell whether a complement belongs to the words before it: aid to …, reconciliation with …

    One that shares a name with what is asked would tell it: North Korea and South Korea.
    """
    slot, other = (next((slot for one, slot in fact.others if one == wanted), None) for wanted in (name, asked))
    if slot is None or name in ("at", "during", "after"):
        return False
    if other is not None and set(_NAME.findall(slot.words)) & set(_NAME.findall(other.words)):
        return False
    before = [fact.object, *(other for preposition, other in fact.others if preposition != name)]
    return any(one is not None and _touches(one, slot, name) for one in before)


def _hanging_on(fact: Fact, name: str, asked: str) -> Iterator[str]:
    """Give what stands right behind a complement that is left out, and would hang in the air without it."""
    slot = next((slot for preposition, slot in fact.others if preposition == name), None)
    for preposition, other in fact.others:
        if slot is not None and preposition not in (name, asked) and _touches(slot, other, preposition):
            yield preposition


def _touches(one: Slot, two: Slot, preposition: str) -> bool:
    return 0 <= two.start - one.end <= len(preposition) + 2


def _says_too_little(fact: Fact, asked: str, left_out: tuple[str, ...]) -> bool:
    """Tell whether only a bare verb would stay: “who met?”."""
    if fact.superlative and "time" in left_out and fact.superlative != "first":
        return True
    rest = [preposition for preposition, _ in fact.others if preposition not in (*left_out, asked)]
    has_object = fact.object is not None and asked != "object"
    has_subject = fact.subject is not None and asked != "subject"
    has_place = fact.place is not None and asked != "place" and "place" not in left_out
    has_time = fact.time is not None and asked != "time" and "time" not in left_out
    if fact.superlative == "first" and asked == "subject" and has_object:
        return False
    return has_object + has_subject + has_place + has_time + bool(rest) < 2
