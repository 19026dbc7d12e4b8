"""Two passages side by side: which runs of words the one has and the other has not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

_WORDS = re.compile(r"\s*\S+")
#: Longer passages are shown without marks: what differs could not be overlooked in fewer words.
WORDS_AT_MOST = 1_200
#: Of several passages, one that is this much like another (of 100) is compared with it.
LIKE_FROM = 60


@dataclass(frozen=True, slots=True)
class Run:
    """Words as they stand, in one piece; `is_other` where the other passage has something else, or nothing."""

    text: str
    is_other: bool


#: Passages, each in its runs.
Passages = tuple[tuple[Run, ...], ...]


def compare_passages(before: Sequence[str], after: Sequence[str]) -> tuple[Passages, Passages]:
    """Cut passages where they differ from the one most like them; of several, what has no like is marked whole."""
    if len(before) <= 1 and len(after) <= 1:
        left, right = compare_words("".join(before), "".join(after))
        return ((left,) if before else ()), ((right,) if after else ())
    mine = {place: _whole(words) for place, words in enumerate(before) if words in after}
    theirs = {place: _whole(words) for place, words in enumerate(after) if words in before}
    near = sorted(
        (-fuzz.ratio(one, two), i, j)
        for i, one in enumerate(before) if i not in mine
        for j, two in enumerate(after) if j not in theirs
    )  # fmt: skip
    for unlike, i, j in near:
        if -unlike >= LIKE_FROM and i not in mine and j not in theirs:
            mine[i], theirs[j] = compare_words(before[i], after[j])
    # Beside nothing at all, all would be marked, which shows nothing.
    is_two_sided = bool(before and after)
    return _all(before, mine, is_two_sided), _all(after, theirs, is_two_sided)


def _all(passages: Sequence[str], known: dict[int, tuple[Run, ...]], is_marked: bool) -> Passages:
    return tuple(known.get(place, (Run(words, is_marked),)) for place, words in enumerate(passages))


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
