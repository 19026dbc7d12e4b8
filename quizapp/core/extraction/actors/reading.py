"""Cut the capitalised runs of a sentence into pieces: offices, states, organisations, places, events and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quizapp.core.extraction.actors.compounds import compound_at, is_saints_house, over_label, over_title, title_end
from quizapp.core.extraction.actors.pieces import Piece, PieceKind
from quizapp.core.extraction.actors.runs import (
    DYNASTIES,
    INITIAL,
    NUMERAL,
    STATE_HEADS,
    complement_end,
    is_capital,
    particle_start,
    run_end,
    verb_in_heading,
)
from quizapp.core.extraction.lexicons.phrases import Entry
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import Title, Vocabulary, vocabulary
from quizapp.core.extraction.values import Token

_OPENERS = frozenset("“‘\"'«„([—–-•:;*…")
_RANK: tuple[PieceKind, ...] = ("state", "organisation", "group", "seat", "capital", "place", "language", "other")
_SURNAMES_LIKE_PLACES = cue_words("surnames_like_places")
_SURNAMES_LIKE_BODIES = frozenset(("house", "post", "guard", "bank", "church", "court", "order"))
_AMONG_WORDS = frozenset(("Order", "Justice", "Chief", "General", "Deputy", "Major", "Father"))
_TIME_PREFIXES = frozenset(("ex", "then", "vice", "former", "co", "deputy"))
_LEADING_PLACES = cue_words("leading_places")
#: Letters behind a name that are no part of it.
_POST_NOMINALS = frozenset(("QC", "KC", "SC", "MP", "MEP", "MSP", "MLA", "PhD", "MD", "FRS", "JP")) | frozenset(
    ("OBE", "CBE", "MBE", "KBE", "DSO", "VC", "OM")
)
_CONGRESSES = frozenset(("congress", "conference", "convention", "crusade", "campaign"))
_OF_EVENTS = frozenset(("congress", "conference", "convention", "diet"))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read at a place: where it ends, and the piece, or none when the words are nobody’s name."""

    end: int
    piece: Piece | None


def read_pieces(tokens: Sequence[Token], number: int, is_free: Sequence[bool], *, heading: bool) -> Iterator[Piece]:
    """Give the pieces of one sentence in order; `is_free` is False for tokens that belong to a time."""
    lexicon = vocabulary()
    at = 0
    size = len(tokens)
    while at < size:
        if not is_capital(tokens[at]) or not is_free[at]:
            at += 1
            continue
        if _is_starter(tokens, at, lexicon) or (at == 0 and _is_turn_letter(tokens, lexicon)):
            at += 1
            continue
        end = _free_end(tokens, run_end(tokens, at), at, is_free)
        end = verb_in_heading(tokens, at, end) if heading else end
        yield from _cut(tokens, at, end, number, heading, lexicon)
        at = max(at + 1, end)


def _free_end(tokens: Sequence[Token], end: int, first: int, is_free: Sequence[bool]) -> int:
    for place in range(first, end):
        if not is_free[place]:
            # “The Traders’ Association on Monday”: what led to the time is no part of the name.
            while place > first + 1 and tokens[place - 1].text in ("on", "of", "for", "and", "against", "the"):
                place -= 1
            return place
    return end


def _is_starter(tokens: Sequence[Token], at: int, lexicon: Vocabulary) -> bool:
    """Tell a sentence's first word, capital only for its place, from a name that stands there."""
    word = tokens[at].text
    low = word.lower()
    if low not in lexicon.starters or (len(word) > 1 and word.isupper() and low not in ("a", "i")):
        return False
    if at and tokens[at - 1].text not in _OPENERS and tokens[at - 1].text[-1] not in ".!?":
        return (low in ("a", "i", "the", "and", "of", "in", "mr") and not word.isupper()) or word == "I"
    if word in lexicon.titles:
        return False
    if word in lexicon.given:
        return not (at + 1 < len(tokens) and is_capital(tokens[at + 1]))
    found = lexicon.phrases.longest(tokens, at)
    return found is None or found[0] == 1


def _is_turn_letter(tokens: Sequence[Token], lexicon: Vocabulary) -> bool:
    """Tell “Q. Was the desk yours?” and “A. I would have to check.” from the initial of a name; “Q214 Chair: …” too."""
    if tokens[0].text[0] in "QA" and tokens[0].text[1:].isdecimal():
        return True
    if tokens[0].text not in ("Q.", "A.", "Q", "A") or len(tokens) < 3:
        return False
    behind = tokens[2 if tokens[1].text in (":", ".") else 1].text.lower()
    return behind in lexicon.starters or len(tokens[0].text) == 1 or behind in ("no", "yes", "never")


def _cut(
    tokens: Sequence[Token], first: int, end: int, number: int, heading: bool, lexicon: Vocabulary
) -> Iterator[Piece]:
    """Part one run; titles are kept for the name behind them."""
    at = first
    prefix: list[Title] = []
    title_first = -1
    while at < end:
        if (behind := over_label(tokens, at, end, lexicon)) > at:
            at = behind
            continue
        title = None if is_saints_house(tokens, at, end, lexicon) else _title_at(tokens, at, end, lexicon)
        if title:
            prefix.append(title[1])
            title_first = at if title_first < 0 else title_first
            if title[0] >= end and not (prefix[:-1]):
                yield replace(_piece(tokens, at, title[0], "title", "A06-title-alone", ()), sentence=number)
            at = title[0]
            continue
        found = _read(tokens, at, end, bool(prefix), lexicon)
        piece = found.piece
        if piece:
            start = _honorific_start(tokens, title_first, at, lexicon) if piece.kind == "name" else at
            is_titled = piece.kind == "name" and bool(prefix)
            yield Piece(
                number,
                start,
                piece.last,
                piece.kind,
                piece.words,
                "A03-title-name" if is_titled else piece.rule,
                at,
                tuple(prefix) if is_titled else (),
                title_first if is_titled else -1,
                piece.entries,
                heading,
            )
        prefix, title_first = [], -1
        at = max(found.end, at + 1)


def _honorific_start(tokens: Sequence[Token], title_first: int, at: int, lexicon: Vocabulary) -> int:
    """Let a mention begin at “Mr”, “Dame”, “Mrs Justice”; an office, such as “Grand Master”, stays outside it."""
    for first in (title_first, at - 1) if title_first >= 0 else ():
        if title := lexicon.titles.get(" ".join(token.text for token in tokens[first:at])):
            return first if title.use == "before" and title.role in ("honorific", "scholar") else at
    return particle_start(tokens, at)


def _title_at(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> tuple[int, Title] | None:
    """Read a title with a name behind it in the same run: “Prime Minister”, “Duke of”."""
    found = lexicon.phrases.longest(tokens, at)
    if found is None:
        return _hyphened_title(tokens, at, end, lexicon)
    size, entries = found
    title = next((entry for entry in entries if entry.kind == "title"), None)
    if title is None or _is_of_body(tokens, at, end, title.name, lexicon):
        return None
    value = lexicon.titles[title.name]
    behind = at + size
    if behind < end and tokens[behind].text == "of" and value.role in ("noble", "royal"):
        return behind + (2 if tokens[behind + 1].text == "the" else 1), value
    if behind < end and tokens[behind].text in ("of", "for"):
        return complement_end(tokens, behind), value
    if title.name in lexicon.given and behind < end and (not at or tokens[at - 1].text.lower() != "the"):
        # “Dean Hale” is a name, “the Dean” an office.
        return None
    is_alone = behind >= end or not is_capital(tokens[behind])
    if is_alone and any(entry.kind != "title" for entry in entries):
        return None
    if value.use == "office" and not is_alone:
        return behind, value
    return behind, value


def _is_of_body(tokens: Sequence[Token], at: int, end: int, title: str, lexicon: Vocabulary) -> bool:
    """Tell “the General Postal Union”, a body, from “General Hale” by its head noun and what is no given name."""
    if title != "General" or at + 2 >= end or tokens[at + 1].text in lexicon.given:
        return False
    whole = _whole(tokens, at, end, lexicon)
    return whole is not None and whole.piece is not None and whole.piece.kind == "organisation"


def _hyphened_title(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> tuple[int, Title] | None:
    """Read “Ex-president”, “Then-Chancellor” before a name."""
    before, hyphen, office = tokens[at].text.partition("-")
    title = lexicon.titles.get(office.capitalize()) if hyphen and before.lower() in _TIME_PREFIXES else None
    return (at + 1, title) if title and at + 1 < end else None


def _read(tokens: Sequence[Token], at: int, end: int, has_title: bool, lexicon: Vocabulary) -> _Found:
    """Read what begins at a place of a run."""
    compound = None if has_title else compound_at(tokens, at, end, lexicon)
    if compound is not None:
        return _Found(compound[0], _piece(tokens, at, *compound, ()))
    phrase = lexicon.phrases.longest(tokens, at)
    whole = None if has_title else _whole(tokens, at, end, lexicon)
    size = phrase[0] if phrase else 0
    is_listed = phrase is not None and _kind_of(phrase[1]) is not None
    if whole and (whole.end > at + size or (whole.end == at + size and not is_listed)):
        return whole
    if phrase and not (has_title and at + size <= end) and not _is_persons(tokens, at, end, size, lexicon):
        return _from_phrase(tokens, at, end, phrase, lexicon)
    if phrase and has_title and size > 1 and _kind_of(phrase[1]) == "state":
        return _from_phrase(tokens, at, end, phrase, lexicon)
    return _name(tokens, at, end, has_title, lexicon)


def _from_phrase(
    tokens: Sequence[Token], at: int, end: int, phrase: tuple[int, tuple[Entry, ...]], lexicon: Vocabulary
) -> _Found:
    size, entries = phrase
    behind = at + size
    kind = _kind_of(entries)
    if kind is None:
        if any(entry.kind == "people" for entry in entries):
            return _Found(behind, _piece(tokens, at, behind, "group", "A12-people", entries))
        if _is_nominal(tokens, at, behind, entries):
            return _Found(behind, _piece(tokens, at, behind, "group", "A13-the-people", entries))
        return _Found(behind, None)
    if kind in ("capital", "place") and behind < end and tokens[behind].text.lower() in lexicon.place_heads:
        return _Found(behind + 1, _piece(tokens, at, behind + 1, "place", "A22-place-head", ()))
    if kind in ("capital", "place") and _goes_on_as_name(tokens, behind, end, lexicon):
        return _Found(end, _piece(tokens, at, end, "organisation", "A18-place-and-name", ()))
    rule = {"state": "A10-state", "organisation": "A14-organisation", "group": "A12-people"}.get(kind, "A20-lexicon")
    return _Found(behind, _piece(tokens, at, behind, kind, rule, entries))


def _goes_on_as_name(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> bool:
    """Tell “Oxford Dictionaries”, a body named for its place, from “London Mayor …” and “Vienna …”."""
    if at >= end or not is_capital(tokens[at]) or len(tokens[at].text) < 3:
        return False
    words = [token.text for token in tokens[at:end]]
    if any(word in lexicon.titles or word in lexicon.given or word in lexicon.family_first for word in words):
        return False
    return lexicon.phrases.longest(tokens, at) is None


def _kind_of(entries: Sequence[Entry]) -> PieceKind | None:
    kinds = {entry.kind for entry in entries}
    for kind in _RANK:
        if kind in kinds and not (kind == "language" and "adjective" in kinds):
            return kind
    return None


def _is_nominal(tokens: Sequence[Token], at: int, behind: int, entries: Sequence[Entry]) -> bool:
    """Tell “the French agreed” from “the French army”: a demonym in the place of a noun."""
    word = tokens[behind - 1].text
    if not at or tokens[at - 1].text.lower() != "the" or not word.endswith(("ese", "sh", "ch", "ss", "ois", "ki")):
        return False
    if not any(entry.kind == "adjective" for entry in entries):
        return False
    following = tokens[behind].text if behind < len(tokens) else "."
    return not following[0].isalpha() or following in _AFTER_GROUPS or following.endswith("ed")


_AFTER_GROUPS = cue_words("after_groups")


def _is_persons(tokens: Sequence[Token], at: int, end: int, size: int, lexicon: Vocabulary) -> bool:
    """Tell “Georgia Hale” and “Kim Il-sung” from a state or place: a given name with a surname behind it."""
    if size != 1 or at + 1 >= end:
        return False
    word, following = tokens[at].text, tokens[at + 1].text
    if word not in lexicon.given and word not in lexicon.family_first:
        return False
    low = following.lower()
    if low in lexicon.organisation_heads or low in lexicon.event_heads or low in STATE_HEADS | DYNASTIES:
        return False
    found = lexicon.phrases.longest(tokens, at + 1)
    return found is None or all(entry.kind in ("capital", "place", "state", "title") for entry in found[1])


#: Storms have people’s names: “Hurricane Katrina”.
_STORMS = frozenset(("Hurricane", "Cyclone", "Typhoon", "Storm"))


def _whole(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> _Found | None:
    """Read a run by its head noun: “Bank of …”, “… Committee”, “Battle of …”, “… River”, “Kingdom of …”."""
    if tokens[at].text in _LEADING_PLACES and at + 1 < end:
        return _Found(end, _piece(tokens, at, end, "place", "A22-place-head", ()))
    if tokens[at].text in _STORMS and at + 1 < end:
        return _Found(at + 2, _piece(tokens, at, at + 2, "event", "A21-head", ()))
    for place in range(at, end - 1):
        if tokens[place + 1].text in ("of", "for", "on", "against") and is_capital(tokens[place]):
            low = tokens[place].text.lower()
            kind = _of_kind(low, lexicon)
            is_surname = low in _SURNAMES_LIKE_PLACES and tokens[at].text.split("-")[0] in lexicon.given
            if kind and not is_surname and not (place > at and tokens[at].text in lexicon.given):
                stop = _before_title(tokens, place + 2, end, lexicon)
                return _Found(stop, _piece(tokens, at, stop, kind, _HEAD_RULES.get(kind, "A21-head"), ()))
            break
    stop = _before_title(tokens, at + 1, end, lexicon)
    for last in range(stop - 1, at, -1):
        kind = _head_kind(tokens, at, last, lexicon)
        if kind:
            return _Found(last + 1, _piece(tokens, at, last + 1, kind, _HEAD_RULES.get(kind, "A21-head"), ()))
    return None


_HEAD_RULES = {
    "organisation": "A15-head",
    "group": "A16-head-group",
    "state": "A11-state-head",
    "place": "A22-place-head",
}


def _of_kind(low: str, lexicon: Vocabulary) -> PieceKind | None:
    if low in STATE_HEADS:
        return "state"
    if low in lexicon.event_heads and (low not in lexicon.organisation_heads or low in _OF_EVENTS):
        return _event_kind(low, lexicon)
    if low in lexicon.organisation_heads:
        return "group" if lexicon.organisation_heads[low] == "group" else "organisation"
    return "place" if low in lexicon.place_heads or low == "lake" else None


def _event_kind(low: str, lexicon: Vocabulary) -> PieceKind:
    kind = lexicon.event_heads[low]
    return "event" if kind == "event" else "work" if kind == "work" else "language" if kind == "language" else "other"


def _head_kind(tokens: Sequence[Token], at: int, last: int, lexicon: Vocabulary) -> PieceKind | None:
    low = tokens[last].text.lower()
    behind = tokens[last + 1].text if last + 1 < len(tokens) else ""
    if low in lexicon.modifiers and behind in ("Minister", "Secretary", "Commissioner", "Ministry"):
        # “Dalmoran Energy Minister Ana Moe”: what the minister minds, no firm.
        return None
    if low == "convention" and behind in ("on", "for", "against", "relating", "concerning"):
        return "other"
    if low == "central" and tokens[last - 1].text in ("’", "'", "’s", "'s"):
        return "organisation"
    is_persons = tokens[at].text.split("-")[0] in lexicon.given or bool(INITIAL.match(tokens[at].text))
    if low in STATE_HEADS and low not in ("crown", "county", "federation", "commonwealth"):
        return "state"
    if low in lexicon.event_heads and (low not in lexicon.organisation_heads or low in _CONGRESSES):
        if low in _CONGRESSES and low in lexicon.organisation_heads and not _is_at_place(tokens, at, last, lexicon):
            return "organisation"
        return None if is_persons and low in ("march", "day", "law", "mass", "bill") else _event_kind(low, lexicon)
    if low in lexicon.organisation_heads:
        is_short = is_persons and last == at + 1 and low in _SURNAMES_LIKE_BODIES
        return None if is_short else ("group" if lexicon.organisation_heads[low] == "group" else "organisation")
    if low in lexicon.place_heads:
        return None if is_persons and low in _SURNAMES_LIKE_PLACES else "place"
    return None


def _is_at_place(tokens: Sequence[Token], at: int, last: int, lexicon: Vocabulary) -> bool:
    found = lexicon.phrases.longest(tokens, at)
    return found is not None and found[0] == last - at and any(entry.kind in ("capital", "place") for entry in found[1])


def _before_title(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> int:
    """Give where an office with a name behind it begins, else the run's end."""
    for place in range(at, end - 1):
        word = tokens[place].text
        if word in lexicon.titles and word not in _AMONG_WORDS and is_capital(tokens[place + 1]):
            return place
    return end


def _name(tokens: Sequence[Token], at: int, end: int, has_title: bool, lexicon: Vocabulary) -> _Found:
    """Read a name of words that no list holds, or of given names and surnames."""
    stop = at + 1
    is_known = tokens[at].text in lexicon.given or tokens[at].text in lexicon.family_first or has_title
    while stop < end:
        if tokens[stop].text in _POST_NOMINALS:
            break
        if tokens[stop].text in lexicon.titles and (title_end(tokens, stop) > stop if is_known else stop + 1 < end):
            break
        if stop > at + (1 if is_known else 0) and _breaks_name(tokens, stop, end, lexicon):
            break
        stop += 1
    while stop > at + 1 and not is_capital(tokens[stop - 1]):
        stop -= 1
    stop = over_title(tokens, stop) if is_known and stop == at + 1 else stop
    rule = "A01-given-name" if is_known else "A02-capitals"
    if stop > at + 1 and NUMERAL.match(tokens[stop - 1].text):
        rule = "A04-numeral"
    return _Found(stop, _piece(tokens, at, stop, "name", rule, ()))


def _breaks_name(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> bool:
    """Tell whether a state, a people or a list of several words begins inside a run of names."""
    found = lexicon.phrases.longest(tokens, at)
    if found is None or tokens[at - 1].text in ("of", "the") or not is_capital(tokens[at - 1]):
        return False
    kinds = {entry.kind for entry in found[1]}
    return (found[0] > 1 and "title" not in kinds) or (at + found[0] < end and bool(kinds & {"adjective", "people"}))


def _piece(
    tokens: Sequence[Token], first: int, last: int, kind: PieceKind, rule: str, entries: tuple[Entry, ...]
) -> Piece:
    words = tuple(token.text for token in tokens[first:last] if token.is_word or len(token.text) > 1)
    return Piece(-1, first, last, kind, words, rule, first, entries=entries)
