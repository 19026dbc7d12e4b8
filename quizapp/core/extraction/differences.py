"""Two passages side by side: which runs of words the one has and the other has not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s*\S+")
#: Longer passages are shown without marks: what differs could not be overlooked in fewer words.
WORDS_AT_MOST = 1_200


@dataclass(frozen=True, slots=True)
class Run:
    """Words as they stand, in one piece; `is_other` where the other passage has something else, or nothing."""

    text: str
    is_other: bool


def compare_words(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Cut two passages where they differ; the runs of each, put together, are the passage."""
    mine, theirs = _WORDS.findall(before), _WORDS.findall(after)
    # What stands in one version alone differs as a whole: marking all of it shows nothing.
    if before == after or not (before and after) or max(len(mine), len(theirs)) > WORDS_AT_MOST:
        return _whole(before), _whole(after)
    matcher = SequenceMatcher(None, [w.strip() for w in mine], [w.strip() for w in theirs], autojunk=False)
    cut = matcher.get_opcodes()
    left = [(tag != "equal", mine[first:last]) for tag, first, last, _, _ in cut]
    right = [(tag != "equal", theirs[start:end]) for tag, _, _, start, end in cut]
    return _runs(left), _runs(right)


def _whole(words: str) -> tuple[Run, ...]:
    return (Run(words, False),) if words else ()


def _runs(pieces: Sequence[tuple[bool, list[str]]]) -> tuple[Run, ...]:
    """Join pieces; the space before a marked run stays outside its mark."""
    found: list[Run] = []
    for is_other, words in pieces:
        text = "".join(words)
        if not text:
            continue
        bare = text.lstrip()
        space = text[: len(text) - len(bare)]
        if space:
            found.append(Run(space, False))
        found.append(Run(bare, is_other))
    return tuple(found)
