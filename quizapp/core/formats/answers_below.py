"""Numbered questions whose answers have no colon: “Ans. (b)”, “Answer (2)”, “Answer - Paris”, and “Q.1 Which …”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from quizapp.core.formats.answer_words import ANSWER_NAME
from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.rearranged import Numbered, Rearranged
from quizapp.core.formats.running_numbers import Running, running

_NAME = rf"[*_]{{0,3}}{ANSWER_NAME}[*_]{{0,3}}"
_ANSWER = re.compile(
    rf"\s*(?P<opened>[(\[])?{_NAME}(?:"
    r"\s?(?P<sign>[.:：=]|[-–—](?=\s)(?!\s(?:это|це)\s)|[→➔])[*_]{0,3}(?P<gap>\s*)(?P<words>\S.*)"
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
_NO_DASH = ("-", "–", "—", "→", "➔")
#: A dash at the beginning of an answer, which may be a minus, or be of a suffix: “-ly”.
_DASH = re.compile(r"[-–—](?P<gap>\s*)(?P<rest>[^\s–—-].*)", re.DOTALL)
_LABEL_ALONE = re.compile(r"[(\[]\s?(?:[A-Za-z]|\d{1,2}|[ivx]{1,4})\s?[)\]].*", re.DOTALL)
_SURELY_APART = re.compile(r"[^\W\d_]\b|[A-ZÀ-ÖØ-ÞА-Я]|[(\[]")
_NUMBERED_OPTION = re.compile(r"\s*[(\[]?\d[).\]]\s*\S")
_PARTS, _UNSURE = "parts", "unsure"


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
    dashes = _settled(told)
    by_place = {each.place: f"Question {each.number}: {each.words}" for each in openings}
    by_place |= {place: f"Answer: {_words(match, dashes[place])}" for place, match in told.items()}
    found = Rearranged([(number, by_place.get(place, text)) for place, (number, text) in enumerate(parted)])
    for start, end in blocks:
        unsure = next((told[place] for place in range(start, end) if dashes.get(place) == _UNSURE), None)
        if unsure and not any(map(_NUMBERED_OPTION.match, texts[start + 1 : end])):
            found.faults[parted[start][0]] = _fault(unsure)
    return found


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
    is_odd = any(match["opened"] or match["sign"] not in _COLON or _dash(match) for match in told)
    return is_odd and (len(openings) > 1 or openings[0].is_named)


def _settled(told: Mapping[int, re.Match[str]]) -> Mapping[int, str]:
    """Say of each answer whether a dash parts it from its name; where one is unsure the others tell, if any does."""
    dashes = {place: _dash(match) for place, match in told.items()}
    if _PARTS in dashes.values():
        return {place: dash and (_PARTS if told[place]["gap"] == "" else dash) for place, dash in dashes.items()}
    return dashes


def _dash(match: re.Match[str]) -> str:
    """Say whether a dash behind the sign of an answer parts them: “Ans:- b”; empty where it is of the answer: “: -1”.

    What has no blank beside its dash, “Ans:-5”, may be both, and so may a number behind a dash between blanks.
    """
    if match["words"] is None:
        is_minus = match["label"][0].isdigit() and re.search(r"\s[-–—]\d", match[0]) is not None
        return _UNSURE if is_minus else ""
    found = None if match["sign"] in _NO_DASH else _DASH.match(match["words"])
    if found is None:
        return ""
    is_number = found["rest"][0].isdigit()
    if found["gap"]:
        return _UNSURE if is_number and match["gap"] else _PARTS
    if match["gap"]:
        return _PARTS if _LABEL_ALONE.fullmatch(found["rest"]) else ""
    return _PARTS if _SURELY_APART.match(found["rest"]) else _UNSURE


def _fault(match: re.Match[str]) -> str:
    words = (match["words"] or match[0]).strip()
    return f"Of the answer “{shortened(words)}” it is not sure whether its dash is a minus; write “Answer: -…” or none."


def _words(match: re.Match[str], dash: str) -> str:
    """Give an answer; of a letter alone without its brackets."""
    words = (match["words"] or match["label"]).strip()
    words = words.lstrip("-–—").lstrip() if dash and match["words"] else words
    label = _LABEL.fullmatch(words)
    return (label[1] or label[2]) if label else words
