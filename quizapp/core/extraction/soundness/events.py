"""Whether events that are put in order, and pairs that are matched, give nothing away and are whole each."""

from __future__ import annotations

from quizapp.core.extraction.drafts.naming import is_thing, is_whole_name
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.soundness.borders import find_untold
from quizapp.core.extraction.soundness.complements import find_garbled
from quizapp.core.extraction.soundness.keys import is_misnamed
from quizapp.core.extraction.soundness.lives import find_two_lives
from quizapp.core.extraction.soundness.references import find_other_meaning
from quizapp.core.extraction.soundness.stems import find_unwhole
from quizapp.core.extraction.soundness.times import find_borrowed_time
from quizapp.core.extraction.soundness.weight import find_light
from quizapp.core.extraction.soundness.worth import is_main
from quizapp.core.extraction.values import Fact

#: Of three events that are surer than this the question is still sure enough to be chosen.
_SURE = 0.85


def find_poor_events(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a question of several facts is not chosen by default; None where each of its parts is sound."""
    if proposal.template == "T8":
        return _of_order(setting, proposal)
    return _of_pairs(setting, proposal) or _of_offices(proposal) if proposal.kind == "match" else None


def is_sound_event(setting: DraftSetting, fact: Fact, words: str) -> bool:
    """Tell whether an event can stand among others: whole, sure whose it is, its names whole."""
    if fact.confidence < _SURE or _poor_event(setting, fact, words) is not None:
        return False
    if fact.verb == "die" and fact.subject is not None and not any(is_main(setting, one) for one in fact.subject.heads):
        return False
    event = Proposal(
        template="T8",
        family="event",
        slot="time",
        kind="order",
        stem=words,
        answer=Answer("none", ""),
        about="date",
        facts=(fact,),
        passages=((fact.start, fact.end),),
    )
    problems = (find_garbled(setting, fact), find_other_meaning(setting, event), find_two_lives(setting, event))
    return not any(problems) and _would_be_chosen(setting, event)


def _would_be_chosen(setting: DraftSetting, event: Proposal) -> bool:
    """Tell whether an event is told in so many words, with its own time, and worth asking by itself."""
    fact = event.fact
    found = find_untold(setting, fact) or find_borrowed_time(setting, event)
    return found is None and find_light(setting, event) is None


def _of_order(setting: DraftSetting, proposal: Proposal) -> str | None:
    given = proposal.fields.get("items")
    items = [str(item) for item in given] if isinstance(given, list) else list(proposal.answer.texts)
    found = (_poor_event(setting, fact, words) for fact, words in zip(proposal.facts, items, strict=False))
    return next((problem for problem in found if problem is not None), None)


def _poor_event(setting: DraftSetting, fact: Fact, words: str) -> str | None:
    known, mark = setting.remembered.poor_events, (id(fact), words)
    if mark not in known:
        known[mark] = _find_poor_event(setting, fact, words)
    return known[mark]


def _find_poor_event(setting: DraftSetting, fact: Fact, words: str) -> str | None:
    if (found := find_unwhole(f"{words}.")) is not None:
        return f"“{found}” says too little."
    people = [number for slot in (fact.subject, fact.object) if slot is not None for number in slot.heads]
    if not all(is_whole_name(setting, number) for number in people):
        return "A name is only part of one."
    if any(is_misnamed(setting, words, number) for number in people):
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
