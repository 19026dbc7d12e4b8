"""Offices and descriptions beside a name: before it, behind a comma, behind “as”, “was”, “became”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.extraction.actors.pieces import Piece
from quizapp.core.extraction.actors.runs import is_capital
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import Title, vocabulary
from quizapp.core.extraction.values import Token
from quizapp.core.extraction.verbs import verb_forms

RoleTime: TypeAlias = Literal["now", "former", "then"]

_FORMER = frozenset(("former", "ex", "late", "retired", "ousted", "deposed", "exiled"))
_ARTICLES = frozenset(("the", "a", "an", "his", "her", "its", "their"))
#: What somebody is like, and no part of an office: “the young Emperor”.
_QUALITIES = frozenset(
    (
        *("young", "aged", "ageing", "elderly", "famous", "popular", "unpopular", "brilliant", "ambitious", "ailing"),
        *("dying", "sick", "charismatic", "energetic", "beloved", "hated", "youthful", "frail", "weary", "stubborn"),
    )
)
_OF_SOMEBODY = frozenset(("the", "a", "an"))
_AFTER_DEPARTMENTS = frozenset(
    (
        *(
            "in",
            "from",
            "under",
            "until",
            "and",
            "for",
            "during",
            "who",
            "to",
            "at",
            "when",
            "after",
            "before",
            "since",
        ),
        *("since", "by", "with", "while", "as"),
    )
)
_NEVER_IN_OFFICE = frozenset((*',.;:(“"‘«„', "'"))
_BEHIND_OFFICE = (_AFTER_DEPARTMENTS - {"and", "for", "to"}) | frozenset(",.;)–—:”")
_LINKS = cue_words("links")
_BEFORE_OFFICE = _ARTICLES | _LINKS | {"then", "who", "later", "also", "once", "had", "now"}
_MADE = cue_words("made")
_BEHIND_DEEDS = _ARTICLES | {"to", "with", "against", "at", "by", "on", "that", "from", "for"}


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A role as tokens `first`..`last` of a sentence, its noun, and when it held."""

    first: int
    last: int
    noun: str
    title: Title | None
    time: RoleTime


def role_before(tokens: Sequence[Token], first: int) -> FoundRole | None:
    """Read a description right before a name: “the physicist”, “North Korean leader”, “finance minister”."""
    noun = _noun_ending(tokens, first)
    if noun is None:
        return _apposed(tokens, first)
    start, word = noun
    begin = _behind_qualities(tokens, _start_of_phrase(tokens, start), start)
    return FoundRole(begin, first, word, _title_of(word), _time_of(tokens, begin, first))


def _behind_qualities(tokens: Sequence[Token], begin: int, noun: int) -> int:
    while begin < noun and tokens[begin].text.lower() in _QUALITIES:
        begin += 1
    return begin


def _apposed(tokens: Sequence[Token], first: int) -> FoundRole | None:
    """Read “Peru’s envoy to the Vatican,” and “the head of the Seed Bank,” before a name."""
    comma = first - 1
    if comma < 2 or tokens[comma].text != ",":
        return None
    for place in range(comma - 2, max(-1, comma - 10), -1):
        word = tokens[place].text
        if word in (",", ".", ";", "”"):
            return None
        if _is_office(tokens, place) and tokens[place + 1].text in ("of", "to", "for", "at", "in"):
            begin = _start_of_phrase(tokens, place)
            opens = (
                begin == 0 or tokens[begin - 1].text.lower() in _ARTICLES or tokens[begin].text != tokens[place].text
            )
            return FoundRole(begin, comma, word, _title_of(word), _time_of(tokens, begin, comma)) if opens else None
    return None


def title_role(tokens: Sequence[Token], piece: Piece) -> FoundRole | None:
    """Read the titles before a name as a role, with what qualifies them; “Mr” and its like are none."""
    if piece.title_first < 0 or not piece.prefix or all(title.role == "honorific" for title in piece.prefix):
        return None
    is_of = any(tokens[place].text == "of" for place in range(piece.title_first, piece.core))
    last = piece.last if is_of and tokens[piece.core - 1].text in ("of", "the") else piece.core
    begin = _behind_qualities(tokens, _start_of_phrase(tokens, piece.title_first), piece.title_first)
    words = " ".join(token.text for token in tokens[piece.title_first : last])
    title = next(title for title in reversed(piece.prefix) if title.role != "honorific")
    return FoundRole(begin, last, words, title, _time_of(tokens, begin, last))


def role_behind(tokens: Sequence[Token], last: int) -> FoundRole | None:
    """Read a description behind a name: “, the mayor of …,”, “was a chemist”, “as governor”, “became king”."""
    at = last
    if at < len(tokens) and tokens[at].text == "(":
        at = next((p + 1 for p in range(at, min(at + 16, len(tokens))) if tokens[p].text == ")"), at)
    if at >= len(tokens):
        return None
    word = tokens[at].text.lower()
    if word in (",", "–", "—"):
        if _is_anothers_title(tokens, at + 1):
            return None
        if at + 1 < len(tokens) and tokens[at + 1].text.lower() in _LINKS:
            return _linked(tokens, at + 1)
        return _phrase_at(tokens, at + 1, needs_end=True) or _linked(tokens, _behind_comma(tokens, at + 1))
    return _linked(tokens, at)


def _is_anothers_title(tokens: Sequence[Token], at: int) -> bool:
    """Tell “Ana Moe, Governor Dale Hutt and …”: the title belongs to the name behind it."""
    if at + 1 >= len(tokens) or tokens[at].text not in vocabulary().titles:
        return False
    return is_capital(tokens[at + 1]) and not _is_office(tokens, at + 1)


def _behind_comma(tokens: Sequence[Token], at: int) -> int:
    """Give the place behind the next comma of the sentence’s first words, or its end."""
    for place in range(at, min(at + 12, len(tokens))):
        if tokens[place].text in (",", "–", "—"):
            return place + 1
    return len(tokens)


def _linked(tokens: Sequence[Token], at: int) -> FoundRole | None:
    """Read “was a chemist”, “later became governor of …”, “was elected mayor”."""
    for place in range(at, min(at + 4, len(tokens))):
        low = tokens[place].text.lower()
        if low in _MADE:
            is_maker = place > 0 and place == at and tokens[place - 1].text not in (",", "–", "—", ")")
            is_own = place + 1 < len(tokens) and tokens[place + 1].text in ("himself", "herself")
            # “Lind appointed Ana Moe judge”: that is her office, and not his.
            return None if is_maker and not is_own else _phrase_at(tokens, place + 1 + is_own, needs_end=False)
        if low in _LINKS and (place + 1 >= len(tokens) or tokens[place + 1].text.lower() not in _MADE):
            return _phrase_at(tokens, place + 1, needs_end=False)
        if low not in ("had", "has", "then", "later", "also", "once", "was", "were", "who", "is", "first", ","):
            return None
    return None


def _phrase_at(tokens: Sequence[Token], at: int, *, needs_end: bool) -> FoundRole | None:
    """Read a noun phrase whose head is an office or a description."""
    first = at
    if at < len(tokens) and tokens[at].text == "whose":
        return None
    while first < len(tokens) and tokens[first].text.lower() in _BEFORE_OFFICE:
        first += 1
    if _tells_deed(tokens, first):
        return None
    for place in range(first, min(first + 7, len(tokens))):
        word = tokens[place].text
        low = word.lower()
        if word in _NEVER_IN_OFFICE or low in ("said", "who", "that", "which"):
            return None
        if low in _ARTICLES and tokens[place - 1].text not in ("of", "to", "for", "in", "at"):
            return None  # “who brought a lawyer”
        if _is_office(tokens, place) and not _goes_on(tokens, place):
            place += _is_long_office(tokens, place)
            last = _end_of_phrase(tokens, place + 1)
            if needs_end and last < len(tokens) and tokens[last].text not in _BEHIND_OFFICE:
                if is_capital(tokens[last]) and last == place + 1:
                    return None  # “In the days of Otto II, the merchant Karl Moen”: it is Moen’s
                last = min(last, place + 1) if not is_capital(tokens[last]) else last
            noun = " ".join(token.text for token in tokens[first : place + 1])
            return FoundRole(first, last, noun, _title_of(low), _time_of(tokens, at, last))
    return None


def _tells_deed(tokens: Sequence[Token], first: int) -> bool:
    """Tell “was to become king”, which nobody knows yet, and “…, complained to the minister”, which is no office."""
    if first >= len(tokens):
        return False
    word, behind = tokens[first].text, tokens[first + 1].text if first + 1 < len(tokens) else ""
    form = verb_forms().get(word)
    is_past = form is not None and "past" in form.forms and word not in vocabulary().role_nouns
    return word == "to" or (is_past and behind in _BEHIND_DEEDS)


def _is_long_office(tokens: Sequence[Token], at: int) -> bool:
    """Tell “chief executive” from “chief of the guard”."""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return f"{tokens[at].text} {behind}".lower() in vocabulary().role_nouns


def _is_office(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].text.lower()
    lexicon = vocabulary()
    title = lexicon.titles.get(tokens[at].text.capitalize())
    return low in lexicon.role_nouns or (title is not None and title.use != "before")


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Tell “general secretary” and “president’s aide” from a phrase that ends with its first office."""
    if at + 1 >= len(tokens):
        return False
    following = tokens[at + 1].text
    return following in ("’s", "'s") or _is_office(tokens, at + 1)


def _end_of_phrase(tokens: Sequence[Token], at: int) -> int:
    """Give the end of “of …”, “to …”, “for …” with the names and nouns behind."""
    while at + 1 < len(tokens) and tokens[at].text in ("of", "to", "for", "in", "at"):
        behind = at + 1
        while behind < len(tokens) and (
            is_capital(tokens[behind])
            or tokens[behind].text in ("the", "and", "’s", "'s", "of", "foreign", "its")
            or _owns_body(tokens, behind)
        ):
            if tokens[behind].text == "and" and [one.text for one in tokens[behind + 2 : behind + 3]] == ["of"]:
                break  # “became king of the Swedes and Oto of the Danes”
            behind += 1
        while behind > at and tokens[behind - 1].text in ("the", "and", "of", "its"):
            behind -= 1
        if behind == at or (behind == at + 1 and not is_capital(tokens[at + 1])):
            return _behind_department(tokens, at)
        at = behind
    return at


def _owns_body(tokens: Sequence[Token], mark: int) -> bool:
    """Tell the mark in “secretary of the Weavers’ Association” from one that ends a quotation."""
    is_many = tokens[mark].text in ("’", "'") and tokens[mark - 1].text.endswith("s")
    return is_many and mark + 1 < len(tokens) and is_capital(tokens[mark + 1])


def _behind_department(tokens: Sequence[Token], at: int) -> int:
    """Give the end of “of mines”, “for the shogun”, “to the king’s sons” in small letters; `at` where it is no such."""
    if tokens[at].text == "of" and _is_department(tokens, at + 1):
        return at + 2
    if tokens[at].text not in ("of", "for", "to") or tokens[at + 1].text not in _OF_SOMEBODY:
        return at
    for noun in range(at + 2, min(at + 6, len(tokens))):
        word, behind = tokens[noun].text, tokens[noun + 1].text if noun + 1 < len(tokens) else "."
        if not (word.islower() and word.isalpha()) and word not in ("’s", "'s"):
            return at
        if not behind[0].isalnum() and behind not in ("’s", "'s"):
            return noun + 1
    return at


def _is_department(tokens: Sequence[Token], at: int) -> bool:
    """Tell “minister of mines”, “secretary of state” by the lone noun with which the phrase ends."""
    word = tokens[at].text
    behind = tokens[at + 1].text if at + 1 < len(tokens) else "."
    return word.isalpha() and word not in _ARTICLES and (not behind[0].isalnum() or behind in _AFTER_DEPARTMENTS)


def _noun_ending(tokens: Sequence[Token], end: int) -> tuple[int, str] | None:
    """Give the role noun of one or two lower-case words that ends right before a place, over a comma."""
    lexicon = vocabulary()
    last = end
    if last and tokens[last - 1].text == "," and _opens_apposition(tokens, last - 1):
        last -= 1
    if last < 1:
        return None
    two = f"{tokens[last - 2].text} {tokens[last - 1].text}".lower() if last > 1 else ""
    if two in lexicon.role_nouns:
        return last - 2, two
    word = tokens[last - 1].text
    if word in lexicon.kin and word not in lexicon.role_nouns:
        return None
    if word in lexicon.role_nouns or (word.capitalize() in lexicon.titles and word.islower() and len(word) > 3):
        return last - 1, word
    return None


def _opens_apposition(tokens: Sequence[Token], comma: int) -> bool:
    """Tell “its new envoy, Ada Berg,” by the article or possessive that opens the phrase."""
    for place in range(comma - 1, max(-1, comma - 9), -1):
        word = tokens[place].text.lower()
        if word in _ARTICLES or word in ("’s", "'s", "whose"):
            return True
        if word in (",", ".", ";"):
            return False
    return False


def _start_of_phrase(tokens: Sequence[Token], at: int) -> int:
    """Go back over what qualifies an office: “former”, “deputy”, a demonym, a state with ’s."""
    lexicon = vocabulary()
    while at > 0:
        word = tokens[at - 1].text
        low = word.lower()
        if at > 1 and f"{tokens[at - 2].text} {word}" in lexicon.demonyms:
            at -= 2
        elif low in lexicon.modifiers or word in lexicon.demonyms or low.startswith("ex-") or low.endswith("-born"):
            at -= 1
        elif word in ("’s", "'s"):
            return _over_possessor(tokens, at - 1)
        else:
            return at
    return at


def _over_possessor(tokens: Sequence[Token], at: int) -> int:
    """Go back over the state or body whose office it is."""
    first = at
    while first > 0 and is_capital(tokens[first - 1]) and first > at - 5:
        first -= 1
    return first if first < at else at + 1


def _time_of(tokens: Sequence[Token], first: int, last: int) -> RoleTime:
    words = {token.text.lower() for token in tokens[max(0, first - 1) : last]}
    if words & _FORMER or any(word.startswith(("ex-", "former-")) for word in words):
        return "former"
    return "then" if {"then", "later"} & words or any(word.startswith("then-") for word in words) else "now"


def _title_of(noun: str) -> Title | None:
    lexicon = vocabulary()
    last = noun.split()[-1].lower()
    return lexicon.role_nouns.get(noun) or lexicon.role_nouns.get(last) or lexicon.titles.get(last.capitalize())
