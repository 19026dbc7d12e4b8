"""A question's texts on a line that takes no markup: in lists, in messages, in front of rules that read words."""

from __future__ import annotations

import re

from quizapp.core.tex import with_dollar_tex
from quizapp.core.tex_words import tex_words

#: What is escaped or a picture’s words, which stay, and marks of emphasis, which go. “\(” begins a formula.
_MARKUP = re.compile(
    r"\\(?P<escaped>[\\`*_{}<>#+.!|~-])|!\[(?P<picture>[^\]]{0,2000})\]\([^)\s]{0,2000}\)|[*`]+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"
)
#: What students see otherwise than in words; a bracket of a picture's words may be escaped.
_SHOWN = re.compile(
    r"\\\((?P<tex>(?:[^\\]|\\(?![()])){1,2000})\\\)|!\[(?P<picture>(?:\\.|[^\]\\]){0,300})\]\([^)\s]{0,2000}\)"
    r"|(?P<sound><audio [^>]{0,2000}>(?:</audio>)?)|(?P<tag></?(?:sub|sup|u|s|ruby|rt)>)|(?P<brk><br>|\\\n)"
    r"|(?P<escaped>\\[\\<$])",
    re.S,
)
#: Without any of these a text is shown as it stands.
_SIGN = re.compile(r"[\\*`_<$]|!\[")
_GAP = re.compile(r"(?<!\\)\[\[[0-9]+\]\]")


def without_marks(text: str) -> str:
    """Take Markdown's marks out of a text; formulas and gaps stay as they are written."""
    return _MARKUP.sub(lambda found: found["escaped"] or found["picture"] or "", text)


def words_in_line(text: str) -> str:
    """Give a text without marks on one line, with formulas in plain signs and the words of pictures in brackets."""
    if _SIGN.search(text) is None:
        return " ".join(text.split())
    parts: list[str] = []
    at = 0
    whole = with_dollar_tex(text)
    for found in _SHOWN.finditer(whole):
        parts += [without_marks(whole[at : found.start()]), _in_words(found)]
        at = found.end()
    parts.append(without_marks(whole[at:]))
    return " ".join("".join(parts).split())


def stem_in_line(stem: str) -> str:
    """Give a stem as `words_in_line` does, with an ellipsis for each gap of a cloze."""
    return words_in_line(_GAP.sub("…", stem))


def _in_words(found: re.Match[str]) -> str:
    if found["tex"] is not None:
        return tex_words(found["tex"])
    if found["picture"] is not None:
        words = re.sub(r"\\(.)", r"\1", found["picture"]).strip()
        return f"[picture: {words}]" if words else "[picture]"
    if found["escaped"] is not None:
        return found["escaped"][1]
    return "[sound]" if found["sound"] else " " if found["brk"] else ""
