"""Whether what is told weighs enough: of somebody the document is about, or of a deed that history keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.soundness.worth import is_central_actor, is_in_opening, is_main
from quizapp.core.extraction.values import Fact, Slot

#: What is worth knowing of whomever it is told.
WEIGHTY = frozenset(
    {
        *("abdicate", "abolish", "acquit", "adopt", "annex", "appoint", "assassinate", "bear", "behead", "besiege"),
        *("bombard", "build", "capture", "cede", "circumnavigate", "colonise", "complete", "compose", "conquer"),
        *("convict", "create", "crown", "declare", "defeat", "depose", "design", "destroy", "die", "discover"),
        *("disband", "dissolve", "divide", "elect", "emancipate", "establish", "execute", "expel", "fight", "found"),
        *("gain", "grant", "impeach", "introduce", "invade", "invent", "isolate", "kill", "launch", "liberate"),
        *("lose", "massacre", "merge", "murder", "nationalise", "occupy", "open", "outlaw", "overrun", "overthrow"),
        *("paint", "partition", "pass", "patent", "poison", "proclaim", "prove", "publish", "ratify", "recognise"),
        *("renounce", "repeal", "resign", "restore", "reunify", "reunite", "revolt", "sack", "secede", "sentence"),
        *("seize", "sign", "stand for", "succeed", "surrender", "translate", "unify", "unite", "veto", "win", "end"),
        *(
            "begin",
            "break out",
            "break off",
            "collapse",
            "fall",
            "erupt",
            "free",
            "ban",
            "lift",
            "replace",
            "rename",
            "split",
        ),
        *("award", "withdraw", "cancel", "enact", "close", "shut", "inaugurate", "revoke", "condemn", "premiere"),
        *("take", "erect", "excavate", "rebuild", "demolish", "burn", "ally", "agree", "join", "enter", "lead"),
        *("extend", "march", "cross", "approve", "charter", "incorporate", "form", "take part", "take place", "hold"),
        *("seize power", "take office", "come to power", "swear in", "set up", "dismiss", "announce", "accuse"),
        *("supply", "unveil", "break off", "collapse", "reduce", "become", "make"),
    }
)
#: What is told in passing, of anybody.
_ANECDOTES = frozenset(
    {
        *("look", "arrive", "recall", "rise", "sit", "stand", "walk", "wait", "smile", "laugh", "weep", "notice"),
        *("watch", "listen", "ride", "drive", "eat", "drink", "sleep", "wake", "like", "hope", "fear", "wish"),
        *("fire", "knock", "telephone", "remember", "greet", "stay", "assemble", "lie", "lay", "put", "carry", "wear"),
    }
)
#: “Rose in revolt”, “rose against Rome”: no scene.
_REVOLTS = ("against", "in revolt", "in rebellion", "in arms", "to power")
#: “Went back to a vaccine”, “came home”; to go to war is another thing.
_GOING = frozenset({"go", "come", "turn", "get"})
_GOALS_OF_WEIGHT = frozenset({"war", "power", "court", "an end", "the throne", "terms"})
_AWARDING = frozenset({"receive", "accept", "refuse", "decline", "share", "win", "award", "give"})
_PRIZE = re.compile(r"[A-Z]\w* (?:Prize|Medal|Award)\b|\btitle [A-Z]")
_HIGH = re.compile(
    r"\b(?:king|queen|emperor|empress|president|prime minister|chancellor|pope|sultan|shah|tsar|governor|premier"
    r"|secretary-general|chief justice|archbishop)\b",
    re.IGNORECASE,
)
_OWN_WORDS = ("facts.quote", "facts.letters", "facts.saying")
_LEAST_OF_HOLDERS = 3
_IN_PASSING = "It is told in passing, of somebody who plays a small part in the document."
_ANECDOTE = "“{}” tells a scene and nothing that is worth learning."
_OFFICE = "The office of somebody who plays a small part in the document."
_WHERE = "Where it was is a detail of somebody who plays a small part in the document."
_WHERE_MATTERS = frozenset(
    {"sign", "found", "establish", "adopt", "defeat", "win", "meet", "proclaim", "fight", "crown", "surrender", "open"}
)


def find_light(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a question asks for something that hardly anybody needs to know; None where it weighs enough."""
    return next((found for fact in proposal.facts if (found := _of_fact(setting, proposal, fact)) is not None), None)


def _of_fact(setting: DraftSetting, proposal: Proposal, fact: Fact) -> str | None:
    if fact.rule.startswith(_OWN_WORDS) or fact.frame in ("letters", "kin", "be"):
        return None
    people = [number for slot in fact.slots for number in (*slot.heads, *slot.actors)]
    is_central = any(is_central_actor(setting, number) for number in people)
    if fact.frame == "role":
        is_high = fact.verb == "become" and proposal.template == "T1" and _is_high(fact)
        return None if is_high or is_holder(setting, fact) else _OFFICE
    if fact.verb in _GOING:
        is_weighty = any(slot.words in _GOALS_OF_WEIGHT for slot in _told(fact))
        return None if is_weighty else _ANECDOTE.format(fact.verb)
    rose = " ".join(f"{name} {slot.words}" for name, slot in fact.others)
    if fact.verb == "rise" and any(words in rose for words in _REVOLTS):
        return None
    if fact.verb in _ANECDOTES and not set(fact.chain) & WEIGHTY:
        return _ANECDOTE.format(fact.verb)
    if proposal.slot == "place" and not is_central and fact.verb not in _WHERE_MATTERS:
        return _WHERE
    if fact.verb in _AWARDING and any(_PRIZE.search(slot.words) for slot in _told(fact)):
        return None
    is_body = fact.subject is not None and not any(setting.actor(one).type == "person" for one in fact.subject.heads)
    if fact.verb == "meet" and is_body and fact.object is None:
        return None  # a congress
    return None if is_central or {fact.verb, *fact.chain} & WEIGHTY else _IN_PASSING


def _is_high(fact: Fact) -> bool:
    """Tell whether somebody came to rule a state, or to an office of its own there."""
    words = fact.object.words if fact.object is not None else ""
    return (
        _HIGH.search(words) is not None and re.search(r" of (?:the )?[A-Z]|[A-Z]\w+(?:n|ese|ish) ", words) is not None
    )


def _told(fact: Fact) -> Iterator[Slot]:
    yield from (slot for slot in (fact.object, fact.place, *(slot for _, slot in fact.others)) if slot is not None)


def is_holder(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether somebody’s office is worth asking: named again and again, or the document is about them."""
    people = fact.subject.heads if fact.subject is not None else ()
    for number in people:
        if len(setting.standing.of_actor[number]) > 1 and is_in_opening(setting, number):
            return True
        least = _LEAST_OF_HOLDERS - int(number in setting.standing.speakers)
        if is_main(setting, number) or len(setting.standing.of_actor[number]) >= least:
            return True
    return False
