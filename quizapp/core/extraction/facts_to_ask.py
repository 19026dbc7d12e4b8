"""Which facts of an analysis are asked singly: not one verb for ever."""

from __future__ import annotations

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.selection import worth_of

#: Of more facts of one verb than a book tells a reader would be asked the same again and again.
_MOST_OF_A_VERB = 400


def worth_asking(setting: DraftSetting) -> frozenset[int]:
    """Give the places of the facts that are asked singly: of one verb so many, those of most worth, then the first.

    Facts told twice before in the same words are not: their questions would be those of the first two.
    """
    facts = setting.analysis.facts
    found: set[int] = set()
    for places in setting.same_verb.values():
        told = [place for place in places if place not in setting.repeated]
        if len(told) > _MOST_OF_A_VERB:
            told.sort(key=lambda place: (-worth_of(setting, facts[place]), place))
        found.update(told[:_MOST_OF_A_VERB])
    return frozenset(found)
