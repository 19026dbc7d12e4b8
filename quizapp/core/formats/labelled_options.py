"""Options in the lines of a text: “A) one”, several in a line, by letters or numbers; and which is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LETTER = r"[A-Za-z]|[А-яΑ-Ωα-ω]|\d{1,2}|[ivx]{1,4}|[IVX]{1,4}"
_FIRST = re.compile(
    rf"\s*(?:[-+•]\s+)?(?P<star>\*{{0,3}})[(\[]?(?P<label>{_LETTER})(?P<sign>[).\]:：]|\s[-–—](?=\s))\*{{0,3}}\s*(?=\S)"
)
_NEXT = re.compile(rf"(?:(?<=\s)|(?<=\t))(?P<star>\*?)\(?(?P<label>{_LETTER})(?P<sign>[).:：])\s+(?=\S)")
_MARKED = re.compile(r"\s*(?:\s\*|[✓✔✅]|\((?:correct|right|richtig|x)\))\s*\Z", re.IGNORECASE)
_LATIN = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_FIRST_LETTERS = ("A", "А", "Α")
_SERIES = (_LATIN, tuple("АБВГДЕЖЗИК"), tuple("ΑΒΓΔΕΖΗΘΙΚ"), _ROMAN, tuple(map(str, range(1, 21))))
_AND = r"(?:and|und|et|og|och|y|e|и|και)"
_PARTED = re.compile(rf"\s*[,;|/&+]\s*(?:{_AND}\s+)?|\s+{_AND}\s+|\s+", re.I)
_NAMED = re.compile(
    r"[*_(]*(?P<label>\w{1,4})(?:[*_)]*\s*[).:：]|[*_)]+|\s+[-–—=]|\s+)[*_]*\s*(?P<words>.*)", re.DOTALL
)
_WORD = re.compile(r"(?:option|answer|choice|antwort)\s*(?=\w{1,2}\Z)|[ar](?=\d{1,2}\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One option with its letter or number, and the sign behind that."""

    label: str
    sign: str
    words: str
    is_marked: bool

    @property
    def is_number(self) -> bool:
        """Whether it is numbered."""
        return self.label.isdigit()


def begin_letters(options: Sequence[Option]) -> bool:
    """Whether they begin with the first letter of an alphabet, and are no numbers."""
    return bool(options) and options[0].label in _FIRST_LETTERS


class TwoMeanings(Exception):
    """An answer that names two options at once."""


def options_in(line: str, above: Sequence[str] = ()) -> list[Option]:
    """Give the options of a line, which go on with the labels above it; none where it has none."""
    match = _FIRST.match(line)
    if match is None:
        return []
    label = match["label"].upper()
    series = next((each for each in _SERIES if list(each[: len(above) + 1]) == [*above, label]), None)
    if series is None:
        return []
    starts = [match]
    for found in _NEXT.finditer(line, match.end()):
        order = len(above) + len(starts)
        is_apart = line[: found.start()].endswith(("  ", "\t", "\u00a0"))
        is_same = found["sign"] == match["sign"] and (is_apart or found["sign"] == ")")
        if is_same and order < len(series) and found["label"].upper() == series[order]:
            starts.append(found)
    ends = [*(found.start() for found in starts[1:]), len(line)]
    return [_option(found, line[found.end() : end].strip()) for found, end in zip(starts, ends, strict=True)]


def _option(match: re.Match[str], words: str) -> Option:
    plain = _MARKED.sub("", words)
    star = match["star"]
    if len(star) > 1:
        plain = plain.removesuffix(star)
    return Option(match["label"].upper(), match["sign"], plain, bool(star) or plain != words)


def right_ones(key: str, labels: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Give the options that an answer names by their labels or texts, none where it names none.

    Raises:
        TwoMeanings: where it may be two different ones.
    """
    plain = [_folded(text) for text in texts]
    whole = [text for text, folded in zip(texts, plain, strict=True) if folded == _folded(key)]
    named = _by_labels(key, labels, texts)
    if whole and named and whole[0] not in named:
        raise TwoMeanings
    if whole or named:
        return whole[:1] or named
    match = _NAMED.fullmatch(key.strip())
    if match is None or match["label"].upper() not in labels:
        return []
    text = texts[labels.index(match["label"].upper())]
    words = match["words"].strip().strip("*_")
    if (
        words
        and _folded(words) != _folded(text)
        and _folded(words.removeprefix("(").removesuffix(")")) != _folded(text)
    ):
        if _folded(words.removeprefix("(").removesuffix(")")) in plain:
            raise TwoMeanings
        return []
    return [text]


def _by_labels(key: str, labels: Sequence[str], texts: Sequence[str]) -> list[str]:
    bare = _WORD.sub("", key.strip().strip("*_()[].").strip())
    parts = [part.strip("*_().[]").upper() for part in _PARTED.split(bare)[:30] if part]
    if len(parts) == 1 and parts[0] not in labels and len(parts[0]) <= len(labels) and "A" in labels:
        parts = list(parts[0])
    places = {label: place for place, label in enumerate(labels)}
    if not parts or any(part not in places for part in parts):
        return []
    order = [places[part] for part in parts]
    if order != sorted(order):
        # An order to bring them into, perhaps.
        raise TwoMeanings
    return [texts[place] for place in dict.fromkeys(order)]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
