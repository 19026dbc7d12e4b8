"""Whether what happened is told in full: blamed for what, wrote what; and one thing, not any of many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.accounted import (
    MOST_OTHERS,
    find_cut,
    find_cut_saying,
    find_repeat,
    find_unaccounted,
)
from quizapp.core.extraction.drafts.leaning import shortened
from quizapp.core.extraction.drafts.needs import find_missing, find_open_noun
from quizapp.core.extraction.drafts.proposal import FAMILIES_OF_WORDS, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.asked import unquoted
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import verb_forms

#: What only one does to one, so that who and to whom are enough.
_ONCE = frozenset(
    {
        *("abolish", "assassinate", "build", "capture", "compose", "conquer", "crown", "defeat", "depose", "design"),
        *("destroy", "discover", "execute", "found", "establish", "introduce", "invent", "kill", "marry", "murder"),
        *("paint", "proclaim", "publish", "rebuild", "rename", "replace", "succeed", "unveil", "write", "overrun"),
        *("besiege", "burn", "demolish", "launch", "patent", "excavate", "translate", "convert", "baptise", "adopt"),
    }
)
#: What is said of events of which no time, place or party tells which is meant.
TOO_OPEN = "when, where or with whom"
_CUT_NAME = re.compile(r"[’'](?:s\b)? ?[A-Z]")
#: What is settled or decided on is no place.
_CHOOSING = frozenset({"settle", "decide"})
#: “The end of the year Hannibal”: two phrases that meet without a comma.
_TWO_PHRASES = re.compile(
    r"\b(?:day|week|month|year|decade|century|night|morning|evening|afternoon|spring|summer|autumn|winter|war|time)"
    r" (?!(?:I|[IVX]+)\b)[A-Z]"
)
#: “In case”, “in order”: the beginning of a clause, and no complement.
_OPENS_CLAUSE = frozenset({"case", "order", "the event", "so far", "the hope", "the belief", "the knowledge"})
_UNDER_PREPOSITION = re.compile(
    r"\b(?:in|on|at|from|with|without|under|throughout|towards?|despite|against|upon|among|beside|behind) $",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r", (?!and\b)([a-z]+)\b")
#: What is given is given to somebody.
_GIVING = frozenset(
    {"offer", "grant", "give", "award", "cede", "bequeath", "lend", "concede", "hand", "deny", "promise"}
)
_TO_WHOM = frozenset({"to", "for", "upon", "on", "", "between", "among"})
#: They tie a sentence to the one before and say nothing of the deed.
_CONTRASTS = frozenset({"nevertheless", "nonetheless", "accordingly", "moreover"})
_RUNS_ON = re.compile(r"^[^A-Z]* and (?:the )?[A-Z]")


def find_lost(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give what a question about one event lacks; None where it is told in full."""
    if len(proposal.fact.others) > MOST_OTHERS:
        return "what of all this"
    if proposal.fact.rule == "facts.saying" and (found := find_cut_saying(setting, proposal.fact)) is not None:
        return found
    if (
        proposal.kind in ("order", "match")
        or proposal.family in FAMILIES_OF_WORDS
        or proposal.template in ("T6", "T12")
    ):
        return None
    fact = shortened(proposal.fact, proposal.left_out)
    if fact.rule == "facts.saying" and proposal.template in ("T1", "T7", "T8", "T9", "T10", "T11"):
        return find_missing(setting, fact, proposal.slot)
    if fact.rule.startswith(("facts.quote", "facts.saying", "facts.letters", "facts.title")):
        return None
    if fact.frame in ("role", "kin", "letters"):
        return None
    return (
        find_missing(setting, fact, proposal.slot, proposal.stem)
        or _open_key(setting, proposal)
        or find_cut(setting, proposal.fact, proposal.stem, _key_of(proposal))
        or _left_out(setting, proposal.fact)
        or (find_repeat(setting, proposal.fact) if proposal.slot == "time" else None)
        or _too_open(setting, proposal, fact)
        or find_garbled(setting, proposal.fact)
    )


def _open_key(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give “acceptance of what”, where the key is a noun that a phrase must follow."""
    key = _key_of(proposal)
    slot = next((one for one in proposal.fact.slots if one.words == key or one.words.endswith(f" {key}")), None)
    if not key or slot is None or proposal.template != "T3":
        return None
    return find_open_noun(setting.analysis.text.text, slot)


def _key_of(proposal: Proposal) -> str:
    return proposal.answer.text if proposal.answer.sort == "words" else ""


def _left_out(setting: DraftSetting, fact: Fact) -> str | None:
    found = find_unaccounted(setting, fact)
    return f"“{found}” is left out" if found is not None and found.lower() not in _CONTRASTS else None


def _too_open(setting: DraftSetting, proposal: Proposal, fact: Fact) -> str | None:
    """Tell whether many answers fit: what did Ada Berg announce, who fled to Lydia."""
    if proposal.slot in ("time", "place") or proposal.template in ("T1", "T9", "T10"):
        return None
    verb = setting.key_of(proposal.fact).verb_class.split("+")[-1]
    is_once = verb in _ONCE or fact.verb in _ONCE or bool(fact.superlative)
    if "“" in unquoted(proposal.stem) or "“" in proposal.stem or proposal.stem.count('"') > 1:
        return None
    anchors = _anchors(proposal, fact)
    is_bare = not any(slot is not None and slot.heads for slot in _others_told(proposal, fact)) and anchors == 1
    enough = 1 if (is_once and not (is_bare and fact.time is not None)) or fact.frame == "be" else 2
    return TOO_OPEN if anchors < enough else None


def _others_told(proposal: Proposal, fact: Fact) -> Iterator[Slot | None]:
    slots = {"subject": fact.subject, "object": fact.object, "place": fact.place}
    yield from (slot for name, slot in slots.items() if name != proposal.slot)


def _anchors(proposal: Proposal, fact: Fact) -> int:
    """Count what pins the event down: the theme, parties by name, times, places, and what several words tell of it."""
    slots = {"subject": fact.subject, "object": fact.object, "place": fact.place}
    slots |= {name: slot for name, slot in fact.others}
    count = int(fact.time is not None and fact.time.value is not None)
    count += int(fact.modality == "claimed" and fact.claimant is not None) + bool(proposal.label)
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


def find_garbled(setting: DraftSetting, fact: Fact) -> str | None:
    """Give a phrase that runs over “, and ” into the next clause: “34 seats, and Nkrumah won …”."""
    text = setting.analysis.text.text
    if (cut := _misread_subject(text, fact) or _cut_from_time(text, fact) or find_ungiven(fact)) is not None:
        return cut
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


def _misread_subject(text: str, fact: Fact) -> str | None:
    """Give a subject that is the object of a preposition, ends a phrase of time, or explains the one before it.

    “The daughter of the Secretary of State, Karl Moen, came”: it was the daughter who came.
    """
    subject = fact.subject
    if subject is None or not subject.words or fact.rule.startswith(("facts.quote", "facts.noun", "facts.title")):
        return None
    if _TWO_PHRASES.search(subject.words):
        return subject.words
    if not fact.start <= subject.start < fact.end or fact.is_passive:
        return None
    before = text[max(0, subject.start - 14) : subject.start]
    if _UNDER_PREPOSITION.search(before):
        return f"{before.split()[-1]} {subject.words}"
    follows = _NEXT_WORD.match(text, subject.end)
    is_beside = before.endswith(", ") and follows is not None and follows[1] in verb_forms()
    return f"who is told beside “{subject.words}”" if is_beside else None


def _cut_from_time(text: str, fact: Fact) -> str | None:
    """Give a phrase whose end is the time that the stem puts elsewhere: “the last day” of 1881; “in case”."""
    for _, slot in (*fact.others, ("", fact.object), ("", fact.place)):
        if slot is None:
            continue
        opens = slot.words.lower() in _OPENS_CLAUSE and not text.startswith(" to ", slot.end)
        if opens or (fact.verb in _CHOOSING and slot.preposition == "on"):
            return f"{slot.preposition} {slot.words}".strip()
        is_before = fact.time is not None and 0 < fact.time.start - slot.end < len(" of the early ")
        if is_before and text.startswith(" of ", slot.end):
            return slot.words
    return None


def find_ungiven(fact: Fact) -> str | None:
    """Give “offer to whom”, where nobody is told to whom something was given; none of what a passive gave somebody."""
    if fact.verb not in _GIVING or fact.object is None or fact.is_passive or fact.chain:
        return None
    has = {preposition for preposition, _ in fact.others}
    return None if has & _TO_WHOM else f"{fact.verb} {fact.object.words} to whom"
