"""Which words may be part of a noun phrase, and which are callings by their form."""

from __future__ import annotations

from quizapp.core.extraction.quotes.cues import is_adverb
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import (
    AUXILIARIES,
    CONJUNCTIONS,
    NEGATIONS,
    OBJECT_PRONOUNS,
    PARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
)

_STARTERS = (
    PRONOUNS
    | RELATIVES
    | PREPOSITIONS
    | CONJUNCTIONS
    | SUBORDINATORS
    | AUXILIARIES
    | OBJECT_PRONOUNS
    | NEGATIONS
    | PARTICLES
)


def is_noun_like(piece: Piece) -> bool:
    """Whether a word may be part of a noun phrase: none of the small words, no number, no adverb."""
    if piece.kind != "word" or (not piece.text[0].isalpha() and "-" not in piece.text):
        return False
    lower = piece.lower
    if lower in _STARTERS or (lower in TIMES and piece.is_capital) or piece.is_possessive:
        return False
    return not is_adverb(piece)


def is_person_noun(piece: Piece) -> bool:
    """Whether a word behind a name is a calling: “the Harbour Authority spokeswoman”."""
    if piece.kind != "word" or piece.is_capital:
        return False
    return piece.lower.rstrip("s").endswith(("man", "woman", "person", "ist", "er", "or", "official", "envoy", "men"))
