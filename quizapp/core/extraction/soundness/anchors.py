"""Whether a stem has an anchor by which somebody who has not read the document can tell which event is meant."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.nouns import names_in
from quizapp.core.extraction.drafts.offices import role_class
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import ACCORDING
from quizapp.core.extraction.item_rules.asked import unquoted
from quizapp.core.extraction.values import Fact, Slot

MESSAGE = "Nothing in it but who took part tells which event is meant: no time, and no event, work or place by name."
MANY = "Others may have done it as well: no time tells which event is meant."
#: What is done to one by one, once: the two of them are enough.
_ONCE = frozenset(
    {
        *("abolish", "assassinate", "bear", "compose", "crown", "depose", "design", "discover", "execute", "found"),
        *("establish", "invent", "kill", "marry", "murder", "paint", "publish", "succeed", "write", "unveil", "build"),
        *("rename", "introduce", "patent", "translate", "coin", "behead", "create", "baptise", "ratify", "repeal"),
    }
)
#: What many do at some time or other, whatever the document is about.
_MANY_DO = frozenset(
    {
        *("join", "flee", "leave", "visit", "recognise", "recognize", "support", "oppose", "attend", "enter", "return"),
        *("move", "emigrate", "travel", "go", "come", "arrive", "study", "live", "help", "admire", "retire", "resign"),
    }
)
#: States and parties do it to one another at any time.
_AT_ANY_TIME = frozenset({"accuse", "blame", "criticise", "criticize"})
_FOUNDED = frozenset({"found", "establish", "create"})
_TIME = re.compile(
    r"\d{3,}|\b\d+ (?:BC|AD|BCE|CE)\b|\bcentury\b|\b(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
)
_ASKED = re.compile(r"^[A-Za-z]+ (?:state|organisation|people|group|place|city|country|office|title)?\b")
#: Names that every city has.
_GENERIC = re.compile(
    r"\b(?:Great|Old|New|Central|National|Royal|Grand|Upper|Lower|Municipal|City|Town|Public) (?:Mosque|Church"
    r"|Cathedral|Synagogue|Temple|Bridge|Museum|Library|Hospital|School|Theatre|Station|Palace|Square|Tower|Hall|Market)\b"
    r"(?! (?:of|in|at) [A-Z])"
)
_HOLDER = re.compile(
    r"\bthe (?P<office>[A-Z][\w’-]+ (?:[a-z]+ )?[a-z]+)(?=\?| (?:in|at|to|for|from|by|on|with|against)\b)"
)
#: What is done to one place or thing after another.
_IN_A_ROW = frozenset({"reach", "occupy", "seize", "capture", "enter", "visit", "pass", "include", "storm"})
_HELD_IN_TURN = frozenset({"head_of_state", "head_of_government", "royal", "minister", "governor", "mayor"})
_STATES = frozenset({"be", "role", "kin", "letters"})
_TEMPLATES = frozenset({"T2", "T3", "T7", "T9", "T10"})


def find_no_anchor(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a question for who, what or where could mean many events; None where its stem pins one down."""
    fact = proposal.fact
    if proposal.template in (*_TEMPLATES, "T1") and (generic := _GENERIC.search(proposal.stem)) is not None:
        return f"There is more than one “{generic[0]}”: where is not told."
    if proposal.template not in _TEMPLATES or proposal.slot == "time":
        return None
    if proposal.slot == "object" and proposal.answer.sort == "words" and _is_one_of_a_row(fact):
        return f"More than one may be told of what somebody could {fact.verb} then."
    if fact.frame in _STATES or fact.rule.startswith("facts.quote") or fact.superlative:
        return None
    stem = proposal.stem.removeprefix(ACCORDING)
    is_dated = _TIME.search(stem) is not None
    if not is_dated and (fact.verb in _AT_ANY_TIME or _is_passive_only(proposal)):
        return MANY
    if not is_dated and (holder := _unnamed_holder(stem)) is not None:
        return f"Which of them “{holder}” was is not told."
    if is_dated or "“" in stem or '"' in stem or "‘" in stem:
        return None
    if fact.verb in _ONCE and proposal.slot != "place" and _is_thing(setting, fact):
        return None
    if proposal.slot == "subject" and fact.verb in _MANY_DO:
        return MANY
    return None if proposal.label or _others_named(setting, proposal, stem) else MESSAGE


def _is_one_of_a_row(fact: Fact) -> bool:
    """Tell whether an army or a traveller may have reached, or taken, several such things in that time."""
    is_of_day = fact.time is not None and fact.time.value is not None and fact.time.value.grain == "day"
    return fact.verb in _IN_A_ROW and not is_of_day and not fact.superlative


def _unnamed_holder(stem: str) -> str | None:
    """Give “the Danish king”: an office that many held, one after the other, without a name or a time."""
    for found in _HOLDER.finditer(unquoted(stem)):
        if role_class(found["office"]) in _HELD_IN_TURN:
            return found[0]
    return None


def _is_passive_only(proposal: Proposal) -> bool:
    """Tell whether it is asked to what something was done once, and neither who did it nor where is told."""
    fact = proposal.fact
    is_bare = fact.subject is None and fact.time is None and fact.place is None
    return is_bare and fact.is_passive and proposal.slot == "object" and fact.verb in _FOUNDED


def _is_thing(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the object of a deed that is done once is told by a name."""
    slot = fact.object
    return slot is not None and (bool(slot.heads) or re.search(r"[A-Z]", slot.words) is not None)


def _others_named(setting: DraftSetting, proposal: Proposal, stem: str) -> bool:
    """Tell whether a stem names something besides the two who took part."""
    words = _ASKED.sub("", unquoted(stem))
    for slot in (proposal.fact.subject, proposal.fact.object):
        for form in _forms(setting, slot) if slot is not None else ():
            words = words.replace(form, " it ")
    return any(True for _ in names_in(f"it {words}"))


def _forms(setting: DraftSetting, slot: Slot) -> list[str]:
    """Give the names of the people and states in a slot as a stem may have them, the longest first."""
    parties = [setting.actor(number) for number in slot.heads if setting.actor(number).type in ("person", "state")]
    forms = {form for actor in parties for form in (actor.canonical, *actor.forms)}
    roles = {role.words for actor in parties for role in actor.roles}
    return sorted(forms | roles | ({slot.words} if parties else set()), key=lambda form: (-len(form), form))
