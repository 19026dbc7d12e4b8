"""Where a name that somebody bears can only be a town: “the people of Perrin”, “the siege of Perrin”, “near Perrin”."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.actors.pieces import Piece
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.values import Token

#: What a town or village has, and what is called after one: its people, mayor and miners; a siege, a treaty.
_OF_TOWNS = cue_words("of_towns")
_INSIDE = frozenset({"in", "at", "near", "nearby", "outside", "inside"})
#: What is done to towns alone.
_DONE_TO_TOWNS = frozenset({"besieged", "besieging", "stormed", "sacked", "bombarded", "garrisoned", "looted"})
#: With these “in” and “at” mean a person: “trust in Perrin”, “shouted at Perrin”.
_TOWARDS = cue_words("towards_people")
_OWNER = frozenset({"’s", "'s", "’", "'"})
_REACH = 3


def is_town_here(tokens: Sequence[Token], piece: Piece) -> bool:
    """Tell whether the words before a name leave it nothing but a place; not where it owns something or has a title."""
    first, last = piece.first, piece.last
    is_owner = last < len(tokens) and tokens[last].text in _OWNER
    if first < 1 or piece.prefix or piece.title_first >= 0 or is_owner:
        return False
    word = tokens[first - 1].text.lower()
    if word == "of" and first > 1:
        return tokens[first - 2].text.lower() in _OF_TOWNS
    if word in _DONE_TO_TOWNS:
        return True
    before = {token.text.lower() for token in tokens[max(0, first - 1 - _REACH) : first - 1]}
    return word in _INSIDE and not before & _TOWARDS
