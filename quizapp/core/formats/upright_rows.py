"""Tables in which each question stands upright: a row for the question, one for each option, one for the answer."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.formats.table_layout import column_of
from quizapp.core.formats.table_words import plain_word

UPRIGHT = (
    "Each question stands in several rows here, its options and its answer below it. "
    "Give each question one row, with a column for each of these."
)
"""Why its rows are not read as pairs."""

_OPTIONS = ("a", "b")


def are_upright(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells of all rows name a question, its options by letters, and its answer."""
    filled = [[cell for cell in row if cell.strip()] for row in rows if any(map(str.strip, row))]
    if not filled or any(len(row) > len(_OPTIONS) for row in filled):
        return False
    names = [plain_word(row[0]) for row in filled]
    meanings = [column_of(name)[0] for name in names]
    is_known = all(meaning or len(name) == 1 for name, meaning in zip(names, meanings, strict=True))
    return (
        is_known
        and meanings[0] == "stem"
        and not {"key", "answer"}.isdisjoint(meanings)
        and set(_OPTIONS) <= set(names)
    )
