"""What is not even put before a teacher: questions of sorts of which no reviewer found one usable."""

from __future__ import annotations

import re

from quizapp.core.extraction.draft_rules import Judged, judge
from quizapp.core.extraction.drafted import Rejection
from quizapp.core.extraction.drafts.whole_offices import find_unwhole_office
from quizapp.core.extraction.soundness import find_hold
from quizapp.core.extraction.soundness.complements import TOO_OPEN, find_lost
from quizapp.core.extraction.soundness.events import find_poor_events
from quizapp.core.extraction.soundness.matter import STATEMENT
from quizapp.core.extraction.soundness.worth import BACKWARDS, EXACT_TIME, SINCE_IN_PASSING, find_little_worth

_DATED = re.compile(r"\d{3}")
_OF_WHAT = " of what?"
_GAP = "A gap in somebody’s words asks only for their wording."
_UNSOUND = "A statement of what is not even sure as a question. {}"
_OPEN = "Others may have done it, or the same at another time: {}?"


def reject(draft: Judged) -> tuple[Rejection, ...]:
    """Give why a draft is not proposed: what the rules find, or else that nobody would ask it; empty where it is."""
    if rejections := judge(draft):
        return rejections
    litter = find_litter(draft)
    return (litter,) if litter is not None else ()


def find_litter(draft: Judged) -> Rejection | None:
    """Give why a draft is nothing for a teacher’s queue; None where somebody may want it."""
    setting, proposal = draft.setting, draft.proposal
    if proposal.family == "quote-gap":
        return Rejection("R16", _GAP)
    held = find_hold(draft) if proposal.kind == "true_false" else None
    if held is not None and held.message not in (STATEMENT, EXACT_TIME):
        return Rejection("R16", _UNSOUND.format(held.message))
    worth = find_little_worth(setting, proposal)
    is_form_of_time = worth == EXACT_TIME and proposal.kind in ("cloze", "true_false")
    if worth is not None and (worth in (BACKWARDS, SINCE_IN_PASSING) or is_form_of_time):
        return Rejection("R16", worth)
    if (office := _of_office(draft)) is not None:
        return Rejection("R18", office)
    is_told = proposal.answer.sort != "actors" and proposal.kind != "open" and proposal.fact.tense != "present"
    if is_told and _DATED.search(proposal.stem) is None and find_lost(setting, proposal) == TOO_OPEN:
        return Rejection("R19", _OPEN.format(TOO_OPEN))
    return None


def _of_office(draft: Judged) -> str | None:
    """Give an office that is asked for, or matched, without the body that it is of."""
    setting, proposal = draft.setting, draft.proposal
    if proposal.family == "roles":
        return find_poor_events(setting, proposal)
    role = proposal.fact.object
    if proposal.family not in ("office", "holder") or role is None:
        return None
    found = find_unwhole_office(setting, role)
    return found if found is not None and found.endswith(_OF_WHAT) else None
