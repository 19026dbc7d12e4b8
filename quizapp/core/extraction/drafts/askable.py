"""Facts that no template asks: misread clauses, which say something odd, and clauses that say nothing by themselves."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.word_lists import COMMON_STARTS, STOP_WORDS
from quizapp.core.extraction.values import Fact, Slot

#: “France followed in 1922” says nothing without the sentence before.
_EMPTY_VERBS = frozenset({"follow", "do"})
#: What is done to things and never to people.
_OF_THINGS = frozenset(
    {
        *("conclude", "complete", "sign", "ratify", "adopt", "build", "begin", "issue", "publish", "open", "close"),
        *("launch", "construct", "rebuild", "restore", "abolish", "repeal", "amend", "enact", "approve", "hold"),
    }
)
#: Verbs that need to be told as what, or what the thing is called.
_NAMING = frozenset({"call", "describe", "label", "dub", "title", "rename", "style"})
_NUMBERED = re.compile(r"^\d[\d,.]* and ")
_CAPITALS = re.compile(r"^[A-ZÀ-ÖØ-ÞŞĞİŠČŽŁ]{3,}$")
_GERUND = re.compile(r"^[A-Z][a-z]+ing$")


def is_askable(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a fact is told well enough to be asked."""
    if fact.verb in _EMPTY_VERBS or (fact.verb in _NAMING and not fact.others and fact.frame != "role"):
        return False
    parties = [slot for slot in (fact.subject, fact.object) if slot is not None]
    if any(_NUMBERED.match(slot.words) for slot in parties):
        return False
    if any(not is_fit_name(setting, number) for slot in parties for number in slot.heads):
        return False
    return not (fact.verb in _OF_THINGS and fact.is_passive and _is_person(setting, fact.object))


def is_fit_name(setting: DraftSetting, number: int) -> bool:
    """Tell whether a name is one: no “Q. Did”, no “Dredging” and no “ACME” taken for a person."""
    actor = setting.actor(number)
    words = actor.canonical.split()
    if actor.type == "person" and len(words) > 1 and words[-1].lower() in STOP_WORDS | COMMON_STARTS:
        return False
    if actor.type == "person" and words[0] in ("Q.", "A.") and words[-1].strip(".").lower() in ("i", "no", "yes"):
        return False
    is_odd = len(words) == 1 and not actor.roles and (_GERUND.match(words[0]) or _CAPITALS.match(words[0]))
    return not (actor.type == "person" and is_odd)


def _is_person(setting: DraftSetting, slot: Slot | None) -> bool:
    return slot is not None and any(setting.actor(number).type == "person" for number in slot.heads)
