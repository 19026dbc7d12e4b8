"""Words that a source line, or a clause without a doer before a colon, hands to whoever wrote them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quizapp.core.extraction.quotes.answers import NOUN_REASON, Found, Speaker
from quizapp.core.extraction.quotes.phrases import is_verb
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.tags import RUNS
from quizapp.core.extraction.quotes.words import word_set
from quizapp.core.extraction.quotes.writings import REPLIES, is_writing, maker_behind

_LINE = 140
_REACH = 40
_HANDS = word_set("hand handwriting writing script scrawl pencil words voice")
_NEAR_HAND = 14
_LABEL = r"(?:(?:Source|Document|Letter|Text|Extract|Item|No\.?|Entry)? ?(?:[A-Z]|[0-9]{1,3}|[IVX]{1,5})?[.:)] ?)?"
_NOUNS = (
    "address|autobiography|chronicle|deposition|diary|dispatch|evidence|history|journal|letters?|log(?:book)?|memoirs?|"
    "memorandum|notebooks?|notes|petition|report|sermon|speech|statement|testimony|will"
)
_WHO = r"(?P<who>(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er )?[^,:;()0-9]{2,60}?)"
_OF = re.compile(
    rf"{_LABEL}(?:From |Extract from |Part of )?(?:[Tt]he |[Aa] )?(?i:{_NOUNS}) (?:of|by|from) "
    rf"{_WHO}(?=[,:;(]| to | on |\Z)"
)
_TO = re.compile(rf"{_LABEL}{_WHO} to (?:his|her|the|a|[A-Z])[^.!?]*\Z")
_HELD = re.compile(rf"{_LABEL}(?P<who>[A-Z][^,:;()0-9]{{2,50}})(?:,|[’']s) [^.!?]*?(?i:\b(?:{_NOUNS})\b)")
#: “Source C. Ada Moll, cook, at her trial”: whatever it is called, whoever is named first wrote or spoke.
_LABELLED = re.compile(r"(?:Source|Document|Text|Extract) [A-Z0-9]{1,3}[.:)] (?P<who>[A-Z][^,:;()0-9]{2,50}),")
#: “Source 1: the vicar’s diary”
_KEEPER = re.compile(rf"{_LABEL}(?P<who>(?:[Tt]he|[Aa]n?) [a-z][a-z -]{{2,30}}?)[’']s (?i:{_NOUNS})\b")
_NEXT = word_set("first second third fourth fifth sixth next last latest earliest other shortest longest")
_WORDS = word_set("words word lines line margin back page sentence")


def source_line_above(company: Company, block: int) -> Found | None:
    """Read the line above: “From the diary of Ana Moe, 1840”, “The envoy to his king, 3 May”, “Bo Lind, letter”."""
    if block < 1:
        return None
    line = company.text.blocks[block - 1]
    words = company.text.text[line.start : line.end].rstrip(" :")
    if len(words) > _LINE or words[-1:] in '.!?”’"':
        return None
    match = _KEEPER.match(words) or _OF.match(words) or _TO.match(words) or _HELD.match(words) or _LABELLED.match(words)
    if match is None:
        return None
    speaker = _named(company, line.start + match.start("who"), line.start + match.end("who"))
    return None if speaker is None else Found(speaker, "Q2-source-line", is_before=False, reasons=(NOUN_REASON,))


def _named(company: Company, start: int, end: int) -> Speaker | None:
    """Take the last name of a stretch of a line, else its words where they tell somebody by an article."""
    mentions = company.cast.mentions
    at = bisect_left(mentions, end, key=lambda one: one.start) - 1
    if at >= 0 and mentions[at].start >= start and company.cast.actors[mentions[at].actor].type == "person":
        return company.named(mentions[at].actor)
    words = company.text.text[start:end].strip()
    if at >= 0 and mentions[at].start < start < mentions[at].end:
        # “Source A. Moe to his wife”: the letter of the source is no initial.
        people = [one for one in company.cast.actors if one.type == "person" and one.id != mentions[at].actor]
        named = [one.id for one in people if words in (one.canonical, one.canonical.split()[-1])]
        if len(named) == 1:
            return company.named(named[0])
    is_name = all(word[:1].isupper() for word in words.split())
    is_told = (is_name or words.split(" ", 1)[0].lower() in ("the", "a", "an", "his", "her")) and " " in words
    return Speaker(words, None, "unnamed") if is_told else None


def find_reply(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “The reply, by telegram, came at noon: “…””: it comes from whoever was written to."""
    for at in range(max(1, place - _REACH), place):
        if pieces[at].lower in REPLIES and pieces[at - 1].lower in ("the", "his", "her") and pieces[at - 1].is_capital:
            is_told = maker_behind(pieces, at + 1) is not None
            if pieces[at - 1].lower != "the":
                is_told = company.refer(pieces[at - 1].start, pieces[at - 1].end) is not None
            speaker = None if is_told else company.answerer(pieces[at].start)
            span = (pieces[at].start, pieces[at].end)
            return None if speaker is None else Found(speaker, "Q6-reply", span, at, reasons=(NOUN_REASON,))
    return None


def _goes_on(lead: Sequence[Piece]) -> bool:
    """Whether “It begins …” or “The second …” opens a clause, which may tell of a writing."""
    lower = [piece.lower for piece in lead[:2]]
    return len(lower) == 2 and (
        (lower[0] == "it" and lower[1] in RUNS) or (lower[0] in ("the", "her", "his") and lower[1] in _NEXT)
    )


def _hand(company: Company, pieces: Sequence[Piece], first: int, place: int) -> Speaker | None:
    """Read “in Moe’s writing: “…””, “a label in her hand: “…””."""
    for at in range(max(first + 2, place - _NEAR_HAND), place - 1):
        owner = at - 2 if pieces[at - 1].is_possessive else at - 1
        is_owned = pieces[at - 1].is_possessive or pieces[at - 1].lower in ("his", "her")
        if pieces[at].lower in _HANDS and is_owned and owner >= 1 and pieces[owner - 1].lower == "in":
            return company.owner(pieces, owner)
    return None


def find_led(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “The entry for 3 May: “…””, “On the back, in pencil: “…””, “In June: “…”” where somebody was writing."""
    first = next((n + 1 for n in range(place - 2, max(-1, place - _REACH), -1) if pieces[n].lower == ";"), 0)
    lead = pieces[first : place - 1]
    hand = _hand(company, pieces, first, place)
    if hand is not None:
        return Found(hand, "Q6-writing", (pieces[place - 1].start, pieces[place - 1].end), place - 1)
    is_of_writing = any(is_writing(piece) or piece.lower in _WORDS for piece in lead)
    is_of_writing = is_of_writing or _goes_on(lead)
    has_doer = any(piece.kind == "name" or piece.lower in ("he", "she", "they", "who") for piece in lead)
    is_bare = not any(is_verb(pieces, n) for n in range(first, place - 1))
    if has_doer or not (is_of_writing or is_bare):
        return None
    speaker = company.writer(pieces[place].start)
    if speaker is None:
        return None
    span = (pieces[place - 1].start, pieces[place - 1].end)
    return Found(speaker, "Q6-writing", span, place - 1, reasons=(NOUN_REASON,))
