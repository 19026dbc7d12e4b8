"""Words, numbers and marks of a text as tokens, by one compiled pattern; where sentences end is `sentences`'."""

from __future__ import annotations

import re

from quizapp.core.extraction.abbreviations import (
    BEFORE_NUMBER,
    LINKS,
    MAY_END,
    NOT_INITIALS,
    SHORT_DAYS,
    STARTERS,
    STATES,
    TITLES,
)
from quizapp.core.extraction.values import Token

_LETTER = r"[^\W\d_]"
_INNER = r"[\w\u0300-\u036f]*"
_PATTERN = re.compile(
    rf"""
      (?P<plain>{_LETTER}+(?=[ ,;:)”"!?]))
    | (?P<address>(?:https?://|www\.)[^\s<>“”"«»]*[\w/])
    | (?P<dotted>(?:(?:Ph|Litt|Ed|Eng)\.D\.|(?:{_LETTER}\.){{1,30}}{_LETTER}(?!\w)\.?)(?:-\w+)*)
    | (?P<word>{_LETTER}{_INNER}(?:(?:[’'&-]|(?<=[a-z])‘(?=[a-z]))[^\W_]{_INNER})*)(?P<stop>\.?)
    | (?P<number>
        \d{{1,2}}(?=\.\d{{1,2}}\.\d{{4}}\b)
      | (?<=\.)\d{{1,2}}(?=\.\d{{4}}\b)
      | \d{{1,2}}:\d\d(?::\d\d)?(?:[ap]m\b)?
      | \d{{1,3}}(?:,\d{{3}})+(?![\d])(?:\.\d+)?
      | \d+(?:\.\d+)*(?:{_LETTER}[^\W_]*)?
      )(?P<tail>(?:-{_LETTER}+)+)?
    | (?P<mark>(?<=[\w.])[’'](?:s|re|ve|ll|d|m)\b|(?<!\w)[’'‘]\d0s\b|(?<!\w)’\d\d(?!\w)|\.(?:[ ]?\.)+|-{{2,}}|\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLITIC = re.compile(r"(?:n[’']t|[’'](?:s|re|ve|ll|d|m))\Z", re.IGNORECASE)
_TIME_HYPHEN = re.compile(
    r"(?:(?<=\bmid)|(?<=\d{4})|(?<=\d{4}s))-|-(?=centur(?:y|ies)\b)|-(?=\d{3,4}s?\b)", re.IGNORECASE
)
_NEXT_WORD = re.compile(rf"\s?({_LETTER}[\w’'-]*)(\.?)")
_NEXT_NUMBER = re.compile(r"\s?[~(]?\d|\s[IVXLC]+\b")
_NEXT_DAY = re.compile(r"\s?(?:[\d,]|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec))")


def tokenise(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Part a stretch of text into tokens; only white space is left out.

    One token each: a hyphenated word, “U.S.”, “Mr.”, an initial, “1,850”, “3.5”, “12:30”, “1960s”, “’60s”. Parted:
    ’s, n’t and other short forms from their word; hyphens and stops between numbers of a date; “mid-” before a time,
    a hyphen before “century” or a year.
    """
    tokens: list[Token] = []
    position = start
    end = len(text) if end is None else end
    search = _PATTERN.search
    while (found := search(text, position, end)) is not None:
        position = found.end()
        group = found.lastgroup
        if group == "stop":
            position = _add_word(tokens, text, found, end)
        elif group == "tail" or group == "dotted":
            _add_parts(tokens, text, found.start(), position)
        else:
            tokens.append(Token(found.group(), found.start(), position))
    return tuple(tokens)


def _add_word(tokens: list[Token], text: str, found: re.Match[str], end: int) -> int:
    """Add a word with its short form; give where reading goes on, before or behind the stop."""
    start, word_end = found.span("word")
    word = text[start:word_end]
    if found.end() > word_end and _keeps_stop(tokens, text, word, word_end + 1, end):
        tokens.append(Token(text[start : word_end + 1], start, word_end + 1))
        return word_end + 1
    if "’" in word or "'" in word:
        clitic = _CLITIC.search(word)
        if clitic and clitic.start() > 0:
            _add_parts(tokens, text, start, start + clitic.start())
            tokens.append(Token(clitic.group(), start + clitic.start(), word_end))
            return word_end
    _add_parts(tokens, text, start, word_end)
    return word_end


def _add_parts(tokens: list[Token], text: str, start: int, end: int) -> None:
    """Add a word as it is, or parted at the hyphens that belong to a time."""
    word = text[start:end]
    at = 0
    if "-" in word:
        for hyphen in _TIME_HYPHEN.finditer(word):
            if hyphen.start() > at:
                tokens.append(Token(word[at : hyphen.start()], start + at, start + hyphen.start()))
            tokens.append(Token("-", start + hyphen.start(), start + hyphen.end()))
            at = hyphen.end()
    if at < len(word):
        tokens.append(Token(word[at:], start + at, end))


def _keeps_stop(tokens: list[Token], text: str, word: str, after: int, end: int) -> bool:
    """Tell whether the stop behind a word belongs to it."""
    if word in TITLES or word in MAY_END:
        return True
    if word in BEFORE_NUMBER and _NEXT_NUMBER.match(text, after, end):
        return True
    if word in LINKS:
        return _is_link(tokens, text, after, end)
    if len(word) == 1:
        return _is_initial(tokens, text, word, after, end)
    if word in SHORT_DAYS:
        return bool(_NEXT_DAY.match(text, after, end))
    return word in STATES and bool(tokens) and tokens[-1].text == ","


def _is_link(tokens: list[Token], text: str, after: int, end: int) -> bool:
    """Tell “v.” and “b.” between names from the letter."""
    following = _NEXT_WORD.match(text, after, end)
    if not following or not following.group(1)[0].isupper() or following.group(1) in STARTERS or not tokens:
        return False
    return (tokens[-1].is_word and not tokens[-1].text.islower()) or tokens[-1].text in ("(", ",", ";")


def _is_initial(tokens: list[Token], text: str, word: str, after: int, end: int) -> bool:
    """Tell the initial of a name from a label (“Plan B.”), a numeral (“Elizabeth I.”) and the end of a sentence."""
    if word in ("Q", "A") and not any(token.is_word for token in tokens[:2]):
        return True
    following = _NEXT_WORD.match(text, after, end)
    if not word.isupper() or not following or not following.group(1)[0].isupper():
        return False
    if len(following.group(1)) == 1 and following.group(2):
        return True
    if following.group(1) in STARTERS or (tokens and tokens[-1].text in NOT_INITIALS):
        return False
    follows_name = bool(tokens) and len(tokens[-1].text) > 1 and tokens[-1].text.istitle()
    return not (word == "I" and follows_name)
