"""Deeds that are told with two times: “in January 2023 and again in November 2023”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quizapp.core.extraction.values import DateMention, Fact

#: What stands between two times of one deed.
_BETWEEN = re.compile(
    r"(?:,? and|,? or|,)(?: once)?(?: again| then| later| more)*(?: in| on| from| during| late in| early in)?(?: the)? "
)
#: “In 1433, and in 1468 Sunni Ali …”: behind the second time begins a clause with a subject of its own.
_NEW_CLAUSE = re.compile(r",? (?:[A-Z]|(?:the|an?|he|she|it|they|his|her|its|their) )")
#: A second time is looked for so few letters behind the first.
_REACH = 40


def without_one_of_two_times(text: str, dates: Sequence[DateMention], facts: Sequence[Fact]) -> Iterator[Fact]:
    """Take the time from facts that have a second one: either would be a right answer, and a fact holds one."""
    behind = {one.end: following for one, following in pairwise(dates)}
    # “He left in 1904, and in 1907 he sang”: the second time is that of another deed.
    told = {fact.time.date for fact in facts if fact.time is not None}
    numbers = {one.start: number for number, one in enumerate(dates)}
    for fact in facts:
        following = behind.get(fact.time.end) if fact.time is not None else None
        is_twice = (
            fact.time is not None
            and following is not None
            and following.is_point
            and numbers[following.start] not in told
            and following.start - fact.time.end <= _REACH
            and _BETWEEN.fullmatch(text[fact.time.end : following.start]) is not None
            and not (_is_told_before(fact) and _NEW_CLAUSE.match(text, following.end))
        )
        yield replace(fact, time=None) if is_twice else fact


def _is_told_before(fact: Fact) -> bool:
    """Tell whether a deed is told before its time, so that the time ends its clause."""
    parties = (fact.subject, fact.object)
    return fact.time is not None and any(slot is not None and slot.start < fact.time.start for slot in parties)
