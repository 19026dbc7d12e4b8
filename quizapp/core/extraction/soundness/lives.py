"""Whether all that a document tells of one person fits one life; else two of one name were taken for one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact, Sentence

#: Nobody acts so many days apart.
_DAYS_OF_A_LIFE = 95 * 365
#: So many times on either side are looked at.
_LOOKS_AT = 20
#: “Since the thirteenth century” may be long before.
_ROUGH = frozenset({"century", "millennium"})
#: With whom, by whom or under whom something is done lives then.
_ALIVE = frozenset({"by", "under", "with", "from"})


def find_two_lives(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a person of a question can hardly be one; None where all may be one.

    What is asked happened a life or more from every time that stands with their name in other sentences.
    """
    for fact in proposal.facts:
        day = fact.time.value.lo if fact.time is not None and fact.time.value is not None else None
        for number in _living(setting, fact) if day is not None else ():
            if day is not None and not _is_near(_days_of(setting, number), day, setting.sentence_at(fact.start)):
                return f"“{setting.actor(number).canonical}” may be two people: the deeds lie too far apart."
    return None


def _is_near(days: Sequence[tuple[int, int]], day: int, own: Sentence) -> bool:
    """Tell whether a time in another sentence lies within a life, or none is told there."""
    place, is_alone = bisect_left(days, (day, 0)), True
    for first, at in days[max(0, place - _LOOKS_AT) : place + _LOOKS_AT]:
        if not own.start <= at < own.end:
            is_alone = False
            if abs(first - day) <= _DAYS_OF_A_LIFE:
                return True
    return is_alone


def _days_of(setting: DraftSetting, number: int) -> tuple[tuple[int, int], ...]:
    """Give the first days of times that stand in one sentence with somebody’s name, each with where it stands."""
    known = setting.remembered.lives
    if number not in known:
        found: set[tuple[int, int]] = set()
        for mention in setting.standing.of_actor[number]:
            sentence = setting.sentence_at(mention.start)
            for date in setting.timeline.between(sentence.start, sentence.end):
                if date.value is not None and date.value.lo is not None and date.value.grain not in _ROUGH:
                    found.add((date.value.lo, date.start))
        known[number] = tuple(sorted(found))
    return known[number]


def _living(setting: DraftSetting, fact: Fact) -> frozenset[int]:
    """Give the people who are alive when a fact happens: who acts, and with, by or under whom."""
    slots = [fact.subject, *(slot for preposition, slot in fact.others if preposition in _ALIVE)]
    heads = (number for slot in slots if slot is not None for number in slot.heads)
    return frozenset(number for number in heads if setting.actor(number).type == "person")
