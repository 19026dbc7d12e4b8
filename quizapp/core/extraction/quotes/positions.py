"""Verbs and tags that are told by where they stand, whatever the verb."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import Found
from quizapp.core.extraction.quotes.cues import find_cue, is_saying
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.words import AUXILIARIES, PREPOSITIONS

#: So many pieces may “, wrote a clerk of the council,” have.
_TAG = 9


def by_position(company: Company, pieces: Sequence[Piece], place: int, first: int) -> Found | None:
    """Read “…,” he put. · “…,” Moe nodded, “…”: words that end in a comma, somebody, one word and a mark."""
    is_comma = pieces[place].text[-1:] == "," or pieces[first - 1].lower == ","
    if not is_comma or first + 2 >= len(pieces) or pieces[first + 2].lower not in (".", ",", ";"):
        return None
    subject, verb = pieces[first], pieces[first + 1]
    is_verb = verb.kind == "word" and not verb.is_capital and verb.lower not in AUXILIARIES | PREPOSITIONS
    if not is_verb or not verb.text.isalpha():
        return None
    speaker = None
    if subject.lower in ("he", "she"):
        speaker = company.refer(subject.start, subject.end)
    elif subject.actor is not None:
        speaker = company.named(subject.actor)
    if speaker is None or (speaker.actor is not None and not company.is_person(speaker)):
        return None
    return Found(speaker, "Q1-position", (verb.start, verb.end), first + 1, is_before=False)


def is_said_before(pieces: Sequence[Piece], colon: int) -> bool:
    """Whether a verb of speech and its colon lead a clause that the words are part of: “he stressed: it was “…””."""
    cue = find_cue(pieces, colon - 1) if colon and pieces[colon].lower == ":" else None
    return cue is not None and is_saying(cue) and cue.verb.is_finite and not cue.is_passive


def ends_tag(pieces: Sequence[Piece], comma: int) -> bool:
    """Whether the comma closes “, wrote a clerk,” in a sentence whose words all are the clerk's."""
    opening = next((n for n in range(comma - 1, max(0, comma - _TAG), -1) if pieces[n].lower == ","), None)
    cue = find_cue(pieces, opening + 1) if opening is not None and opening + 1 < comma else None
    return cue is not None and is_saying(cue) and cue.verb.is_finite and not cue.is_passive
