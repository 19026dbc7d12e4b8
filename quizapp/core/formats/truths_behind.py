"""Numbered statements, each with its truth in brackets behind it: “1. The Earth is flat. (False)”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.rearranged import Rearranged
from quizapp.core.formats.running_numbers import running
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import SURE_TRUTHS, are_judged

_JUDGED = re.compile(r"(?P<words>.*\S)\s*[(\[]\s?(?P<truth>[^\W\d_]{1,12})\s?[)\]]\.?", re.DOTALL)
_ASKS = re.compile(r"[?？؟]|__|…|\.{3}")
_ENDS = (".", "!", "。", ")", "”", '"')
_AT_LEAST, _WORDS_AT_LEAST = 2, 3
_TITLES_AT_MOST = 3


def truths_behind(lines: Sequence[str]) -> Rearranged | None:
    """Give each statement its truth; None where any line says something else, or the words are no truths for sure."""
    openings = running(lines)
    filled = [place for place, line in enumerate(lines) if line.strip()]
    if len(openings) < _AT_LEAST or filled[-len(openings) :] != [each.place for each in openings]:
        return None
    titles = [lines[place] for place in filled[: -len(openings)]]
    judged = [_JUDGED.fullmatch(each.words) for each in openings]
    if len(titles) > _TITLES_AT_MOST or any(map(_heads_options, titles)):
        return None
    found = [(match["words"], match["truth"]) for match in judged if match]
    truths = [plain_word(truth) for _, truth in found]
    if len(found) < len(openings) or not all(_is_statement(words) for words, _ in found) or not _are_sure(truths):
        return None
    lines_of = [(place + 1, lines[place]) for place in filled[: -len(openings)]]
    for each, (words, truth) in zip(openings, found, strict=True):
        said = {"t": "True", "f": "False"}.get(plain_word(truth), truth)
        lines_of += [(each.place + 1, f"Question {each.number}: {words}"), (each.place + 1, f"Answer: {said}")]
        lines_of.append((each.place + 1, ""))
    return Rearranged(lines_of)


def _heads_options(title: str) -> bool:
    """Whether a line may ask, so that what is numbered below are its options; “True or false?” asks of each of them."""
    words = set(plain_word(title).split())
    return title.strip().endswith(("?", ":")) and not ({"true", "false"} <= words or {"t", "f"} <= words)


def _is_statement(words: str) -> bool:
    return len(words.split()) >= _WORDS_AT_LEAST and words.endswith(_ENDS) and not _ASKS.search(words)


def _are_sure(truths: Sequence[str]) -> bool:
    """Whether these are words for true and false: surely, or both of one language."""
    return set(truths) <= SURE_TRUTHS or are_judged(truths)
