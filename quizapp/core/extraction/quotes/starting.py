"""Noun phrases read rightwards: what starts at a place, and the name that stands beside it between commas."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.nouns import is_noun_like, is_person_noun
from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import (
    ARTICLES,
    ATTACHED,
    DETERMINERS,
    PARTICLES,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    word_set,
)

_PLACED = word_set("set cut put carved found buried hung kept left sent painted written signed issued made")


def phrase_starting(pieces: Sequence[Piece], first: int) -> Phrase | None:
    """Read the noun phrase that starts at a place, and the name that may stand behind it between commas."""
    if first >= len(pieces):
        return None
    if pieces[first].kind == "word" and (pieces[first].lower in PERSONAL or is_object(pieces, first)):
        return Phrase(first, first + 1, first)
    core = _core_starting(pieces, first)
    if core is None:
        return _one_of_them(pieces, first)
    end = core.end
    while pieces[core.head].kind != "name" and end < len(pieces) and pieces[end].lower in ATTACHED:
        attached = _core_starting(pieces, end + 1)
        if attached is None or (attached.owner is not None and pieces[attached.owner].lower in POSSESSIVES):
            break
        end = attached.end
    if pieces[core.head].kind != "name" and end + 1 < len(pieces) and pieces[end].lower == ",":
        follows = pieces[end + 2].lower if end + 2 < len(pieces) else "."
        if pieces[end + 1].kind == "name" and (not follows[:1].isalnum() or follows in PREPOSITIONS):
            return Phrase(end + 1, end + 2, end + 1)
    return Phrase(core.start, end, core.head, core.owner)


def _one_of_them(pieces: Sequence[Piece], first: int) -> Phrase | None:
    """Read “one of them, the cellist Hana Kim”, “one of its members, Bo Lind”: somebody of several, by name."""
    if pieces[first].lower not in ("one", "another") or first + 3 >= len(pieces) or pieces[first + 1].lower != "of":
        return None
    comma = next((at for at in range(first + 3, min(len(pieces) - 1, first + 7)) if pieces[at].lower == ","), None)
    if comma is None or not all(
        is_noun_like(one) or one.lower in DETERMINERS | {"them"} for one in pieces[first + 2 : comma]
    ):
        return None
    named = _core_starting(pieces, comma + 1)
    return named if named is not None and pieces[named.head].kind == "name" else None


def is_object(pieces: Sequence[Piece], place: int) -> bool:
    """Whether it is “him”, “them”, or a “her” that owns nothing."""
    lower = pieces[place].lower
    is_alone = place + 1 >= len(pieces) or not _may_be_owned(pieces[place + 1])
    return lower in ("him", "them", "himself", "herself", "themselves") or (lower == "her" and is_alone)


def _may_be_owned(piece: Piece) -> bool:
    return piece.kind == "name" or (is_noun_like(piece) and piece.lower not in DETERMINERS)


def _core_starting(pieces: Sequence[Piece], first: int) -> Phrase | None:
    place = first
    owner = None
    head = None
    while place < len(pieces) and place - first < 10:
        piece = pieces[place]
        if piece.is_possessive and head is not None:
            owner, head = head, None
        elif piece.kind == "word" and piece.lower in DETERMINERS and place == first:
            owner = place if piece.lower in POSSESSIVES else None
        elif piece.kind == "name":
            head = place
            if not (place + 1 < len(pieces) and _reaches_on(pieces[place + 1])):
                place += 1
                break
        elif head is not None and _is_placed(pieces, place):
            break
        elif is_noun_like(piece) and (place == first or piece.lower not in ARTICLES):
            head = place
        else:
            break
        place += 1
    return None if head is None else Phrase(first, place, head, owner)


def _is_placed(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a participle tells where a thing was put: “the stone set up”, “a text cut into the rock”."""
    follows = pieces[place + 1].lower if place + 1 < len(pieces) else ""
    return pieces[place].lower in _PLACED and (follows in PARTICLES or follows in PREPOSITIONS)


def _reaches_on(piece: Piece) -> bool:
    """Whether what stands behind a name belongs to the same phrase."""
    return piece.is_possessive or is_person_noun(piece) or (piece.is_capital and is_noun_like(piece))


def apposed_name(pieces: Sequence[Piece], phrase: Phrase) -> int | None:
    """Give the actor of “Their leader, a nurse called Nora Pitt,”, “her widower, the potter Jan Mols,”."""
    is_definite = pieces[phrase.start].lower in POSSESSIVES or pieces[phrase.start].lower == "the" or phrase.owner
    first = phrase.end + 1
    if not is_definite or first >= len(pieces) or pieces[phrase.end].lower != ",":
        return None
    if pieces[first].lower not in ARTICLES:
        return None
    for place in range(first + 1, min(len(pieces) - 1, first + 9)):
        piece = pieces[place]
        if piece.kind == "name":
            return piece.actor if pieces[place + 1].lower in (",", "–", "—") else None
        is_told = piece.lower in ("called", "named", "of", "in", "from", "at")
        if not is_noun_like(piece) and not is_told:
            return None
        if piece.lower in ("of", "in", "from", "at") and pieces[place + 1].kind == "name":
            return None
    return None
