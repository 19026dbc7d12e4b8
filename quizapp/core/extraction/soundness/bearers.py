"""Whether a key is who it is taken for: no other of the name, no mere reporter, and no office among several."""

from __future__ import annotations

import re

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.offices import EXCLUSIVE, is_fit_office, office_words, role_class
from quizapp.core.extraction.drafts.proposal import FAMILIES_OF_WORDS, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact

_OF_TWO = re.compile(r"\b[Tt]he (?:younger|elder|older|second|other) $")
_REPORTS = re.compile(r"\b(?:whom|which|who,? as|who,? according to) $")
_BUILDING = frozenset({"house", "hall", "palace", "building", "tower", "chambers", "castle", "courthouse"})
_MAKING = frozenset({"become", "appoint", "elect", "name", "make", "swear in", "nominate", "install", "be", "serve"})
_FOLLOWING = frozenset({"succeed", "replace"})
_FOLLOWS = re.compile(r"\b(?:successor|predecessor)\b")


def find_other_bearer(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a key is not surely the one who is meant; None where it is."""
    keys = proposal.answer.actors
    if any(_is_one_of_two(setting, fact) for fact in proposal.facts):
        return "Two of one family bear this name."
    if proposal.answer.sort in ("actor", "actors") and any(_is_building(setting, number) for number in keys):
        return f"{proposal.answer.text} is a building."
    if proposal.family in FAMILIES_OF_WORDS and proposal.fact.rule.startswith("facts.quote"):
        return _of_reporter(setting, proposal)
    if proposal.family == "office":
        return _of_several_offices(setting, proposal)
    if proposal.family == "holder" and find_doers(setting, "followed").intersection(keys):
        return "Somebody else of the document held the office as well."
    return None


def _is_one_of_two(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the text says “the younger Moen” where it means one of the question."""
    text = setting.analysis.text.text
    people = {number for slot in fact.slots for number in slot.heads}
    told = setting.standing.between(min([fact.start, *(slot.start for slot in fact.slots if slot.heads)]), fact.end)
    return any(one.actor in people and _OF_TWO.search(text, max(0, one.start - 14), one.start) for one in told)


def _is_building(setting: DraftSetting, number: int) -> bool:
    actor = setting.actor(number)
    words = actor.canonical.split()
    return actor.type == "organisation" and len(words) > 1 and words[-1].lower() in _BUILDING


def _of_reporter(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Tell whether the key only names the speaker: “its leader, whom Livy calls Fabius, said …”."""
    if proposal.fact.object is None:
        return None
    text, subject = setting.analysis.text.text, proposal.fact.subject
    sentence = setting.sentence_at(proposal.fact.object.start)
    for one in setting.standing.between(sentence.start, sentence.end):
        if subject is not None and one.actor in subject.heads:
            if _REPORTS.search(text, max(sentence.start, one.start - 20), one.start):
                return f"{setting.actor(one.actor).canonical} only tells of the one who said it."
            return None
    return None


def _of_several_offices(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Tell whether the document gives somebody another office besides the key."""
    own = fold(proposal.answer.text)
    mine = role_class(proposal.answer.text)
    for number in proposal.answer.actors:
        told = {office_words(role.words) for role in setting.actor(number).roles if role.time != "former"}
        for words in (*sorted(told), *sorted(_held(setting, number))):
            kind = role_class(words)
            is_other = kind in EXCLUSIVE and kind != mine and is_fit_office(words) and len(words.split()) > 1
            if is_other and fold(words) not in own and own not in fold(words):
                return f"The document has them hold another office: {words}."
    return None


def _held(setting: DraftSetting, number: int) -> frozenset[str]:
    """Give the offices to which facts have somebody come."""
    known = setting.remembered.held
    if not known:
        found: dict[int, set[str]] = {-1: set()}
        for fact in setting.analysis.facts:
            if fact.verb in _MAKING and fact.frame not in ("kin", "letters"):
                for one in _made(fact):
                    found.setdefault(one, set()).update(_offices(fact))
        known.update({one: frozenset(words) for one, words in found.items()})
    return known.get(number, frozenset())


def _made(fact: Fact) -> tuple[int, ...]:
    slot = fact.subject if fact.verb in ("become", "be", "serve") else fact.object
    return slot.heads if slot is not None and len(slot.heads) == 1 else ()


def _offices(fact: Fact) -> set[str]:
    slots = (fact.object, *(slot for name, slot in fact.others if name in ("", "as")))
    return {office_words(slot.words) for slot in slots if slot is not None and not slot.heads}


def find_doers(setting: DraftSetting, kind: str = "doing") -> frozenset[int]:
    """Give who does something of their own in the document or, for “followed”, has somebody follow in office."""
    known = setting.remembered.doers
    if not known:
        doing, followed = set[int](), set[int]()
        for fact in setting.analysis.facts:
            if fact.subject is None or fact.frame in ("role", "kin", "letters"):
                continue
            if not (fact.is_passive and fact.object is not None and fact.object.heads):
                doing.update(fact.subject.heads)
            if fact.verb in _FOLLOWING:
                followed.update(number for slot in fact.slots for number in slot.heads)
        for actor in setting.analysis.cast.actors:
            for role in actor.roles:
                if _FOLLOWS.search(role.words):
                    name = fold(re.split(r"[’']s? ", role.words)[0])
                    followed.update((actor.id, *setting.standing.bearers.get(name, frozenset())))
        known.update({"doing": frozenset(doing), "followed": frozenset(followed)})
    return known[kind]
