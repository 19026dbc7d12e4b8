"""Speakers whom a noun of speech names: “Kenya’s claim”, “the claim, made by Ana Moe,”, “with the words”."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import NOUN_REASON, Found, Speaker
from quizapp.core.extraction.quotes.cues import find_cue, is_claim_noun
from quizapp.core.extraction.quotes.phrases import Phrase, is_verb, phrase_ending, subject_of
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.words import word_set
from quizapp.core.extraction.quotes.writings import REPLIES, is_writing, maker_behind

_SHOWING = word_set(
    "read reads reading quoted quotes quoting cited cites citing showed shows shown showing produced produces held "
    "recited recites displayed found opened received posted published shared"
)
_REACH = 30
_MADE = frozenset((",", "made", "first", "repeated", "spread", "issued", "put", "forward", "often"))


def by_noun(company: Company, pieces: Sequence[Piece], at: int, place: int) -> Found | None:
    """Read “Kenya’s claim that “…””, “his words were plain: “…””, “the oracle’s reply, “…””."""
    made = _maker(company, pieces, at, place)
    if made is not None:
        return Found(made, "Q6-noun", (pieces[at].start, pieces[at].end), at, reasons=(NOUN_REASON,))
    phrase = phrase_ending(pieces, at)
    if phrase is None or phrase.owner is None or (at == place - 1 and _is_object(pieces, phrase)):
        return None
    if phrase.start == 1 and pieces[0].lower == "to":
        # “To Moe’s suggestion that …, she returned: “…””: the words answer it.
        return None
    is_led = pieces[place - 1].lower in (":", "that") or _is_copula(pieces, at, place)
    if any(is_verb(pieces, between) for between in range(at + 1, place)) and not is_led:
        is_linked = any(pieces[between].lower in ("that", "of", "about") for between in range(at + 1, place))
        if not is_linked:
            return None
    speaker = company.owner(pieces, phrase.owner)
    if speaker is None:
        return None
    cue = (pieces[at].start, pieces[at].end)
    return Found(speaker, "Q6-noun", cue, at, reasons=(NOUN_REASON,))


def owned_before_clause(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “Her answer, which he repeats with pride, was: “…””: the clause between commas is beside the point."""
    at = place - 1 - (place > 0 and pieces[place - 1].lower == ":")
    if at < 4 or pieces[at].lower not in ("was", "is", "were", "are") or pieces[at - 1].lower != ",":
        return None
    comma = next((n for n in range(at - 3, 0, -1) if pieces[n].lower == "," and pieces[n + 1].lower == "which"), None)
    phrase = phrase_ending(pieces, comma - 1) if comma is not None else None
    if phrase is None or phrase.owner is None or not is_claim_noun(pieces[phrase.head]):
        return None
    speaker = company.owner(pieces, phrase.owner)
    span = (pieces[phrase.head].start, pieces[phrase.head].end)
    return None if speaker is None else Found(speaker, "Q6-noun", span, phrase.head, reasons=(NOUN_REASON,))


def _maker(company: Company, pieces: Sequence[Piece], at: int, place: int) -> Speaker | None:
    """Read “the claim, made by Ana Moe in a speech, that …”, “a promise by the mayor to …”."""
    words = [piece.lower for piece in pieces[at + 1 : at + 5]]
    if "by" not in words or not all(word in _MADE for word in words[: words.index("by")]):
        return None
    by = at + 1 + words.index("by")
    phrase = phrase_starting(pieces, by + 1)
    is_before = phrase is not None and phrase.end <= place
    speaker = company.who(pieces, phrase) if is_before else None
    return speaker if speaker is not None and speaker.actor is not None else None


def _is_copula(pieces: Sequence[Piece], at: int, place: int) -> bool:
    """Whether “were” stands between a noun and whole words: “his last words were “Tell them nothing””."""
    return place == at + 2 and pieces[at + 1].lower in ("is", "was", "were", "are") and is_full(pieces[place])


def _is_object(pieces: Sequence[Piece], phrase: Phrase) -> bool:
    """Whether a verb of speech takes the phrase as its object: “called her remarks “…””."""
    return phrase.start > 0 and find_cue(pieces, phrase.start - 1) is not None


def with_the_words(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “opened the fair with the words “…””: the subject of the sentence speaks."""
    at = place - 1 - (place > 0 and pieces[place - 1].lower == ":")
    if at < 3 or [piece.lower for piece in pieces[at - 2 : at + 1]] != ["with", "the", "words"]:
        return None
    verb = next((n for n in range(at - 3, max(0, at - _REACH), -1) if is_verb(pieces, n)), None)
    speaker = company.who(pieces, subject_of(pieces, verb)) if verb is not None else None
    if speaker is None or speaker.actor is None:
        return None
    return Found(speaker, "Q6-noun", (pieces[at].start, pieces[at].end), at, reasons=(NOUN_REASON,))


def find_written(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “read from a letter that Colin Lyle had sent: “…””: whoever wrote speaks, not whoever reads it out."""
    if place < 4 or pieces[place - 1].lower != ":":
        return None
    for at in range(place - 3, max(0, place - _REACH), -1):
        if pieces[at].kind == "quote" or pieces[at].lower in (";", ":"):
            return None
        is_words = is_writing(pieces[at]) or pieces[at].lower in REPLIES
        if not is_words or pieces[at - 1].is_possessive or not _is_shown(pieces, at):
            continue
        maker = maker_behind(pieces, at + 1 + ([one.lower for one in pieces[at + 1 : at + 3]] == [",", "from"]))
        speaker = company.who(pieces, maker) if maker is not None and maker.end < place else None
        if speaker is not None:
            span = (pieces[at].start, pieces[at].end)
            return Found(speaker, "Q6-writing", span, at, reasons=(NOUN_REASON,))
    return None


def _is_shown(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a verb of showing or reading stands before a writing, with nothing but its particle between."""
    return any(
        pieces[n].lower in _SHOWING and all(one.kind == "word" for one in pieces[n + 1 : at])
        for n in range(max(0, at - 7), at)
    )


def is_full(piece: Piece) -> bool:
    """Whether words may be whole: a capital first, and more than two of them."""
    return piece.text[:1].isupper() and len(piece.text.split()) > 2
