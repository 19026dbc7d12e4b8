"""What makes a draft less sure than its facts: open pronouns, far weekdays, loose relative clauses and lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.facts.slots import BARE_DEFINITE
from quizapp.core.extraction.values import Fact, Reason, Slot

THING_PRONOUN = Reason("pronoun within", 0.8, "“It”, “they” or “his” may mean something else here.")
SEVERAL_FIT = Reason("several people near", 0.85, "“He” or “she” may mean another person of the same paragraph.")
SEVERAL_THINGS_FIT = Reason("several states or bodies near", 0.65, "“It” or “they” may mean another one named before.")
FAR_WEEKDAY = Reason("weekday without its date", 0.85, "The weekday may belong to another week.")
LOOSE_RELATIVE = Reason(
    "relative clause behind a preposition",
    0.8,
    "The part with “which” or “who” may speak of another thing named before it.",
)
SHARED_NAME = Reason("shared surname", 0.8, "Others of the document bear the name that stands here by itself.")
LOOSE_LIST = Reason("list of unlike things", 0.7, "What follows “and” may begin something new.")

ONLY_SUBJECT = Reason(
    "the only subject", 0.9, "The name stands far before “he”, “she” or “it”, but all is about this one."
)
_FAR = "previous paragraph"
ONE_SIDE = Reason("one side only", 0.7, "The words do not say who else took part.")

_ONE_SIDED = re.compile(
    r"^(?:the )?(?:[a-z]+ )?(?:talks|negotiations|relations|ties|contacts|discussions|dealings) with \S", re.IGNORECASE
)
_TELLS_WHICH = frozenset({"of", "between", "against"})
_TELLING_NAME = re.compile(r" (?:of|between|against) (?:the )?(?:[a-z]+ ){0,2}[A-Z]")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Dame|Madame?|Herr|Frau)\b\.? ?")
_USUAL_FROM = 3
_PRONOUN_NAMES = frozenset({"pronoun", "previous paragraph"})
_THINGS = frozenset({"it", "its", "they", "them", "their", "this", "these", "those", "which", "that"})
_BEFORE = re.compile(r"\b(?:of|over|in|to|from|with|for|at|on|by|near|into|between|under)\s+(?:the\s+|an?\s+)?$")


def doubts_about(setting: DraftSetting, fact: Fact) -> tuple[Reason, ...]:
    """Give the reasons of a fact, of its slots, and the doubts that only the whole paragraph raises."""
    if id(fact) not in setting.places:
        return tuple(_doubts(setting, fact))  # one made for a stem: its id may be another’s soon
    known = setting.remembered.doubts
    if id(fact) not in known:
        known[id(fact)] = tuple(_doubts(setting, fact))
    return known[id(fact)]


def _doubts(setting: DraftSetting, fact: Fact) -> Iterator[Reason]:
    yield from fact.reasons
    if is_one_sided(fact):
        yield ONE_SIDE
    is_relative = any(reason.name == "relative clause" for reason in fact.reasons)
    for slot in fact.slots:
        yield from _of_slot(setting, fact, slot)
        if any(reason.name in _PRONOUN_NAMES for reason in slot.reasons):
            yield from _about_pronoun(setting, fact, slot)
        if len(slot.heads) == 1 and not _is_of_only_one(setting, fact, slot) and _is_shared_name(setting, slot):
            yield SHARED_NAME
        if any(reason.name == "weekday by anchor" for reason in slot.reasons):
            yield FAR_WEEKDAY
        if is_relative and slot in (fact.subject, fact.object) and not slot.preposition:
            before = setting.analysis.text.text[max(0, slot.start - 20) : slot.start]
            if slot.start < fact.start and _BEFORE.search(before):
                yield LOOSE_RELATIVE
        if slot.actors and not slot.heads and " and " in slot.words and "’s" in slot.words.split(" and ", 1)[1]:
            yield LOOSE_LIST


def _of_slot(setting: DraftSetting, fact: Fact, slot: Slot) -> Iterator[Reason]:
    """Give the reasons of a slot; a pronoun far from its name is surer where the document is about nobody else."""
    is_alone = len(slot.heads) == 1 and slot.heads[0] in setting.parts.alone
    for reason in slot.reasons:
        if reason.name == BARE_DEFINITE.name and _is_told_which(setting, fact, slot):
            continue
        is_far = reason.name == _FAR
        yield ONLY_SUBJECT if is_far and is_alone and not _named_before(setting, fact, slot) else reason


def _is_told_which(setting: DraftSetting, fact: Fact, slot: Slot) -> bool:
    """Tell whether the text goes on with whose or which it is: the war between Peru and Chile, the throne of Lydia."""
    behind = [other for name, other in fact.others if name in _TELLS_WHICH and 0 < other.start - slot.end <= 12]
    return bool(behind) and _TELLING_NAME.match(setting.analysis.text.text, slot.end) is not None


def _is_of_only_one(setting: DraftSetting, fact: Fact, slot: Slot) -> bool:
    """Tell whether a pronoun stands for the one whom all is about, where nobody else who fits is named before it."""
    is_pronoun = any(reason.name in _PRONOUN_NAMES for reason in slot.reasons)
    return is_pronoun and slot.heads[0] in setting.parts.alone and not _named_before(setting, fact, slot)


def _named_before(setting: DraftSetting, fact: Fact, slot: Slot) -> bool:
    """Tell whether another of the same sex is named in the paragraph up to a pronoun, or in the one before it."""
    meant, block = setting.actor(slot.heads[0]), setting.analysis.text.block_at(fact.start)
    before = setting.analysis.text.block_at(max(0, block.start - 2))
    return any(
        mention.actor != meant.id
        and setting.actor(mention.actor).type == meant.type
        and setting.actor(mention.actor).gender in (None, meant.gender)
        for mention in setting.standing.between(before.start, min(fact.start, slot.start))
    )


def is_one_sided(fact: Fact) -> bool:
    """Tell whether a stem would ask whose it was itself: “talks with Peru broke down”."""
    return fact.subject is not None and _ONE_SIDED.match(fact.subject.words) is not None


def _is_shared_name(setting: DraftSetting, slot: Slot) -> bool:
    """Tell whether the text names somebody here, or last, only by a name that several people of the document bear."""
    actor = setting.actor(slot.heads[0])
    if actor.type != "person":
        return False
    told = setting.standing.of_actor[actor.id]
    count = bisect_left(told, max(slot.end, slot.start + 1), key=lambda mention: mention.start)
    words = _HONORIFIC.sub("", told[count - 1].surface).strip() if count else ""
    if setting.standing.people_called.get(words, 0) < 2 or words == actor.canonical:
        return False
    usual = sum(_HONORIFIC.sub("", mention.surface).strip() == words for mention in told[:count])
    return usual < _USUAL_FROM  # else it is the text’s own name for them


def _about_pronoun(setting: DraftSetting, fact: Fact, slot: Slot) -> Iterator[Reason]:
    words = setting.analysis.text.text[slot.start : slot.end].lower().split()
    if not slot.heads or any(word.strip(",.;:’'") in _THINGS for word in words):
        yield THING_PRONOUN
    if len(slot.heads) == 1 and _several_fit(setting, fact, slot):
        yield SEVERAL_FIT if setting.actor(slot.heads[0]).type == "person" else SEVERAL_THINGS_FIT


def _several_fit(setting: DraftSetting, fact: Fact, slot: Slot) -> bool:
    """Tell whether the paragraph names another person before the pronoun whom it could mean."""
    meant = setting.actor(slot.heads[0])
    block = setting.analysis.text.block_at(fact.start)
    if meant.type == "person" and _named_alone_before(setting, min(fact.start, slot.start), meant.id):
        return False
    return any(
        mention.actor != meant.id
        and setting.actor(mention.actor).type == meant.type
        and (meant.gender is None or setting.actor(mention.actor).gender in (None, meant.gender))
        for mention in setting.standing.between(block.start, min(fact.start, slot.start))
    )


def _named_alone_before(setting: DraftSetting, start: int, meant: int) -> bool:
    """Tell whether the sentence before names the one who is meant, and no other person."""
    sentence = setting.sentence_at(start)
    before = setting.sentence_at(sentence.start - 1)
    if sentence.start == 0 or before.block != sentence.block:
        return False
    named = {
        mention.actor
        for mention in setting.standing.between(before.start, start)
        if setting.actor(mention.actor).type == "person"
    }
    return named == {meant}
