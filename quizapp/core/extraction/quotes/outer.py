"""Who speaks where the phrase before a verb of speech cannot: an earlier subject of the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import Speaker
from quizapp.core.extraction.quotes.cues import find_cue
from quizapp.core.extraction.quotes.people import is_somebody, may_speak
from quizapp.core.extraction.quotes.phrases import Phrase, is_verb, subject_of
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company

_REACH = 60


def is_of_people(pieces: Sequence[Piece], phrase: Phrase) -> bool:
    """Whether a phrase, or “who” behind it, tells of somebody."""
    is_told = any(piece.lower == "who" for piece in pieces[phrase.end : phrase.end + 2])
    return is_told or may_speak(pieces[phrase.head]) or any(map(is_somebody, pieces[phrase.start : phrase.end]))


def earlier_subject(company: Company, pieces: Sequence[Piece], before: int) -> Speaker | None:
    """Read “The deputies leapt to their feet shouting”: feet shout nothing, so an earlier subject speaks."""
    for at in range(before - 1, max(-1, before - _REACH), -1):
        if pieces[at].kind == "quote" or pieces[at].lower in (";", ":"):
            return None
        phrase = subject_of(pieces, at) if is_verb(pieces, at) else None
        if phrase is not None and phrase.end <= before and may_speak(pieces[phrase.head]):
            return company.who(pieces, phrase)
    return None


def outer_speaker(company: Company, pieces: Sequence[Piece], before: int) -> Speaker | None:
    """Read “Hale said the scheme had helped but urged …”: a thing urges nobody, so who speaks goes on."""
    for at in range(before - 1, max(-1, before - _REACH), -1):
        if pieces[at].lower in (";", ":"):
            return None
        cue = find_cue(pieces, at)
        if cue is None or cue.is_passive or cue.is_infinitive or not cue.verb.is_finite:
            continue
        speaker = company.who(pieces, subject_of(pieces, at))
        return speaker if speaker is not None and speaker.actor is not None else None
    return None
