"""Quotation marks without a partner: how many there are, told to whoever brought the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from quizapp.core.extraction.mark_roles import marks_in
from quizapp.core.extraction.values import MarkPair, Text

_SINGLES = frozenset({"single", "tick"})
_WORDS_AT_MOST = 40


def unpaired_notice(text: Text, pairs: Sequence[MarkPair]) -> str:
    """Say how many quotation marks have no partner and where the first stands; empty where all have one.

    `pairs` are all of the text, before what is unclosed is judged. What may be an apostrophe or inches is not
    counted, nor is a mark that opens a paragraph of a longer quotation.
    """
    found = find_unpaired(text, pairs)
    if not found:
        return ""
    block = text.block_at(found[0])
    words = " ".join(text.text[found[0] : block.end].split())
    if len(words) > _WORDS_AT_MOST:
        words = words[:_WORDS_AT_MOST].rsplit(" ", 1)[0] + " …"
    where = f"paragraph {block.number}: {words}"
    if len(found) == 1:
        return f"One quotation mark has no partner, in {where} Check where that quotation begins and ends."
    return f"{len(found)} quotation marks have no partner, the first in {where} Check where quotations begin and end."


def find_unpaired(text: Text, pairs: Sequence[MarkPair]) -> list[int]:
    """Give where quotation marks without a partner stand."""
    starts = [block.start for block in text.blocks]
    carried = {bisect_right(starts, pair.start) for pair in pairs if pair.continues}
    paired: set[int] = set()
    for pair in pairs:
        if not pair.is_unclosed:
            paired |= {pair.start, pair.end - 1}
        elif bisect_right(starts, pair.start) + 1 in carried:
            paired.add(pair.start)
    return [
        mark.at
        for block in text.blocks
        if block.kind != "furniture"
        for mark in marks_in(text.text, block)
        if mark.family not in _SINGLES and mark.is_strong and mark.at not in paired
    ]
