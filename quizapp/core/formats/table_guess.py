"""What the columns of a table are that has no headings which are known: told by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from quizapp.core.formats.pasted_text import are_numbered_questions, is_bullet
from quizapp.core.formats.question_words import QUESTION_NAME
from quizapp.core.formats.table_cells import labelled
from quizapp.core.formats.table_keys import Choices, KeyStyle, find_keys, find_style
from quizapp.core.formats.table_shapes import are_marks

_KEY_SHARE = 0.8
_ASKING = ("?", "？", "؟", ":", "…", "...", "_")
#: A number, a question, two options and the key.
_LEAST_WITH_OPTIONS = 4
_NUMBER = re.compile(rf"(?:q|{QUESTION_NAME}|no|nr|n°|#)?[.\s]{{0,2}}\d+[.):]{{0,2}}", re.IGNORECASE)


def columns_by_cells(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Tell columns by their cells: numbers first, the question, options, a key that names one of them."""
    if not rows:
        return ()
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    fitting = [row for row in rows if len(row) == width]
    stem = 0
    if width > 2 and (_number_rows(fitting, width) or _are_bullets(fitting)):
        stem = 1
    columns = [""] * width
    if width < 2 or are_numbered_questions(fitting):
        return tuple(columns)
    columns[stem] = "stem"
    key = _key_column(fitting, stem, width) if width - stem > 3 else None
    if key is not None:
        columns[key] = "key"
        for place in range(stem + 1, key) if key > stem + 1 else range(key + 1, width):
            columns[place] = "option"
        if key + 1 < width and key > stem + 1:
            columns[key + 1] = "explanation"
    elif width - stem > 3:
        for place in range(stem + 1, width):
            columns[place] = "option"
    elif not are_marks([row[stem + 1] for row in fitting[1:]]):
        columns[stem + 1] = "key"
    return tuple(columns)


def _number_rows(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the first column numbers the rows; bare numbers that do not count from 1 may be years or prices."""
    firsts = [row[0].strip() for row in rows]
    if not all(map(_NUMBER.fullmatch, firsts)):
        return False
    if not all(map(str.isdecimal, firsts)) or len(set(firsts)) < len(firsts):
        return True
    numbers = list(map(int, firsts))
    if numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return True
    asking = sum(row[1].rstrip().endswith(_ASKING) for row in rows)
    return asking * 2 > len(rows) or (width > _LEAST_WITH_OPTIONS and _key_column(rows, 1, width) is not None)


def _are_bullets(rows: Sequence[Sequence[str]]) -> bool:
    return len({row[0].strip() for row in rows}) == 1 and is_bullet(rows[0][0])


def _key_column(rows: Sequence[Sequence[str]], stem: int, width: int) -> int | None:
    key: int
    for key in (*range(width - 1, stem + 2, -1), stem + 1):
        options = range(stem + 1, key) if key > stem + 1 else range(stem + 2, width)
        samples = [([row[key]], _choices([row[place] for place in options])) for row in rows if row[key].strip()]
        if len(samples) < len(rows) * _KEY_SHARE:
            continue
        style = find_style(samples)
        if sum(bool(find_keys(cells, choices, style)) for cells, choices in samples) >= len(rows) * _KEY_SHARE:
            return key
    return None


def is_unlike(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row alone names no option: a heading in words that are not known."""
    if "key" not in columns or len(rows) < 3:
        return False
    key = list(columns).index("key")
    first = rows[0]
    options = _choices([first[place] for place, name in enumerate(columns) if name == "option" and place < len(first)])
    # A number is no heading, be it one that counts from 0.
    is_named = key >= len(first) or first[key].strip().isdigit() or bool(find_keys([first[key]], options, KeyStyle()))
    return not is_named


def _choices(texts: list[str]) -> Choices:
    plain, labels = labelled(texts)
    return Choices(plain, labels)
