"""Deeds that many have done, and the forms of a sitting: of these nobody asks who it was."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact

#: Who went somewhere, studied or joined is one of many, in whatever year it was; where and when they did is another
#: matter.
_MANY_DO = frozenset(
    {
        *("arrive", "attend", "come", "cross", "emigrate", "enter", "flee", "go", "immigrate", "join", "leave", "live"),
        *("migrate", "move", "return", "sail", "settle", "study", "travel", "visit", "go back", "come back", "set out"),
    }
)
_OF_THINGS = frozenset({"leave", "enter", "move", "settle", "join", "sail"})
#: What is opened and closed at an hour is a sitting.
_SITTING = frozenset({"meet", "sit", "open", "begin", "start", "adjourn", "rise", "resume", "convene", "reconvene"})
_HOUR_OR_ROOM = re.compile(r"\b(?:[ap]\.?m\b|o[’']clock\b)|\b(?:[Cc]ommittee )?[Rr]oom [A-Z\d]")
_APOLOGIES = re.compile(r"\b[Aa]pologies\b")
_FORMAL = "How a sitting was opened, and who was heard or sent excuses, is form and no matter."
COMMON = "Many have done it: ask when or where it was, and not who."


def find_common(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why nobody asks who did what many do; None where a purpose or a first time makes one deed of it."""
    fact = proposal.fact
    if proposal.template != "T2" or proposal.slot != "subject" or fact.superlative or fact.modality != "asserted":
        return None
    if fact.verb not in _MANY_DO or fact.chain or _has_purpose(fact):
        return None
    thing = fact.object
    is_thing = thing is not None and not thing.heads and not re.search(r"[A-Z]", thing.words)
    if fact.verb in _OF_THINGS and is_thing:
        return None  # left 400 men behind, settled the dispute
    return COMMON


def find_formal(proposal: Proposal) -> str | None:
    """Give why nobody asks for the forms of a sitting: its hour and room, who was heard, who was excused."""
    fact = proposal.fact
    if fact.verb == "give" and fact.object is not None and fact.object.words.lower() == "evidence":
        return _FORMAL
    told = [slot.words for slot in fact.slots]
    if fact.verb in ("receive", "send", "give", "record", "note") and any(_APOLOGIES.match(one) for one in told):
        return _FORMAL
    is_sitting = fact.verb in _SITTING and _HOUR_OR_ROOM.search(f"{proposal.stem} {' '.join(told)}") is not None
    return _FORMAL if is_sitting else None


def _has_purpose(fact: Fact) -> bool:
    """Tell whether it is told for what somebody went: to meet the emperor, to buy the island."""
    return any(name == "to" and slot.words[:1].islower() and not slot.heads for name, slot in fact.others)
