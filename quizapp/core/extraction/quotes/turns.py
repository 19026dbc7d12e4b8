"""Who asks and who answers in turns that are marked “Q:” and “A:”: those whom the text before puts face to face."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.extraction.values import Actor, ActorMention, Reason

PARTY_REASON = Reason(
    "turns", 0.85, "The turn is that of who asks or answers; the text before tells who asks and who answers."
)
#: Who asks (Q) or answers (A) in court.
PARTIES = {"witness": "A", "counsel": "Q"}
_ASKED = r"(?:cross-|re-)?(?:examined|questioned|interviewed|interrogated|pressed)"
_BY = re.compile(rf"\b(?:{_ASKED}|asked) by (?:[\w’-]+ ){{0,3}}(?:[\w’-]+, (?:Mrs?|Ms|Dr)\.? )?\Z", re.IGNORECASE)
_QUESTIONING = re.compile(r" (?:resumed|opened|began|continued) (?:the|her|his) (?:questioning|examination)\b")
_OBJECT = re.compile(rf"\b{_ASKED} (?!by\b)(?:[\w’-]+ ){{0,3}}\Z", re.IGNORECASE)
_ASKS = re.compile(rf"[^.!?]{{0,25}}?\b{_ASKED} (?!by\b|on\b|about\b|in\b)", re.IGNORECASE)
_ANSWERS = re.compile(
    rf"[^.!?]{{0,80}}?\b(?:(?:was|is) (?:\w+ )?(?:{_ASKED}|asked|sworn)|testified|gave evidence|took the stand|"
    r"answered as follows|was the next witness|was the first witness)\b",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"\b(?:[Tt]he (?:evidence|testimony|deposition|examination) of|[Hh]eard from|[Ee]vidence of|[Qq]uestioning of) "
    r"(?:(?:the|an?) (?:[a-z-]+ ){1,2})?\Z"
    r"|\b(?:first|second|third|next|last|final|only) witness was (?:the (?:[a-z-]+ ){1,2})?\Z"
)
#: “Serjeant Moe, for the Crown,”: counsel asks.
_COUNSEL = re.compile(
    r", for the (?:[Cc]rown|prosecution|defen[cs]e|plaintiffs?|defendants?|[Ss]tate|family|union|company),"
)
#: “Cross-examined by Faure, for the defence, Vane accepted”.
_LED = re.compile(rf"(?:\A|[.!?”]\s+){_ASKED} by [^.;“”]{{1,60}}, (?:the |an? )?(?:[a-z]+ )?\Z", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|is|were|been|being)(?: \w+)? \Z", re.IGNORECASE)
#: So many names before the turns are looked at, and so many letters beside each.
_REACH = 24
_LETTERS = 120


def parties(text: str, actors: Sequence[Actor], mentions: Sequence[ActorMention]) -> tuple[int | None, int | None]:
    """Give who asks and who answers, by the last names before the turns; None for who cannot be told."""
    asks: int | None = None
    answers: int | None = None
    for mention in reversed(mentions[-_REACH:]):
        if actors[mention.actor].type != "person":
            continue
        before = text[max(0, mention.start - _LETTERS) : mention.start]
        behind = text[mention.end : mention.end + _LETTERS]
        if asks is None and (_BY.search(before) or _is_asking(behind)):
            asks = mention.actor
        elif answers is None and (_ANSWERS.match(behind) or _is_asked(before)):
            answers = mention.actor
    return (asks, answers) if asks != answers else (None, None)


def _is_asking(behind: str) -> bool:
    if _COUNSEL.match(behind) or _QUESTIONING.match(behind):
        return True
    match = _ASKS.match(behind)
    return match is not None and not re.search(r"\b(?:was|is|were|been|being)\b", match.group())


def _is_asked(before: str) -> bool:
    if _EVIDENCE.search(before) or _LED.search(before):
        return True
    match = _OBJECT.search(before)
    return match is not None and not _PASSIVE.search(before[: match.start()])
