"""Sentences of one utterance: a question or a cry, and the short clause behind it that names its speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quizapp.core.extraction.quotes.cues import find_cue, is_saying
from quizapp.core.extraction.quotes.scenes import Piece, Scene, make_scene
from quizapp.core.extraction.quotes.words import RELATIVES, STOPS

#: A longer sentence takes no further clause, so that a text of nothing but cries is read in one pass.
_JOINED_PIECES = 200
_SUBJECT_PIECES = 8


def join_utterances(scenes: Iterable[Scene]) -> Iterator[Scene]:
    """Join “Will it hold?” and the sentence “Ana Moe asked.” behind it."""
    held: Scene | None = None
    for scene in scenes:
        if held is not None and held.block == scene.block and _goes_on(held, scene):
            held = make_scene(held.pieces + scene.pieces, held.block)
            continue
        if held is not None:
            yield held
        held = scene
    if held is not None:
        yield held


def _goes_on(scene: Scene, following: Scene) -> bool:
    last = scene.pieces[-1]
    if last.kind != "quote" or len(scene.pieces) > _JOINED_PIECES:
        return False
    is_open = last.text[-1:] not in STOPS or last.text[-1:] in "!?…"
    return is_open and _is_tag(following.pieces)


def _is_tag(pieces: Sequence[Piece]) -> bool:
    """Whether a sentence begins with a short subject and a verb of speech, as in “Ana Moe asked”."""
    for place, piece in enumerate(pieces[: _SUBJECT_PIECES + 1]):
        if piece.kind == "quote" or piece.lower in RELATIVES or piece.lower in (":", ";"):
            return False
        cue = find_cue(pieces, place)
        if cue is not None:
            return cue.verb.is_finite and is_saying(cue)
    return False
