"""Particles that make a verb another one: “stood down”, “gave up the island”, “gave the island up”."""

from __future__ import annotations

from dataclasses import replace

from quizapp.core.extraction.facts.parsing import Clause, Complement, Parsed
from quizapp.core.extraction.verbs import Verb

_PARTICLES = frozenset({"up", "down", "off", "out", "over", "away", "back", "around", "apart", "aside"})
#: Before a phrase these are the verb’s and no prepositions, unless somebody goes up a hill: “gave up the island”.
_NO_PREPOSITIONS = frozenset({"up", "away", "apart", "aside", "back"})
#: Those that may stand behind an object: “gave the island up”.
_BEHIND_OBJECTS = frozenset({"up", "off", "out", "over", "down", "away", "apart", "aside"})


def is_stray_particle(parsed: Parsed, at: int, verb: Verb | None) -> bool:
    """Whether “down” or “up” behind a verb makes it another one: “stood down”, “gave up the island”, not “up to”."""
    word, following = parsed.word(at), parsed.kind(at + 1)
    if word not in _PARTICLES or parsed.kind(at) not in "PA":
        return False
    if following not in "NT":
        return True
    is_way = verb is None or verb.frame == "move" or word in verb.prepositions
    return following == "N" and word in _NO_PREPOSITIONS and not is_way


def is_late_particle(parsed: Parsed, at: int, last: Complement | None) -> bool:
    """Whether the particle of the verb stands behind its object: “gave the island up in 1408”."""
    if last is None or last.kind != "phrase" or last.preposition or last.span.last != parsed.chunks[at].first:
        return False
    if parsed.word(at) == "back" and parsed.kind(at + 1) != "t":
        return True  # “bought the mill back”; but “sent him back to Lima” tells where
    return parsed.word(at) in _BEHIND_OBJECTS and (parsed.kind(at) == "A" or parsed.kind(at + 1) not in "NT")


def take_particle(parsed: Parsed, clause: Clause, verb_at: int, particle: str) -> None:
    """Make the verb of a clause the one that it is with its particle; without such a one the clause is not read."""
    group = parsed.group(verb_at)
    form = parsed.line.verbs[group.main]
    options = form.options if form is not None else ()
    joined = next((verb for _, verb in options if verb.particle == particle and verb.is_transitive), None)
    if joined is not None:
        clause.group = replace(group, verb=joined)
    elif group.verb is not None and group.verb.frame != "move":
        clause.has_stray_particle = True
