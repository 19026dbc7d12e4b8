"""Whether what happened is told in full: blamed for what, wrote what; and one thing, not any of many."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.leaning import shortened
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.asked import unquoted
from quizapp.core.extraction.values import Fact, Slot

#: What is said of or done to somebody for something: without it nobody knows why.
_NEEDING: dict[str, frozenset[str]] = {
    "accuse": frozenset({"of", "as"}),
    "acquit": frozenset({"of"}),
    "blame": frozenset({"for", "on"}),
    "charge": frozenset({"with"}),
    "compare": frozenset({"with", "to"}),
    "condemn": frozenset({"for", "to", "as"}),
    "convict": frozenset({"of"}),
    "convince": frozenset({"of", "to"}),
    "criticise": frozenset({"for", "over", "as"}),
    "fine": frozenset({"for", ""}),
    "inform": frozenset({"of", "about", "that"}),
    "persuade": frozenset({"to"}),
    "praise": frozenset({"for", "as"}),
    "remind": frozenset({"of", "to"}),
    "suspect": frozenset({"of"}),
    "tell": frozenset({"about", "of", "to", "that"}),
    "thank": frozenset({"for"}),
    "urge": frozenset({"to"}),
    "warn": frozenset({"of", "about", "against", "to", "that"}),
}
#: Verbs of which an object that is no person says enough: condemned the invasion of Peru.
_OF_DEEDS = frozenset({"condemn", "criticise", "praise", "fine"})
#: Verbs that say nothing without their object.
_WITH_OBJECT = frozenset(
    {
        *(
            "accept",
            "address",
            "announce",
            "answer",
            "approve",
            "attend",
            "begin",
            "chair",
            "change",
            "command",
            "complete",
        ),
        *("declare", "demand", "deny", "describe", "discuss", "explain", "govern", "head", "hold", "inherit", "join"),
        *(
            "lead",
            "move",
            "occupy",
            "oppose",
            "order",
            "own",
            "paint",
            "play",
            "prefer",
            "present",
            "preside",
            "produce",
        ),
        *(
            "promise",
            "propose",
            "publish",
            "read",
            "record",
            "refuse",
            "reject",
            "report",
            "run",
            "say",
            "sign",
            "start",
        ),
        *("suggest", "support", "teach", "visit", "win", "write", "give", "send", "take", "tell", "open", "close"),
    }
)
_GOING = frozenset(
    {"arrive", "come", "go", "return", "travel", "move", "flee", "escape", "retreat", "withdraw", "reach"}
)
_GOALS = frozenset({"to", "from", "into", "for", "at", "in", "through", ""})
#: What only one does to one, so that who and to whom are enough.
_ONCE = frozenset(
    {
        *("abolish", "assassinate", "build", "capture", "compose", "conquer", "crown", "defeat", "depose", "design"),
        *("destroy", "discover", "execute", "found", "establish", "introduce", "invent", "kill", "marry", "murder"),
        *("paint", "proclaim", "publish", "rebuild", "rename", "replace", "succeed", "unveil", "write", "overrun"),
        *("besiege", "burn", "demolish", "launch", "patent", "excavate", "translate", "convert", "baptise", "adopt"),
    }
)
_TRIFLES = re.compile(r"(?:evidence|interviews?|speech|a speech|notice|way|birth)$")
_CUT_NAME = re.compile(r"[’'](?:s\b)? ?[A-Z]")
_RUNS_ON = re.compile(r"^[^A-Z]* and (?:the )?[A-Z]")
_OF_WORDS = frozenset({"speaker", "listener", "quote-gap", "phrase-gap"})
_SOME = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+) [a-z-]+s")
_ANY = re.compile(r"(?:an?|some|several|many) [a-z-]+|[a-z-]+")


def find_lost(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give what a question about one event lacks; None where it is told in full."""
    if proposal.kind in ("order", "match") or proposal.family in _OF_WORDS or proposal.template in ("T6", "T12"):
        return None
    fact = shortened(proposal.fact, proposal.left_out)
    if fact.rule.startswith(("facts.quote", "facts.saying", "facts.letters", "facts.title")):
        return None
    if fact.frame in ("role", "kin", "letters"):
        return None
    return _missing(setting, proposal, fact) or _too_open(setting, proposal, fact) or _garbled(setting, proposal.fact)


def _missing(setting: DraftSetting, proposal: Proposal, fact: Fact) -> str | None:
    return _missing_reason(proposal, fact) or _missing_object(setting, proposal, fact)


def _missing_reason(proposal: Proposal, fact: Fact) -> str | None:
    """Give “blame for what”, where the clause does not say why."""
    verb, has = fact.verb, {preposition for preposition, _ in fact.others}
    wanted = _NEEDING.get(verb)
    if wanted is not None and not (wanted & has) and proposal.slot not in wanted and "“" not in proposal.stem:
        is_deed = verb in _OF_DEEDS and fact.object is not None and not fact.object.heads
        if not is_deed and fact.particle not in wanted:
            return f"{verb} {min(one for one in wanted if one)} what"
    return None


def _missing_object(setting: DraftSetting, proposal: Proposal, fact: Fact) -> str | None:
    """Give “announce what”, “go where”, where only the verb is told."""
    verb, has, has_object = fact.verb, {preposition for preposition, _ in fact.others}, fact.object is not None
    if verb in _WITH_OBJECT and not has_object and proposal.slot != "object" and not (has - {"in", "at", "on", ""}):
        return f"{verb} what"
    is_going = verb in _GOING and not has_object and fact.place is None and proposal.slot != "place"
    if is_going and not has & _GOALS:
        return f"{verb} where"
    if verb == "rule" and not has_object and _is_body(setting, fact.subject):
        return "rule what"
    if verb == "write" and not has_object and not has & {"about", "of", "that"}:
        return "write what"
    if _is_of_any(fact) or (fact.object is not None and _SOME.fullmatch(fact.object.words)):
        return "which one"
    if fact.object is not None and verb in ("give", "take") and _TRIFLES.search(fact.object.words):
        return f"{verb} {fact.object.words}"
    return None


def _is_body(setting: DraftSetting, slot: Slot | None) -> bool:
    return slot is not None and any(setting.actor(number).type == "organisation" for number in slot.heads)


def _is_of_any(fact: Fact) -> bool:
    """Tell whether all that was done was done with one of many: sent an e-mail to a colleague."""
    told = [fact.object, fact.place, *(slot for _, slot in fact.others)]
    slots = [slot for slot in told if slot is not None]
    return len(slots) > 1 and all(_ANY.fullmatch(slot.words) is not None for slot in slots)


def _too_open(setting: DraftSetting, proposal: Proposal, fact: Fact) -> str | None:
    """Tell whether many answers fit: what did Ada Berg announce, who fled to Lydia."""
    if proposal.slot in ("time", "place") or proposal.template in ("T1", "T9", "T10"):
        return None
    verb = setting.key_of(proposal.fact).verb_class.split("+")[-1]
    is_once = verb in _ONCE or fact.verb in _ONCE or bool(fact.superlative)
    if "“" in unquoted(proposal.stem) or "“" in proposal.stem or proposal.stem.count('"') > 1:
        return None
    anchors = _anchors(proposal, fact)
    enough = 1 if is_once or fact.frame == "be" else 2
    return "when, where or with whom" if anchors < enough else None


def _anchors(proposal: Proposal, fact: Fact) -> int:
    """Count what pins the event down: parties by name, times, places, and what is told of it in several words."""
    slots = {"subject": fact.subject, "object": fact.object, "place": fact.place}
    slots |= {name: slot for name, slot in fact.others}
    count = int(fact.time is not None and fact.time.value is not None)
    count += int(fact.modality == "claimed" and fact.claimant is not None)
    for name, slot in slots.items():
        if slot is not None and name != proposal.slot:
            says_for_what = name in ("of", "for", "with", "as", "against")
            count += max(_weight(slot), int(says_for_what or proposal.slot not in ("subject", "object")))
    return count


def _weight(slot: Slot) -> int:
    words = slot.words.split()
    names = len(re.findall(r"(?:^|[ (])(?:the )?[A-Z]", slot.words))
    if names or slot.heads:
        return 2 if names and len(words) > 3 and not slot.heads else 1
    return 2 if len(words) > 4 else 1 if len(words) > 1 else 0


def _garbled(setting: DraftSetting, fact: Fact) -> str | None:
    """Give a phrase that runs over “, and ” into the next clause: “34 seats, and Nkrumah won …”."""
    text = setting.analysis.text.text
    for slot in (fact.subject, fact.object, fact.place, *(slot for _, slot in fact.others)):
        if slot is not None and _CUT_NAME.match(text, slot.end):
            return slot.words
        if slot is None or slot.heads:
            continue
        if slot is not fact.subject and slot is not fact.object and _RUNS_ON.search(slot.words):
            return slot.words
        found = re.search(r"[^,]*, and (?=[A-Z])", text[slot.start : slot.end])
        if found is not None and found.start() == 0 and text[slot.start : slot.end].count(",") == 1:
            return slot.words
    return None
