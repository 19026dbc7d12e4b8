"""Quotations whose closing mark is missing: they end with their sentence, or are none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.values import MarkPair, Sentence, Text

_SAYS = r"(?:said|says|told|wrote|writes|asked|added|replied|answered|declared|explained|recalled|noted|insisted)"
#: Who speaks stands among the words, so that nobody knows where they end: “The hall is old, said Berg.
_SPEAKER_INSIDE = re.compile(
    rf"[,?!] (?:{_SAYS} (?:the |an? |[A-Z]|he |she )"
    rf"|(?:he|she|they|the [a-z]+|[A-Z][\w’-]+(?: [A-Z][\w’-]+)*) {_SAYS}\b)"
)


def end_unclosed(text: Text, marks: Sequence[MarkPair], sentences: Sequence[Sentence]) -> tuple[MarkPair, ...]:
    """End each quotation without a closing mark at its sentence, unless the next paragraph goes on with it.

    One with its speaker among the words is taken for none.
    """
    blocks = [block.start for block in text.blocks]
    starts = [sentence.start for sentence in sentences]
    carried = {bisect_right(blocks, pair.start) for pair in marks if pair.continues}
    found: list[MarkPair] = []
    for pair in marks:
        is_carried = bisect_right(blocks, pair.start) + 1 in carried
        ended = pair if not pair.is_unclosed or is_carried or not starts else _ended(text.text, pair, sentences, starts)
        if ended is not None:
            found.append(ended)
    return tuple(found)


def _ended(words: str, pair: MarkPair, sentences: Sequence[Sentence], starts: Sequence[int]) -> MarkPair | None:
    sentence = sentences[max(0, bisect_right(starts, pair.inner_start) - 1)]
    end = min(pair.inner_end, max(sentence.end, pair.inner_start + 1))
    if _SPEAKER_INSIDE.search(words, pair.inner_start, end) is not None:
        return None
    return pair if end == pair.inner_end else replace(pair, end=end, inner_end=end)
