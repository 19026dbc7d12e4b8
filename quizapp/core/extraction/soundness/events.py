"""Whether events that are put in order, and pairs that are matched, give nothing away and are whole each."""

from __future__ import annotations

from quizapp.core.extraction.drafts.naming import is_thing, is_whole_name
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.soundness.keys import is_misnamed
from quizapp.core.extraction.soundness.stems import find_unwhole


def find_poor_events(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a question of several facts is not chosen by default; None where each of its parts is sound."""
    if proposal.template == "T8":
        return _of_order(setting, proposal)
    return _of_pairs(setting, proposal) or _of_offices(proposal) if proposal.kind == "match" else None


def _of_order(setting: DraftSetting, proposal: Proposal) -> str | None:
    given = proposal.fields.get("items")
    items = [str(item) for item in given] if isinstance(given, list) else list(proposal.answer.texts)
    for words in items:
        if (found := find_unwhole(f"{words}.")) is not None:
            return f"“{found}” says too little."
    for fact in proposal.facts:
        people = [number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads]
        if not all(is_whole_name(setting, number) for number in people):
            return "A name is only part of one."
        if any(is_misnamed(setting, " ".join(items), number) for number in people):
            return "A name is of something else."
    return None


def _of_offices(proposal: Proposal) -> str | None:
    """Tell whether an office that is matched says too little: a king is known by his name’s number."""
    if proposal.family != "roles":
        return None
    pairs = proposal.fields.get("pairs")
    for pair in pairs if isinstance(pairs, list) else ():
        right = str(pair.get("right", "")) if isinstance(pair, dict) else ""
        if " of " not in right and " for " not in right:
            return f"“{right}” of what?"
    return None


def _of_pairs(setting: DraftSetting, proposal: Proposal) -> str | None:
    pairs = proposal.fields.get("pairs") if proposal.family == "times" else None
    for pair in pairs if isinstance(pairs, list) else ():
        if isinstance(pair, dict) and (found := find_unwhole(f"{pair.get('left')}.")) is not None:
            return f"“{found}” says too little."
    for fact in proposal.facts:
        for number in fact.subject.heads if fact.subject is not None else ():
            if is_thing(setting, number) or not is_whole_name(setting, number):
                return f"“{setting.actor(number).canonical}” is no whole name."
    return None
