"""How a name stands in its clause: as the subject of a main clause, as another subject, or only beside somebody."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Literal, TypeAlias

from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.verbs import speech_verbs
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import Sentence, Token
from quizapp.core.extraction.verbs import verb_forms

#: main: of whom a main clause tells something · inner: of whom a clause within does · source: who says or writes it ·
#: aside: an object, an owner, behind a preposition, in brackets or in an apposition to one of these.
Standing: TypeAlias = Literal["main", "inner", "source", "aside"]

_START = attrgetter("start")
_AUXILIARIES = cue_words("auxiliaries")
_ADVERBS = cue_words("adverbs")
_PREPOSITIONS = word_set("standing_prepositions")
SUBORDINATORS = word_set("standing_subordinators")
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "their", "its", "my", "our", "’s", "'s", "one", "another"))
_JOINING = frozenset(("and", "but", "or", "nor", "yet", ";", ":", "—", "–", "-", "”", '"', "’", "'", "»"))
_OWNING = frozenset(("’s", "'s", "’", "'"))
_FINITE = frozenset(("past", "third"))
#: Most words of a description before a name, of an aside behind it, and of what stands before its verb.
_DESCRIPTION, _ASIDE, _ADVERBIAL = 6, 30, 4


def standing_of(sentence: Sentence, start: int, end: int) -> Standing:
    """Tell how the name at `start`..`end` stands in its sentence."""
    tokens = sentence.tokens
    first, last = bisect_left(tokens, start, key=_START), bisect_left(tokens, end, key=_START)
    if last < len(tokens) and tokens[last].text in _OWNING:
        return "aside"
    place = _governor(tokens, first)
    word = tokens[place].text.lower() if place >= 0 else ""
    if _is_saying(word) and place > 0 and not tokens[place - 1].is_word:
        return "source"
    verb = _verb_behind(tokens, last, is_apposed=_is_apposed(tokens, first))
    if verb < 0 or word in _PREPOSITIONS:
        return "source" if word == "to" and tokens[place - 1].text.lower() == "according" else "aside"
    if word in SUBORDINATORS:
        return "inner"
    if not _opens_clause(tokens, place):
        return "inner"
    return "source" if _is_saying(tokens[verb].text.lower()) else "main"


def is_finite(word: str) -> bool:
    """Whether a word can be the verb of a sentence by its form alone; not what may be a noun: “names”."""
    if word in _AUXILIARIES:
        return True
    found = verb_forms().get(word)
    if found is not None:
        return "past" in found.forms
    return len(word) > 4 and word.endswith("ed")


def _governor(tokens: Sequence[Token], first: int) -> int:
    """Give the place of what stands before a name and what describes it; -1 for none: “to | the engineer Bo Moe”.

    “His father, Bo Moe,” is described by what stands before the comma.
    """
    at = _before_names(tokens, first)
    if at == 0 and tokens[at].text[0].isupper() and tokens[at].text.lower() not in _PREPOSITIONS | SUBORDINATORS:
        return -1 if tokens[at].text.lower() not in _JOINING else 0
    if at > 0 and tokens[at].text == "," and _is_described(tokens, at):
        at -= 1
    for place in range(at, max(-1, at - _DESCRIPTION), -1):
        low = tokens[place].text.lower()
        if low in _DETERMINERS:
            return place - 1 if low not in _OWNING else _owner_before(tokens, place)
        if low in _PREPOSITIONS or low in SUBORDINATORS or not low[0].isalpha() or low in _JOINING:
            return place
        if is_finite(low):
            return place
    return at


def _before_names(tokens: Sequence[Token], first: int) -> int:
    """Give the place before a name with its titles, and before the names that “and” joins it to."""
    at = first - 1
    while at > 0 and (tokens[at].text[0].isupper() or _joins_names(tokens, at)):
        at -= 1
    return at


def _joins_names(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in ("and", "or", "&") and tokens[at - 1].text[0].isupper()


def _owner_before(tokens: Sequence[Token], place: int) -> int:
    """Give the place of what governs “Ana Moe’s” of “Ana Moe’s brother Bo”."""
    at = place - 1
    while at >= 0 and tokens[at].text[0].isupper():
        at -= 1
    return at


def _is_described(tokens: Sequence[Token], comma: int) -> bool:
    """Tell “his father,” and “the mayor,” before a name from the end of an opening: “In the spring,”."""
    noun = tokens[comma - 1].text.lower()
    return noun in vocabulary().kin or noun in vocabulary().role_nouns


def _opens_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands before a name ends or opens a clause, or is an adverbial that opens the sentence."""
    if place < 0:
        return True
    word = tokens[place].text.lower()
    if word in _JOINING or (word == "," and not _is_within(tokens, place)):
        return True
    return word != "," and not any(is_finite(token.text.lower()) for token in tokens[: place + 1])


def _is_within(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a comma only parts a clause within from what it hangs on: “the clerk who, Moe thought, had …”."""
    before = tokens[comma - 1].text.lower()
    return before in SUBORDINATORS or before in ("who", "which")


def _verb_behind(tokens: Sequence[Token], at: int, *, is_apposed: bool = False) -> int:
    """Give the place of the verb behind a name, over brackets, an aside between commas, and further subjects; or -1.

    `is_apposed` where a comma before the name makes the one behind it the end of an aside: “the clerk, Bo Moe, left”.
    """
    at = _behind_brackets(tokens, at)
    if is_apposed and at < len(tokens) and tokens[at].text == "," and _verb_at(tokens, at + 1) >= 0:
        return _verb_at(tokens, at + 1)
    if at < len(tokens) and tokens[at].text == ",":
        close = next((n for n in range(at + 1, min(len(tokens), at + _ASIDE)) if _closes(tokens, n)), -1)
        return _verb_at(tokens, close + 1) if close > 0 else -1
    if at < len(tokens) and tokens[at].text in ("and", "or", "&"):
        end = at + 1
        while end < len(tokens) and (tokens[end].text[0].isupper() or tokens[end].text.lower() in _DETERMINERS):
            end += 1
        return _verb_at(tokens, end) if end > at + 1 and tokens[end - 1].text[0].isupper() else -1
    return _verb_at(tokens, at)


def _is_apposed(tokens: Sequence[Token], first: int) -> bool:
    """Tell “A collector from Hull, Bo Moe, said”: all before the comma only describes who opens the sentence."""
    is_led = first > 1 and tokens[first - 1].text == "," and tokens[0].text.lower() in _DETERMINERS
    return is_led and not any(is_finite(token.text.lower()) or token.text == "," for token in tokens[: first - 1])


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma stands before the verb that an aside parts from its subject."""
    return tokens[at].text == "," and _verb_at(tokens, at + 1) >= 0


def _behind_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text in ("(", "["):
        close = next((n for n in range(at + 1, min(len(tokens), at + _ASIDE)) if tokens[n].text in (")", "]")), at)
        return close + 1 if close > at else at
    return at


def _verb_at(tokens: Sequence[Token], at: int) -> int:
    """Give the place of a finite verb at most some adverbs behind a place, or -1."""
    for place in range(at, min(len(tokens), at + _ADVERBIAL)):
        low = tokens[place].text.lower()
        found = verb_forms().get(low)
        if low in _AUXILIARIES or is_finite(low) or (found is not None and found.forms & _FINITE) or _is_saying(low):
            return place
        if low not in _ADVERBS and not low.endswith("ly"):
            return -1
    return -1


def _is_saying(word: str) -> bool:
    return any(verb.forms & {"past", "third"} for verb in speech_verbs().get(word, ()))
