"""Words for stems: what happened, who did it, when; no template lives here, and nothing is cut out of a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal, TypeAlias

from quizapp.core.calendar import DateValue, format_value
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import Actor, Analysis, Fact, Slot, TimeRelation
from quizapp.core.extraction.verbs import Verb, find_verb, third_person
from quizapp.core.question import DateOrder

EventForm: TypeAlias = Literal["base", "past", "passive", "noun"]

_RELATION_WORDS: dict[TimeRelation, str] = {
    "before": "before",
    "after": "after",
    "since": "since",
    "until": "until",
    "by": "by",
    "around": "around",
    "early": "early in",
    "mid": "in the middle of",
    "late": "late in",
}
#: Classes of verbs that both sides do, so that “was met by” would say something else.
MUTUAL = frozenset({"meet", "marry", "talk", "discuss", "ally"})
_RELATIVE = frozenset(
    {
        *("successor", "predecessor", "heir", "rival", "ally", "deputy", "colleague", "friend", "partner", "widow"),
        *("widower", "wife", "husband", "son", "daughter", "brother", "sister", "father", "mother", "uncle", "aunt"),
        *("nephew", "niece", "cousin", "grandson", "granddaughter", "orphan", "adviser", "follower", "pupil"),
    }
)
#: The verb right behind a subject, of a body behind “, who” too, tells whether it is one or many.
_NUMBER = re.compile(r" (was|were|is|are|has|have)\b")
_NUMBER_OF_BODY = re.compile(r",? (?:(?:who|which) )?(was|were|is|are|has|have)\b")
_ONE = frozenset({"was", "is", "has"})
_MANY = frozenset({"were", "are", "have"})
_QUESTIONS = {
    "day": "On what date",
    "yearless_day": "On what date",
    "week": "In which week",
    "month": "In which month",
    "yearless_month": "In which month",
    "year": "In which year",
    "decade": "In which decade",
    "century": "In which century",
    "millennium": "In which millennium",
}


def event_phrase(fact: Fact, analysis: Analysis, form: EventForm, without: Collection[str] = ()) -> str | None:
    """Give the words for what happened, subject and time left out; None where the form cannot be had.

    base: “sign a treaty with Peru in Lima” (after did, to, would). past: the same as the predicate of its subject, in
    the tense of its modality: “signed …”, “was expected to sign …”. passive: “signed in Lima by Peru” (after was).
    noun: “the signing of the treaty in Lima by Peru”. `without` names slots to leave out: object, place, others; a
    single preposition leaves out the complements that begin with it.
    """
    verb = find_verb(fact.verb)
    if fact.verb == "stand for":
        return _letters(fact, form)
    if verb is None:
        return None
    if form == "passive":
        return _passive(fact, verb, without)
    if form == "noun":
        return _noun(fact, verb, without)
    if fact.is_passive and (fact.subject is None or fact.verb == "bear"):
        return _past_passive(fact, analysis, verb, without) if form == "past" else None
    words = _with_chain(fact, verb) if form == "base" else _finite(fact, analysis, verb)
    return _join(words, *_tail(fact, without, with_object=True))


_POSSESSIVE = re.compile(r"[’']s?\s|^(?:his|her|its|their|the|former|then)\b", re.IGNORECASE)


def event_noun(fact: Fact) -> str | None:
    """Give “the collapse of the empire”, time left out; None where the verb has no noun or more hangs on it."""
    verb = find_verb(fact.verb)
    return _noun(fact, verb, ()) if verb is not None else None


_WHERE_OR_WHEN = re.compile(
    r"\b(?:emperor|empress|king|queen|president|pope|chancellor|prime minister|mayor|chairman|leader) (?:in|at|on) ",
    re.IGNORECASE,
)


#: What stands before an office that somebody only got there.
_GAINS = re.compile(
    r"\b(?:became|become|(?:was|were|been) (?:elected|appointed|made|named|chosen|sworn in as))(?: an?| the)? \Z"
)
_LEAD = 32


def full_name(actor: int, analysis: Analysis, *, with_role: bool = False) -> str:
    """Give the name of an actor as it stands inside a sentence; with its office before it, or behind it with commas.

    The office is in the document's words: one that stands right before the name there is put before it.
    """
    found = analysis.cast.actors[actor]
    name = with_article(found)
    if not with_role or found.type != "person" or not found.roles:
        return name
    if role_of(found).lower().rsplit(" ", 1)[-1] in _RELATIVE:
        return name  # “the successor Ada Berg”: whose?
    peerage = next((role.words for role in found.roles if role.words.endswith(f" of {name}")), None)
    if peerage is not None:
        return f"the {peerage}"  # “the Marquis of Caxias”, once more than Caxias
    starts = {mention.start for mention in analysis.cast.mentions if mention.actor == actor}
    for role in found.roles:
        if role.time == "now" and _stands_before(analysis.text.text, role.end, starts):
            # “The satrap Bagoas”, “the Roman general Sulla”, but “President Berg” and “Peru’s envoy Ana Torres”.
            is_plain = role.words.rsplit(" ", 1)[-1].islower() and not _POSSESSIVE.search(role.words)
            return f"the {role.words} {name}" if is_plain else f"{role.words} {name}"
    role = next((role for role in found.roles if role.time == "now"), found.roles[0])
    is_gained = _GAINS.search(analysis.text.text, max(0, role.start - _LEAD), role.start) is not None
    if " " not in role.words or is_gained or _WHERE_OR_WHEN.search(role.words):
        # “Bagoas, officer,” tells nobody who he is; “emperor in Paris” only where he was crowned; “became head of …”
        # is what a question may ask for.
        return name
    former = "former " if role.time == "former" and not role.words.lower().startswith("former") else ""
    return f"{name}, {former}{role.words},"


def time_words(slot: Slot | None, analysis: Analysis, order: DateOrder = "day_first") -> str | None:
    """Give a time with its preposition: on 12 October 1948, in the 1960s, after 1985; None without a value."""
    if slot is None or slot.value is None:
        return None
    relation = time_relation(slot, analysis)
    if slot.value.grain == "span" and relation == "at":
        first, last = slot.value.ends
        return f"between {format_value(first, order)} and {format_value(last, order)}"
    words = format_value(slot.value, order)
    if relation in ("early", "mid", "late") and slot.value.grain == "decade":
        return f"in the {relation} {words.removeprefix('the').lstrip()}" if relation != "mid" else f"in {words}"
    return f"{_RELATION_WORDS.get(relation) or plain_preposition(slot.value)} {words}"


def time_relation(slot: Slot, analysis: Analysis) -> TimeRelation:
    """Give how the event stands to the time: at it, before it …; by its mention, else by its preposition."""
    relation = analysis.dates[slot.date].relation if slot.date is not None else "at"
    words: dict[str, TimeRelation] = {
        "before": "before",
        "after": "after",
        "since": "since",
        "until": "until",
        "till": "until",
        "by": "by",
        "around": "around",
        "about": "around",
    }
    return words.get(slot.preposition, relation) if relation == "at" else relation


def plain_preposition(value: DateValue) -> str:
    """Give on for a day, else in."""
    return "on" if value.grain in ("day", "yearless_day") else "in"


def time_question(value: DateValue) -> str:
    """Give the words that ask for a time of this grain: On what date, In which year; When for spans."""
    return _QUESTIONS.get(value.grain, "When")


def is_plural(slot: Slot | None, analysis: Analysis) -> bool:
    """Whether a subject needs “were” and “have”."""
    if slot is None:
        return False
    if slot.heads:
        type_ = analysis.cast.actors[slot.heads[0]].type
        is_body = type_ == "organisation" and len(slot.heads) == 1
        return len(slot.heads) > 1 or type_ == "group" or (is_body and _is_written_plural(slot.heads[0], analysis))
    told = _NUMBER.match(analysis.text.text, slot.end)
    if told is not None:
        return told[1] in _MANY
    words = slot.words.split(" between ")[0]  # the border between Peru and Chile is one
    head = words.split(" of ")[0].split(" in ")[0].split(" ")[-1]
    return " and " in words or (head.endswith("s") and not head.endswith(("ss", "us", "is", "’s")))


def _is_written_plural(actor: int, analysis: Analysis) -> bool:
    """Whether the text itself says “the Brethren were”, and oftener than “was”, of a body."""
    mentions = (one for one in analysis.cast.mentions if one.actor == actor)
    found = [_NUMBER_OF_BODY.match(analysis.text.text, one.end) for one in mentions]
    verbs = [one[1] for one in found if one is not None]
    return sum(verb in _MANY for verb in verbs) > sum(verb in _ONE for verb in verbs)


def _stands_before(text: str, end: int, starts: Collection[int]) -> bool:
    while end < len(text) and text[end] == " ":
        end += 1
    return end in starts


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _letters(fact: Fact, form: EventForm) -> str | None:
    words = fact.object.words if fact.object else ""
    return {"base": f"stand for {words}", "past": f"stands for {words}"}.get(form)


def _with_chain(fact: Fact, verb: Verb) -> str:
    """Give “begin to reduce”, “be forced to cede”, “carry out”."""
    return _join(*(f"{_chain_base(lemma)} to" for lemma in fact.chain), verb.lemma)


def _chain_base(lemma: str) -> str:
    if not lemma.startswith("be "):
        return lemma
    inner = find_verb(lemma.removeprefix("be "))
    return f"be {inner.participle}" if inner is not None else lemma


def _finite(fact: Fact, analysis: Analysis, verb: Verb) -> str:
    plural = is_plural(fact.subject, analysis)
    was = "were" if plural else "was"
    if fact.modality == "expected":
        return f"{was} expected to {_with_chain(fact, verb)}"
    if fact.chain and fact.chain[0].startswith("be "):
        return _join(was, _with_chain(fact, verb).removeprefix("be "))
    first = find_verb(fact.chain[0]) if fact.chain else verb
    if first is None:
        return _with_chain(fact, verb)
    rest = _with_chain(fact, verb).removeprefix(first.lemma).lstrip()
    if first.lemma == "be":
        return _join(("are" if plural else "is") if fact.tense == "present" else was, rest)
    if fact.tense == "present":
        return _join(first.lemma if plural else third_person(first.lemma), rest)
    return _join(first.past, rest)


def _tail(fact: Fact, without: Collection[str], *, with_object: bool, agent: Slot | None = None) -> list[str]:
    """Give object and complements in the order of the text, those in front of the verb last."""
    words: list[str] = []
    anchor = fact.object.end if fact.object is not None and not fact.is_passive else fact.start
    if with_object and fact.object is not None and "object" not in without:
        words.append(_join(fact.particle if fact.frame not in ("kin",) else "", fact.object.words))
    rest: list[tuple[int, str, Slot]] = []
    for preposition, slot in fact.others:
        if "others" not in without and (preposition or "bare") not in without:
            rest.append((slot.start, preposition, slot))
    if fact.place is not None and "place" not in without:
        rest.append((fact.place.start, fact.place.preposition, fact.place))
    if agent is not None:
        rest.append((agent.start, "by", agent))
    bare = [slot.words for _, preposition, slot in sorted(rest, key=_by_start) if not preposition]
    phrased = [one for one in rest if one[1]]
    # “Paid her ten pounds as cook”: who was given something stands before it, and not in front of the verb.
    behind = fact.subject.end if fact.subject is not None and not fact.is_passive else anchor
    phrased.sort(key=lambda one: (one[0] < (behind if one[1] == "to" and one[2].heads else anchor), one[0]))
    return [*words, *bare, *(f"{preposition} {slot.words}" for _, preposition, slot in phrased)]


def _by_start(entry: tuple[int, str, Slot]) -> int:
    return entry[0]


def _passive(fact: Fact, verb: Verb, without: Collection[str]) -> str | None:
    if fact.object is None or fact.chain or not verb.is_transitive or fact.frame in ("role", "be", "become", "kin"):
        return None
    if (fact.particle and fact.particle != "that") or verb.verb_class in MUTUAL:
        return None
    words = "born" if verb.lemma == "bear" else verb.participle
    agent = fact.subject if "subject" not in without else None
    if agent is not None and fact.is_passive:
        # “By the Parthians under Sinatrukes”: what follows the doer in the text may be told of them.
        return _join(words, *_tail(fact, without, with_object=False, agent=agent))
    return _join(words, *_tail(fact, without, with_object=False), f"by {agent.words}" if agent is not None else "")


def _past_passive(fact: Fact, analysis: Analysis, verb: Verb, without: Collection[str]) -> str | None:
    words = _passive(fact, verb, without)
    if words is None:
        return None
    was = "were" if is_plural(fact.object, analysis) else "was"
    return f"{was} expected to be {words}" if fact.modality == "expected" else f"{was} {words}"


def _noun(fact: Fact, verb: Verb, without: Collection[str]) -> str | None:
    """Give “the siege of Ur by the Elamites”; the noun of an intransitive verb belongs to its subject."""
    if not verb.noun or fact.chain or fact.modality == "expected":
        return None
    noun, _, preposition = verb.noun.rpartition(" ")
    if not noun:
        noun, preposition = preposition, "of"
    about = fact.object or fact.subject
    if about is None or "object" in without or any(not bare for bare, _ in fact.others):
        return None
    if fact.particle and fact.particle != "that":
        preposition = fact.particle
    by = ""
    if fact.object is None:
        preposition = "of" if verb.frame in ("life", "found", "happen", "appoint") else "by"
    elif fact.subject is not None and preposition == "of" and "subject" not in without:
        by = f"by {fact.subject.words}"
    return _join("the", noun, preposition, about.words, *_tail(fact, without, with_object=False), by)


def role_of(actor: Actor) -> str:
    """Give the actor's present office in the document's words, or empty."""
    return next((role.words for role in actor.roles if role.time == "now"), "")
