"""What is not even put before a teacher: questions of sorts of which reviewers found hardly one usable."""

from __future__ import annotations

import re
from collections.abc import Callable

from quizapp.core.extraction.draft_rules import Judged, judge
from quizapp.core.extraction.drafted import Rejection
from quizapp.core.extraction.drafts.needs import find_bare_verb, find_untold_end
from quizapp.core.extraction.drafts.whole_offices import find_unwhole_office
from quizapp.core.extraction.soundness import NAMELESS, check_stem, check_words, find_hold
from quizapp.core.extraction.soundness.common import find_common, find_formal
from quizapp.core.extraction.soundness.complements import TOO_OPEN, find_lost
from quizapp.core.extraction.soundness.events import find_poor_events
from quizapp.core.extraction.soundness.keys import find_empty_key
from quizapp.core.extraction.soundness.matter import STATEMENT
from quizapp.core.extraction.soundness.worth import (
    BACKWARDS,
    DIED_IN_PASSING,
    DOES_IN_PASSING,
    EXACT_TIME,
    KIN_IN_PASSING,
    NOBODY_ELSE,
    SINCE_IN_PASSING,
    TOLD_FIRST,
    find_little_worth,
    is_death_of_other,
    is_topic,
)

#: A name that tells whose daughter or guest somebody was; “a Chilean traveller” fits many.
_NAMED_LATER = re.compile(r"\b(?:the|of) (?:.* )?[A-Z]")
_DATED = re.compile(r"\d{3}")
_OF_WHAT = " of what?"
_GAP = "A gap in somebody’s words asks only for their wording."
_UNSOUND = "A statement of what is not even sure as a question. {}"
_OPEN = "Others may have done it, or the same at another time: {}?"
_NEVER = (BACKWARDS, SINCE_IN_PASSING, KIN_IN_PASSING, DOES_IN_PASSING, DIED_IN_PASSING)
#: Deeds for which somebody is known, so that it may be asked who it was, even of whom all else is about.
_DEEDS = frozenset(
    {
        *(
            "build",
            "compose",
            "conquer",
            "defeat",
            "design",
            "discover",
            "elect",
            "establish",
            "find",
            "found",
            "invent",
        ),
        *("lead", "overrun", "paint", "sign", "succeed", "win", "write", "publish", "introduce", "award", "proclaim"),
        *("offer", "replace", "depose", "crown", "rename", "unite", "abolish"),
    }
)

Test = Callable[[Judged], Rejection | None]


def reject(draft: Judged) -> tuple[Rejection, ...]:
    """Give why a draft is not proposed: what the rules find, or else that nobody would ask it; empty where it is."""
    if rejections := judge(draft):
        return rejections
    litter = find_litter(draft)
    return (litter,) if litter is not None else ()


def find_litter(draft: Judged) -> Rejection | None:
    """Give why a draft is nothing for a teacher’s queue; None where somebody may want it."""
    return next((found for test in _TESTS if (found := test(draft)) is not None), None)


def _of_form(draft: Judged) -> Rejection | None:
    """R16: a gap in somebody’s words, or a statement of what is not even sure as a question."""
    if draft.proposal.family == "quote-gap":
        return Rejection("R16", _GAP)
    held = find_hold(draft) if draft.proposal.kind == "true_false" else None
    if held is not None and held.message not in (STATEMENT, EXACT_TIME):
        return Rejection("R16", _UNSOUND.format(held.message))
    return None


def _of_worth(draft: Judged) -> Rejection | None:
    """R16: births and deaths put backwards, kin in passing, the forms of a sitting, who all is about."""
    worth = find_little_worth(draft.setting, draft.proposal)
    if worth is not None and _is_put_backwards(draft, worth):
        return Rejection("R16", worth)
    is_form_of_time = worth == EXACT_TIME and draft.proposal.kind in ("cloze", "true_false")
    if worth is not None and (worth in _NEVER or is_form_of_time):
        return Rejection("R16", worth)
    formal = find_formal(draft.proposal)
    return Rejection("R16", formal) if formal is not None else None


def _is_put_backwards(draft: Judged, worth: str) -> bool:
    """Tell whether only the one fits of whom all is told, or whether it is the death of another than them."""
    setting, fact = draft.setting, draft.proposal.fact
    if worth == TOLD_FIRST:
        return _NAMED_LATER.search(draft.proposal.stem) is None
    if worth == NOBODY_ELSE:
        is_deed = fact.verb in _DEEDS or bool(fact.superlative)
        return not is_deed and any(is_topic(setting, one) for one in draft.proposal.answer.actors)
    return worth == EXACT_TIME and is_death_of_other(setting, fact)


def _of_reference(draft: Judged) -> Rejection | None:
    """R02, R17: a stem, or the words of a quotation, that lean on what stands elsewhere in the document."""
    held = check_stem(draft)
    if held is not None and (held.message != NAMELESS or _DATED.search(draft.proposal.stem) is None):
        return Rejection("R02", held.message)
    is_of_words = draft.proposal.template == "T4" or draft.proposal.family == "listener"
    held = check_words(draft) if is_of_words else None
    return Rejection("R17", held.message) if held is not None else None


def _of_office(draft: Judged) -> Rejection | None:
    """R18: an office that is asked for, or matched, without the body that it is of."""
    setting, proposal = draft.setting, draft.proposal
    if proposal.family == "roles":
        found = find_poor_events(setting, proposal)
        return Rejection("R18", found) if found is not None else None
    role = proposal.fact.object
    if proposal.family not in ("office", "holder") or role is None:
        return None
    found = find_unwhole_office(setting, role)
    return Rejection("R18", found) if found is not None and found.endswith(_OF_WHAT) else None


def _of_many(draft: Judged) -> Rejection | None:
    """R19: what others may have done as well, or a key that could be any."""
    setting, proposal = draft.setting, draft.proposal
    found = find_common(setting, proposal) or find_empty_key(proposal)
    if found is not None:
        return Rejection("R19", found)
    if (untold := find_untold_end(proposal.fact)) is not None:
        return Rejection("R02", f"It is not told in full: {untold}?")
    if proposal.slot != "object" and (bare := find_bare_verb(proposal.fact)) is not None:
        return Rejection("R02", f"It is not told in full: {bare}?")
    is_told = proposal.answer.sort != "actors" and proposal.kind != "open" and proposal.fact.tense != "present"
    if is_told and _DATED.search(proposal.stem) is None and find_lost(setting, proposal) == TOO_OPEN:
        return Rejection("R19", _OPEN.format(TOO_OPEN))
    return None


_TESTS: tuple[Test, ...] = (_of_form, _of_worth, _of_reference, _of_office, _of_many)
