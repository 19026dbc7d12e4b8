"""Lists of texts with gaps as Anki writes them, `{{c1::words}}`, a line each, without Anki’s headers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.anki_notes import CLOZE_START
from quizapp.core.formats.table_layout import column_of
from quizapp.core.formats.table_words import plain_word

_GAP = re.compile(r"\{\{c\d{1,3}::.*?\}\}")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
#: Signs as spreadsheets write them: no blank behind, and no comma of a number.
_TIGHT = {sign: re.compile(rf"(?<!\d){re.escape(sign)}(?!\s)|{re.escape(sign)}(?![\s\d])") for sign in ("|", ";", ",")}
_HEADS = frozenset(("text", "extra", "back extra", "cloze", "note", "notes", "source", "info", "lückentext"))
_MARK = "\x02"
_LINES_SEEN = 50
_LEAST = 2


def are_gap_texts(lines: Sequence[str]) -> bool:
    """Whether the first column of each line has a gap, be it below headings."""
    rows = [line for line in lines if line.strip()]
    body = rows[1:] if rows and heads_gap_texts(re.split(r"[\t,;|]", rows[0])) else rows
    is_data = bool(rows) and rows[0].lstrip().startswith(("[", "<", '{"', "{'"))
    if len(body) < _LEAST or is_data or not all(map(CLOZE_START.search, body)):
        return False
    return all(_MARK in line.split(_separator(body))[0] for line in map(_bare, body))


def heads_gap_texts(cells: Sequence[str]) -> bool:
    """Whether cells head the columns of texts with gaps."""
    words = [plain_word(cell) for cell in cells if cell.strip()]
    return bool(words) and all(word in _HEADS or column_of(word)[0] for word in words)


def gap_separator(text: str) -> str:
    """Give the sign that parts the columns of such lines; a tab where there is but one, empty for other texts."""
    lines = [line for line in text.split("\n")[:_LINES_SEEN] if line.strip() and not line.startswith("#")]
    return _separator([line for line in lines if CLOZE_START.search(line)]) if are_gap_texts(lines) else ""


def _separator(lines: Sequence[str]) -> str:
    bare = list(map(_bare, lines))
    if any("\t" in line for line in bare):
        return "\t"
    counts = {sign: {len(pattern.findall(line)) for line in bare} for sign, pattern in _TIGHT.items()}
    return next((sign for sign, found in counts.items() if len(found) == 1 and min(found)), "\t")


def _bare(line: str) -> str:
    """Give a line with a mark for each gap, and quoted cells as these alone."""
    marked = _GAP.sub(_MARK, line)
    return _QUOTED.sub(lambda match: _MARK if _MARK in match[0] else "x", marked)
