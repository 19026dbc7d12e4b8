"""What keeps a draft from being chosen by default: each reason by the question of a strict reader that it fails.

A rejected draft is wrong; one that is held may be right, and waits in the queue for its teacher.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quizapp.core.extraction.draft_rules import Judged, nouns_of_label, owns_what_is_told, speaks_of_oneself
from quizapp.core.extraction.drafted import Hold
from quizapp.core.extraction.drafts.nouns import names_in, opens_plainly
from quizapp.core.extraction.drafts.proposal import FAMILIES_OF_WORDS, Proposal
from quizapp.core.extraction.drafts.quotations import find_pointing, find_unwhole_words
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.spoken import content_words
from quizapp.core.extraction.drafts.wording import ACCORDING
from quizapp.core.extraction.soundness.anchors import find_no_anchor
from quizapp.core.extraction.soundness.borders import find_untold
from quizapp.core.extraction.soundness.complements import find_lost
from quizapp.core.extraction.soundness.events import find_poor_events
from quizapp.core.extraction.soundness.joined import find_split
from quizapp.core.extraction.soundness.keys import find_poor_key
from quizapp.core.extraction.soundness.lives import find_two_lives
from quizapp.core.extraction.soundness.matter import find_light_form, find_thin_event, find_told_key
from quizapp.core.extraction.soundness.occasions import find_no_occasion
from quizapp.core.extraction.soundness.offices import find_loose_office
from quizapp.core.extraction.soundness.places import find_poor_place
from quizapp.core.extraction.soundness.references import find_other_meaning
from quizapp.core.extraction.soundness.speech import find_poor_speech
from quizapp.core.extraction.soundness.stems import find_unwhole
from quizapp.core.extraction.soundness.times import find_borrowed_time
from quizapp.core.extraction.soundness.weight import find_light
from quizapp.core.extraction.soundness.worth import find_little_worth
from quizapp.core.extraction.values import Fact

_QUOTED = re.compile(r"“(.*)”")
_OWNED = re.compile(r"\b(?:his|her|its)\b")
_INNER = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")

#: What a test finds that is no piece of the question, in words for its teacher.
NAMELESS = "No name in it tells what it is about."
_REMARKS = {
    "no name in it": NAMELESS,
    "too short": "The words that were said are too few to stand alone.",
    "half a sentence": "The words that were said are half a sentence.",
    "no verb": "The words that were said have no verb.",
    "of what": "The words that were said do not tell of what.",
    "another of the sentence": "Another of the sentence may have said it.",
    "whose": "Whose it is may be told in two ways.",
    "the noun before": "It may belong to the noun before.",
}

#: What somebody means who speaks on an occasion.
_OF_THE_DAY = ("today", "tonight", "tomorrow", "here")
#: Templates that ask for a fact as its clause tells it.
_OF_FACTS = frozenset({"T1", "T2", "T3", "T6", "T7", "T8", "T9", "T10", "T12"})

#: So few words of sense are said of many things.
_FEW_WORDS = 3

Test = Callable[[Judged], Hold | None]

__all__ = ["NAMELESS", "check_stem", "check_words", "find_hold"]


def find_hold(draft: Judged) -> Hold | None:
    """Give the first reason why a sound draft is not chosen by default; None where nothing speaks against it."""
    return next((hold for test in _TESTS if (hold := test(draft)) is not None), None)


def _told(found: str, message: str) -> str:
    return _REMARKS.get(found) or message.format(found)


def check_stem(draft: Judged) -> Hold | None:
    """Hold a stem that says too little without the document."""
    proposal = draft.proposal
    if proposal.kind in ("order", "match") or draft.asked.kind in ("order", "match") or proposal.family == "first":
        return None  # what they ask stands in their items, which are looked at one by one
    of_speaker = speaks_of_oneself(draft.setting, proposal)
    is_quote = proposal.family in FAMILIES_OF_WORDS and proposal.fact.rule.startswith("facts.quote")
    asked = (
        draft.asked.question.stem.removeprefix(f"{proposal.label}: ") if proposal.label else draft.asked.question.stem
    )
    stem = _lowered(draft.setting, asked, proposal.facts)
    if owns_what_is_told(draft.setting, proposal):
        stem = _OWNED.sub("the name’s", stem)
    for noun in nouns_of_label(proposal.label):
        stem = re.sub(rf"\bthe {re.escape(noun)}(s?)\b(?! of)", rf"the {noun}\1 of Name", stem)
    found = find_unwhole(stem, of_speaker=of_speaker, needs_name=not is_quote and not proposal.label)
    return Hold(5, _told(found, "“{}” says too little without the document.")) if found is not None else None


def _lowered(setting: DraftSetting, stem: str, facts: Sequence[Fact]) -> str:
    """Write what has its capital only from the start of a sentence as it is written elsewhere: elections were held."""
    for fact in facts:
        for slot in (fact.subject, fact.object):
            is_first = slot is not None and setting.sentence_at(slot.start).start == slot.start
            if slot is not None and is_first and not slot.heads and slot.words in stem and opens_plainly(slot.words):
                stem = stem.replace(slot.words, slot.words[:1].lower() + slot.words[1:])
    return stem


def _check_letters(draft: Judged) -> Hold | None:
    """Keep back what letters stand for: of ten such questions no reader would have asked one."""
    if draft.proposal.family != "letters":
        return None
    return Hold(7, "Letters alone do not tell whose they are, and hardly anybody needs to know.")


def _check_form(draft: Judged) -> Hold | None:
    found = find_light_form(draft.setting, draft.proposal)
    return Hold(7, found) if found is not None else None


def _check_told_key(draft: Judged) -> Hold | None:
    found = find_told_key(draft)
    return Hold(3, f"“{found}” of the answer stands in the question.") if found is not None else None


def _check_matter(draft: Judged) -> Hold | None:
    found = find_thin_event(draft.setting, draft.proposal)
    return Hold(5, found) if found is not None else None


def _check_event(draft: Judged) -> Hold | None:
    found = find_lost(draft.setting, draft.proposal)
    return Hold(5, f"It is not told in full: {found}?") if found is not None else None


def _check_occasion(draft: Judged) -> Hold | None:
    found = find_split(draft.setting, draft.proposal)
    if found is not None:
        return Hold(5, f"It is not told in full: {found}?")
    found = find_no_occasion(draft.setting, draft.proposal)
    return Hold(5, found) if found is not None else None


def check_words(draft: Judged) -> Hold | None:
    """Hold words that somebody said and that only those understand who heard the rest."""
    proposal = draft.proposal
    is_of_words = proposal.family in FAMILIES_OF_WORDS and proposal.fact.rule.startswith("facts.quote")
    is_in_clause = proposal.fact.rule.endswith(".fragment") and "used the words" not in proposal.stem
    if not is_of_words or (is_in_clause and proposal.family == "speaker"):
        if _is_bare_fragment(proposal):
            return Hold(5, _REMARKS["of what"])
        quoted = (find_pointing(words[0]) for words in _INNER.finditer(proposal.stem))
        found = next((words for words in quoted if words is not None), None)
        return Hold(5, f"“{found}” in the words points at something else.") if found is not None else None
    words = _QUOTED.search(proposal.stem)
    if words is None:
        return None
    if "[[" in words[1]:
        return Hold(7, "A gap in somebody’s words asks only for their wording.")
    is_direct = proposal.fact.rule.endswith(".direct") and "used the words" not in proposal.stem
    spoken = words[1].replace("[[1]]", "gap")
    found = find_unwhole_words(spoken, is_direct=is_direct)
    if found in _OF_THE_DAY and proposal.label:  # the occasion stands before the stem
        found = find_unwhole_words(re.sub(rf"\b(?:{'|'.join(_OF_THE_DAY)})\b", "noon", spoken), is_direct=is_direct)
    heard = "“{}” in the words is clear only to those who heard them."
    return Hold(5, _told(found, heard)) if found is not None else None


def _is_bare_fragment(proposal: Proposal) -> bool:
    """Tell whether a few words said are all that a stem tells: Which state expressed “concern and regret”?"""
    words = _INNER.search(proposal.stem)
    if words is None or proposal.label or content_words(words[0]) > _FEW_WORDS:
        return False
    told = proposal.stem.removeprefix(ACCORDING)
    is_dated = re.search(r"\d{3}", told) is not None
    return not is_dated and not any(True for _ in names_in(_INNER.sub(" ", told)))


def _check_speech(draft: Judged) -> Hold | None:
    found = find_poor_speech(draft.setting, draft.proposal)
    return Hold(*found) if found is not None else None


def _check_reference(draft: Judged) -> Hold | None:
    found = find_other_meaning(draft.setting, draft.proposal)
    return Hold(6, _told(found, "“{}” may be meant as well.")) if found is not None else None


def _check_key(draft: Judged) -> Hold | None:
    found = find_poor_key(draft.setting, draft.proposal)
    return Hold(6, found) if found is not None else None


def _check_times(draft: Judged) -> Hold | None:
    found = find_borrowed_time(draft.setting, draft.proposal)
    return Hold(6, found) if found is not None else None


def _check_place(draft: Judged) -> Hold | None:
    found = find_poor_place(draft.setting, draft.proposal)
    return Hold(6, found) if found is not None else None


def _check_lives(draft: Judged) -> Hold | None:
    found = find_two_lives(draft.setting, draft.proposal)
    return Hold(6, found) if found is not None else None


def _check_events(draft: Judged) -> Hold | None:
    found = find_poor_events(draft.setting, draft.proposal)
    return Hold(3, found) if found is not None else None


def _check_worth(draft: Judged) -> Hold | None:
    found = find_little_worth(draft.setting, draft.proposal)
    return Hold(7, found) if found is not None else None


def _check_anchor(draft: Judged) -> Hold | None:
    found = find_no_anchor(draft.setting, draft.proposal)
    return Hold(5, found) if found is not None else None


def _check_weight(draft: Judged) -> Hold | None:
    found = find_light(draft.setting, draft.proposal) if draft.proposal.template in _OF_FACTS else None
    return Hold(7, found) if found is not None else None


def _check_explicit(draft: Judged) -> Hold | None:
    """Hold what is not told in so many words: by the clause itself, of those whom it names."""
    proposal = draft.proposal
    if proposal.template not in _OF_FACTS:
        return None
    found = find_loose_office(draft.setting, proposal)
    if found is not None:
        return Hold(6, found)
    for fact in proposal.facts:
        found = find_untold(draft.setting, fact)
        if found is not None:
            return Hold(6, found)
    return None


_TESTS: tuple[Test, ...] = (
    *(
        _check_worth,
        _check_letters,
        _check_key,
        _check_lives,
        _check_reference,
        check_stem,
        _check_event,
        _check_occasion,
        check_words,
        _check_speech,
    ),
    *(_check_events, _check_times, _check_place),
    *(_check_explicit, _check_anchor, _check_weight, _check_matter, _check_told_key, _check_form),
)
