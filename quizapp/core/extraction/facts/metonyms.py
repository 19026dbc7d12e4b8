"""Capitals that act: “Lima signed the treaty” is the state, “Lima fell” the city; what stands under a name there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from quizapp.core.extraction.facts.parsing import Clause, Parsed, Span
from quizapp.core.extraction.facts.slots import Setting, phrase_slot, time_slot
from quizapp.core.extraction.lexicons.vocabulary import State, vocabulary
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import PlaceMention, Reason, Slot

METONYM = Reason("metonym", 0.9, "A capital is named and its state is meant.")

_STATE_ACTS = word_set("state_acts")
_MINDED = word_set("minded")
_DAYS_A_YEAR = 365.2425


def as_state(setting: Setting, parsed: Parsed, clause: Clause, slot: Slot) -> Slot:
    """Make a capital that does what only states do the state itself; any other slot stays as it is."""
    span = subject_span(parsed, clause)
    if slot.heads or clause.is_passive or span is None or len(span.parts) > 1:
        return slot
    place = parsed.line.names[span.first]
    if not isinstance(place, PlaceMention) or not _acts_as_state(parsed, clause, span):
        return slot
    rows = _by_capital().get(place.surface, ())
    number = _one_of(setting, rows, _year(setting, parsed, clause), clause.group.tense != "past") if rows else None
    if number is None:
        return slot
    words = with_article(setting.actor(number))
    return replace(slot, words=words, actors=(number,), heads=(number,), reasons=(METONYM,))


def under_span(parsed: Parsed, clause: Clause) -> Span | None:
    """Give the name in “Lima under Ana Torres” or “the government under Ana Torres”, when the subject ends with it."""
    span = clause.subject
    if span is None or len(span.parts) > 1 or span.last - span.first < 3:
        return None
    letters, words = parsed.line.letters, parsed.line.words
    if letters[span.last - 1] != "M" or words[span.last - 2] != "under":
        return None
    return Span(span.last - 1, span.last, ((span.last - 1, span.last),))


def subject_span(parsed: Parsed, clause: Clause) -> Span | None:
    """Give the subject without “under Ana Torres”."""
    span = clause.subject
    if span is None or under_span(parsed, clause) is None:
        return span
    return Span(span.first, span.last - 2, ((span.first, span.last - 2),))


def with_under(setting: Setting, parsed: Parsed, clause: Clause, slot: Slot) -> Slot:
    """Count the name behind “under” among the actors of a subject."""
    under = under_slot(setting, parsed, clause)
    return slot if under is None else replace(slot, actors=tuple(dict.fromkeys((*slot.actors, *under.heads))))


def under_slot(setting: Setting, parsed: Parsed, clause: Clause) -> Slot | None:
    """Make the slot of the name behind “under” in a subject."""
    span = under_span(parsed, clause)
    return phrase_slot(setting, parsed, span, None, "under") if span is not None else None


def _acts_as_state(parsed: Parsed, clause: Clause, span: Span) -> bool:
    if span.last - span.first > 1:
        return False
    if clause.group.letter == "B":
        bare = [one.span for one in clause.complements if one.kind == "phrase" and not one.preposition]
        return bool(bare) and parsed.line.words[bare[0].first] in _MINDED
    verb = clause.group.verb
    return verb is not None and (verb.verb_class in _STATE_ACTS or verb.lemma in _STATE_ACTS)


def _year(setting: Setting, parsed: Parsed, clause: Clause) -> int | None:
    for complement in clause.complements:
        slot = time_slot(setting, parsed, complement) if complement.kind == "time" else None
        if slot is not None and slot.value is not None and slot.value.lo is not None:
            return int(slot.value.lo // _DAYS_A_YEAR)
    return None


def _one_of(setting: Setting, rows: tuple[State, ...], year: int | None, is_present: bool) -> int | None:
    """Give the one state of the cast that has the capital, of that year; of the present one that still lives."""
    found: list[tuple[int, State]] = []
    for actor in setting.cast.actors:
        if actor.type == "state":
            names = {actor.canonical, *actor.forms}
            found.extend((actor.id, row) for row in rows if names & {row.name, *row.aliases})
    if len(found) > 1 and year is not None:
        found = [one for one in found if (one[1].since or year) <= year <= (one[1].until or year)]
    elif len(found) > 1 and is_present:
        found = [one for one in found if one[1].until is None]
    numbers = {number for number, _ in found}
    return numbers.pop() if len(numbers) == 1 else None


@cache
def _by_capital() -> Mapping[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for state in vocabulary().states.values():
        for capital in state.capitals:
            found[capital] = (*found.get(capital, ()), state)
    return found
