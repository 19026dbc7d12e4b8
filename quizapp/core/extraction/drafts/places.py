"""T10: where something happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quizapp.core.extraction.drafts.leaning import opened, time_of, ways_to_ask
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import (
    ACCORDING,
    actors_in,
    claim_opening,
    event,
    inside,
    named,
    question,
    was,
)
from quizapp.core.extraction.lexicons.tables import rows
from quizapp.core.extraction.lexicons.tables import words as cell_words
from quizapp.core.extraction.values import Fact

_CITY_OF = re.compile(r"^(?:the|a) (?:[\w’-]+ ){0,3}(?:city|town|port|village|capital) of ([A-Z][\w’ -]+)$")
_NAME = re.compile(r"^[A-Z][\w’.-]*(?: (?:[A-Z][\w’.-]*|of|the|on|upon|de|la|el))*$")
_GOING = frozenset({"move", "give"})
_STATES = frozenset({"be", "role", "kin", "letters", "say"})


def ask_place(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask in which city, country or place something happened."""
    place = fact.place
    if place is None or fact.frame in _STATES or fact.modality not in ("asserted", "claimed") or fact.tense != "past":
        return
    key = place_name(place.words)
    opening = claim_opening(setting, fact)
    if key is None or opening is None or place.preposition not in ("in", "at", "on", "near"):
        return
    if fact.frame in _GOING and any(preposition == "to" for preposition, _ in fact.others):
        return  # “sent to an aunt in Vienna”
    sort = place_sort(setting, key, place.words)
    # “At Gallipoli” may be a field or a coast; only who is in a city is in one.
    is_in = place.preposition == "in"
    asked = {"city": "in which city", "state": "in which country"}.get(sort, "where") if is_in else "where"
    if fact.object is not None and re.match(r"the (?:day|week|month|year)\b", fact.object.words):
        return
    if fact.superlative and not opening:
        opening = ACCORDING
    for left_out in ways_to_ask(setting, fact, "place"):
        happened = _happened(setting, fact, left_out)
        if happened is None:
            continue
        yield Proposal(
            template="T10",
            family="where",
            slot="place",
            kind="choice" if sort else "text",
            stem=question(opened(opening, left_out) + asked, happened, time_of(setting, fact, left_out)),
            answer=Answer("place", key, tuple(place.heads)),
            about="place",
            facts=(fact,),
            passages=(setting.passage(fact.start, fact.end),),
            needs_options=False,
            takes_options=bool(sort),
            in_stem=actors_in(fact.subject, fact.object, *(slot for _, slot in fact.others)),
            weight=1.0 if sort else 0.75,
            left_out=left_out,
        )


def place_name(words: str) -> str | None:
    """Give the name in “the Russian city of Vladivostok”; None where words are no plain name."""
    found = _CITY_OF.match(words)
    name = found[1] if found else re.sub(r"^the ", "", words)
    return name if _NAME.match(name) else None


def place_sort(setting: DraftSetting, name: str, words: str = "") -> str:
    """Tell city, state or neither known (empty)."""
    told = _CITY_OF.match(words)
    if name in _cities() or (told is not None and re.search(r"\b(?:city|capital) of ", told[0])):
        return "city"
    return "state" if name in setting.state_names else ""


@cache
def _cities() -> frozenset[str]:
    capitals = {name for row in rows("states") for name in cell_words(row["capitals"])}
    states = {row["name"] for row in rows("states")}
    return frozenset(({row["name"] for row in rows("places") if row["kind"] == "city"} | capitals) - states)


def _happened(setting: DraftSetting, fact: Fact, left_out: tuple[str, ...]) -> str | None:
    if fact.object is not None and (fact.subject is None or fact.is_passive):
        words = event(setting, fact, "passive", "place", *left_out)
        return f"{was(setting, fact.object)} {inside(named(setting, fact.object))} {words}" if words else None
    if fact.subject is None:
        return None
    words = event(setting, fact, "base", "place", *left_out)
    if words is None or words.startswith("be "):
        return None
    return f"did {inside(named(setting, fact.subject))} {words}"
