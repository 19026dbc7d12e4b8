"""Who is spoken to: the object of a verb of speech."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.cues import Cue
from quizapp.core.extraction.quotes.nouns import is_noun_like
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import DETERMINERS, word_set

_ADDRESSING = word_set("tell ask warn remind urge inform assure beg order advise instruct reassure implore")


def addressee_of(pieces: Sequence[Piece], first: int, cue: Cue) -> int | None:
    """Find the actor who is spoken to: “told X”, “wrote to X”."""
    if first >= len(pieces):
        return None
    is_to = pieces[first].lower == "to"
    if not is_to and (cue.verb.lemma not in _ADDRESSING or first != cue.end):
        return None
    at = first + 1 if is_to else first
    while at < len(pieces) and at - first < 6 and (is_noun_like(pieces[at]) or pieces[at].lower in DETERMINERS):
        at += 1
    if at >= len(pieces) or pieces[at].actor is None:
        return None
    is_owner = at + 1 < len(pieces) and pieces[at + 1].is_possessive
    return None if is_owner else pieces[at].actor
