"""Whether the times of a question are certain: written with their years, and not carried over from elsewhere."""

from __future__ import annotations

from quizapp.core.extraction.drafts.borrowed import is_borrowed
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import when

#: Families that tell of several events by their times alone.
_FAMILIES_OF_TIMES = frozenset({"times", "order", "first", "between", "event"})


def find_borrowed_time(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a time of a question is not certain; None where each is written with its year, or no time is told."""
    is_of_times = proposal.template == "T8" or proposal.family in _FAMILIES_OF_TIMES
    for fact in proposal.facts:
        told = when(setting, fact)
        is_told = is_of_times or proposal.slot == "time" or (bool(told) and told in proposal.stem)
        if is_told and is_borrowed(setting, fact):
            return "The year of this time is not written beside it: it was taken from elsewhere in the document."
    return None
