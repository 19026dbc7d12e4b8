"""Speakers by point of view: “for Ana Moe the pact was”, “in her view”, “in the words of”, “as he saw it”."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import Found, Speaker
from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.words import BE_FORMS, word_set
from quizapp.core.extraction.quotes.writings import is_writing
from quizapp.core.extraction.values import Reason

VIEW_REASON = Reason("point of view", 0.9, "The sentence tells whose view it is, without a word like “said”.")
_VIEWS = word_set("view eyes opinion words word phrase judgement judgment estimation reckoning account telling mind")
_SEEING = word_set("saw sees remembered remembers recalled recalls understood understands heard hears felt feels read")
_REACH = 30


def find_view(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read who views it so, at the beginning of a clause or right before the words."""
    for at in range(place - 1, max(-1, place - _REACH), -1):
        if pieces[at].lower == ";":
            return None
        if at and pieces[at - 1].lower not in (",", ";", "and", "but", "that", "–", "—", ":"):
            continue
        viewer = _viewer(company, pieces, at, place)
        if viewer is not None:
            span = (pieces[at].start, pieces[at].end)
            return Found(viewer, "Q6-view", span, at, reasons=(VIEW_REASON,))
    return None


def _viewer(company: Company, pieces: Sequence[Piece], at: int, place: int) -> Speaker | None:
    lower = pieces[at].lower
    if at + 2 >= place:
        return None
    if lower == "in":
        return _in_the_view(company, pieces, at + 1, place)
    if lower == "as":
        return _as_seen(company, pieces, at + 1)
    if lower in ("for", "to"):
        return _for_whom(company, pieces, at, place)
    return None


def _in_the_view(company: Company, pieces: Sequence[Piece], first: int, place: int) -> Speaker | None:
    """Read “In Moe’s view”, “in her words”, “in the eyes of the critic Ada Moll”."""
    phrase = phrase_starting(pieces, first)
    if phrase is None:
        return None
    if phrase.owner is not None and (pieces[phrase.head].lower in _VIEWS or is_writing(pieces[phrase.head])):
        return company.owner(pieces, phrase.owner) or _own(company, pieces, phrase)
    if pieces[first].lower != "the" or first + 3 >= place or pieces[first + 2].lower != "of":
        return None
    is_view = pieces[first + 1].lower in _VIEWS or is_writing(pieces[first + 1])
    return company.who(pieces, phrase_starting(pieces, first + 3)) if is_view else None


def _own(company: Company, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
    """Read “In his own words, Rafael Ortiz was”: the name behind owns them, where none before does."""
    at = phrase.end + 1
    is_led = phrase.start == 1 and at < len(pieces) and pieces[phrase.end].lower == ","
    actor = pieces[at].actor if is_led else None
    return None if actor is None else company.named(actor)


def _as_seen(company: Company, pieces: Sequence[Piece], first: int) -> Speaker | None:
    phrase = phrase_starting(pieces, first)
    if phrase is None or [piece.lower for piece in pieces[phrase.end + 1 : phrase.end + 3]] != ["it", ","]:
        return None
    return company.who(pieces, phrase) if pieces[phrase.end].lower in _SEEING else None


def _for_whom(company: Company, pieces: Sequence[Piece], at: int, place: int) -> Speaker | None:
    """Read “For Ana Moe the pact was “…””: one who views, and a form of “be” before the words."""
    phrase = phrase_starting(pieces, at + 1)
    is_being = any(pieces[n].lower in BE_FORMS | {"seemed", "looked", "became", "remained"} for n in range(at, place))
    if phrase is None or phrase.end >= place or pieces[phrase.end].is_possessive:
        return None
    if not is_being and pieces[phrase.end].lower != ",":
        return None
    speaker = company.who(pieces, _bare(pieces, phrase))
    return speaker if speaker is not None and speaker.actor is not None else None


def _bare(pieces: Sequence[Piece], phrase: Phrase) -> Phrase | None:
    head = pieces[phrase.head]
    return phrase if head.kind == "name" or head.lower in ("him", "her", "them") else None
