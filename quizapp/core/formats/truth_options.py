"""Statements whose two options are called by the letters of their words: “T. True”, “F. False”, “Answer: F”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.answer_words import ANSWER_NAME
from quizapp.core.formats.rearranged import Rearranged
from quizapp.core.formats.running_numbers import running
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import are_judged

_OPTION = re.compile(r"\s*(?:[-*+]\s+)?[(\[]?(?P<letter>[^\W\d_])[).\]]\s+(?P<word>[^\W\d_]{3,12})\.?\s*")
_ANSWER = re.compile(
    rf"(?P<name>\s*[*_]{{0,3}}{ANSWER_NAME}[*_]{{0,3}}\s?[:：]\s*)(?P<key>\S.*?)\s*",
    re.IGNORECASE,
)
_BELOW = 4


def truth_options(lines: Sequence[str]) -> Rearranged | None:
    """Write the answer out in place of its letter, without the options; None where there are no such ones."""
    kept, taken = list(lines), set[int]()
    for place in range(len(lines) - 1):
        words = _words(lines[place], lines[place + 1])
        below = range(place + 2, min(place + 2 + _BELOW, len(lines)))
        answer = next((n for n in below if lines[n].strip()), -1) if words else -1
        told = _ANSWER.fullmatch(lines[answer]) if answer >= 0 else None
        if told is None:
            continue
        key = told["key"].strip("*_(). ").casefold()
        word = next((word for word in words if key in (word[0].casefold(), word.casefold())), "")
        if word:
            taken |= {place, place + 1}
            kept[answer] = f"{told['name']}{'True' if word == words[0] else 'False'}"
    if not taken:
        return None
    for opening in running(kept, may_begin_anew=True):
        kept[opening.place] = f"Question {opening.number}: {opening.words}"
    return Rearranged([(place + 1, line) for place, line in enumerate(kept) if place not in taken])


def _words(first: str, second: str) -> tuple[str, ...]:
    """Give the words for true and false, in this order, where two lines are such options; none where not."""
    found = [_OPTION.fullmatch(line) for line in (first, second)]
    words = tuple(
        match["word"] for match in found if match and match["word"][0].casefold() == match["letter"].casefold()
    )
    is_pair = len(words) == 2 and are_judged([plain_word(word) for word in words])
    return words if is_pair else ()
