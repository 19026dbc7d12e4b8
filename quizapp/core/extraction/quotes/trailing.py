"""Speakers whom the end of a sentence tells: “The deal was “a dead letter” on Friday, Lenz said.”"""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.addressees import addressee_of
from quizapp.core.extraction.quotes.answers import Found, answer
from quizapp.core.extraction.quotes.cues import Cue, find_cue, is_adverb, is_saying
from quizapp.core.extraction.quotes.kinds import is_capitalised
from quizapp.core.extraction.quotes.phrases import subject_of
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.words import PREPOSITIONS, TIMES

_REACH = 40
#: Fewer words in marks may be the writer's own at arm's length.
_LEAST_WORDS = 3
#: So many pieces may a subject and its verb take.
_SUBJECT = 10


def find_trailing(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “…, according to X” and “…, X said” behind the clause that a fragment stands in."""
    words = pieces[place].text
    if len(words.split()) < _LEAST_WORDS or is_capitalised(words):
        return None
    for at in range(place + 1, min(len(pieces) - 2, place + _REACH)):
        if pieces[at].kind == "quote" or pieces[at].lower in (";", ":"):
            return None
        if pieces[at].lower == ",":
            found = _according(company, pieces, at + 1) or _said(company, pieces, at + 1)
            if found is not None:
                return found
    return None


def _according(company: Company, pieces: Sequence[Piece], at: int) -> Found | None:
    if pieces[at].lower != "according" or pieces[at + 1].lower != "to":
        return None
    speaker = company.who(pieces, phrase_starting(pieces, at + 2))
    span = (pieces[at].start, pieces[at + 1].end)
    return None if speaker is None else Found(speaker, "Q1-according", span, at, is_before=False)


def _said(company: Company, pieces: Sequence[Piece], first: int) -> Found | None:
    for at in range(first + 1, min(len(pieces), first + _SUBJECT)):
        if pieces[at].kind in ("mark", "quote"):
            return None
        cue = find_cue(pieces, at)
        if cue is None or not is_saying(cue) or not _ends(pieces, cue):
            continue
        row = pieces[first : at + 1]
        phrase = subject_of(row, len(row) - 1)
        speaker = company.who(row, phrase) if phrase is not None and phrase.start == 0 else None
        addressee = addressee_of(pieces, cue.end, cue)
        return None if speaker is None else answer(pieces, cue, speaker, "Q1-said-later", addressee, is_before=False)
    return None


def _ends(pieces: Sequence[Piece], cue: Cue) -> bool:
    """Whether nothing but time, place or listener stands behind a finite verb of speech."""
    if cue.is_passive or cue.is_ing or cue.is_infinitive:
        return False
    follows = pieces[cue.end] if cue.end < len(pieces) else None
    return follows is None or follows.kind == "mark" or follows.lower in PREPOSITIONS | TIMES or is_adverb(follows)
