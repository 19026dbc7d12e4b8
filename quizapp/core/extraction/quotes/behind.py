"""Speakers whom the sentence behind a quotation tells: “So wrote Ada Moll.”, “It was Moe who shouted.”"""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import Found, Speaker
from quizapp.core.extraction.quotes.cues import find_cue
from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.words import word_set
from quizapp.core.extraction.values import Reason

BEHIND_REASON = Reason("sentence behind", 0.9, "The sentence behind the words tells whose they are.")
_WORDS = word_set("words lines line verdict motto advice answer reply message view memory testimony epitaph")
_SPEAKING = word_set("speaker author writer witness voice man woman speakers poet")
_BEATS = word_set(
    "laughs laughed smiles smiled shrugs shrugged nods nodded grins grinned sighs sighed pauses paused chuckles "
    "chuckled winces winced frowns frowned"
)
_FORMS = word_set("is are was were")


def find_behind(company: Company, pieces: Sequence[Piece]) -> Found | None:
    """Read the sentence behind a quotation that is a sentence of its own."""
    speaker = _speaker(company, pieces, [piece.lower for piece in pieces[:6]])
    if speaker is None:
        return None
    return Found(speaker, "Q6-behind", (pieces[0].start, pieces[0].end), is_before=False, reasons=(BEHIND_REASON,))


def _speaker(company: Company, pieces: Sequence[Piece], lower: list[str]) -> Speaker | None:
    if len(pieces) < 3 or any(piece.kind == "quote" for piece in pieces):
        return None
    if lower[0] in ("so", "thus"):
        return _so(company, pieces)
    if lower[1:3] in (["these", "words"], ["those", "words"]) and lower[0] == "with":
        return company.who(pieces, phrase_starting(pieces, 4 if lower[3:4] == [","] else 3))
    if lower[0] == "it" and lower[1] in _FORMS:
        return _cleft(company, pieces)
    if lower[:3] in (["that", "is", "how"], ["this", "is", "how"], ["that", "was", "how"], ["this", "was", "how"]):
        return _named(company, pieces, phrase_starting(pieces, 3))
    if lower[0] in ("these", "those", "the", "this", "that"):
        return _words_of(company, pieces)
    return _beat(company, pieces)


def _so(company: Company, pieces: Sequence[Piece]) -> Speaker | None:
    cue = find_cue(pieces, 1)
    first = cue.end if cue is not None else 1
    phrase = phrase_starting(pieces, first)
    is_thus = cue is None and phrase is not None and phrase.end < len(pieces) and pieces[phrase.end].lower in ",."
    if cue is not None and not cue.is_passive:
        return company.who(pieces, phrase)
    return _named(company, pieces, phrase) if is_thus else None


def _cleft(company: Company, pieces: Sequence[Piece]) -> Speaker | None:
    """Read “It was Lena Fisk who shouted.”."""
    phrase = phrase_starting(pieces, 2)
    if phrase is None or phrase.end + 1 >= len(pieces) or pieces[phrase.end].lower != "who":
        return None
    cues = (find_cue(pieces, at) for at in range(phrase.end + 1, min(len(pieces), phrase.end + 4)))
    return company.who(pieces, phrase) if any(cue is not None and cue.verb.is_finite for cue in cues) else None


def _words_of(company: Company, pieces: Sequence[Piece]) -> Speaker | None:
    """Read “These were the last words of X.”, “The words are X’s.”, “The speaker was X.”."""
    verb = next((at for at in range(1, min(5, len(pieces))) if pieces[at].lower in _FORMS), None)
    if verb is None or verb + 1 >= len(pieces):
        return None
    head = pieces[verb - 1].lower
    if head in _SPEAKING:
        return _named(company, pieces, phrase_starting(pieces, verb + 1))
    of = next((at for at in range(verb + 1, min(len(pieces) - 1, verb + 6)) if pieces[at].lower == "of"), None)
    if of is not None and (pieces[of - 1].lower in _WORDS or (pieces[of - 1].lower == "those" and head in _WORDS)):
        return _named(company, pieces, phrase_starting(pieces, of + 1))
    owner = pieces[verb + 1]
    is_owned = verb + 2 < len(pieces) and pieces[verb + 2].is_possessive
    is_words = head in _WORDS or (verb == 1 and any(piece.lower in _WORDS for piece in pieces[verb + 3 : verb + 6]))
    return company.named(owner.actor) if owner.actor is not None and is_owned and is_words else None


def _beat(company: Company, pieces: Sequence[Piece]) -> Speaker | None:
    """Read “Karl Wend laughs at the memory.”."""
    phrase = phrase_starting(pieces, 0)
    if phrase is None or phrase.end >= len(pieces) or pieces[phrase.end].lower not in _BEATS:
        return None
    return company.who(pieces, phrase)


def _named(company: Company, pieces: Sequence[Piece], phrase: Phrase | None) -> Speaker | None:
    speaker = company.who(pieces, phrase)
    return speaker if speaker is not None and speaker.actor is not None else None
