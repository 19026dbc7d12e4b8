"""Speakers that layout and syntax tell without a verb of speech: name lines, colons, the subject of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizapp.core.extraction.quotes.answers import Found, Speaker
from quizapp.core.extraction.quotes.people import is_somebody
from quizapp.core.extraction.quotes.phrases import (
    Phrase,
    is_verb,
    phrase_ending,
    subject_of,
)
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import phrase_starting
from quizapp.core.extraction.quotes.words import AUXILIARIES, BLOCKERS, DASHES, PREPOSITIONS, word_set
from quizapp.core.extraction.values import Reason

SUBJECT_REASON = Reason(
    "subject of the clause",
    0.8,
    "No word like “said” stands there; whom the sentence is about is taken as the speaker.",
)
COLON_REASON = Reason(
    "before a colon", 0.9, "A colon, and no word like “said”, stands between the speaker and the words."
)
_REACH = 60
#: Letters of a line before a quotation that “Q: ” may stand in.
_LEAD_LETTERS = 6
#: Names of the parts of an article, not of anybody.
_LABELS = word_set(
    "claim claims verdict quote fact facts rumour rumor headline caption statement question answer conclusion rating "
    "summary context post source example note result finding update translation said"
)
#: “Q214 Chair: …”: the number of a question in a transcript.
_NUMBER = re.compile(r"[QA]?\d{1,4}")
_LETTERS = frozenset(("Q", "A", "Q:", "A:", "Q.", "A."))


def find_turn(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read a name line: “Chair: “…””, ““…” – Bo Lind on the pier”; then a clause that ends in a colon."""
    start = pieces[place].start
    line = company.text.text.rfind("\n", max(0, start - _LEAD_LETTERS), start) + 1
    lead = company.text.text[line:start].strip() if line or start < _LEAD_LETTERS else ""
    if lead in _LETTERS:
        return Found(company.party(line, lead[0]), "Q2-turn", (line, line + len(lead)))
    if place > 1 and pieces[place - 1].lower == ":":
        phrase = phrase_ending(pieces, place - 2)
        is_name_line = phrase is not None and phrase.start == 0 and phrase.end <= 8
        if phrase is not None and is_name_line and not any(is_verb(pieces, at) for at in range(place - 1)):
            return _turn(company, pieces, phrase, pieces[place - 1])
    if place + 2 <= len(pieces) - 1 and pieces[place + 1].lower in DASHES:
        phrase = phrase_starting(pieces, place + 2)
        if phrase is not None and not _has_verb_behind(pieces, phrase.end):
            speaker = company.who(pieces, phrase)
            if speaker is not None and speaker.actor is not None:
                return Found(speaker, "Q2-dash", is_before=False)
    return None


def _has_verb_behind(pieces: Sequence[Piece], place: int) -> bool:
    return any(is_verb(pieces, at) for at in range(place, min(place + _REACH, len(pieces))))


def _turn(company: Company, pieces: Sequence[Piece], phrase: Phrase, colon: Piece) -> Found:
    if phrase.head > phrase.start and _NUMBER.fullmatch(pieces[phrase.start].text):
        phrase = Phrase(phrase.start + 1, phrase.end, phrase.head, phrase.owner)
    owner = _owner_before_colon(company, pieces, phrase)
    if owner is not None:
        return Found(owner, "Q2-colon", (colon.start, colon.end), reasons=(COLON_REASON,))
    speaker = company.who(pieces, phrase)
    if speaker is not None and is_label(pieces[phrase.head].lower):
        speaker = None
    if speaker is not None and speaker.actor is None:
        words = [piece.lower for piece in pieces[phrase.start : phrase.end]]
        speaker = company.by_role(words, pieces[phrase.start].start) or company.described(pieces, phrase) or speaker
        if len(speaker.name or "") <= 2:
            speaker = None
    return Found(speaker, "Q2-turn", (colon.start, colon.end))


def find_subject(company: Company, pieces: Sequence[Piece], place: int, *, is_colon: bool) -> Found | None:
    """Take the actor who is subject of the clause: before a colon, or of a fragment that no cue governs."""
    start = _clause_start(pieces, place)
    verb = next(
        (at for at in range(start, place) if is_verb(pieces, at) and at > start and not _is_aside(pieces, at)), None
    )
    last = place - 2
    if is_colon and last > start + 1 and pieces[last - 1].lower in ("he", "she") and is_verb(pieces, last):
        # “To the suggestion that he should leave, she returned: “…””
        verb = last
    phrase = subject_of(pieces, verb) if verb is not None else None
    if phrase is None and is_colon:
        phrase = next(_phrases_with_names(pieces, start, place), None)
    speaker = _owner_before_colon(company, pieces, phrase) if is_colon else None
    speaker = speaker or company.who(pieces, phrase)
    is_acting = is_colon and verb is not None and phrase is not None and _acts(pieces, verb, phrase)
    if speaker is None or (speaker.actor is None and not is_acting):
        return None
    if is_colon:
        return Found(speaker, "Q2-colon", (pieces[place - 1].start, pieces[place - 1].end), reasons=(COLON_REASON,))
    return Found(speaker, "Q6-subject", reasons=(SUBJECT_REASON,))


def is_label(words: str) -> bool:
    """Whether words such as “The verdict” head a part of an article and name nobody."""
    last = words.lower().rstrip(" :.").split()
    return bool(last) and last[-1] in _LABELS and len(last) < 4


def _owner_before_colon(company: Company, pieces: Sequence[Piece], phrase: Phrase | None) -> Speaker | None:
    """Read “Moe’s position was clear: “…””, “Her hunch: “…””: what is before the colon is hers, and no person."""
    if phrase is None or phrase.owner is None or is_somebody(pieces[phrase.head]):
        return None
    return company.owner(pieces, phrase.owner)


def _is_aside(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a participle opens an insertion: “An officer, speaking on condition of anonymity, was blunter”."""
    return pieces[at].lower.endswith("ing") and pieces[at - 1].lower == ","


def _acts(pieces: Sequence[Piece], verb: int, phrase: Phrase) -> bool:
    """Whether somebody without a name does something, or is somehow as a person is: “the minister was curt: “…””."""
    if pieces[verb].lower not in AUXILIARIES:
        return True
    return is_somebody(pieces[phrase.head])


def _clause_start(pieces: Sequence[Piece], place: int) -> int:
    for at in range(place - 1, max(0, place - _REACH), -1):
        if pieces[at].lower == ";" or (
            pieces[at - 1].lower == "," and pieces[at].lower in BLOCKERS | {"and", "or", "so"}
        ):
            return at + 1
    return max(0, place - _REACH)


def _phrases_with_names(pieces: Sequence[Piece], start: int, place: int) -> Iterator[Phrase]:
    for at in range(start, place):
        is_free = at == 0 or pieces[at - 1].lower not in PREPOSITIONS
        if pieces[at].kind == "name" and is_free:
            yield Phrase(at, at + 1, at)
