"""T2, T3 and T11: who did it, to whom, with what; claims keep their claimant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import (
    ACCORDING,
    actors_in,
    claim_opening,
    event,
    inside,
    key_name,
    named,
    other_forms,
    question,
    was,
    when,
    who,
)
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb

_NO_EVENT = frozenset({"role", "kin", "letters"})
_MAX_KEY_WORDS = 3
_FADED = frozenset({"take", "become", "remain", "make", "have", "do", "get", "hold", "give"})
_BLAMED = frozenset({"praise", "condemn", "sentence", "imprison", "execute", "criticise", "accuse"})
_PRONOUN = re.compile(r"\b(?:his|her|its|their|them|it|this|that|these|those|such)\b")
_BARE_THING = re.compile(r"(?:the|an?|some|many|several) [a-z]+")
_TIME_THING = re.compile(r"(?:the|a|an|this|that) (?:day|night|week|month|year|decade|century|time)\b")
_ARTICLE = ("the ", "a ", "an ")


def ask_subject(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask who did it."""
    if fact.frame in _NO_EVENT or fact.subject is None or not fact.subject.heads or fact.rule.startswith("facts.quote"):
        return
    if fact.rule == "facts.saying" and fact.claimant in (None, fact.subject):
        return
    asked = who(setting, fact.subject)
    words = event(setting, fact, "past")
    opening = _opening(setting, fact)
    if asked is None or words is None or opening is None:
        return
    if fact.rule != "facts.saying" and not _is_specific(fact):
        return
    stem = question(opening + asked, words, _time(setting, fact))
    yield from _actors(setting, fact, "subject", fact.subject, stem, (fact.object, fact.place))


def ask_object(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask whom it was done to, or what was done."""
    slot = fact.object
    if fact.frame in _NO_EVENT | {"be"} or slot is None or fact.rule.startswith("facts.quote"):
        return
    opening = _opening(setting, fact)
    if opening is None:
        return
    if fact.verb in ("appoint", "elect", "name", "nominate") and not fact.others:
        return
    if slot.heads:
        asked = who(setting, slot) if _tells_whom(fact) else None
        done = asked and _done(setting, fact, "whom" if asked == "who" else asked, fact.particle, "object")
        if done:
            stem = question(opening + done, _time(setting, fact))
            yield from _actors(setting, fact, "object", slot, stem, (fact.subject, fact.place))
        return
    done = _done(setting, fact, "what", fact.particle, "object")
    if fact.frame == "move" and slot.words[:1].isupper():
        return
    if done and _is_short(slot) and _is_anchored(fact) and fact.particle in ("", *_PLAIN) and _is_whole(fact, slot):
        yield from _words(setting, fact, "object", slot, question(opening + done, _time(setting, fact)))


_PLAIN = ("of", "to", "for", "from", "with", "in", "on", "into", "against", "over", "under", "at", "as")


def ask_complements(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for what stands behind a preposition: of what it accused whom, to whom it gave something."""
    if fact.frame in _NO_EVENT or fact.rule.startswith("facts.quote") or fact.rule == "facts.saying":
        return
    opening = _opening(setting, fact)
    if opening is None:
        return
    for preposition, slot in fact.others:
        if preposition not in _PLAIN or sum(one == preposition for one, _ in fact.others) > 1:
            continue
        if slot.heads:
            asked = who(setting, slot) if _has_time(fact) or fact.object is not None or fact.place is not None else None
            done = asked and _done(setting, fact, "whom" if asked == "who" else asked, preposition, preposition)
            if done:
                stem = question(opening + done, _time(setting, fact))
                yield from _actors(setting, fact, preposition, slot, stem, (fact.subject, fact.object, fact.place))
        elif fact.frame != "be" and _is_short(slot) and _belongs(fact, preposition):
            done = _done(setting, fact, "what", preposition, preposition)
            if done:
                yield from _words(setting, fact, preposition, slot, question(opening + done, _time(setting, fact)))


def _opening(setting: DraftSetting, fact: Fact) -> str | None:
    opening = claim_opening(setting, fact)
    return ACCORDING if opening == "" and (fact.superlative or fact.tense == "present") else opening


def _time(setting: DraftSetting, fact: Fact) -> str:
    return when(setting, fact)


def _done(setting: DraftSetting, fact: Fact, asked: str, preposition: str, without: str) -> str | None:
    """Give “with which state did Peru sign a treaty”: the slot that is asked left out."""
    front = f"{preposition} {asked}" if preposition not in ("", "that") else asked
    if fact.is_passive and fact.object is not None and without != "object":
        words = event(setting, fact, "passive", without)
        return f"{front} {was(setting, fact.object)} {inside(named(setting, fact.object))} {words}" if words else None
    if fact.subject is None:
        words = event(setting, fact, "passive", without) if without == "object" else None
        return f"{'who' if asked == 'whom' else asked} {was(setting, fact.object)} {words}" if words else None
    subject = inside(named(setting, fact.subject))
    words = event(setting, fact, "base", without)
    if words is None:
        return None
    if fact.modality == "expected":
        return f"{front} {was(setting, fact.subject)} {subject} expected to {words}"
    if words.startswith("be "):
        verb = was(setting, fact.subject) if fact.tense == "past" else None
        return f"{front} {verb} {subject} {words.removeprefix('be ')}" if verb else None
    if fact.tense == "present":
        does = "do" if was(setting, fact.subject) == "were" else "does"
        return f"{front} {does} {subject} {words}"
    return f"{front} did {subject} {words}"


def _actors(
    setting: DraftSetting, fact: Fact, slot_name: str, slot: Slot, stem: str, others: tuple[Slot | None, ...]
) -> Iterator[Proposal]:
    """Propose a choice, or for several actors a multiple choice."""
    rest = tuple(one for name, one in fact.others if name != slot_name)
    in_stem = actors_in(*others, *rest, fact.claimant if fact.modality == "claimed" else None)
    names = tuple(key_name(setting, number) for number in slot.heads)
    is_one = len(names) == 1
    is_claim = fact.modality in ("claimed", "expected") and fact.claimant is not None and fact.claimant != fact.subject
    yield Proposal(
        template="T11" if is_claim else "T2" if slot_name == "subject" else "T3",
        family=f"who-{slot_name}",
        slot=slot_name,
        kind="choice" if is_one else "multiple",
        stem=stem,
        answer=Answer("actor" if is_one else "actors", names[0], tuple(slot.heads), texts=names),
        about="actor",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, slot.heads[0], names[0]) if is_one else (),
        in_stem=in_stem - frozenset(slot.heads),
    )


def _words(setting: DraftSetting, fact: Fact, slot_name: str, slot: Slot, stem: str) -> Iterator[Proposal]:
    key = slot.words
    bare = key
    for article in _ARTICLE:
        bare = bare.removeprefix(article)
    others = (fact.subject, fact.object if slot_name != "object" else None, fact.place)
    yield Proposal(
        template="T3",
        family=f"what-{slot_name}",
        slot=slot_name,
        kind="text",
        stem=stem,
        answer=Answer("words", bare, tuple(slot.actors)),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=(key,) if key != bare else (),
        needs_options=False,
        takes_options=False,
        in_stem=actors_in(*others),
        weight=0.8,
    )


def _is_specific(fact: Fact) -> bool:
    """Tell whether what was done is one thing: by a time, a place, a name, words in marks, or a full description."""
    if relation_is_open(fact) or (fact.object is not None and _TIME_THING.match(fact.object.words)):
        return False
    if fact.time is not None and fact.time.value is not None:
        if fact.time.value.grain != "day" and fact.object is not None and is_vague_thing(fact.object.words):
            return fact.place is not None or bool(fact.others)
        return fact.object is not None or fact.place is not None or bool(fact.others)
    if fact.object is None:
        return fact.place is not None
    words = fact.object.words
    is_named = bool(fact.object.heads) or re.search(r"[A-Z“\d]", words) is not None
    return is_named or len(words.split()) > 3 or (fact.place is not None and not is_vague_thing(words))


def relation_is_open(fact: Fact) -> bool:
    """Tell whether something goes on since a time, which “who led it since” does not ask well."""
    return fact.time is not None and fact.time.preposition in ("since", "until")


def is_vague_thing(words: str) -> bool:
    """Tell whether words name any one of a kind: a copy, bridges."""
    return re.fullmatch(r"(?:(?:an?|some|many|several) )?[a-z]+", words) is not None


def _tells_whom(fact: Fact) -> bool:
    """Tell whether a question for whom it was done to says more than who did it."""
    has_more = _has_time(fact) or fact.place is not None or any(slot.words for _, slot in fact.others)
    return has_more or fact.verb in ("marry", "succeed", "replace")


def _has_time(fact: Fact) -> bool:
    return fact.time is not None and fact.time.value is not None and not relation_is_open(fact)


def _is_anchored(fact: Fact) -> bool:
    """Tell whether a question for the object says more than who and did."""
    return fact.verb not in _FADED and (
        _has_time(fact) or fact.place is not None or any(slot.heads for _, slot in fact.others)
    )


def _is_whole(fact: Fact, slot: Slot) -> bool:
    """Tell whether no complement right behind the object may be a part of it: aid to, the possibility of."""
    verb = find_verb(fact.verb)
    own = verb.prepositions if verb is not None and verb.verb_class != "reduce" else frozenset()
    return not any(
        0 <= other.start - slot.end <= len(preposition) + 2 and preposition not in own and preposition != "in"
        for preposition, other in fact.others
        if preposition
    )


def _belongs(fact: Fact, preposition: str) -> bool:
    """Tell whether a complement belongs to the verb: accuse of, sentence for, describe as."""
    verb = find_verb(fact.verb)
    if verb is None or fact.superlative:
        return False
    if preposition == "of":
        return verb.verb_class in ("accuse", "sentence", "inform")
    if preposition == "for":
        return "for" in verb.prepositions or verb.verb_class in _BLAMED
    return preposition == "as" and verb.verb_class == "describe"


def _is_short(slot: Slot) -> bool:
    """Tell whether words can be typed: at most three beside the article, no clause, no quotation."""
    words = slot.words.removeprefix("the ").removeprefix("a ").removeprefix("an ").split()
    if _BARE_THING.fullmatch(slot.words):
        return False
    if not words or words[0].endswith("ing") or _PRONOUN.search(slot.words):
        return False
    return len(words) <= _MAX_KEY_WORDS and not any(mark in slot.words for mark in "“”,;:()") and slot.value is None
