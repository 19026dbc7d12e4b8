"""T2, T3 and T10 inside phrases: whose service hinted it, under whom it began, on whom it depends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.leaning import opened, time_of, ways_to_ask
from quizapp.core.extraction.drafts.places import place_name, place_sort
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.sayings import backshifted, whole_front
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.who import NO_EVENT, done_to, opening_of, whom
from quizapp.core.extraction.drafts.wording import (
    actors_in,
    event,
    inside,
    key_name,
    other_forms,
    question,
    was,
    when,
    who,
)
from quizapp.core.extraction.values import Fact, Slot

_OWNED = re.compile(r"^(?:the )?(?P<name>[A-Z][^’']*)[’']s? (?P<thing>(?:[a-z]+[ -]?){1,4})$")
_UNDER = re.compile(r"^(?P<thing>.+?) under (?P<name>[A-Z][\w.’-]*(?: [A-Z][\w.’-]*)*)$")
_BETWEEN = re.compile(
    r"^(?P<thing>(?:the )?(?:[a-z]+ )*[A-Za-z]+) between (?P<one>[A-Z].*|the [A-Z].*) and (?P<two>.+)$"
)
_OF_PLACE = re.compile(r"^(?P<thing>(?:the )?[a-z]+) (?P<word>in|from) (?P<name>[A-Z][\w’-]*(?: [A-Z][\w’-]*)*)$")
_BEHIND = re.compile(r"^(?P<thing>.+?) (?P<word>on|upon|with|against|to|from|over) (?:the )?(?P<name>[A-Z].*)$")
#: Relatives are asked for as kin.
_RELATED = frozenset({"father", "mother", "son", "daughter", "brother", "sister", "wife", "husband", "widow", "uncle"})


def ask_owner(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask whose service, army or government did it, and under whom it was done."""
    slot = fact.subject
    if fact.frame in NO_EVENT or slot is None or slot.heads or fact.is_passive or fact.rule.startswith("facts.quote"):
        return
    opening = opening_of(setting, fact)
    if opening is None or len(slot.actors) != 1:
        return
    found = _OWNED.match(slot.words)
    if found is not None and found["thing"] not in _RELATED:
        yield from _whose(setting, fact, slot, found["thing"], opening)
    found = _UNDER.match(slot.words)
    if found is not None:
        yield from _under_whom(setting, fact, slot, found["thing"], opening)


def ask_between_whom(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask between which two states talks broke down."""
    slot = fact.subject
    if (
        fact.frame in NO_EVENT
        or slot is None
        or slot.heads
        or len(slot.actors) != 2
        or fact.rule.startswith("facts.quote")
    ):
        return
    found, opening = _BETWEEN.match(slot.words), opening_of(setting, fact)
    words = event(setting, fact, "past")
    asked = who(setting, _headed(slot))
    texts = tuple(key_name(setting, number) for number in slot.actors)
    names = {re.sub(r"^the ", "", name) for name in (found["one"], found["two"])} if found is not None else set()
    if found is None or opening is None or words is None or asked is None or names != set(texts):
        return
    asked = "whom" if asked.startswith("who") and "two" not in asked else asked
    yield Proposal(
        template="T2",
        family="between",
        slot="subject",
        kind="multiple",
        stem=question(f"{opened(opening, ('subject',))}{found['thing']} between {asked} {words}", when(setting, fact)),
        answer=Answer("actors", texts[0], tuple(slot.actors), texts=texts),
        about="actor",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        in_stem=actors_in(fact.object, fact.place),
        weight=0.9,
    )


def ask_place_of(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask in which city the officials are who do it."""
    slot = fact.subject
    if fact.frame in NO_EVENT or slot is None or slot.heads or fact.rule.startswith("facts.quote"):
        return
    found, opening = _OF_PLACE.match(slot.words), opening_of(setting, fact)
    key = place_name(found["name"]) if found is not None else None
    if found is None or opening is None or key is None or place_sort(setting, key) != "city":
        return
    words = event(setting, fact, "past")
    if words is None or len(words.split()) < 4:
        return
    words = backshifted(whole_front(words)) if fact.frame == "say" else words
    yield Proposal(
        template="T10",
        family="place-of",
        slot="subject",
        kind="choice",
        stem=question(opened(opening, ("place",)) + f"{found['thing']} {found['word']} which city", words),
        answer=Answer("place", key),
        about="place",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        needs_options=False,
        in_stem=actors_in(fact.object),
        weight=0.8,
    )


def ask_dependence(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask on whom somebody depends, where the name ends the phrase behind another preposition."""
    if fact.frame in NO_EVENT or fact.rule.startswith(("facts.quote", "facts.say")) or fact.subject is None:
        return
    opening = opening_of(setting, fact)
    for preposition, slot in fact.others:
        found = _BEHIND.match(slot.words)
        is_one = sum(one == preposition for one, _ in fact.others) == 1
        if found is None or opening is None or slot.heads or len(slot.actors) != 1 or not preposition or not is_one:
            continue
        actor = setting.actor(slot.actors[0])
        if found["name"] not in (actor.canonical, *actor.forms):
            continue
        asked = who(setting, _headed(slot))
        done = asked and done_to(setting, fact, f"{found['word']} {whom(asked)}", "", preposition)
        if done:
            stem = question(opened(opening, (preposition,)) + f"{done} {preposition} {found['thing']}")
            yield _asking(setting, fact, slot, f"within-{preposition}", preposition, stem, (fact.subject, fact.object))


def _whose(setting: DraftSetting, fact: Fact, slot: Slot, thing: str, opening: str) -> Iterator[Proposal]:
    asked = who(setting, _headed(slot))
    for left_out in ways_to_ask(setting, fact, "subject"):
        words = event(setting, fact, "past", *left_out)
        if asked is None or words is None:
            continue
        begin = f"whose {thing}" if asked == "who" else f"{asked}’s {thing}"
        stem = question(opened(opening, ("subject",)) + begin, words, time_of(setting, fact, left_out))
        yield _asking(setting, fact, slot, "whose", "subject", stem, (fact.object,), left_out)


def _under_whom(setting: DraftSetting, fact: Fact, slot: Slot, thing: str, opening: str) -> Iterator[Proposal]:
    asked = who(setting, _headed(slot))
    for left_out in ways_to_ask(setting, fact, "subject"):
        words = event(setting, fact, "base", *left_out)
        if asked is None or words is None or fact.tense != "past" or fact.modality == "expected":
            continue
        verb, words = (was(setting, slot), words[3:]) if words.startswith("be ") else ("did", words)
        done = f"under {whom(asked)} {verb} {inside(thing)} {words}"
        stem = question(opened(opening, ("subject",)) + done, time_of(setting, fact, left_out))
        yield _asking(setting, fact, slot, "under", "subject", stem, (fact.object,), left_out)


def _headed(slot: Slot) -> Slot:
    """Give the slot as if its one actor were its head."""
    return Slot(slot.words, slot.start, slot.end, slot.actors, heads=slot.actors)


def _asking(
    setting: DraftSetting,
    fact: Fact,
    slot: Slot,
    family: str,
    slot_name: str,
    stem: str,
    others: tuple[Slot | None, ...],
    left_out: tuple[str, ...] = (),
) -> Proposal:
    number = slot.actors[0]
    key = key_name(setting, number)
    rest = tuple(one for name, one in fact.others if name not in (slot_name, *left_out))
    return Proposal(
        template="T2" if slot_name == "subject" else "T3",
        family=family,
        slot=slot_name,
        kind="choice",
        stem=stem,
        answer=Answer("actor", key, (number,), texts=(key,)),
        about="actor",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, number, key),
        needs_options=False,
        in_stem=actors_in(*others, *rest) - {number},
        left_out=left_out,
    )
