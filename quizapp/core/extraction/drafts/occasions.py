"""Before or after what something was done, where the sentence begins with it: after the dissolution of the league."""

from __future__ import annotations

import re
from dataclasses import replace

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.circumstances import with_names
from quizapp.core.extraction.drafts.proposal import FAMILIES_OF_WORDS, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting, singular
from quizapp.core.extraction.drafts.wording import inside, named, when
from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.item_rules.asked import contains_words, words_of
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.item_rules.wording import STEM_WORD_LIMIT
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Fact, Slot

_KINDS = frozenset({"choice", "text", "open", "multiple"})
_LEAST_LETTERS = 4
_NAME = r"(?:the )?[A-Z][\w’.-]*(?: (?:of |the |and |de )?[A-Z][\w’.-]*)*"
#: “After the siege of Lund, ”, “During the Lund Crisis of 1931, ”: nothing but an event with a name.
_FRONT = re.compile(
    rf"(?P<when>After|Before|During|Following) (?P<what>the (?:[a-z-]+ )?(?P<noun>[a-z-]+) (?:of|in|at) {_NAME}"
    rf"|the [A-Z][\w’-]*(?: [A-Z][\w’-]*)*(?: (?:of|in) (?:{_NAME}|\d{{3,4}}))?)(?: in \d{{4}})?,? "
)
#: “ – which is supplying arms to Chile – ”, “, who had led the fleet, ”.
_ASIDE = re.compile(r"(?: [–—] ?|—|, )(?P<who>which|who) (?P<told>(?:[\w’'-]+ ){1,8}[\w’'-]+)(?: ?[–—]|,)")
#: “… for a rare summit at which ”
_AT_WHICH = re.compile(
    r"\b(?:an?|the) (?:[a-z-]+ )?(?P<noun>[a-z-]+)(?: on [A-Z][a-z]+day)?,? (?P<at>at|during) which "
)
#: How far into a clause its “at which” may stand.
_MOST_INTO = 12
_HOSTING = frozenset({"meet", "hold", "host", "attend", "convene", "gather", "organise", "chair"})
_JOINING = re.compile(r"\b(?:and|but|or|then|before|until)\b|[;:]")
_POINTS = re.compile(
    r"\b(?:he|she|it|they|him|her|his|its|them|their|this|that|these|those|now|then|there|here|also|may|might|could)\b"
)


def add_occasion(setting: DraftSetting, proposal: Proposal) -> Proposal:
    """Say what the text says around a clause of when it was and of whom, where the stem says too little."""
    for add in (_with_front, _with_gathering, _with_aside):
        proposal = add(setting, proposal)
    return proposal


def _with_front(setting: DraftSetting, proposal: Proposal) -> Proposal:
    """Say before or after what it was, behind a stem of which no time is told; never what gives the key away."""
    fact = proposal.fact
    is_of_deed = fact.rule == "facts.main" and fact.frame != "say" and proposal.family not in FAMILIES_OF_WORDS
    doer = fact.object if fact.is_passive else fact.subject
    if (
        not is_of_deed
        or fact.time is not None
        or doer is None
        or proposal.kind not in _KINDS
        or proposal.slot == "time"
    ):
        return proposal
    text = setting.analysis.text.text
    found = _FRONT.fullmatch(text, setting.sentence_at(fact.start).start, min(doer.start, _article(text, doer.start)))
    if found is None or not _is_event(found["noun"] or found["what"]) or _is_second(text, fact, doer):
        return proposal
    at = "after" if found["when"] == "Following" else found["when"].lower()
    told = f"{at} {found['what']}"
    stem = f"{proposal.stem.rstrip('?')} {told}?"
    if _tells(setting, proposal, told) or len(words_of(stem)) > STEM_WORD_LIMIT or told in proposal.stem:
        return proposal
    named = {mention.actor for mention in setting.standing.between(found.start(), found.end())}
    return replace(proposal, stem=stem, in_stem=proposal.in_stem | named)


def _with_gathering(setting: DraftSetting, proposal: Proposal) -> Proposal:
    """Say at which meeting it was, where the text hangs a clause on it: met on 3 May for a feast at which they …"""
    fact = proposal.fact
    doer = fact.object if fact.is_passive else fact.subject
    if fact.rule != "facts.subordinate" or fact.time is not None or doer is None or proposal.kind not in _KINDS:
        return proposal
    text, sentence = setting.analysis.text.text, setting.sentence_at(fact.start)
    found = _AT_WHICH.search(text, sentence.start, fact.start + _MOST_INTO)
    before = [one for one in setting.analysis.facts if sentence.start <= one.start < fact.start]
    hosts = [one for one in before if one.time is not None and one.verb in _HOSTING and not one.chain]
    if found is None or abs(found.end() - fact.start) > _MOST_INTO or len(hosts) != 1:
        return proposal
    day = when(setting, hosts[0])
    told = f"{found['at']} the {found['noun']} of {day.partition(' ')[2]}"
    stem = f"{proposal.stem.rstrip('?')} {told}?"
    if not _is_event(found["noun"]) or not day.startswith(("on ", "in ")) or _tells(setting, proposal, told):
        return proposal
    return replace(proposal, stem=stem) if len(words_of(stem)) <= STEM_WORD_LIMIT else proposal


def _with_aside(setting: DraftSetting, proposal: Proposal) -> Proposal:
    """Say of a party at the end of a stem what the text says of it in between: Peru, which supplies Chile."""
    fact, party = proposal.fact, proposal.fact.object
    if fact.rule != "facts.main" or fact.is_passive or fact.time is not None or proposal.kind not in _KINDS:
        return proposal
    if party is None or len(party.heads) != 1 or proposal.slot == "object":
        return proposal
    text = setting.analysis.text.text
    found = _ASIDE.match(text, party.end, setting.sentence_at(fact.start).end)
    name = inside(named(setting, party))
    if found is None or _POINTS.search(found["told"]) or not proposal.stem.endswith(f" {name}?"):
        return proposal
    told = with_names(setting, found.start("told"), found.end("told"))
    stem = f"{proposal.stem.rstrip('?')}, {found['who']} {told}?"
    if _tells(setting, proposal, told) or len(words_of(stem)) > STEM_WORD_LIMIT:
        return proposal
    mentioned = {mention.actor for mention in setting.standing.between(found.start(), found.end())}
    return replace(proposal, stem=stem, in_stem=proposal.in_stem | mentioned)


def _is_second(text: str, fact: Fact, doer: Slot) -> bool:
    """Tell whether another deed stands between who did it and the rest: sold the mint and then left Lund."""
    rest = [slot.start for slot in fact.slots if slot.start >= doer.end]
    return _JOINING.search(text, doer.end, min(rest, default=fact.end)) is not None


def _article(text: str, start: int) -> int:
    """Give where a phrase begins with its article."""
    before = re.search(r"\b[Tt]he $", text[max(0, start - 4) : start])
    return start - 4 if before is not None else start


def _is_event(words: str) -> bool:
    return any(
        word in vocabulary().event_heads or word in event_nouns()
        for word in re.split(r" of | in ", words)[0].lower().split()
    )


def _tells(setting: DraftSetting, proposal: Proposal, told: str) -> bool:
    """Tell whether an event names the key or shares a word with it."""
    words = fold(told)
    if any(contains_words(words, name) for number in proposal.answer.actors for name in setting.names[number]):
        return True
    keys = " ".join((proposal.answer.text, *proposal.accept))
    return not _roots(told).isdisjoint(_roots(keys))


def _roots(words: str) -> frozenset[str]:
    plain = (singular(word) for word in words_of(words) if word.lower() not in STOP_WORDS)
    return frozenset(word for word in plain if len(word) >= _LEAST_LETTERS)
