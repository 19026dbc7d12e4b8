"""Clauses put to a quotation that say of a writing how it goes, or that it is all that somebody said."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import NOUN_REASON, Found, Speaker
from quizapp.core.extraction.quotes.centres import is_unnamed_person
from quizapp.core.extraction.quotes.cues import find_cue, is_claim_noun
from quizapp.core.extraction.quotes.phrases import Phrase, subject_of
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.words import POSSESSIVES, word_set
from quizapp.core.extraction.quotes.writings import is_writing

#: What a writing does with its words.
RUNS = word_set(
    "run runs ran read reads begin begins began end ends ended go goes went continue continues continued open opens "
    "opened conclude concludes concluded close closes closed start starts started finish finishes finished"
)
#: What people do too: “…,” Hannah begins.
_BY_PEOPLE = word_set("begins began continues continued concludes concluded ends ended finishes finished")
_OPEN_HEADS = word_set("one another")
_REACH = 12


def find_tag(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “…,” her letter ends · “…,” it begins, “…” · “…,” ran the note · “…,” is all that she would say."""
    first = place + 1
    if first < len(pieces) and pieces[first].lower == ",":
        first += 1
    if pieces[place].text[-1:] in ",!?…—–" or first > place + 1:
        if [piece.lower for piece in pieces[first : first + 2]] in (["is", "all"], ["was", "all"]):
            return _all_said(company, pieces, first)
        if first + 2 < len(pieces) and pieces[first].lower in ("is", "was"):
            return _comment(company, pieces, first)
        if [piece.lower for piece in pieces[first : first + 2]] in (["we", "read"], ["we", "find"], ["one", "reads"]):
            return _made(pieces, company.writer(pieces[0].start), first + 1)
        found = _behind(company, pieces, first)
        if found is not None:
            return found
    return _split(company, pieces, place)


def _all_said(company: Company, pieces: Sequence[Piece], first: int) -> Found | None:
    """Read “was all that Moe would say about it”."""
    for at in range(first + 3, min(len(pieces), first + _REACH)):
        if find_cue(pieces, at) is None:
            continue
        start = first + 2 + (pieces[first + 2].lower in ("that", "which"))
        speaker = company.who(pieces, phrase_starting(pieces, start))
        span = (pieces[at].start, pieces[at].end)
        is_told = speaker is not None and (speaker.actor is not None or is_unnamed_person(speaker.name))
        return None if not is_told else Found(speaker, "Q1-all-said", span, at, is_before=False)
    return None


def _comment(company: Company, pieces: Sequence[Piece], first: int) -> Found | None:
    """Read “is his comment”, “was Moe’s only answer”."""
    owner = first + 1
    is_owned = pieces[owner].lower in POSSESSIVES or pieces[owner + 1].is_possessive
    noun = next((at for at in range(owner + 1, min(len(pieces), owner + 5)) if is_claim_noun(pieces[at])), None)
    return _made(pieces, company.owner(pieces, owner), noun) if is_owned and noun is not None else None


def _behind(company: Company, pieces: Sequence[Piece], first: int) -> Found | None:
    if first + 1 < len(pieces) and pieces[first].lower in RUNS and pieces[first + 1].lower in _OPEN_HEADS:
        return _made(pieces, company.writer(pieces[0].start), first)
    if first < len(pieces) and pieces[first].lower in RUNS:
        phrase = phrase_starting(pieces, first + 1)
        return _found(company, pieces, phrase, first) if phrase is not None else None
    for at in range(first + 1, min(len(pieces), first + _REACH)):
        if pieces[at].kind == "quote" or pieces[at].lower in (";", ":", ","):
            return None
        if pieces[at].lower in RUNS:
            row = pieces[: at + 1]
            phrase = subject_of(row[first:], at - first)
            shifted = None if phrase is None else _shifted(phrase, first)
            return _found(company, pieces, shifted, at) if shifted is not None else None
    return None


def _shifted(phrase: Phrase, by: int) -> Phrase:
    owner = None if phrase.owner is None else phrase.owner + by
    return Phrase(phrase.start + by, phrase.end + by, phrase.head + by, owner)


def _split(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read the second half of “…,” it begins, “…”."""
    at = place - 2
    if at < 1 or pieces[place - 1].lower not in (",", ";") or pieces[at].lower not in RUNS:
        return None
    quoted = next((n for n in range(at - 1, max(-1, at - _REACH), -1) if pieces[n].kind == "quote"), None)
    if quoted is None:
        return None
    first = quoted + 1 + (pieces[quoted + 1].lower == ",")
    return _behind(company, pieces, first)


def _found(company: Company, pieces: Sequence[Piece], phrase: Phrase, at: int) -> Found | None:
    head = pieces[phrase.head]
    speaker: Speaker | None = None
    if is_writing(head):
        speaker = company.who(pieces, phrase)
    elif head.lower == "it":
        speaker = company.writer(pieces[0].start)
    elif (head.kind == "name" or head.lower in ("he", "she")) and pieces[at].lower in _BY_PEOPLE:
        speaker = company.who(pieces, phrase)
    return _made(pieces, speaker, at)


def _made(pieces: Sequence[Piece], speaker: Speaker | None, at: int) -> Found | None:
    if speaker is None:
        return None
    return Found(speaker, "Q6-writing", (pieces[at].start, pieces[at].end), at, is_before=False, reasons=(NOUN_REASON,))
