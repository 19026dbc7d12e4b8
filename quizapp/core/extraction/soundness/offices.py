"""Whether the text gives somebody an office right beside the name, and as one that they held."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact

_FAMILIES = frozenset({"office", "holder", "offices", "roles"})
#: “Foreign Minister Lind”, “the foreign minister, Otto Lind”.
_BEFORE = re.compile(r",? ?(?:then )?")
#: “Lind, the foreign minister”, “Lind was foreign minister”, “Lind (foreign minister)”, “Lind as foreign minister”.
_BEHIND = re.compile(
    r"(?:,? ?\(?(?:(?:who|which) )?(?:(?:was|is|as|became)(?: elected| appointed)? )?(?:also )?"
    r"(?:the |an? |its |his |her |their )?(?:new |then )?)"
)
_REST = re.compile(r" (?:of|for|to|at) [^.;:()“”\"]{1,50}")
_REACH = 60
_MESSAGE = "The office does not stand right beside the name."
_MARKS = re.compile(r"[“”\"]")


def find_loose_office(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why an office may not be the one that somebody held; None where it stands beside their name."""
    if proposal.family not in _FAMILIES:
        return None
    return next((_MESSAGE for fact in proposal.facts if fact.frame == "role" and not _is_beside(setting, fact)), None)


def _is_beside(setting: DraftSetting, fact: Fact) -> bool:
    role, text = fact.object, setting.analysis.text.text
    if role is None or fact.subject is None or not fact.rule.startswith("facts.title"):
        return True
    if _MARKS.search(role.words):
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
    return (
        _BEFORE.fullmatch(between) is not None
        or re.fullmatch(r" (?:of|for|to|at) [^.;:()“”\"]{1,50}", between) is not None
    )
