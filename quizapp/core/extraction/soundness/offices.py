"""Whether the text gives somebody an office right beside the name, and as one that they held."""

from __future__ import annotations

import re
from dataclasses import replace

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.whole_offices import find_unwhole_office
from quizapp.core.extraction.values import Fact, Slot

_FAMILIES = frozenset({"office", "holder", "offices", "roles"})
#: “Foreign Minister Lind”, “the foreign minister, Otto Lind”.
_BEFORE = re.compile(r",? ?(?:then )?")
#: “Lind, the foreign minister”, “Lind was foreign minister”, “Lind (foreign minister)”, “Lind as foreign minister”.
_BEHIND = re.compile(
    r"(?:,? ?\(?(?:(?:who|which) )?(?:(?:was|is|as|became)(?: elected| appointed)? )?(?:also )?"
    r"(?:the |an? |its |his |her |their )?(?:new |then )?)"
)
_REST = re.compile(r" (?:of|for|to|at) [^.;:()“”\"]{1,50}")
_ORDER = re.compile(r"^(?:the |his |her |its )?(?:first|second|third|last|new|next|youngest|oldest) ")
_REACH = 60
_UNTOLD = "Of whom or of when it is, only the document tells."
_TIMED = "Others held it at other times: when is not told."
_AT_TIME = re.compile(r",? \(?(?:from|since|until|till|between|during|in) (?:[A-Z][a-z]+ )?\d")
_MESSAGE = "The office does not stand right beside the name."
#: A piece of a quotation, somebody’s object, or a time, taken into the office.
_NO_OFFICE = re.compile(
    r"[“”\"]|\b(?:him|her|them|himself|herself)\b|\b(?:in|on) (?:\d|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)"
)


def find_loose_office(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why an office may not be the one that somebody held; None where it stands beside their name."""
    if proposal.family not in _FAMILIES:
        came = (fact for fact in proposal.facts if fact.frame == "role" and fact.verb == "become")
        offices = (_without_order(fact.object) for fact in came if fact.object is not None)
        found = (find_unwhole_office(setting, office) for office in offices)
        return next((one for one in found if one is not None), None)
    told = [fact for fact in proposal.facts if fact.frame == "role"]
    if proposal.family == "holder" and any(_is_timed(setting, fact) for fact in told):
        return _TIMED
    if setting.analysis.text.title and not proposal.label and proposal.family in ("office", "holder"):
        return _UNTOLD
    return next((_MESSAGE for fact in told if not _is_beside(setting, fact)), None)


def _is_timed(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether the text says when an office was held: president of Peru from 2016 to 2024."""
    role = fact.object
    return role is not None and _AT_TIME.match(setting.analysis.text.text, role.end) is not None


def _without_order(slot: Slot) -> Slot:
    """Take “the first” off an office: whoever came first held it."""
    return replace(slot, words=_ORDER.sub("", slot.words))


def _is_beside(setting: DraftSetting, fact: Fact) -> bool:
    role, text = fact.object, setting.analysis.text.text
    if role is None or fact.subject is None or not fact.rule.startswith("facts.title"):
        return True
    if _NO_OFFICE.search(role.words):
        return False
    for one in setting.standing.between(role.start - _REACH, role.end + _REACH):
        if one.actor not in fact.subject.heads:
            continue
        if one.start <= role.start and role.end <= one.end:
            return True  # “President Lind” is a name with its title
        if one.end <= role.start and _BEHIND.fullmatch(text, one.end, role.start):
            return True
        if role.end <= one.start and _is_title(text[role.end : one.start]):
            return True
    return False


def _is_title(between: str) -> bool:
    """Tell whether only the rest of an office stands before the name: minister [for the blue economy,] …"""
    return _BEFORE.fullmatch(between) is not None or _REST.fullmatch(between) is not None
