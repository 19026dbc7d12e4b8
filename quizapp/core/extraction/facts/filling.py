"""Which phrase of a clause fills which slot of its verb: objects, agent, place, time, source and the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from quizapp.core.extraction.facts.lists import NAMING_CLASSES
from quizapp.core.extraction.facts.metonyms import as_state, subject_span, under_slot, with_under
from quizapp.core.extraction.facts.parsing import Clause, Complement, Parsed, Span
from quizapp.core.extraction.facts.slots import (
    BARE_DEFINITE,
    OPEN_PRONOUN,
    Setting,
    agrees,
    is_place,
    phrase_slot,
    time_slot,
    words_slot,
)
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import Slot
from quizapp.core.extraction.verbs import Verb


@dataclass(slots=True)
class Filled:
    """The slots of a clause while they are sorted."""

    subject: Slot | None = None
    object: Slot | None = None
    time: Slot | None = None
    place: Slot | None = None
    claimant: Slot | None = None
    particle: str = ""
    speaker: Slot | None = None
    others: list[tuple[str, Slot]] | None = None


def is_open(slot: Slot | None) -> bool:
    """Whether the slot is a pronoun that nobody could resolve."""
    if slot is None:
        return False
    word = slot.words.lower()
    return word in _POINTERS or (OPEN_PRONOUN in slot.reasons and word in _PRONOUNS)


def subject_slot(setting: Setting, parsed: Parsed, clause: Clause) -> Slot | None:
    """Make the subject's slot; an apposition with the name of what is only described counts as the subject."""
    span = subject_span(parsed, clause)
    if span is None or _are_kin_of_somebody(parsed, span):
        return None
    slot = with_under(setting, parsed, clause, as_state(setting, parsed, clause, phrase_slot(setting, parsed, span)))
    is_object_form = span.last - span.first == 1 and parsed.line.letters[span.first] == "u"
    # “Talks between Peru and its neighbour, Chile,”: the name is of the last of them only.
    is_joined = "between" in parsed.line.words[span.first : span.last]
    if (not slot.heads or is_object_form) and clause.apposition is not None and not is_joined:
        apposed = phrase_slot(setting, parsed, clause.apposition)
        # “Another of its works, the hall of Lima, was built by …”: which one, the apposition tells.
        is_called = parsed.line.letters[clause.apposition.first : clause.apposition.last] in (["E"], ["D", "E"])
        is_open = parsed.line.words[span.first] in ("another", "one")
        if len(apposed.heads) == 1 or is_called or is_open:
            return replace(apposed, start=slot.start)
    # “One of them left”: it is not they. “The League” of two leagues: nobody says which.
    return None if OPEN_PRONOUN in slot.reasons or is_object_form or _is_bare_body(slot) else slot


def _is_bare_body(slot: Slot) -> bool:
    """Whether a subject is “the League”, written large, and no body of the text goes by it."""
    article, _, head = slot.words.partition(" ")
    is_head = head[:1].isupper() and head.lower() in vocabulary().organisation_heads
    return not slot.heads and article == "the" and is_head


def _are_kin_of_somebody(parsed: Parsed, span: Span) -> bool:
    """Whether “brother and sister” stand without a word that says whose: the sentence before does."""
    if len(span.parts) < 2:
        return False
    kin = vocabulary().kin
    return all(last - first == 1 and parsed.line.words[first] in kin for first, last in span.parts)


_POINTERS = word_set("pointers")
_PRONOUNS = word_set("pronouns")


def sort_complements(
    setting: Setting,
    parsed: Parsed,
    clause: Clause,
    verb: Verb,
    subject: Slot,
    is_passive: bool,
    claimant: Slot | None = None,
) -> Filled | None:
    """Fill object, time, place and others; None when a transitive verb lacks its object.

    In what a person says, “his” is the speaker where the subject is no person.
    """
    is_spoken = claimant is not None and len(claimant.heads) == 1 and clause.content_of is not None
    filled = Filled(others=[], speaker=claimant if is_spoken and not subject.heads else None)
    bare = [one for one in clause.complements if one.kind == "phrase" and not one.preposition]
    if is_passive:
        filled.object = subject
    else:
        filled.subject = subject
        _take_objects(setting, parsed, clause, verb, bare, filled)
        bare = []
    under = under_slot(setting, parsed, clause)
    if under is not None and filled.others is not None:
        filled.others.append(("under", under))
    for before, complement in pairwise((None, *clause.complements)):
        if complement is None or _is_of_amount(parsed, before, complement):
            continue
        if complement.preposition or complement.kind != "phrase" or complement in bare:
            _sort_one(setting, parsed, complement, verb, filled, is_passive)
    is_bound = verb.is_transitive and not verb.is_intransitive and filled.object is None
    if is_bound and clause.content_at is None and not any(one.kind == "infinitive" for one in clause.complements):
        return None
    return filled


def _is_of_amount(parsed: Parsed, before: Complement | None, complement: Complement) -> bool:
    """Whether a time says when something was at the amount that it fell or rose from: “from 7 million in 2014”."""
    if before is None or complement.kind != "time" or before.preposition != "from":
        return False
    return "C" in parsed.line.letters[before.span.first : before.span.last]


def _take_objects(
    setting: Setting, parsed: Parsed, clause: Clause, verb: Verb, bare: list[Complement], filled: Filled
) -> None:
    subject, others = filled.subject, filled.others
    assert others is not None
    often = [one.span for one in bare if _is_how_often(parsed, one.span)]
    others.extend(("", phrase_slot(setting, parsed, span, subject)) for span in often)
    spans = [one.span for one in bare if one.span not in often]
    if "of" in verb.prepositions and spans:
        spans[0], rest = _split_at_of(parsed, spans[0])
        if rest is not None:
            others.append(("of", phrase_slot(setting, parsed, rest, subject, "of")))
    if verb.verb_class in NAMING_CLASSES and len(spans) == 1:
        spans = _split_at_office(parsed, spans[0])
    slots: list[Slot] = []
    for span in spans:
        # “Cost the king his throne”: “his” is whom the phrase before names.
        is_given = bool(slots) and _has_for_owner(setting, parsed, span, slots[0])
        given = slots[0] if is_given else None
        slots.append(phrase_slot(setting, parsed, span, given or filled.speaker or subject))
    if clause.kind == "object relative" and clause.antecedent is not None:
        filled.object = phrase_slot(setting, parsed, clause.antecedent, subject)
    elif len(slots) == 2 and "d" in verb.takes:
        filled.object = slots[1]
        others.append(("to", replace(slots[0], preposition="to")))
    elif slots:
        filled.object = slots[0]
        others.extend(("", slot) for slot in slots[1:])


def _has_for_owner(setting: Setting, parsed: Parsed, span: Span, owner: Slot) -> bool:
    return (
        bool(owner.heads)
        and parsed.line.letters[span.first] == "p"
        and agrees(setting, parsed.line.words[span.first], owner)
    )


def _is_of_many(setting: Setting, parsed: Parsed, span: Span, owner: Slot) -> bool:
    """Whether “their” behind an object of many is theirs."""
    return parsed.line.words[span.first] == "their" and _has_for_owner(setting, parsed, span, owner)


def _is_how_often(parsed: Parsed, span: Span) -> bool:
    """Whether a bare phrase says when again and again: “each Friday evening”, “every other year”."""
    line = parsed.line
    is_time = "T" in line.letters[span.first : span.last] or line.words[span.last - 1] in _PARTS_OF_TIME
    return line.words[span.first] in ("each", "every", "twice", "once") and is_time


_PARTS_OF_TIME = frozenset(
    {"year", "month", "week", "day", "morning", "afternoon", "evening", "night", "hour", "summer", "winter", "spring"}
)


def _split_at_of(parsed: Parsed, span: Span) -> tuple[Span, Span | None]:
    """Part “Persia of treason” for a verb that takes “of”."""
    letters = parsed.line.letters[span.first : span.last]
    if len(span.parts) > 1 or "O" not in letters:
        return span, None
    at = span.first + letters.index("O")
    return Span(span.first, at, ((span.first, at),)), Span(at + 1, span.last, ((at + 1, span.last),))


def _split_at_office(parsed: Parsed, span: Span) -> list[Span]:
    """Part “Ortiz president” for a verb of naming."""
    letters = parsed.line.letters[span.first : span.last]
    for at in range(1, len(letters)):
        is_office = letters[at - 1] == "M" and letters[at] in "NDE"
        is_called = letters[at - 1] in "NM" and letters[at] == "q"
        if (is_office or is_called) and len(span.parts) == 1:
            middle = span.first + at
            return [Span(span.first, middle, ((span.first, middle),)), Span(middle, span.last, ((middle, span.last),))]
    return [span]


def _sort_one(
    setting: Setting, parsed: Parsed, complement: Complement, verb: Verb, filled: Filled, is_passive: bool
) -> None:
    """Put one complement into its slot."""
    others = filled.others
    assert others is not None
    if complement.kind == "time":
        _take_time(setting, parsed, complement, filled)
        return
    if complement.is_fronted and complement.preposition in _LOOSE_FRONT:
        return
    owner = filled.speaker or (filled.object if is_passive else filled.subject)
    if complement.kind in ("infinitive", "gerund"):
        others.append(
            (complement.preposition, words_slot(setting, parsed, complement.span, owner, complement.preposition))
        )
        return
    if filled.object is not None and _is_of_many(setting, parsed, complement.span, filled.object):
        owner = filled.object  # “joined the Romans in their war”
    slot = phrase_slot(setting, parsed, complement.span, owner, complement.preposition)
    if complement.preposition == "as":
        # What somebody was called or recognised as is a description, and leans on nothing.
        slot = replace(slot, reasons=tuple(reason for reason in slot.reasons if reason is not BARE_DEFINITE))
    if is_passive and complement.preposition == "by" and filled.subject is None and not complement.is_fronted:
        filled.subject = slot
    elif complement.preposition == "according to":
        filled.claimant = slot
    elif is_place(parsed, complement) and filled.place is None and not _is_goal(verb, complement.preposition):
        filled.place = slot
    elif filled.object is None and complement.preposition in verb.prepositions and not is_passive:
        filled.object, filled.particle = slot, complement.preposition
    else:
        others.append((complement.preposition, slot))


#: Prepositions that, in front of a clause, hang on the sentence rather than on its verb.
_LOOSE_FRONT = frozenset({"with", "without", "despite", "like", "unlike", "besides", "instead of", "apart from", "as"})


def _is_goal(verb: Verb, preposition: str) -> bool:
    """Whether the place is what the verb is about, as in “marched on Rome”."""
    return preposition in verb.prepositions and preposition not in ("in", "at")


def _take_time(setting: Setting, parsed: Parsed, complement: Complement, filled: Filled) -> None:
    """Keep the best time: one with a value, the finer of two that agree; a duration stays with its preposition."""
    slot = time_slot(setting, parsed, complement)
    if slot is None:
        words = phrase_slot(setting, parsed, complement.span, None, complement.preposition)
        assert filled.others is not None
        filled.others.append((complement.preposition, words))
        return
    best = filled.time
    if (
        best is None
        or best.value is None
        or (slot.value is not None and best.value.contains(slot.value) and not slot.value.contains(best.value))
    ):
        filled.time = slot
