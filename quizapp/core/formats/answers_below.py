"""Numbered questions whose answers have no colon: “Ans. (b)”, “Answer (2)”, “Answer - Paris”, and “Q.1 Which …”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from quizapp.core.formats.answer_words import ANSWER_NAME
from quizapp.core.formats.rearranged import Numbered, Rearranged
from quizapp.core.formats.running_numbers import Running, running

_NAME = rf"[*_]{{0,3}}{ANSWER_NAME}[*_]{{0,3}}"
_ANSWER = re.compile(
    rf"\s*(?P<opened>[(\[])?{_NAME}(?:"
    r"\s?(?P<sign>[.:=]\s?[-–—]|[.:：=]|[-–—](?=\s)(?!\s(?:это|це)\s)|[→➔])[*_]{0,3}\s*(?P<words>\S.*)"
    r"|(?:\s+|\s?[-–—])(?P<label>[(\[]?[A-Ha-h\d]{1,2}[)\]]|[A-H1-9])\.?)(?(opened)[)\]])",
    re.IGNORECASE | re.DOTALL,
)
#: Behind the question in its own line.
_WITHIN = re.compile(
    rf"(?<=[?？؟.:)])\s+(?={_NAME}\s?(?:[.=]|[-–—]\s(?!(?:это|це)\s)|[.:]\s?[-–—])\s?\S)", re.IGNORECASE
)
_OPTION = re.compile(r"\s*[*_]{0,3}[(\[]?(?:[A-Ha-h]|\d)[).\]]\s*\S")
_LABEL = re.compile(r"[(\[]\s?([A-Za-z]|\d{1,2}|[ivx]{1,4})\s?[)\]]\.?|([A-Za-z]|\d{1,2})[.)]")
#: What names the right side of nothing: more lines of it are a text.
_COLON = (":", "：")


def answers_below(lines: Sequence[str]) -> Rearranged | None:
    """Name questions and answers as they are read elsewhere; None where they are so, or in doubt."""
    parted = list(_parted(lines))
    texts = [text for _, text in parted]
    openings = running(texts, may_begin_anew=True)
    told = {place: match for place, text in enumerate(texts) if (match := _ANSWER.fullmatch(text.rstrip()))}
    if not openings or not told or not _is_meant(openings, list(told.values())):
        return None
    ends = [*(each.place for each in openings[1:]), len(texts)]
    blocks = [(each.place, end) for each, end in zip(openings, ends, strict=True)]
    if min(told) < openings[0].place or not all(_is_sure(texts, *block, told) for block in blocks[:-1]):
        return None
    if sum(blocks[-1][0] < place for place in told) > 1:
        return None
    by_place = {each.place: f"Question {each.number}: {each.words}" for each in openings}
    by_place |= {place: f"Answer: {_words(match)}" for place, match in told.items()}
    return Rearranged([(number, by_place.get(place, text)) for place, (number, text) in enumerate(parted)])


def _parted(lines: Sequence[str]) -> Iterator[Numbered]:
    """Give lines with their numbers, and an answer in the line of its question in one of its own."""
    for number, line in enumerate(lines, 1):
        within = list(islice(_WITHIN.finditer(line), 2))
        if len(within) == 1:
            yield number, line[: within[0].start()]
            yield number, line[within[0].end() :]
        else:
            yield number, line


def _is_sure(lines: Sequence[str], start: int, end: int, told: Collection[int]) -> bool:
    """Whether a question has one answer, or options and none: the answer below the next one is not for both."""
    count = sum(place in told for place in range(start, end))
    return count == 1 or (not count and any(map(_OPTION.match, lines[start + 1 : end])))


def _is_meant(openings: Sequence[Running], told: Sequence[re.Match[str]]) -> bool:
    """Whether some sign is missing by which others know questions or answers, and these are a test’s all the same."""
    if openings[0].is_odd:
        return True
    return any(match["opened"] or match["sign"] not in _COLON for match in told) and (
        len(openings) > 1 or openings[0].is_named
    )


def _words(match: re.Match[str]) -> str:
    """Give an answer; of a letter alone without its brackets."""
    words = (match["words"] or match["label"]).strip()
    label = _LABEL.fullmatch(words)
    return (label[1] or label[2]) if label else words
