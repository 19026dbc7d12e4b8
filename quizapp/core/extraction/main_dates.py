"""How much of an event each date of a document is, so that a timeline can show what matters first."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from quizapp.core.extraction.drafted import Drafts
from quizapp.core.extraction.values import Analysis, DateMention, MarkPair

#: The more exactly a time is told, the surer something happened then; a week or a century is when things were going on.
_GRAIN_WEIGHTS = {"day": 1.0, "month": 0.8, "year": 0.7, "span": 0.5, "week": 0.25, "decade": 0.2}
_COARSE = 0.1
#: What a date counts of which nothing is told, as it is written or reckoned from another (“six weeks later”).
_BARE, _RECKONED = 0.3, 0.15
#: What a question that is chosen by default, or waits in the queue, adds to the time that it asks for or tells.
_CHOSEN, _QUEUED, _ASKED_AT_MOST = 0.5, 0.2, 1.5
#: A time that a question chosen by default asks for or tells is one of the main ones.
_CHOSEN_AT_LEAST = 1.0
_NOT_AT = 0.7
_BESIDE = 0.4


def weigh_dates(analysis: Analysis, drafts: Drafts) -> list[float]:
    """Give a weight ≥ 0 for each date of an analysis, in its order; 0 where it tells no event of the text.

    A date counts by how exact it is, by what the text says of it, and by the questions that ask for it. What stands
    inside quotation marks is what somebody speaks of.
    """
    told, asked = _told(analysis), _asked(drafts)
    chosen = {fact.time.date for draft in drafts.selected for fact in draft.facts if fact.time is not None}
    pairs = [pair for pair in analysis.marks if pair.depth == 0]
    found = []
    for number, date in enumerate(analysis.dates):
        matters = (
            (_BARE if date.how == "absolute" else _RECKONED)
            + told.get(number, 0.0)
            + min(asked.get(number, 0.0), _ASKED_AT_MOST)
        )
        is_text = analysis.text.block_at(date.start).kind in ("paragraph", "list")
        weight = 0.0 if _is_quoted(pairs, date) else _exactness(date) * matters * (1.0 if is_text else _BESIDE)
        is_chosen = number in chosen and _exactness(date) > 0
        found.append(round(max(weight, _CHOSEN_AT_LEAST) if is_chosen else weight, 3))
    return found


def _exactness(date: DateMention) -> float:
    if date.value is None or date.value.lo is None:
        return 0.0
    return _GRAIN_WEIGHTS.get(date.value.grain, _COARSE) * (1.0 if date.relation == "at" else _NOT_AT)


def _is_quoted(pairs: Sequence[MarkPair], date: DateMention) -> bool:
    """Whether a date stands inside one of these pairs of quotation marks, which do not overlap."""
    place = bisect_right(pairs, date.start, key=lambda pair: pair.start) - 1
    return place >= 0 and pairs[place].inner_start <= date.start and date.end <= pairs[place].inner_end


def _told(analysis: Analysis) -> dict[int, float]:
    """Give for the dates of facts how much what happened then is worth."""
    found: dict[int, float] = defaultdict(float)
    for fact in analysis.facts:
        if fact.time is not None and fact.time.date is not None and fact.modality in ("asserted", "claimed"):
            found[fact.time.date] = max(found[fact.time.date], fact.worth)
    return found


def _asked(drafts: Drafts) -> dict[int, float]:
    """Give for the dates of facts how much is asked about them."""
    found: dict[int, float] = defaultdict(float)
    for each, weight in ((drafts.selected, _CHOSEN), (drafts.queue, _QUEUED)):
        for draft in each:
            for fact in draft.facts:
                if fact.time is not None and fact.time.date is not None:
                    found[fact.time.date] += weight
    return found
