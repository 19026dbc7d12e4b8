"""A sentence as lexemes: each word, number and mark with the kind that the grammar knows it by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizapp.core.extraction.dates.words import (
    COUNT_WORDS,
    DECADE_WORDS,
    FEASTS,
    HUNDREDS,
    KINDS,
    MONTH_NUMBERS,
    ORDINAL_WORDS,
    VAGUE_COUNTS,
    WEEKDAYS,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One word, number or mark: its kind, its place in the whole text, and its lower-case form.

    `number` is what a number, ordinal, month, weekday, decade or count says; -1 for a count that says none.
    """

    kind: str
    start: int
    end: int
    word: str
    number: int = 0
    is_capital: bool = False


#: Every kind, and the letter that stands for it where patterns are matched.
LETTERS = {
    kind: chr(0x4E00 + number)
    for number, kind in enumerate(
        (
            *(
                "small",
                "number",
                "year",
                "quantity",
                "grouped",
                "ordinal",
                "ordinal_word",
                "decade",
                "count",
                "numeric",
                "feast",
            ),
            *("month", "weekday", "era", "style", "dash", "comma", "slash", "stop", "open", "close", "apostrophe"),
            *("mark", "word"),
            *sorted(set(KINDS.values())),
        )
    )
}

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|one|two|three|four|five|six|seven|eight|nine"
_MONTH_STOPS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_DAY_STOPS = "Mon|Tues?|Weds?|Thu|Thurs?|Fri|Sat|Sun"
_FEASTS = "|".join(words.title().replace("’S", "’s").replace("’", "[’']").replace(" ", "\\ ") for words in FEASTS)
_LEXEME = re.compile(
    rf"""
    (?P<numeric>(?<![\w.,/-])[0-9]{{1,4}}([-/.])[0-9]{{1,2}}\2[0-9]{{2,4}}(?![0-9]|[-/.,][0-9]|[A-SU-Za-z]))
  | (?P<decade>(?<![\w.,])[‘’']?[0-9]{{1,3}}0[’']?s(?!\w))
  | (?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]+(?:[.:][0-9]+)*)(?P<tail>(?!(?:BCE?|AD|CE)\b)[^\W\d_]*)
  | (?P<dotted>(?<![\w.])
        (?:[Bb]\.[Cc]\.(?:[Ee]\.)?|[Aa]\.[Dd]\.|C\.E\.|O\.\ ?S\.|N\.\ ?S\.|[ap]\.m\.|fl\.|ca?\.|[bdr]\.))
  | (?P<short>(?<!\w)(?:{_MONTH_STOPS}|{_DAY_STOPS})\.)
  | (?P<joined>(?<!\w)(?i:{_TENS})[-\ ](?i:{_ONES})(?!\w))
  | (?P<hundreds>(?<!\w)(?i:{"|".join(HUNDREDS)})[-\ ](?i:{"|".join(DECADE_WORDS)})(?!\w))
  | (?P<feast>(?<!\w)(?:{_FEASTS})(?!\w))
  | (?P<word>[^\W\d_]+)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_SPELLED = re.compile(
    r"(?i:(?:old|new) style|before (?:christ|the common era)|(?:of the )?common era|anno domini|a couple of)"
)
_MARKS = {
    **dict.fromkeys("-‐‑‒–—−―", "dash"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"),
    **dict.fromkeys("’'‘", "apostrophe"),
    ",": "comma",
    "/": "slash",
    ".": "stop",
    "&": "and",
    "~": "about",
}
_DOTTED = {
    "bc": "era",
    "bce": "era",
    "ad": "era",
    "ce": "era",
    "os": "style",
    "ns": "style",
    "c": "about",
    "ca": "about",
    "fl": "label",
    "b": "label",
    "d": "label",
    "r": "label",
}
_ERAS = frozenset(("BC", "BCE", "AD", "CE"))
_SMALL_ERAS = frozenset(("bc", "bce", "ce"))
_ORDINAL_TAILS = frozenset(("st", "nd", "rd", "th"))
#: Signs before or behind a number that make it an amount.
_AMOUNT_BEFORE = frozenset("$€£¥#+=*№_@")
_AMOUNT_AFTER = frozenset("%°‰€£$¥+=_@")


def lexemes_of(text: str, start: int, end: int) -> list[Lexeme]:
    """Split text[start:end] into lexemes; offsets are those of the whole text."""
    found = list[Lexeme]()
    for match in _LEXEME.finditer(text, start, end):
        if found and match.start() < found[-1].end:
            continue
        found.append(_MAKERS[match.lastgroup or "mark"](match, text))
    return _spelled_out(found, text, start, end)


def letters_of(lexemes: list[Lexeme]) -> str:
    """Give one letter per lexeme, for the patterns of the grammar."""
    return "".join([LETTERS[lexeme.kind] for lexeme in lexemes])


def _numeric(match: re.Match[str], text: str) -> Lexeme:
    return Lexeme("numeric", match.start(), match.end(), match[0])


def _decade(match: re.Match[str], text: str) -> Lexeme:
    digits = match[0].strip("‘’'s")
    return Lexeme("decade", match.start(), match.end(), match[0].lower(), int(digits))


def _number(match: re.Match[str], text: str) -> Lexeme:
    digits, tail = match["number"], match["tail"].lower()
    start, end = match.span()
    before = text[start - 1] if start else " "
    after = text[end : end + 1]
    if tail in _ORDINAL_TAILS and digits.isdigit() and len(digits) < 3:
        return Lexeme("ordinal" if 0 < int(digits) <= 31 else "quantity", start, end, match[0].lower(), int(digits))
    if tail or before in _AMOUNT_BEFORE or before.isalnum() or (after in _AMOUNT_AFTER and after):
        return Lexeme("quantity", start, end, match[0].lower())
    if "," in digits and "." not in digits and len(digits) <= 7:
        return Lexeme("grouped", start, end, digits, int(digits.replace(",", "")))
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 4:
        return Lexeme("quantity", start, end, digits)
    number = int(digits)
    if 1000 <= number < 2200:
        return Lexeme("year", start, end, digits, number)
    if number == 0 or len(digits) > 3:
        return Lexeme("quantity" if number < 1000 or number > 9999 else "number", start, end, digits, number)
    return Lexeme("small" if number <= 31 and len(digits) < 3 else "number", start, end, digits, number)


def _dotted(match: re.Match[str], text: str) -> Lexeme:
    word = re.sub(r"[. ]", "", match[0]).lower()
    kind = _DOTTED.get(word, "word")
    return Lexeme(kind, match.start(), match.end(), word if kind in ("era", "style") else match[0].lower())


def _short(match: re.Match[str], text: str) -> Lexeme:
    word = match[0][:-1].lower()
    if word in MONTH_NUMBERS:
        return Lexeme("month", match.start(), match.end(), f"{word}.", MONTH_NUMBERS[word], True)
    return Lexeme("weekday", match.start(), match.end(), f"{word}.", WEEKDAYS[word], True)


def _joined(match: re.Match[str], text: str) -> Lexeme:
    word = match[0].lower().replace(" ", "-")
    if word in ORDINAL_WORDS:
        return Lexeme("ordinal_word", match.start(), match.end(), word, ORDINAL_WORDS[word])
    tens, _, ones = word.partition("-")
    if ones in COUNT_WORDS:
        return Lexeme("count", match.start(), match.end(), word, COUNT_WORDS[tens] + COUNT_WORDS[ones])
    return Lexeme("word", match.start(), match.end(), word)


def _hundreds(match: re.Match[str], text: str) -> Lexeme:
    first, last = re.split(r"[- ]", match[0].lower())
    return Lexeme("decade", match.start(), match.end(), match[0].lower(), HUNDREDS[first] * 100 + DECADE_WORDS[last])


def _feast(match: re.Match[str], text: str) -> Lexeme:
    word = match[0].lower().replace("'", "’")
    month, day = FEASTS[word]
    return Lexeme("feast", match.start(), match.end(), word, month * 100 + day, True)


def _word(match: re.Match[str], text: str) -> Lexeme:
    written, (start, end) = match[0], match.span()
    word = written.lower()
    is_capital = written[0].isupper()
    if is_capital:
        if word in MONTH_NUMBERS:
            return Lexeme("month", start, end, word, MONTH_NUMBERS[word], True)
        if word in WEEKDAYS:
            return Lexeme("weekday", start, end, word, WEEKDAYS[word], True)
        if written in _ERAS:
            return Lexeme("era", start, end, word, 0, True)
    elif word in _SMALL_ERAS and text[max(start - 2, 0) : start].strip()[-1:].isdigit():
        return Lexeme("era", start, end, word)
    if word in ORDINAL_WORDS:
        return Lexeme("ordinal_word", start, end, word, ORDINAL_WORDS[word], is_capital)
    if word in DECADE_WORDS:
        return Lexeme("decade", start, end, word, DECADE_WORDS[word], is_capital)
    if word in COUNT_WORDS or word in VAGUE_COUNTS:
        return Lexeme("count", start, end, word, COUNT_WORDS.get(word, -1), is_capital)
    return Lexeme(KINDS.get(word, "word"), start, end, word, 0, is_capital)


def _mark(match: re.Match[str], text: str) -> Lexeme:
    return Lexeme(_MARKS.get(match[0], "mark"), match.start(), match.end(), match[0])


_MAKERS = {
    "numeric": _numeric,
    "decade": _decade,
    "number": _number,
    "tail": _number,
    "dotted": _dotted,
    "short": _short,
    "joined": _joined,
    "hundreds": _hundreds,
    "feast": _feast,
    "word": _word,
    "mark": _mark,
}


def _spelled_out(found: list[Lexeme], text: str, start: int, end: int) -> list[Lexeme]:
    """Make one lexeme of an era, style or count that is written in several words."""
    for match in reversed(list(_SPELLED.finditer(text, start, end))):
        words = match[0].lower()
        inside = [n for n, lexeme in enumerate(found) if lexeme.start >= match.start() and lexeme.end <= match.end()]
        if not inside:
            continue
        kind, word = _spelled_kind(words)
        joined = Lexeme(kind, found[inside[0]].start, found[inside[-1]].end, word, 2 if kind == "count" else 0)
        found[inside[0] : inside[-1] + 1] = [joined]
    return found


def _spelled_kind(words: str) -> tuple[str, str]:
    if words.endswith("style"):
        return "style", "os" if words.startswith("old") else "ns"
    if words.startswith("a couple"):
        return "count", words
    return "era", "bc" if words.startswith("before") else "ad"
