"""T1: when something happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quizapp.core.calendar import DateValue, parse_value
from quizapp.core.extraction.drafts.leaning import shortened, ways_to_ask
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.who import is_vague_thing
from quizapp.core.extraction.drafts.wording import (
    ACCORDING,
    actors_in,
    claim_opening,
    event,
    inside,
    named,
    question,
    relation_of,
    was,
)
from quizapp.core.extraction.phrases import time_question
from quizapp.core.extraction.values import Fact
from quizapp.core.extraction.verbs import find_verb

_COUNTED = re.compile(r"\b(?:first|last|only) time\b")
_GRAINS = frozenset({"day", "month", "year", "decade", "century", "millennium", "span"})
_STATES = frozenset({"be", "role", "kin", "letters"})
#: Frames of verbs that say enough without object, place or complement.
_COMPLETE = frozenset({"life", "found", "appoint", "happen", "fight"})
_HAS = re.compile(r"\b(?:has|have|had)\b|[’'](?:s|ve)\b")
_HAD = re.compile(r"\bhad\b|[’']d\b")
_NAMES_OFFICE = frozenset({"appoint", "elect", "name", "nominate"})
_BOUNDS = {"after": "After", "before": "Before", "by": "By"}
_RELATIONS = {"since": "Since", "until": "Until", "around": "Around"} | _BOUNDS
_OPEN = frozenset({"since", "until", "till", "from", "by", "before", "after"})
#: How long ago what is reported was.
_DAYS_OF_REPORT = 62
#: From so many different times on a document shows whether it is about years or about one of them.
_TELLS_ITS_TIME = 4
_NOUNS = {"day": "date", "month": "month", "year": "year", "decade": "decade", "century": "century"}


def ask_when(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for the time of a fact, a bound as a bound."""
    value = fact.time.value if fact.time is not None else None
    if value is None or fact.time is None or value.grain not in _GRAINS or is_of_anything(fact):
        return
    if fact.verb == "last" or (fact.frame in _STATES and fact.verb != "become"):
        return
    if fact.rule.startswith("facts.quote"):
        return
    value = _as_it_matters(setting, fact, value)
    relation = relation_of(setting, fact)
    if fact.time.preposition in _OPEN and relation in ("early", "mid", "late"):
        return  # “since the early 1900s” is no time at which
    asks, opening = _asks(value, relation), claim_opening(setting, fact)
    if asks is None or opening is None:
        return
    for left_out in ways_to_ask(setting, fact, "time"):
        told = shortened(fact, left_out)
        happened = _lasts(setting, told) if relation == "since" else _happened(setting, told)
        if happened is None:
            continue
        is_bound = bool(fact.superlative or relation in _BOUNDS or left_out)
        begin = ACCORDING if not opening and is_bound else opening
        yield Proposal(
            template="T1",
            family="when",
            slot="time",
            kind="date",
            stem=question(begin + (inside_question(asks) if begin else asks), happened),
            answer=Answer("date", value.value, value=value),
            about="date",
            facts=(fact,),
            passages=(setting.passage(fact.start, fact.end),),
            needs_options=False,
            takes_options=relation not in _BOUNDS,
            in_stem=actors_in(told.subject, told.object, told.place, *(slot for _, slot in told.others)),
            left_out=left_out,
        )
    yield from _first_passive(setting, fact, value, opening)


def _as_it_matters(setting: DraftSetting, fact: Fact, value: DateValue) -> DateValue:
    """Give the year of what is told to the day or month; the month where most of the document is of that year.

    Nobody learns birthdays, nor on which day of a century somebody was crowned. What a report is about, at the end of
    the time it tells of, keeps its day: its year is known to all.
    """
    is_of_life, told = fact.verb in ("bear", "die"), setting.timeline.times_told
    if value.grain not in ("day", "month") or (told < _TELLS_ITS_TIME and not is_of_life):
        return value
    if not is_of_life and value.grain == "day" and _is_latest(setting, fact, value):
        return value
    year, _, rest = value.value.partition("-")
    is_of_one_year = 2 * setting.timeline.years.get(year, 0) > told and not is_of_life
    return parse_value(f"{year}-{rest[:2]}" if is_of_one_year else year)


def _is_latest(setting: DraftSetting, fact: Fact, value: DateValue) -> bool:
    """Tell whether a day is written in full and stands at the end of the time that a report tells of."""
    number = fact.time.date if fact.time is not None else None
    if number is None or setting.analysis.dates[number].how != "absolute":
        return False
    latest, published = setting.timeline.latest, setting.analysis.text.published
    last = published.toordinal() if published is not None else latest
    return last is not None and value.lo is not None and 0 <= last - value.lo <= _DAYS_OF_REPORT


def _first_passive(setting: DraftSetting, fact: Fact, value: DateValue, opening: str) -> Iterator[Proposal]:
    """Ask when something was first done to somebody, so that the one who did it can be asked for as well."""
    is_first = fact.superlative == "first" and fact.object is not None and fact.object.heads and not fact.is_passive
    if not is_first or relation_of(setting, fact) != "at" or fact.modality != "asserted" or fact.tense != "past":
        return
    told = replace(fact, subject=None, time=None, place=None)
    words = event(setting, told, "passive", "time")
    if words is None or fact.object is None or _COUNTED.search(words):
        return
    yield Proposal(
        template="T1",
        family="first-when",
        slot="time",
        kind="date",
        stem=question(
            (opening or ACCORDING) + inside_question(time_question(value)),
            f"{was(setting, fact.object)} {inside(named(setting, fact.object))} first {words}",
        ),
        answer=Answer("date", value.value, value=value),
        about="date",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        needs_options=False,
        in_stem=actors_in(fact.object, *(slot for _, slot in fact.others)),
        weight=0.95,
    )


def is_vague(fact: Fact) -> bool:
    """Tell whether a question for the time could mean many events: “returned”, “received a copy”."""
    if fact.verb in _NAMES_OFFICE and not fact.others:
        return True
    if fact.place is not None or fact.others:
        return False
    if fact.object is None:
        return fact.frame not in _COMPLETE
    return (
        not fact.object.heads and re.fullmatch(r"(?:(?:an?|some|many|several) )?[a-z]+", fact.object.words) is not None
    )


def is_of_anything(fact: Fact) -> bool:
    """Tell whether one of many did something that ends with it: “a telegram came”."""
    subject = fact.subject
    return fact.object is None and subject is not None and not subject.heads and is_vague_thing(subject.words)


def _lasts(setting: DraftSetting, fact: Fact) -> str | None:
    """Give “has Peru led …”, for what goes on since a time."""
    words, verb = event(setting, fact, "base"), find_verb(fact.verb)
    if words is None or verb is None or fact.subject is None or fact.chain or fact.is_passive:
        return None
    if not _HAS.search(setting.analysis.text.text, fact.start, fact.end):
        return None  # “from the 1770s he travelled”
    if not words.startswith(verb.lemma) or fact.modality not in ("asserted", "claimed"):
        return None
    has = "have" if was(setting, fact.subject) == "were" else "has"
    has = "had" if fact.tense == "past" and _HAD.search(setting.analysis.text.text, fact.start, fact.end) else has
    return f"{has} {inside(named(setting, fact.subject))} {verb.participle}{words.removeprefix(verb.lemma)}"


def inside_question(words: str) -> str:
    """Begin in lower case, behind an opening."""
    return words[:1].lower() + words[1:]


def _asks(value: DateValue, relation: str) -> str | None:
    if relation not in _RELATIONS:
        return time_question(value)
    noun = _NOUNS.get(value.grain)
    return f"{_RELATIONS[relation]} which {noun}" if noun else None


def _happened(setting: DraftSetting, fact: Fact) -> str | None:
    """Give “did Peru sign …”, “was Peru invaded by …”."""
    if fact.tense != "past" or fact.modality not in ("asserted", "claimed"):
        return None
    if fact.is_passive and is_vague(fact) and fact.verb in _NAMES_OFFICE:
        return None
    if fact.is_passive and (fact.subject is None or fact.verb == "bear"):
        words = event(setting, fact, "passive", "time")
        return f"{was(setting, fact.object)} {named(setting, fact.object)} {words}" if words and fact.object else None
    if fact.subject is None or is_vague(fact):
        return None
    if fact.is_passive and fact.object is not None:
        words = event(setting, fact, "passive", "time")
        return f"{was(setting, fact.object)} {named(setting, fact.object)} {words}" if words else None
    words = event(setting, fact, "base", "time")
    if words is None:
        return None
    if words.startswith("be "):
        return f"{was(setting, fact.subject)} {named(setting, fact.subject)} {words.removeprefix('be ')}"
    return f"did {inside(named(setting, fact.subject))} {words}"
