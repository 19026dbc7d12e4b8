"""Whole multiple-choice questions pasted as one text, their options labelled; the right letters stand apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizapp.core.formats.line_signs import judged

_LABEL = re.compile(r"(?:(?<=\s)|(?<=[?.:!]))[(\[]?([A-Ha-h])[).:\]]\s*(?=\S)")
_LETTERS = re.compile(r"\s*[(\[]?([A-Ha-h](?:[\s,;/&+]*(?:and\s)?[A-Ha-h]){0,7})[.)\]:]?\s*")
_TOLD = re.compile(r"\s*[(\[]?([A-Ha-h])[).:\]]\s*(\S.*)", re.DOTALL)
_ANSWER = re.compile(r"\s*(?:correct\s+)?answers?\s*(?:is|:)?\s*", re.IGNORECASE)
_OPTION_LINE = re.compile(r"\s*[(\[]?[A-Ha-h][).\]]\s*\S")
_LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class PastedChoice:
    """A question with its options in their order; `right` are places among them."""

    stem: str
    options: tuple[str, ...]
    right: tuple[int, ...]


def find_choice(text: str, answer: str) -> PastedChoice | None:
    """Find a multiple-choice question in a text whose answer names options by letter or text; None where it is none."""
    if len(text) > _LONGEST or len(answer) > _LONGEST:
        return None
    labels = list(_LABEL.finditer(text))
    first = next((place for place, label in enumerate(labels) if label[1] in "Aa"), None)
    if first is None or len(labels) - first < 2:
        return None
    kept = _in_row(labels[first:])
    stem = text[: labels[first].start()].strip()
    if len(kept) < 2 or not stem:
        return None
    ends = [label.start() for label in kept[1:]] + [len(text)]
    options = tuple(text[label.end() : end].strip().rstrip(";,").strip() for label, end in zip(kept, ends, strict=True))
    options = tuple(judged(options).texts)
    right = _right(answer, options)
    if not right or not all(options) or len(set(options)) != len(options):
        return None
    return PastedChoice(stem, options, right)


def is_option_line(line: str) -> bool:
    """Tell whether a line begins with the label of an option."""
    return _OPTION_LINE.match(line) is not None


def _in_row(labels: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the labels that follow each other in the alphabet, in one case."""
    kept = [labels[0]]
    for label in labels[1:]:
        if label[1] == chr(ord(kept[-1][1]) + 1):
            kept.append(label)
    return kept


def _right(answer: str, options: tuple[str, ...]) -> tuple[int, ...]:
    answer = answer[match.end() :] if (match := _ANSWER.match(answer)) else answer
    folded = [" ".join(option.split()).casefold() for option in options]
    plain = " ".join(answer.split()).casefold()
    if plain in folded:
        return (folded.index(plain),)
    if match := _LETTERS.fullmatch(answer):
        letters = re.findall(r"[a-h]", re.sub(r"and\s", " ", match[1].lower()))
        places = tuple(dict.fromkeys(ord(letter) - ord("a") for letter in letters))
        return places if max(places) < len(options) else ()
    if match := _TOLD.fullmatch(answer):
        place = ord(match[1].lower()) - ord("a")
        told = " ".join(match[2].split()).casefold()
        return (place,) if place < len(options) and folded[place].startswith(told[:40]) else ()
    return ()
