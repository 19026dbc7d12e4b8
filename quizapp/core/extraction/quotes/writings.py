"""Whose words a writing holds: “his log”, “the stone that the queen set up”, “a letter from the widow”."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.words import DETERMINERS, PERSONAL, POSSESSIVES, PREPOSITIONS, word_set

WRITINGS = word_set(
    "annal annals autobiography booklet card cable chronicle deposition despatch diary diaries dispatch e-mail edict "
    "email account accounts entry epitaph fax inscription inscriptions journal journals jotting letter letters line "
    "lines log logbook manifesto "
    "memo memoir memoirs memorandum message messages note notebook notebooks notes obelisk ode pamphlet pillar plaque "
    "page petition petitions postscript poem postcard prayer proclamation "
    "psalm rule sermon slab stela stelae stele stone stones tablet tablets telegram telegrams testament text tract "
    "treatise tweet verse will"
)
#: What somebody of whom the text has just told may have written, without the clause saying so.
LETTERS = word_set(
    "card cable diary diaries dispatch e-mail email entry journal letter letters line lines log logbook memo message "
    "messages note notebook notebooks notes page petition postcard postscript sermon telegram telegrams will"
)
#: Writings that command: whose they are need not be told where one ruler is spoken of.
ORDERS = word_set(
    "entry command decree edict inscription law letter memo order ordinance proclamation rescript rule tablet"
)
#: What comes back from whoever was written to.
REPLIES = word_set("reply answer response")
_BY = word_set("of by from")
_MADE = word_set("signed written sent kept left issued carved dictated drafted cabled posted published composed penned")
_REACH = 10


def is_writing(piece: Piece) -> bool:
    """Whether a word is a writing by its form."""
    return piece.kind == "word" and piece.lower in WRITINGS


def maker_of(pieces: Sequence[Piece], phrase: Phrase) -> Phrase | None:
    """Find who is told as the maker of the writing that a phrase names; None where the clause tells nobody.

    An owner of the phrase is not asked: that is the possessive that the phrase holds already.
    """
    return maker_behind(pieces, phrase.head + 1)


def maker_behind(pieces: Sequence[Piece], at: int) -> Phrase | None:
    """Read what stands behind a writing: “of Amelia Hart”, “signed by him”, “that the queen set up”, “beside his”."""
    if at + 1 >= len(pieces):
        return None
    lower = pieces[at].lower
    if lower in _MADE and pieces[at + 1].lower == "by":
        return _person(pieces, at + 2)
    inner = next((n for n in range(at + 1, min(len(pieces), at + 4)) if is_writing(pieces[n])), None)
    if (
        lower in ("in", "from", "of")
        and inner is not None
        and not any(pieces[n].kind == "name" for n in range(at, inner))
    ):
        return maker_behind(pieces, inner + 1)
    if lower in ("that", "which", "in"):
        first = at + 1 + (lower == "in" and pieces[at + 1].lower == "which")
        return _person(pieces, first) if lower != "in" or first == at + 2 else None
    return _person(pieces, at + 1) if lower in _BY else _surrounding(pieces, at)


def _person(pieces: Sequence[Piece], first: int) -> Phrase | None:
    phrase = phrase_starting(pieces, first)
    if phrase is None:
        return None
    head = pieces[phrase.head]
    is_told = head.kind == "name" or head.lower in PERSONAL or pieces[first].lower in ("the", *POSSESSIVES)
    follows = pieces[phrase.end] if phrase.end < len(pieces) else None
    return phrase if is_told and not (follows is not None and follows.lower == "of") else None


def _surrounding(pieces: Sequence[Piece], at: int) -> Phrase | None:
    """Read “the pillar beside his sluice”, “the stone set up at her gate”: what is his beside it makes it his."""
    for place in range(at, min(len(pieces), at + _REACH)):
        piece = pieces[place]
        if piece.kind != "word" or piece.lower in ("that", "which", "who"):
            return None
        if piece.lower in ("his", "her") and pieces[place - 1].lower in PREPOSITIONS:
            return Phrase(place, place + 1, place)
        if piece.lower in DETERMINERS and piece.lower not in ("the", "a", "an"):
            return None
    return None
