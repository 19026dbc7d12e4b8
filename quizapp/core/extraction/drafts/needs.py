"""What a clause needs to be told in full: blamed for what, announced what, its acceptance of what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb

#: What is said of or done to somebody for something: without it nobody knows why.
_NEEDING: dict[str, frozenset[str]] = {
    "admit": frozenset({"to", "into", "as"}),
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
    "sentence": frozenset({"to", "for"}),
    "suspect": frozenset({"of"}),
    "tell": frozenset({"about", "of", "to", "that"}),
    "thank": frozenset({"for"}),
    "urge": frozenset({"to"}),
    "wait": frozenset({"for"}),
    "warn": frozenset({"of", "about", "against", "to", "that"}),
}
#: Verbs of which an object that is no person says enough: condemned the invasion of Peru.
_OF_DEEDS = frozenset({"condemn", "criticise", "praise", "fine"})
#: Verbs that say nothing without their object.
_WITH_OBJECT = frozenset(
    {
        *("accept", "address", "announce", "answer", "approve", "attend", "begin", "chair", "change", "command"),
        *("complete", "declare", "demand", "deny", "describe", "discuss", "explain", "govern", "head", "hold"),
        *("inherit", "join", "lead", "move", "occupy", "oppose", "order", "own", "paint", "play", "prefer"),
        *("present", "preside", "produce", "promise", "propose", "publish", "read", "record", "refuse", "reject"),
        *("report", "run", "say", "sign", "start", "suggest", "support", "teach", "visit", "win", "write", "give"),
        *("send", "take", "tell", "open", "close"),
    }
)
#: What a strike, a school or a war does by itself.
_OF_ITSELF = frozenset({"begin", "start", "open", "close", "change", "run"})
_GOING = frozenset(
    {"arrive", "come", "go", "return", "travel", "move", "flee", "escape", "retreat", "withdraw", "reach"}
)
_GOALS = frozenset({"to", "from", "into", "for", "at", "in", "through", ""})
_TRIFLES = re.compile(r"(?:evidence|interviews?|speech|a speech|notice|way|birth)$")
_SOME = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+) [a-z-]+s")
_ANY = re.compile(r"(?:an?|some|several|many) [a-z-]+|[a-z-]+")
#: Leaving an office or a place: which one is to be told.
_LEAVING = {
    "appoint": frozenset({"to", "as", "of", "for", "in", "at", "by", ""}),
    "cross": frozenset({"to", "into"}),
    "choose": frozenset({"as", "for", "to", "by", "in", "at", ""}),
    "dismiss": frozenset({"from", "as"}),
    "elect": frozenset({"as", "to", "of", "in", "by", ""}),
    "promote": frozenset({"to"}),
    "resign": frozenset({"from", "as", "over"}),
    "retire": frozenset({"from", "as", "to"}),
    "rise": frozenset({"against", "in", "to", "from"}),
    "sack": frozenset({"from", "as"}),
    "transfer": frozenset({"to", "from"}),
}
#: Verbs of losing a post.
_OF_POSTS = frozenset({"resign", "dismiss"})
_BARE_OFFICE = re.compile(r"(?:an? )?[a-z]+")
#: Who is told stands behind these verbs: “told that it would rain” is no sentence.
_WITH_LISTENER = frozenset({"tell", "inform", "assure", "notify", "persuade", "convince", "remind"})
#: Nouns of dealings between parties, and of deeds done to something: with whom, of what?
_BETWEEN_PARTIES = re.compile(
    r"\b(?:relations|ties|links|contacts?|talks|negotiations|co-?operation|alliance|pact|accord|truce|armistice"
    r"|ceasefire|dealings|union)$"
)
_OF_SOMETHING = re.compile(
    r"\b(?:acceptance|adoption|approval|authorship|backing|completion|consent|construction|creation|destruction|denial"
    r"|introduction|membership|opposition|ownership|permission|possession|production|publication|ratification"
    r"|recognition|refusal|rejection|responsibility|removal|command|control|description|version|lack|loss|share|shares"
    r"|half|halves|parts?|portion|remainder|rest|majority|minority|sponsorship|custody|privileges|rights|limits?|claims?|demands?|powers|duties|monopoly|admission|objections?|abolition|withdrawal|acquisition|invention|management|leadership"
    r"|(?:first|second|third|fourth|new|another|last) term)$"
)
#: What is given for something to be done: who gave it tells only half.
_LEAVE = re.compile(r"\b(?:permission|consent|authori[sz]ation|clearance|leave)$")
_PROOF = re.compile(r"\b(?:proof|evidence|confirmation)$")
_OF_MATTER = frozenset({"of", "that", "for", "against", "about", "on", "to"})
#: “Nobody had warned the people of Orme”: the town is that of the people, and not what they were warned of.
_TOLD = re.compile(
    r"\b(warned|informed|told|notified|reminded)"
    r" (?:[a-z’'-]+(?<!\bthat)(?<!\bto)(?<!\bof)(?<!\babout) ){0,3}"
    r"[A-Za-z][\w’'-]*(?: (?:of|in|at|from) [A-Z][\w’-]+)*$"
)
_STORY = re.compile(r"\b(?:truth|lies?|story|stories|tales?|joke|secret|all|everything|nothing|this|it|so)$")
_TO_DO = frozenset({"to", "for", "that"})
_GOES_ON = re.compile(r"(?: (?:of|to|for|with|between|against|over|about|from|that)\b| [A-Z])")
_INSIDE = re.compile(r"\b(?:of|to|for|with|between|against|on|over|about|from)\b|(?<!^)[A-Z]")


def find_missing(setting: DraftSetting, fact: Fact, asked: str, stem: str = "") -> str | None:
    """Give “announce what”, “resign from what”, where the clause of a fact does not tell it; `asked` is the slot."""
    if fact.rule == "facts.saying":
        is_heard = any(preposition in ("to", "") for preposition, _ in fact.others) or asked == "to"
        return f"{fact.verb} whom" if fact.verb in _WITH_LISTENER and not is_heard else None
    return (
        _missing_reason(fact, asked, stem)
        or _missing_goal(fact, asked)
        or _missing_object(setting, fact, asked)
        or next(_missing_parties(setting, fact, asked), None)
    )


def find_open_noun(text: str, slot: Slot, parties: int = 1) -> str | None:
    """Give “acceptance of what” for a noun that a phrase must follow; `parties` are how many act together."""
    words = slot.words
    if _INSIDE.search(words) or _GOES_ON.match(text, slot.end):
        return None
    found = _OF_SOMETHING.search(words)
    if found is not None:
        return f"{found[0]} of what"
    found = _BETWEEN_PARTIES.search(words)
    return f"{found[0]} with whom" if found is not None and parties == 1 else None


def _missing_parties(setting: DraftSetting, fact: Fact, asked: str) -> Iterator[str]:
    text = setting.analysis.text.text
    subject = fact.subject
    parties = 2 if subject is not None and (len(subject.heads) > 1 or " and " in subject.words) else 1
    told = {"subject": fact.subject, "object": fact.object} | dict(fact.others)
    has = {preposition for preposition, _ in fact.others}
    for name, slot in told.items():
        if slot is None or slot.heads or name == asked or (has & {"of", "with", "between", "to"} - {name}):
            continue
        if (found := find_open_noun(text, slot, parties)) is not None:
            yield found


def _missing_reason(fact: Fact, asked: str, stem: str) -> str | None:
    """Give “blame for what”, where the clause does not say why."""
    verb, has = fact.verb, {preposition for preposition, _ in fact.others}
    wanted = _NEEDING.get(verb)
    if wanted is not None and not (wanted & has) and asked not in wanted and "“" not in stem:
        is_deed = verb in _OF_DEEDS and fact.object is not None and not fact.object.heads
        if not is_deed and fact.particle not in wanted:
            return f"{verb} {min(one for one in wanted if one)} what"
    return None


def _missing_goal(fact: Fact, asked: str) -> str | None:
    """Give “resign from what”, “appointed manager of what”."""
    wanted, has = _LEAVING.get(fact.verb), {preposition for preposition, _ in fact.others}
    office = next((slot for preposition, slot in fact.others if preposition in ("", "as")), None)
    if wanted is None or asked in wanted or fact.particle in wanted - {""}:
        return None
    if fact.verb in ("cross", "transfer") and (fact.object is not None or fact.place is not None):
        return None
    if not wanted & has:
        return f"{fact.verb} {min(one for one in wanted if one)} what"
    is_bare = office is not None and _BARE_OFFICE.fullmatch(office.words) is not None and not has - {"", "as"}
    return f"{office.words} of what" if office is not None and is_bare else None


def _missing_object(setting: DraftSetting, fact: Fact, asked: str) -> str | None:
    """Give “announce what”, “go where”, where only the verb is told."""
    verb, has, has_object = fact.verb, {preposition for preposition, _ in fact.others}, fact.object is not None
    is_person = fact.subject is not None and bool(fact.subject.heads)
    lacks = verb in _WITH_OBJECT and (is_person or verb not in _OF_ITSELF)
    if lacks and not has_object and asked != "object" and not (has - {"in", "at", "on", ""}):
        return f"{verb} what"
    is_going = verb in _GOING and not has_object and fact.place is None and asked != "place"
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


def find_untold_end(fact: Fact) -> str | None:
    """Give “resign from what”, “permission for what”, which the stem lacks whatever is asked of it."""
    is_lost = fact.verb == "resign" or (fact.verb in _OF_POSTS and fact.is_passive)
    if is_lost and (missing := _missing_goal(fact, "")) is not None:
        return missing
    thing, has = fact.object, {preposition for preposition, _ in fact.others}
    if thing is not None and (found := _untold_matter(fact, thing.words, has)) is not None:
        return found
    is_leave = thing is not None and not fact.chain and _LEAVE.fullmatch(thing.words.lower()) is not None
    return f"{thing.words} to do what" if thing is not None and is_leave and not has & _TO_DO else None


def _untold_matter(fact: Fact, words: str, has: set[str]) -> str | None:
    """Give “proof of what”, “warned of what” in words that end before they tell it."""
    if fact.rule == "facts.saying":
        told = _TOLD.search(words)
        return f"{told[1]} of what" if told is not None and not _STORY.search(words) else None
    found = _PROOF.search(words)
    return f"{found[0]} of what" if found is not None and not has & _OF_MATTER else None


def find_bare_verb(fact: Fact) -> str | None:
    """Give “obtain what”, where a verb that must have an object has none and no clause or phrase in its stead."""
    verb = find_verb(fact.verb)
    if fact.frame == "give" and fact.particle == "from":
        return f"{fact.verb} what"
    if verb is None or not verb.is_transitive or verb.is_intransitive or verb.prepositions or fact.is_passive:
        return None
    is_bare = fact.object is None and not fact.chain and not fact.rule.startswith(("facts.quote", "facts.saying"))
    return f"{fact.verb} what" if is_bare and not any(name in ("", "that", "as") for name, _ in fact.others) else None


def _is_body(setting: DraftSetting, slot: Slot | None) -> bool:
    return slot is not None and any(setting.actor(number).type == "organisation" for number in slot.heads)


def _is_of_any(fact: Fact) -> bool:
    """Tell whether all that was done was done with one of many: sent an e-mail to a colleague."""
    told = [fact.object, fact.place, *(slot for _, slot in fact.others)]
    slots = [slot for slot in told if slot is not None]
    return len(slots) > 1 and all(_ANY.fullmatch(slot.words) is not None for slot in slots)
