"""Sentences of a text with their tokens: where a stop ends one and where it does not; never over a block's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.core.extraction.abbreviations import (
    AFTER_CLOCK,
    BEFORE_NUMBER,
    CLOCK,
    ERAS,
    MAY_END,
    MONTHS,
    SPEECH_TAGS,
    STARTERS,
    STATES,
    TITLES,
)
from quizapp.core.extraction.tokens import tokenise
from quizapp.core.extraction.values import Sentence, Text, Token

__all__ = ["split_sentences", "tokenise"]

_ENDS = frozenset("!?…‽")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CLOSERS = frozenset("”’\"')]»›}*†‡")
_OPENERS = frozenset("“‘\"'([«‹{„‚—–-…")


def split_sentences(text: Text) -> tuple[Sentence, ...]:
    """Part every block into sentences; together they hold all tokens of the text, in order."""
    tokens_of = [tokenise(text.text, block.start, block.end) for block in text.blocks]
    lowered = {token.text for tokens in tokens_of for token in tokens if token.text.islower()}
    sentences = []
    for number, tokens in enumerate(tokens_of):
        for first, last in _spans(tokens, lowered):
            sentences.append(Sentence(tokens[first].start, tokens[last - 1].end, number, tokens[first:last]))
    return tuple(sentences)


def _spans(tokens: Sequence[Token], lowered: set[str]) -> Iterator[tuple[int, int]]:
    """Give half-open spans of tokens, each a sentence."""
    first = at = 0
    while at < len(tokens):
        if not _may_end(tokens[at].text):
            at += 1
            continue
        following = _behind_marks(tokens, at + 1)
        if following < len(tokens) and _ends(tokens, first, at, following, lowered):
            yield first, following
            first = following
        at = following
    if first < len(tokens):
        yield first, len(tokens)


def _may_end(token: str) -> bool:
    return token[-1] == "." or token in _ENDS


def _behind_marks(tokens: Sequence[Token], at: int) -> int:
    """Give the place behind the stops, closing marks and footnote numbers that stand right behind a stop."""
    while at < len(tokens) and tokens[at].start == tokens[at - 1].end:
        text = tokens[at].text
        if text == "[" and at + 2 < len(tokens) and tokens[at + 2].text == "]" and len(tokens[at + 1].text) <= 3:
            at += 3
        elif (
            text in _CLOSERS
            or text in _ENDS
            or text.strip(_RAISED) == ""
            or (text[-1] == "." and not text[0].isalnum())
        ):
            at += 1
        else:
            break
    return at


def _ends(tokens: Sequence[Token], first: int, stop: int, following: int, lowered: set[str]) -> bool:
    """Tell whether the stop at `stop` ends the sentence that began at `first`; `following` is the next token."""
    is_apart = tokens[following].start > tokens[following - 1].end
    if not is_apart and not _lacks_space(tokens, stop, following):
        return False
    word = _word_at(tokens, following)
    if word is None:
        return tokens[following].text not in "—–-,;:)" and len(tokens) - following > 1
    begins = tokens[word].text[0]
    if begins.islower():
        return False
    short = tokens[stop].text
    if len(short) > 1 and short[0].isalnum():
        return _ends_after_short(tokens, first, stop, word, lowered)
    if short == "." and _is_number_stop(tokens, first, stop, word):
        return False
    return not (following > stop + 1 and _is_tag(tokens, stop, following))


def _lacks_space(tokens: Sequence[Token], stop: int, following: int) -> bool:
    """Tell “… ended.The next …”, as pasted pages have it, from “Node.Js” and “3.A”."""
    before = tokens[stop - 1].text if stop else ""
    after = tokens[following].text
    is_end = tokens[stop].text in (".", "!", "?") and following <= stop + 2
    return is_end and len(before) > 2 and before.islower() and after.istitle() and (len(after) > 2 or after in STARTERS)


def _word_at(tokens: Sequence[Token], at: int) -> int | None:
    """Give the first word or number at or behind a place, over opening marks alone."""
    for place in range(at, min(at + 4, len(tokens))):
        text = tokens[place].text
        if text[0].isalnum() or (len(text) > 1 and text[1].isdigit()):
            return place
        if text not in _OPENERS and text not in "$£€#•":
            return None
    return None


def _is_number_stop(tokens: Sequence[Token], first: int, stop: int, word: int) -> bool:
    """Tell “1. Name” at a sentence's beginning and “12. October 1948” from a number that ends a sentence."""
    number = tokens[stop - 1].text if stop else ""
    if not number.isdigit() or len(number) > 2:
        return False
    after = tokens[word + 1].text if word + 1 < len(tokens) else ""
    return stop - 1 == first or (tokens[word].text in MONTHS and after.isdigit() and len(after) == 4)


def _is_tag(tokens: Sequence[Token], stop: int, following: int) -> bool:
    """Tell “Why?” Torres asked, where the marks stop and the sentence goes on."""
    if tokens[stop].text == "." or tokens[following].text in STARTERS - {"He", "She", "They", "I"}:
        return False
    if tokens[stop + 1].text not in _CLOSERS or not tokens[following].text[0].isupper():
        return False
    for token in tokens[following + 1 : following + 5]:
        if token.text in SPEECH_TAGS:
            return True
        if not token.text[0].isupper():
            break
    return False


def _ends_after_short(tokens: Sequence[Token], first: int, stop: int, word: int, lowered: set[str]) -> bool:
    """Tell whether a short form with its own stop also ends the sentence."""
    short = tokens[stop].text
    bare = short[:-1]
    following = tokens[word].text
    if bare in TITLES:
        return bare in ("St", "Sr") and following in STARTERS
    if len(bare) == 1 or (bare in BEFORE_NUMBER and bare not in MAY_END) or not following[0].isupper():
        return False
    if following in STARTERS:
        return True
    if short in CLOCK:
        return following not in AFTER_CLOCK
    if bare == "etc":
        return True
    if short in ERAS:
        return stop - first > 5
    if bare in MONTHS or bare in STATES:
        return False
    is_common = following.lower() in lowered
    goes_on = word + 1 < len(tokens) and tokens[word + 1].text[0].isupper()
    return is_common and not goes_on
