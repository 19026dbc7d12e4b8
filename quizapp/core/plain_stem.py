"""A stem on a line that takes no markup: in lists, in messages, in front of rules that read words."""

from __future__ import annotations

import re

#: What is escaped or a picture’s words, which stay, and marks of emphasis, which go. “\\(” begins a formula.
_MARKUP = re.compile(
    r"\\(?P<escaped>[\\`*_{}<>#+.!|~-])|!\[(?P<picture>[^\]]*)\]\([^)\s]*\)|[*`]+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"
)
_GAP = re.compile(r"(?<!\\)\[\[[0-9]+\]\]")


def without_marks(text: str) -> str:
    """Take Markdown's marks out of a text; formulas and gaps stay as they are written."""
    return _MARKUP.sub(lambda found: found["escaped"] or found["picture"] or "", text)


def stem_in_line(stem: str) -> str:
    """Give a stem without marks, an ellipsis for each gap of a cloze."""
    return without_marks(_GAP.sub("…", stem))
