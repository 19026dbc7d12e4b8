"""Sentences whose names and times are marked by hand, so that facts are tested apart from the stages before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.core.calendar import parse_value
from quizapp.core.extraction.facts import find_facts
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import (
    Actor,
    ActorMention,
    ActorType,
    Analysis,
    Cast,
    DateMention,
    NameMention,
    PlaceMention,
    Quote,
    Reason,
)

TYPES: dict[str, ActorType] = {"p": "person", "s": "state", "o": "organisation", "g": "group"}
PRONOUN = Reason("pronoun", 0.85, "A pronoun.")
_TAG = re.compile(r"<([psogletx]) ([^<>|=]+)(?:\|([^<>=]+))?(?:=([^<>]+))?>")


@dataclass
class Marked:
    """What the marks of a sentence say."""

    plain: str
    cast: Cast
    dates: tuple[DateMention, ...]


def unmark(marked: str) -> Marked:
    """Read `<p Name>`, `<s surface|Canonical>`, `<o …>`, `<g …>`, `<l place>`, `<e event>`, `<t words=value>`."""
    plain, position = "", 0
    ids: dict[str, tuple[int, ActorType]] = {}
    mentions: list[ActorMention] = []
    places: list[PlaceMention] = []
    names: list[NameMention] = []
    dates: list[DateMention] = []
    for found in _TAG.finditer(marked):
        plain += marked[position : found.start()]
        position, start = found.end(), len(plain)
        kind, surface, canonical, value = found.groups()
        plain += surface
        span = (start, len(plain), surface)
        if kind in TYPES:
            number, _ = ids.setdefault(canonical or surface, (len(ids), TYPES[kind]))
            mentions.append(ActorMention(*span, number, "test"))
        elif kind == "l":
            places.append(PlaceMention(*span, "test"))
        elif kind == "e":
            names.append(NameMention(*span, "event"))
        else:
            known = parse_value(value) if value else None
            dates.append(DateMention(*span, known, "test", is_point=kind == "t"))
    actors = tuple(Actor(number, name, kind, (name,)) for name, (number, kind) in ids.items())
    cast = Cast(actors, tuple(mentions), tuple(places), tuple(names))
    return Marked(plain + marked[position:], cast, tuple(dates))


def read(marked: str, refer: Mapping[str, str] | None = None, quotes: tuple[Quote, ...] = ()) -> Analysis:
    """Give the analysis of a marked sentence; `refer` says whom a pronoun or description means."""
    found = unmark(marked)
    text = make_text(found.plain)
    assert text.text == found.plain, "a marked sentence stands as normalised"
    ids = {actor.canonical: actor.id for actor in found.cast.actors}

    def resolve(start: int, end: int) -> tuple[int | None, tuple[Reason, ...]]:
        name = (refer or {}).get(text.text[start:end])
        return (None, ()) if name is None else (ids[name], (PRONOUN,))

    sentences, marks = split_sentences(text), pair_marks(text)
    facts = find_facts(text, sentences, marks, found.dates, found.cast, quotes, resolve)
    return Analysis(text, sentences, marks, found.dates, found.cast, quotes, facts)
