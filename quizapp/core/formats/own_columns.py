"""The headings of our own table layout (`table_write`), which nobody else writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

OWN_COLUMNS = frozenset(("id", "kind", "stem", "key"))
"""The headings that tell our own layout."""

#: The fields of a question that a column of our own layout says alone.
FIELDS = frozenset(
    (
        "accept",
        "explanation",
        "about",
        "tags",
        "title",
        "context",
        "hints",
        "worth",
        "limit_seconds",
        "language",
        "rubric",
    )
)
_OWN_COLUMN = re.compile(rf"id|kind|stem|key|distractor [0-9]{{1,3}}|{'|'.join(sorted(FIELDS))}")


def own_column(heading: str) -> bool:
    """Whether it is a heading of our own layout."""
    return _OWN_COLUMN.fullmatch(heading.strip()) is not None


def beside_ids(heading: Sequence[str]) -> str:
    """Say of a table with a column of ids which other columns may stand beside these alone; empty for others.

    Where all do but for those without a heading, these are named.
    """
    names = [cell.strip().casefold() for cell in heading]
    if "id" not in names:
        return ""
    named = [name for name in names if name]
    if len(named) < len(names) and len(named) > 1 and all(map(own_column, named)):
        return f" If these are ids and columns of questions, delete column {names.index('') + 1}, which has no heading."
    return f" Beside “id” alone there may be: kind, stem, key, distractor 1, {', '.join(sorted(FIELDS))}."
