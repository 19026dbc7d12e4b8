"""Nouns that tell an event, with the verb that would tell it; how sentences use them is `nouns`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from quizapp.core.extraction.lexicons.tables import rows
from quizapp.core.extraction.verbs import Verb, find_verb


@dataclass(frozen=True, slots=True)
class EventNoun:
    """A noun with its verb; `shape` says whose the genitive is: doer, done, or both where the object is told apart."""

    verb: Verb
    shape: str
    object: str


@cache
def event_nouns() -> Mapping[str, EventNoun]:
    """Give the nouns of events with their verbs."""
    found: dict[str, EventNoun] = {}
    for row in rows("event_nouns"):
        verb = find_verb(row["lemma"])
        if verb is not None:
            found[row["noun"]] = EventNoun(verb, row["shape"], row["object"])
    return found
