"""Other facts that a question would fit as well: then it is not unique, or a distractor is right."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from quizapp.core.calendar import DateValue
from quizapp.core.extraction.drafts.alike import parties_of
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.phrases import MUTUAL as MET_BY
from quizapp.core.extraction.values import Fact, Slot

_COUNTED_TIME = re.compile(r"the (?:first|second|third|last|only) time$")
#: So few facts are compared without looking for those of their time.
_FEW = 20
#: Classes of verbs that both sides do: who met whom is the same as who was met by whom.
MUTUAL = MET_BY | {"fight", "unite", "compete"}


def list_same_events(setting: DraftSetting, fact: Fact, asked: str, left_out: Collection[str] = ()) -> tuple[Fact, ...]:
    """Give the other facts that agree with this one in all slots but the asked one, as far as both are filled.

    `asked` is a slot, or the preposition of a complement. What the stem leaves out (`left_out`) need not agree.
    """
    aside = (asked, *left_out)
    known = setting.remembered.events
    if (id(fact), aside) not in known:
        others = (setting.analysis.facts[place] for place in _may_agree(setting, fact, aside))
        known[id(fact), aside] = tuple(
            other
            for other in others
            if other is not fact and not other.is_negative and agree(setting, fact, other, aside)
        )
    return known[id(fact), aside]


def list_rivals(setting: DraftSetting, fact: Fact, asked: str, left_out: Collection[str] = ()) -> Iterator[Fact]:
    """Give those that answer the question in another way."""
    for other in list_same_events(setting, fact, asked, left_out):
        if has_other_answer(setting, fact, other, asked) and not (_is_first(fact) and not _is_first(other)):
            yield other


def agree(setting: DraftSetting, fact: Fact, other: Fact, aside: Collection[str]) -> bool:
    """Tell whether two facts of one verb can be the same event, the slots that are named left aside."""
    if "time" not in aside and _are_apart(_value(fact.time), _value(other.time)):
        return False
    if "place" not in aside and _differ(setting, fact.place, other.place):
        return False
    return _parties_agree(setting, fact, other, aside) and _complements_agree(setting, fact, other, aside)


def has_other_answer(setting: DraftSetting, fact: Fact, other: Fact, asked: str) -> bool:
    """Tell whether the asked slot is filled in both, and not with the same."""
    if asked == "time":
        one, two = _value(fact.time), _value(other.time)
        return one is not None and two is not None and not (one.contains(two) or two.contains(one) or one == two)
    mine, theirs = slot_of(fact, asked), slot_of(other, asked)
    if setting.key_of(fact).verb_class in MUTUAL and asked in ("subject", "object"):
        # “A and B met” and “A met B” tell the same.
        return _differ(setting, mine, theirs) and not parties_of(fact) == parties_of(other) != frozenset()
    return _differ(setting, mine, theirs)


def slot_of(fact: Fact, asked: str) -> Slot | None:
    """Give a slot by its name, or the complement that begins with a preposition."""
    match asked:
        case "subject":
            return fact.subject
        case "object":
            return fact.object
        case "place":
            return fact.place
        case "time":
            return fact.time
        case "claimant":
            return fact.claimant
    return next((slot for preposition, slot in fact.others if preposition == asked), None)


def _is_first(fact: Fact) -> bool:
    """Tell whether “for the first time” parts a fact from others of its kind."""
    return bool(fact.superlative) and any(_COUNTED_TIME.match(slot.words) for _, slot in fact.others)


def _may_agree(setting: DraftSetting, fact: Fact, aside: Collection[str]) -> Sequence[int]:
    """Give the places of the facts of the verb whose parties do not differ at first sight."""
    key = setting.key_of(fact)
    alike = setting.alike[key.frame, key.verb_class]
    if key.verb_class in MUTUAL and not {"subject", "object"} & set(aside):
        together = alike.with_parties(parties_of(fact))
        if "time" in aside or len(together) <= _FEW:
            return together
        return min(together, alike.with_time(_value(fact.time)), key=len)
    named = (("subject", fact.subject), ("object", fact.object))
    lists = [
        alike.with_slot(name, setting.slot_key(slot)) for name, slot in named if slot is not None and name not in aside
    ]
    shortest = min(lists, key=len, default=alike.places)
    if "time" in aside or len(shortest) <= _FEW:
        return shortest
    return min(shortest, alike.with_time(_value(fact.time)), key=len)


def _value(slot: Slot | None) -> DateValue | None:
    return slot.value if slot is not None else None


def _are_apart(one: DateValue | None, two: DateValue | None) -> bool:
    if one is None or two is None:
        return False
    if one.lo is None or one.hi is None or two.lo is None or two.hi is None:
        return one.value != two.value
    return one.hi < two.lo or two.hi < one.lo


def _differ(setting: DraftSetting, one: Slot | None, two: Slot | None) -> bool:
    if one is None or two is None:
        return False
    return setting.slot_keys[id(one)] != setting.slot_keys[id(two)]


def _parties_agree(setting: DraftSetting, fact: Fact, other: Fact, aside: Collection[str]) -> bool:
    if setting.key_of(fact).verb_class in MUTUAL and not {"subject", "object"} & set(aside):
        mine, theirs = parties_of(fact), parties_of(other)
        return not mine or not theirs or mine <= theirs or theirs <= mine
    if "subject" not in aside and _differ(setting, fact.subject, other.subject):
        return False
    return "object" in aside or not _differ(setting, fact.object, other.object)


def _complements_agree(setting: DraftSetting, fact: Fact, other: Fact, aside: Collection[str]) -> bool:
    """Complements part two facts only where both have one with the same preposition."""
    for preposition, slot in fact.others:
        if (
            preposition not in aside
            and not _COUNTED_TIME.match(slot.words)
            and _differ(setting, slot, slot_of(other, preposition) if preposition else None)
        ):
            return False
    return True
