"""Days that head a letter or an entry of a diary: what is told there as “yesterday” is told from them."""

from __future__ import annotations

import re

from quizapp.core.extraction.values import Block, Text

_LINE_LETTERS = 120
_LEAD_LETTERS = 2
#: So far back the mark that opens a quotation is looked for.
_QUOTE_LETTERS = 1000
_OWN_WORDS = re.compile(r"\b(?:I|my|me|we|our)\b")
_BEHIND_LABEL = re.compile(r"\s*(?:[.:–—]|-\s|\Z)")


def is_label(text: Text, block: Block, start: int, end: int) -> bool:
    """Tell a day that is a line's (“Leeds, 4 March 1856”), or that opens a paragraph before a stop: “12 May. Rain.”"""
    opens = start - block.start <= _LEAD_LETTERS and bool(_BEHIND_LABEL.match(text.text, end, block.end))
    is_line = block.end - block.start <= _LINE_LETTERS and text.text[block.end - 1] not in ".!?”’\"'"
    return opens or is_line


def is_spoken(text: Text, block: Block, start: int) -> bool:
    """Tell whether a time stands within quotation marks."""
    before = text.text[max(block.start, start - _QUOTE_LETTERS) : start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def is_in_own_words(text: Text, block: Block) -> bool:
    """Tell whether a paragraph may be part of a letter: it opens with a quotation mark or says “I”."""
    return (
        text.text[block.start] in "“‘\"'"
        or _OWN_WORDS.search(text.text, block.start, min(block.end, block.start + _QUOTE_LETTERS)) is not None
    )
