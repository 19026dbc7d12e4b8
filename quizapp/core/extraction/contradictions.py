"""What a document tells in two ways: two values for one slot, and weekdays that do not fit; never asked, only shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from quizapp.core.calendar import format_value
from quizapp.core.extraction.drafted import Contradiction
from quizapp.core.extraction.drafts.rivals import agree, has_other_answer
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.phrases import time_relation
from quizapp.core.extraction.values import Fact

#: Classes of verbs that happen once to the same parties.
_ONCE = frozenset({"bear", "die", "found", "abolish", "invent", "discover", "kill", "execute", "baptise", "collapse"})


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The contradictions of a document, and the spans of the facts that they are about."""

    found: tuple[Contradiction, ...]
    passages: frozenset[tuple[int, int]]


def find_contradictions(setting: DraftSetting) -> Contradictions:
    """Find two times of what happens once, and weekdays that contradict their date."""
    found: list[Contradiction] = []
    for mention in setting.analysis.dates:
        if mention.contradicts:
            found.append(
                Contradiction(
                    f"The weekday does not fit the date: “{mention.surface}”.", ((mention.start, mention.end),)
                )
            )
    spans: set[tuple[int, int]] = set()
    for one, two in combinations(_once(setting), 2):
        if setting.key_of(one).verb_class != setting.key_of(two).verb_class or one.frame != two.frame:
            continue
        if agree(setting, one, two, "time") and has_other_answer(setting, one, two, "time"):
            spans |= {(one.start, one.end), (two.start, two.end)}
            found.append(Contradiction(_message(setting, one, two), ((one.start, one.end), (two.start, two.end))))
    return Contradictions(tuple(found), frozenset(spans))


def _once(setting: DraftSetting) -> list[Fact]:
    return [
        fact
        for fact in setting.analysis.facts
        if fact.time is not None
        and fact.time.value is not None
        and setting.key_of(fact).verb_class in _ONCE
        and fact.modality == "asserted"
        and not fact.is_negative
        and time_relation(fact.time, setting.analysis) == "at"
    ]


def _message(setting: DraftSetting, one: Fact, two: Fact) -> str:
    times = [
        format_value(fact.time.value).replace("\N{NO-BREAK SPACE}", " ")
        for fact in (one, two)
        if fact.time is not None and fact.time.value is not None
    ]
    who = setting.key_of(one).subject or setting.key_of(one).object
    return f"Two times are given for one event ({one.verb}, {who}): {' and '.join(times)}."
