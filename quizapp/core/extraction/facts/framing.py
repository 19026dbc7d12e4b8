"""From a clause to a fact: which phrase fills which slot of the verb's frame, and when nothing is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from quizapp.core.extraction.facts.complements import Reading, read_on
from quizapp.core.extraction.facts.events import as_cause
from quizapp.core.extraction.facts.filling import Filled, is_open, sort_complements, subject_slot
from quizapp.core.extraction.facts.modality import chain_lemmas, modality_of, superlative_in
from quizapp.core.extraction.facts.parsing import Clause, Complement, Parsed, Span
from quizapp.core.extraction.facts.slots import UNNAMED, Setting
from quizapp.core.extraction.facts.units import Line, role_nouns
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import DateMention, Fact, Modality, Reason, Slot
from quizapp.core.extraction.verbs import NO_FRAME, Verb, find_verb

RELATIVE = Reason("relative clause", 0.9, "Who did it is taken from the noun before “who” or “which”.")
PARTICIPLE = Reason("participle", 0.9, "Who did it is taken from the words beside a shortened clause.")
SHARED = Reason("shared subject", 0.95, "Who did it is named only earlier in the sentence.")
VAGUE_SOURCE = Reason("vague source", 0.85, "Nobody is named who says so.")
LOOSE = Reason("plain verb", 0.9, "The verb is an unusual one: it may tell something else.")


def frame_clause(
    setting: Setting, parsed: Parsed, clause: Clause, claimant: Slot | None, event: Slot | None = None
) -> Fact | None:
    """Make the fact of a clause, or None when it has no frame, no actor, or nothing that could be asked.

    `event` is the event that its subject means, where it is one.
    """
    verb = _as_naming(parsed, clause)
    if clause.group.letter in "BHX" and not clause.group.is_passive:
        return _frame_copula(setting, parsed, clause, claimant) if clause.group.letter == "B" else None
    if verb is None or verb.frame == NO_FRAME or clause.has_stray_particle or _is_cut_off(parsed, clause):
        return None
    subject = event or subject_slot(setting, parsed, clause)
    if subject is None:
        return None
    is_passive = clause.is_passive
    filled = sort_complements(setting, parsed, clause, verb, subject, is_passive, claimant)
    if filled is None or is_open(filled.object):
        return None
    if verb.lemma in _BUILDING:
        filled.object = _as_thing(setting, filled.object)
    if event is not None:
        fact = _build(setting, parsed, clause, verb, filled, claimant, is_passive)
        return as_cause(fact) if fact.object is not None else None
    if clause.kind == "participle" and not any(s is not None and s.heads for s in (filled.subject, filled.object)):
        return None
    if not _says_something(setting, filled, verb) and not _is_told(setting, parsed, clause, filled, claimant):
        return None
    fact = _build(setting, parsed, clause, verb, filled, claimant, is_passive)
    if verb.lemma in _LIGHT and not _has_name(setting, fact.object):
        return replace(fact, frame="act", worth=0.35, reasons=(*fact.reasons, LOOSE))
    bare = [one for one in clause.complements if one.kind == "phrase" and not one.preposition]
    return _as_office(parsed, fact, bare[0].span, "become") if verb.frame == "role" and bare else fact


def _as_thing(setting: Setting, slot: Slot | None) -> Slot | None:
    """Give a saint who was founded or built as its words: “St Anne”, founded by nuns, is a house and nobody."""
    words = setting.text[slot.start : slot.end] if slot is not None else ""
    is_house = slot is not None and len(slot.heads) == 1 and words.startswith(("St ", "St. ", "Saint "))
    return replace(slot, words=words, actors=(), heads=()) if slot is not None and is_house else slot


def _is_cut_off(parsed: Parsed, clause: Clause) -> bool:
    """Whether what follows is wanting: “a hull so round that …”, “asked Ana who …”, “after a season in which …”."""
    line = parsed.line
    for one in clause.complements:
        behind = "".join(line.letters[one.span.last : one.span.last + 2])
        if behind[:1] == "W" and {"so", "such"} & set(line.words[one.first : one.span.last]):
            return True
        if behind == "PR" and one.kind == "time" and not _has_point(line, one.span):
            return True
    verb = clause.group.verb
    asked = line.letters[clause.last : clause.last + 1]
    is_question = verb is not None and verb.lemma in _ASKING and (asked in (["R"], ["S"]) or _opens_doubt(line, clause))
    return is_question or _is_mixed(parsed, clause)


def _has_point(line: Line, span: Span) -> bool:
    """Whether a time is a date, and no period that only what follows tells: “after a season in which …”."""
    return any(isinstance(named, DateMention) and named.is_point for named in line.names[span.first : span.last])


def _opens_doubt(line: Line, clause: Clause) -> bool:
    return line.words[clause.last : clause.last + 1] in (["whether"], ["if"], ["when"], ["where"])


def _is_mixed(parsed: Parsed, clause: Clause) -> bool:
    """Whether a list may be one of fewer people, with a description: “wed Ada, the daughter of a lord, and Eva”."""
    line = parsed.line
    spans = [one.span for one in clause.complements if one.kind == "phrase"]
    for span in (*spans, *([clause.subject] if clause.subject is not None else [])):
        for before, (first, last) in pairwise(span.parts[:-1]):
            head = head_word(parsed, Span(first, last, ((first, last),)))
            is_described = line.letters[first] in "Dp" and (head in role_nouns() or head in vocabulary().kin)
            if line.letters[before[0] : before[0] + 1] == ["M"] and is_described:
                return True
    return False


#: Verbs behind which a question may stand that tells what was asked.
_ASKING = frozenset({"ask", "tell", "question", "show", "teach", "remind"})


def _as_naming(parsed: Parsed, clause: Clause) -> Verb | None:
    """Give the verb, for “was made bishop” and “made Prado minister” that of appointing."""
    verb = clause.group.verb
    if verb is None or verb.lemma != "make":
        return verb
    bare = [one.span for one in clause.complements if one.kind == "phrase" and not one.preposition]
    is_office = bool(bare) and head_word(parsed, bare[-1]) in role_nouns()
    is_full = clause.is_passive or len(bare) == 2 or (bool(bare) and "M" in parsed.line.letters[bare[0].first :][:1])
    return find_verb("appoint") if is_office and is_full else verb


def _says_something(setting: Setting, filled: Filled, verb: Verb) -> bool:
    """Whether there is an actor or another name, and a time, object, place or a telling complement."""
    subject, other = filled.subject, filled.object
    others = filled.others or []
    has_actor = any(slot is not None and slot.heads for slot in (subject, other))
    has_name = has_actor or any(slot is not None and is_named(setting, slot) for slot in (subject, other))
    has_time = filled.time is not None and filled.time.value is not None
    has_more = (
        filled.time is not None
        or filled.place is not None
        or (other is not None and subject is not None)
        or any(preposition in _TELLING or slot.actors or is_named(setting, slot) for preposition, slot in others)
    )
    if not has_more or verb.lemma == "tell" or (verb.frame == "say" and verb.takes_clause and other is None):
        return False
    if verb.frame == "act":
        return (subject is not None and bool(subject.heads)) or (has_actor and has_time)
    if has_actor:
        return True
    if subject is not None and len(subject.actors) > 1 and has_time and " between " in subject.words:
        return True  # “Talks between Peru and Chile broke down in 1907”
    if subject is not None and subject.actors:
        tells = _has_name(setting, other) or any(slot.heads for _, slot in others)
        is_full = other is not None or filled.place is not None
        return is_full and (has_time or tells or verb.frame == "say" or filled.place is not None)
    return has_name and (subject is None or has_time or is_named(setting, subject))


def _is_told(setting: Setting, parsed: Parsed, clause: Clause, filled: Filled, claimant: Slot | None) -> bool:
    """Whether somebody with a name says it, or an unnamed source speaks of an actor: the subject is then words."""
    subject, other = filled.subject, filled.object
    if clause.subject is None or parsed.line.letters[clause.subject.first] in "UuR":
        return False
    has_time = filled.time is not None and filled.time.value is not None
    claimant = filled.claimant or claimant
    if claimant is not None and claimant.heads:
        is_full = subject is not None and other is not None and (_has_name(setting, other) or " " in other.words)
        return is_full or has_time
    if subject is None:
        return False
    is_source = head_word(parsed, clause.subject) in _SPEAKERS
    verb = clause.group.verb
    return is_source and verb is not None and verb.frame == "say" and other is not None and bool(other.actors)


_SPEAKERS = word_set("speaker_nouns")
#: What these make or unmake is no person.
_BUILDING = frozenset({"found", "build", "rebuild", "erect", "construct", "establish", "demolish", "set up"})
#: What a subject begins with that says that nobody, or hardly anybody, did it.
_NOBODY = frozenset({"no", "neither", "none", "few", "nobody", "nothing", "noone", "no-one"})
#: Verbs that belong to their frame only with a name as object: “took Lyon”, not “took steps”.
_LIGHT = frozenset({"take", "seize", "fire", "hold"})
_TELLING = frozenset({"", "from", "to", "against", "with", "as", "of"})


def _has_name(setting: Setting, slot: Slot | None) -> bool:
    return slot is not None and (bool(slot.actors) or is_named(setting, slot))


def _is_name(setting: Setting, slot: Slot) -> bool:
    """Whether a phrase is nothing but the name of an event, a work or a place."""
    return setting.names.first_start(slot.end) - slot.start <= 4


def is_named(setting: Setting, slot: Slot) -> bool:
    """Whether a phrase is the name of an event, a work or a place, or has one in it."""
    return setting.names.has_within(slot.start, slot.end)


def _build(
    setting: Setting,
    parsed: Parsed,
    clause: Clause,
    verb: Verb,
    filled: Filled,
    claimant: Slot | None,
    is_passive: bool,
) -> Fact:
    line = parsed.line
    claimant = filled.claimant or claimant
    words = " ".join(line.words[clause.group.main - len(clause.group.adverbs) : clause.group.main + 1])
    superlative = superlative_in(" ".join((*clause.group.adverbs, words))) or _superlative_of(filled)
    others = tuple(filled.others or ())
    return Fact(
        frame=verb.frame,
        verb=verb.lemma,
        subject=filled.subject,
        object=filled.object,
        time=filled.time,
        place=filled.place,
        claimant=claimant,
        modality=modality_of(clause, claimant is not None),
        start=line.starts[clause.first],
        end=line.ends[max(clause.last, clause.first + 1) - 1],
        is_negative=is_negative(clause, line.words[clause.subject.first] if clause.subject else "", filled.object),
        is_passive=is_passive,
        particle=filled.particle,
        rule=f"facts.{clause.kind.replace(' ', '-')}{'.passive' if is_passive else ''}",
        reasons=(*clause_reasons(clause, verb, filled.subject), *_reasons_of_claim(claimant)),
        others=others,
        chain=chain_lemmas(clause),
        superlative=superlative,
        tense=(clause.chain[0] if clause.chain else clause.group).tense,
        worth=verb.worth,
    )


def _reasons_of_claim(claimant: Slot | None) -> tuple[Reason, ...]:
    return (VAGUE_SOURCE,) if claimant is not None and not claimant.actors else ()


def _superlative_of(filled: Filled) -> str:
    if any(slot.words == "the first time" for _, slot in filled.others or ()):
        return "first"
    return superlative_in(filled.object.words) if filled.object is not None else ""


def is_negative(clause: Clause, subject_word: str, other: Slot | None) -> bool:
    """Whether the clause denies: not, never, no subject, no object."""
    groups = (*clause.chain, clause.group)
    begins_no = other is not None and other.words.lower().startswith(("no ", "none ", "nothing", "neither "))
    return any(one.is_negative for one in groups) or subject_word.lower() in _NOBODY or begins_no


def clause_reasons(clause: Clause, verb: Verb | None, subject: Slot | None) -> tuple[Reason, ...]:
    """Say why a clause's fact is less than certain."""
    reasons: list[Reason] = []
    if clause.kind in ("relative", "object relative"):
        reasons.append(RELATIVE)
    if clause.kind == "participle":
        reasons.append(PARTICIPLE)
    elif clause.inherits is not None:
        reasons.append(SHARED)
    if verb is not None and verb.frame == "act":
        reasons.append(LOOSE)
    if subject is not None and not subject.heads:
        reasons.append(UNNAMED)
    return tuple(reasons)


def _frame_copula(setting: Setting, parsed: Parsed, clause: Clause, claimant: Slot | None) -> Fact | None:
    """Read “X was …”: an office, the first to do something, or what X is."""
    subject = subject_slot(setting, parsed, clause)
    bare = [one for one in clause.complements if one.kind == "phrase" and not one.preposition]
    if subject is None or not bare:
        return None
    is_told = claimant is not None and bool(claimant.heads) and (bool(subject.actors) or is_named(setting, subject))
    if not (subject.heads or _is_name(setting, subject) or is_told):
        return None
    infinitive = next((one for one in clause.complements if one.kind == "infinitive"), None)
    words = setting.text[parsed.line.starts[bare[0].span.first] : parsed.line.ends[bare[0].span.last - 1]]
    if infinitive is not None:
        superlative = superlative_in(words)
        return _frame_first(setting, parsed, clause, claimant, infinitive, superlative) if superlative else None
    verb = find_verb("be")
    assert verb is not None
    filled = sort_complements(setting, parsed, clause, verb, subject, False, claimant)
    letters = parsed.line.letters[bare[0].span.first : bare[0].span.last]
    if filled is None or filled.object is None or is_open(filled.object) or letters == ["C"]:
        return None
    fact = _build(setting, parsed, clause, verb, filled, claimant, False)
    return _as_office(parsed, fact, bare[0].span, "be")


def _as_office(parsed: Parsed, fact: Fact, span: Span, frame: str) -> Fact:
    """Make “was” and “became” a fact of an office where the noun is one, else of the frame given."""
    is_office = head_word(parsed, span) in role_nouns() and fact.subject is not None and bool(fact.subject.heads)
    if is_office:
        return replace(fact, frame="role", worth=0.7)
    return replace(fact, frame=frame, worth=0.35 if frame == "be" else 0.6)


def head_word(parsed: Parsed, span: Span) -> str:
    """Give the head noun of a phrase in lower case, in the singular where it ends in s."""
    line = parsed.line
    first, last = span.parts[0]
    letters = line.letters[first:last]
    end = letters.index("O") if "O" in letters else len(letters)
    word = line.words[first + max(end - 1, 0)]
    return word[:-1] if word.endswith("s") and word[:-1] in role_nouns() else word


def _frame_first(
    setting: Setting, parsed: Parsed, clause: Clause, claimant: Slot | None, infinitive: Complement, superlative: str
) -> Fact | None:
    """Read “X was the first to recognise Y” as “X recognised Y”, with its superlative."""
    inner = inner_clause(parsed, clause, infinitive)
    fact = frame_clause(setting, parsed, inner, claimant) if inner is not None else None
    if fact is None:
        return None
    outer: Modality = modality_of(clause, claimant is not None)
    negative = fact.is_negative or clause.group.is_negative
    return replace(fact, superlative=superlative, modality=outer, is_negative=negative, tense=clause.group.tense)


def inner_clause(parsed: Parsed, clause: Clause, infinitive: Complement) -> Clause | None:
    """Make the clause of an infinitive, with the subject of the clause that it stands in."""
    at = next((n for n, chunk in enumerate(parsed.chunks) if chunk.first == infinitive.span.first), None)
    if at is None or parsed.groups[at] is None:
        return None
    reading = Reading(parsed, at + 1, [])
    read_on(reading)
    fronted = [one for one in clause.complements if one.is_fronted]
    return Clause(
        kind=clause.kind,
        group=parsed.group(at),
        at=at,
        subject=clause.subject,
        inherits=clause.inherits,
        opener=clause.opener,
        apposition=clause.apposition,
        complements=[*fronted, *reading.found],
        first=clause.first,
        last=max(clause.last, reading.found[-1].span.last if reading.found else 0),
    )


def merge(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Put facts in the order of the text, and leave out those that repeat one of the same words."""
    seen: set[tuple[object, ...]] = set()
    unique: list[Fact] = []
    for fact in sorted(facts, key=lambda one: (one.start, one.end, one.frame, one.verb)):
        spans = tuple((slot.start, slot.end) if slot else None for slot in (fact.subject, fact.object, fact.time))
        key = (fact.frame, fact.verb, *spans)
        if key not in seen:
            seen.add(key)
            unique.append(fact)
    return tuple(unique)
