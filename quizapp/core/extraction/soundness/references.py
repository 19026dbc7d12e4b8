"""Whether “she”, “it” or “the governor” in the text can only be the one whom a question takes it for."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.circumstances import quote_of
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact, Slot

_BY_PRONOUN = frozenset({"pronoun", "previous paragraph"})
_BY_ROLE = frozenset({"one fitting name for a role", "role"})
_OF = {"male": re.compile(r"\b[Hh]e\b"), "female": re.compile(r"\b[Ss]he\b")}
_SAYS_OF_OTHERS = frozenset(
    {"criticise", "condemn", "attack", "praise", "blame", "accuse", "sue", "fine", "mock", "dismiss", "support", "warn"}
)
_BEFORE_CUE = re.compile(
    r"\b(?:(?:he|she|it|they)(?: [\w’-]+){0,3}|(?:his|her|its|their)(?: [\w’-]+)?) $", re.IGNORECASE
)
_BEHIND_CUE = re.compile(r" (?:he|she|it|they)\b")
_OWNER = re.compile(r"\b(?:his|her)\b")
_OWN = re.compile(r"\b(?:its|their|his|her)\b")
_BEHIND = re.compile(r"\b(?:to|of|in|from|on|at|by|for|with|into|near|between|under|over|about) (?:the |an? )?$")
#: How far back a name may stand that a pronoun could mean as well.
_LOOKS_BACK = 600
_FAR_MORE = 4


def find_other_meaning(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give the name of another who may be meant; None where nobody else can be."""
    for fact in proposal.facts:
        for slot in (fact.subject, fact.object):
            if slot is not None and len(slot.heads) == 1 and (other := _other(setting, fact, slot)) is not None:
                return other
        for number in (number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads):
            if (other := _namesake(setting, number, fact)) is not None:
                return other
        if _speaks_of_another(proposal, fact):
            return "whose"
        if (owner := _other_owner(setting, proposal, fact)) is not None:
            return owner
        if _hangs_on_inner_noun(setting, fact):
            return "the noun before"
    return None


def _other(setting: DraftSetting, fact: Fact, slot: Slot) -> str | None:
    names = {reason.name for reason in slot.reasons}
    if not names & (_BY_PRONOUN | _BY_ROLE):
        return None
    meant = setting.actor(slot.heads[0])
    start = min(slot.start, fact.start)
    block = setting.analysis.text.block_at(start)
    before = [
        mention
        for mention in setting.standing.between(max(block.start, start - _LOOKS_BACK), start)
        if setting.actor(mention.actor).type == meant.type
        and setting.actor(mention.actor).gender in (None, meant.gender)
        and not setting.parts.is_quoted(mention.start)
    ]
    if names & _BY_PRONOUN and fact.rule.startswith("facts.quote") and not _has_pronoun(setting, fact):
        return "another of the sentence"
    own = [mention for mention in before if mention.actor == meant.id]
    if not own:
        return before[-1].surface if before else None
    last = own[-1]
    between = [mention for mention in before if mention.start > last.start]
    if between and (names & _BY_ROLE or not _is_first_of_sentence(setting, last.start)):
        return between[-1].surface
    pattern = _OF.get(meant.gender or "")
    sentence = setting.sentence_at(last.start)
    if pattern is not None and sentence.end <= start:
        found = pattern.search(setting.analysis.text.text, sentence.start, last.start)
        if found is not None:
            return found[0]
    return None


def _namesake(setting: DraftSetting, number: int, fact: Fact) -> str | None:
    """Give another of the same surname who was named in full since the one meant, where the surname alone stands."""
    meant = setting.actor(number)
    surname = meant.canonical.split()[-1]
    if meant.type != "person" or " " not in meant.canonical or setting.standing.people_called.get(surname, 0) <= 1:
        return None
    for mention in setting.standing.between(fact.start, fact.end):
        if mention.actor != number or mention.surface.split()[-1] != surname or " " in mention.surface:
            continue
        before = _last_called(setting, surname, mention.start)
        if before is not None and before != number and not _is_alone(setting, number, before):
            return setting.actor(before).canonical
    return None


def _last_called(setting: DraftSetting, surname: str, start: int) -> int | None:
    """Give who of a surname was named last with more than it, not far before an offset."""
    found = None
    for mention in setting.standing.between(max(0, start - _LOOKS_BACK), start):
        words = mention.surface.split()
        if len(words) > 1 and words[-1] == surname and setting.actor(mention.actor).type == "person":
            found = mention.actor
    return found


def _is_alone(setting: DraftSetting, number: int, other: int) -> bool:
    """Tell whether a document is so much about one that another of the name only stands beside: her father."""
    mine, theirs = (len(setting.standing.of_actor[one]) for one in (number, other))
    return mine >= _FAR_MORE * theirs


def _has_pronoun(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether “he”, “her” or “they” stands beside the verb of speech; else somebody unnamed may have said it."""
    quote = quote_of(setting, fact)
    if quote is None or quote.cue is None:
        return True
    text, (start, end) = setting.analysis.text.text, quote.cue
    return _BEFORE_CUE.search(text, max(0, start - 40), start) is not None or _BEHIND_CUE.match(text, end) is not None


def _is_first_of_sentence(setting: DraftSetting, start: int) -> bool:
    """Tell whether a mention opens its sentence, so that the sentence is about it."""
    return start - setting.sentence_at(start).start <= 30


def _hangs_on_inner_noun(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether “led by X” may belong to more than the last noun: a voyage to the coast, led by X."""
    if "participle" not in fact.rule or fact.object is None or fact.object.start < fact.start - 200:
        return False
    text = setting.analysis.text.text
    return _BEHIND.search(text, max(0, fact.object.start - 15), fact.object.start) is not None


def _other_owner(setting: DraftSetting, proposal: Proposal, fact: Fact) -> str | None:
    """Give another person whose “her daughter” may be, where the stem gives her to the one who acts."""
    if fact.subject is None or len(fact.subject.heads) != 1 or fact.rule.startswith(("facts.quote", "facts.saying")):
        return None
    meant, told = setting.actor(fact.subject.heads[0]), f"{proposal.stem} {proposal.fields.get('items', '')}"
    for slot in (fact.object, fact.place, *(slot for _, slot in fact.others)):
        found = _OWNER.search(slot.words) if slot is not None and slot.words in told else None
        if slot is None or found is None:
            continue
        gender = "male" if found[0] == "his" else "female"
        if meant.type == "person" and meant.gender not in (None, gender):
            return found[0]
        block = setting.analysis.text.block_at(fact.start)
        for mention in setting.standing.between(max(block.start, fact.start - _LOOKS_BACK), slot.start):
            other = setting.actor(mention.actor)
            if other.type == "person" and other.id != meant.id and other.gender == gender:
                return mention.surface
    return None


def _speaks_of_another(proposal: Proposal, fact: Fact) -> bool:
    """Tell whether “its” in a stem may be another’s: criticised its books."""
    if fact.verb not in _SAYS_OF_OTHERS or fact.object is None or proposal.slot == "object":
        return False
    return _OWN.search(fact.object.words) is not None and _OWN.search(proposal.stem) is not None
