"""What a sieve answers: who spoke, by which cue, by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.extraction.quotes.cues import Cue
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.values import Reason

NOUN_REASON = Reason("noun of speech", 0.95, "The speaker is named by words like “answer” or “remark”, not by “said”.")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: `name` is a canonical name or the text's words, None where it is known that nobody can be named."""

    name: str | None
    actor: int | None
    how: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of a sieve: the speaker (None where the words are speech of nobody known), the cue, the rule.

    `is_before` tells that the cue stands before the quotation; `cue_place` is its place among the pieces.
    """

    speaker: Speaker | None
    rule: str
    cue: tuple[int, int] | None = None
    cue_place: int | None = None
    addressee: int | None = None
    is_before: bool = True
    is_naming: bool = False
    reasons: tuple[Reason, ...] = ()


def answer(
    pieces: Sequence[Piece],
    cue: Cue,
    speaker: Speaker | None,
    rule: str,
    addressee: int | None,
    *,
    is_before: bool = True,
    is_naming: bool = False,
) -> Found:
    """Make the answer of a cue; nobody speaks to himself."""
    span = (pieces[cue.place].start, pieces[cue.end - 1].end)
    if speaker is not None and speaker.actor == addressee:
        addressee = None
    return Found(speaker, rule, span, cue.place, addressee, is_before, is_naming)
