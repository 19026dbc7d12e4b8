"""T8: which events came first, in which order they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.core.calendar import DateValue
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.statements import told
from quizapp.core.extraction.drafts.wording import relation_of, sentence_case
from quizapp.core.extraction.standalone import find_open_reference
from quizapp.core.extraction.values import Fact

_MOST = 4
_LEAST = 3
_MAX_ITEM_CHARS = 90
_SURE = 0.8


def ask_order(setting: DraftSetting) -> Iterator[Proposal]:
    """Ask for the order of three or four events of different actors that do not touch in time, from the whole text."""
    dated = [(fact, words) for fact in setting.analysis.facts if (words := _item(setting, fact)) is not None]
    for group in _groups(dated):
        facts = tuple(fact for fact, _ in group)
        yield Proposal(
            template="T8",
            family="order",
            slot="time",
            kind="order",
            stem="Put these events in order, the earliest first.",
            answer=Answer("none", ""),
            about="date",
            facts=facts,
            passages=tuple(setting.passage(fact.start, fact.end) for fact in facts),
            fields={"items": [words for _, words in group]},
            needs_options=False,
            takes_options=False,
            weight=0.7,
        )


def _item(setting: DraftSetting, fact: Fact) -> str | None:
    value = fact.time.value if fact.time is not None else None
    if value is None or value.lo is None or fact.confidence < _SURE or fact.is_negative:
        return None
    if relation_of(setting, fact) not in ("at", "around") or fact.superlative or fact.modality != "asserted":
        return None
    words = told(setting, fact)
    if words is None or len(words) > _MAX_ITEM_CHARS or find_open_reference(words, setting.spread):
        return None
    return sentence_case(words)


def _groups(dated: Sequence[tuple[Fact, str]]) -> Iterator[list[tuple[Fact, str]]]:
    """Deal the events out, in the order of time, into groups whose times lie well apart."""
    left = sorted(dated, key=lambda entry: (_value(entry[0]).sort_key, entry[0].start))
    while len(left) >= _LEAST:
        size = min(_MOST, len(left))
        step = len(left) / size
        group: list[tuple[Fact, str]] = []
        for place in range(size):
            entry = left[int(place * step)]
            if not group or _is_after(entry, group[-1]):
                group.append(entry)
        if len(group) < _LEAST:
            return
        yield group
        left = [entry for entry in left if entry not in group]


def _is_after(entry: tuple[Fact, str], last: tuple[Fact, str]) -> bool:
    first, second = _value(last[0]), _value(entry[0])
    return first.hi is not None and second.lo is not None and first.hi < second.lo and entry[1] != last[1]


def _value(fact: Fact) -> DateValue:
    value = fact.time.value if fact.time is not None else None
    assert value is not None  # `_item` lets only facts with a time through
    return value
