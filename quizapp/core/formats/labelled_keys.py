"""Which options the answer below a question names: by letters, numbers, words, or both, which must then agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AND = r"(?:and|und|et|og|och|y|e|и|και)"
#: Begun where no blank stands before, so that a long run of blanks is gone through once.
_PARTED = re.compile(rf"(?<!\s)\s*[,;|/&+]\s*(?:{_AND}\s+)?|(?<!\s)\s+{_AND}\s+", re.I)
_BLANKS = re.compile(r"\s+")
_MINUS = re.compile(r"\A[–−](?=\d)")
_SIGNS = "*_ "
_LABEL_FIRST = re.compile(
    r"[*_(\[]*(?P<label>\w{1,4})(?:[*_)\]]*\s*[).:：=]|[*_)\]]+|\s+[-–—=]|\s+)[*_]*\s*(?P<words>\S.*)", re.DOTALL
)
_LABEL_LAST = re.compile(r"(?P<words>.*\S)\s+[(\[](?P<label>\w{1,4})[)\]]", re.DOTALL)
_WORD = re.compile(r"(?:option|answer|choice|antwort)\s*(?=\W?\w{1,4}\W*\Z)|[ar](?=\d{1,2}\Z)", re.IGNORECASE)
_PARTS_AT_MOST = 30
_GLUED_AT_MOST = 6


class TwoMeanings(Exception):
    """An answer that can be understood in two ways."""


def right_ones(key: str, labels: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Give the options that an answer names, none where it names none.

    Raises:
        TwoMeanings: where it may be two different ones, or its letter and its words are of different ones.
    """
    text = key.strip()
    whole = _by_words(text, texts)
    one = _by_label(text, labels)
    found = [set(places) for places in (whole, one) if places]
    if not one:
        both = _by_both(text, labels, texts)
        found += [set(both)] if both else []
    if not found or (len(text) <= _GLUED_AT_MOST and not one):
        several = _several(text, labels, texts)
        found += [each for each in several if each not in found]
    if len({frozenset(places) for places in found}) > 1:
        raise TwoMeanings
    return [texts[place] for place in sorted(found[0])] if found else []


def _several(text: str, labels: Sequence[str], texts: Sequence[str]) -> list[set[int]]:
    """Give what a list may name: options by their labels, by their words, or by both."""
    parts = [part for part in _PARTED.split(text)[:_PARTS_AT_MOST] if part]
    if len(parts) == 1:
        blanks = [part for part in _BLANKS.split(text)[:_PARTS_AT_MOST] if part]
        if len({part[-1] in ").]:" for part in blanks}) == 1:
            parts = blanks
    if len(parts) == 1 and text.isalpha() and text.isupper() and 1 < len(text) <= len(labels):
        parts = list(text)
    if len(parts) < 2:
        return []
    found: list[set[int]] = []
    for way in (
        [_by_label(part, labels) for part in parts],
        [_by_words(part, texts) for part in parts],
        [_by_both(part, labels, texts) for part in parts],
    ):
        if all(way):
            order = [place for places in way for place in places]
            if way[0] and order != sorted(set(order)) and _by_label(parts[0], labels):
                # An order to bring them into, perhaps.
                raise TwoMeanings
            found.append(set(order))
    mixed = [_by_label(part, labels) or _by_words(part, texts) for part in parts]
    return found or ([{place for places in mixed for place in places}] if all(mixed) and _is_one(mixed) else [])


def _is_one(found: Sequence[Sequence[int]]) -> bool:
    """Whether letters and words of a list are of one option: “B, Paris”."""
    return len({tuple(places) for places in found}) == 1


def _by_words(text: str, texts: Sequence[str]) -> list[int]:
    """Give the option that has these words; their case and their full stop tell only where nothing else does.

    Raises:
        TwoMeanings: where several have them but for case or full stop, and none just so.
    """
    for words in dict.fromkeys((text, text.strip(_SIGNS))):
        if words in texts:
            return [list(texts).index(words)]
        found = [place for place, each in enumerate(texts) if folded_words(each) == folded_words(words)]
        if len({texts[place] for place in found}) > 1:
            raise TwoMeanings
        if found:
            return found[:1]
    return []


def _by_label(text: str, labels: Sequence[str]) -> list[int]:
    bare = _WORD.sub("", text.strip(_SIGNS)).strip("*_()[].: ").upper()
    return [labels.index(bare)] if bare in labels else []


def _by_both(text: str, labels: Sequence[str], texts: Sequence[str]) -> list[int]:
    """Give the option of which an answer says label and words.

    Raises:
        TwoMeanings: where its words are those of another one.
    """
    text = _WORD.sub("", text) if text[:1].isalpha() and " " in text and _WORD.match(text) else text
    found: set[int] = set()
    for pattern in (_LABEL_FIRST, _LABEL_LAST):
        match = pattern.fullmatch(text)
        if match is None or match["label"].upper() not in labels:
            continue
        place = labels.index(match["label"].upper())
        words = match["words"].strip()
        bare = words[1:-1] if words[:1] + words[-1:] in ("()", "[]") else words
        named = [*_by_words(words, texts), *_by_words(bare, texts)]
        if named and place not in named:
            raise TwoMeanings
        found |= {place} & set(named)
    if len(found) > 1:
        raise TwoMeanings
    return list(found)


def folded_words(text: str) -> str:
    """Give words without what does not tell them apart: case, blanks, the full stop at the end, the form of a minus."""
    return _MINUS.sub("-", " ".join(text.split())).casefold().removesuffix(".") or text


def is_labels_alone(key: str) -> bool:
    """Whether an answer is but letters or numbers that stand before lines: “b”, “(II)”, “1, 3”, “A and C”."""
    parts = [part.strip("*_()[].: ") for part in _PARTED.split(key.strip())[:_PARTS_AT_MOST]]
    return bool(parts) and all(re.fullmatch(r"[^\W\d_]|\d{1,2}|[ivxIVX]{1,4}", part) for part in parts)
