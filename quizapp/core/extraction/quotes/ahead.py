"""Speakers whom the sentence before a quotation tells, where the quotation is a sentence of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import NOUN_REASON, Found, Speaker
from quizapp.core.extraction.quotes.centres import is_unnamed_person
from quizapp.core.extraction.quotes.cues import find_cue, is_claim_noun, is_saying
from quizapp.core.extraction.quotes.nouns import is_noun_like
from quizapp.core.extraction.quotes.phrases import is_verb, phrase_ending, subject_of
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.words import (
    AUXILIARIES,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    word_set,
)
from quizapp.core.extraction.values import Reason

BEAT_REASON = Reason(
    "subject of the sentence before",
    0.7,
    "No word like “said” stands there; the sentence before is about this speaker.",
)
ASKED_REASON = Reason("asked", 0.75, "The writer asks; the words are the answer of the one who is asked.")
_BODY = word_set("smile face voice eyes eye hand hands tone expression gaze laugh brow shoulders mouth jaw lips fist")
_REACH = 60


def find_ahead(company: Company, pieces: Sequence[Piece]) -> Found | None:
    """Read “Moe’s verdict?”, “He pauses.”, “When I ask, Moe’s smile goes.” before words that stand alone."""
    asked = _asked_for(company, pieces)
    if asked is not None:
        return Found(asked, "Q6-noun", reasons=(NOUN_REASON,))
    if pieces[-1].lower == "?":
        whom = _whom(company, pieces)
        return None if whom is None else Found(whom, "Q7-asked", reasons=(ASKED_REASON,))
    speaker = inserted_speaker(company, pieces, len(pieces)) or main_subject(company, pieces)
    if _asks(pieces):
        return _answerer(company, pieces, speaker)
    is_told = company.is_person(speaker) or (speaker is not None and is_unnamed_person(speaker.name))
    return Found(speaker, "Q7-beat", reasons=(BEAT_REASON,)) if is_told else None


def _asks(pieces: Sequence[Piece]) -> bool:
    """Whether a sentence tells that its subject asks: “Why? the bishop wanted to know.”"""
    for at in range(1, len(pieces)):
        cue = find_cue(pieces, at)
        is_asking = cue is not None and cue.verb.sense == "ask" and cue.verb.is_finite and not cue.is_passive
        is_asking = is_asking and pieces[at - 1].text != "I"
        if is_asking and pieces[-2].lower not in ("silence", "him", "her"):
            return True
        if [piece.lower for piece in pieces[at : at + 3]] in (["wanted", "to", "know"], ["wants", "to", "know"]):
            return True
    return False


def _answerer(company: Company, pieces: Sequence[Piece], asker: Speaker | None) -> Found | None:
    """Take the only other person whom the paragraph names for the one who answers."""
    block = bisect_right(company.text.block_starts, pieces[0].start) - 1
    before = [one for one in company.people_of(block, pieces[-1].end)]
    others = [one.id for one in before if asker is None or one.id != asker.actor]
    if len(others) != 1 or (asker is not None and asker.actor is None):
        return None
    return Found(company.named(others[0]), "Q7-asked", reasons=(ASKED_REASON,))


def inserted_speaker(company: Company, pieces: Sequence[Piece], end: int) -> Speaker | None:
    """Read “It was four miles off, he said, and the bus had gone.”: whose words the sentence reports."""
    for at in range(max(2, end - _REACH), end - 1):
        if pieces[at - 2].lower != "," or pieces[at + 1].lower not in (",", "."):
            continue
        cue = find_cue(pieces, at)
        subject = pieces[at - 1]
        if cue is None or not is_saying(cue) or cue.is_passive or not cue.verb.is_finite:
            continue
        if subject.lower in ("he", "she"):
            return company.refer(subject.start, subject.end)
        if subject.actor is not None:
            return company.named(subject.actor)
    return None


def _asked_for(company: Company, pieces: Sequence[Piece]) -> Speaker | None:
    """Read “Moe’s verdict?”, “And her answer?”."""
    if pieces[-1].lower not in ("?", ":") or len(pieces) > 8 or any(is_verb(pieces, at) for at in range(len(pieces))):
        return None
    phrase = phrase_ending(pieces, len(pieces) - 2)
    is_owned = phrase is not None and phrase.owner is not None and is_claim_noun(pieces[phrase.head])
    return company.owner(pieces, phrase.owner) if is_owned and phrase is not None and phrase.owner is not None else None


def _whom(company: Company, pieces: Sequence[Piece]) -> Speaker | None:
    """Read “Does Petra Lane miss the stage?”: a question of the writer about whoever answers."""
    first = next((at for at in range(min(4, len(pieces) - 1)) if pieces[at].lower in AUXILIARIES), None)
    if first is None:
        return None
    piece = pieces[first + 1]
    if piece.actor is None and piece.lower not in ("he", "she"):
        return None
    speaker = company.named(piece.actor) if piece.actor is not None else company.refer(piece.start, piece.end)
    return speaker if company.is_person(speaker) else None


def main_subject(company: Company, pieces: Sequence[Piece]) -> Speaker | None:
    """Tell who is the subject of a sentence, behind a clause that hangs on it: “When it was over, Moe shrugged.”"""
    first = _main_clause(pieces)
    row = pieces[first:]
    if len(row) > 1 and row[0].lower in ("he", "she"):
        return company.refer(row[0].start, row[0].end)
    owner = _body_owner(row)
    if owner is not None:
        return company.owner(row, owner)
    verb = next((at for at in range(1, min(_REACH, len(row))) if is_verb(row, at)), None)
    if verb is None:
        is_bare = bool(row) and row[0].actor is not None and len(row) > 2 and is_noun_like(row[1])
        return company.named(row[0].actor) if is_bare and row[0].actor is not None else None
    return company.who(row, subject_of(row, verb))


def _main_clause(pieces: Sequence[Piece]) -> int:
    if pieces[0].lower not in SUBORDINATORS | PREPOSITIONS and not pieces[0].lower.endswith(("ed", "ing")):
        return 0
    commas = (at + 1 for at in range(1, min(_REACH, len(pieces) - 2)) if pieces[at].lower == ",")
    return next((at for at in commas if pieces[at].kind == "name" or pieces[at].lower in PERSONAL | POSSESSIVES), 0)


def _body_owner(row: Sequence[Piece]) -> int | None:
    """Find whose face or voice a sentence begins with."""
    if len(row) < 4:
        return None
    if row[0].lower in ("his", "her") and row[1].lower in _BODY:
        return 0
    is_owned = row[0].kind == "name" and row[1].is_possessive and row[2].lower in _BODY
    return 0 if is_owned else None
