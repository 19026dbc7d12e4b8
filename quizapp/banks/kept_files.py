"""What was read of a teacher's files, one by one, beside the questions that came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What was read of one file; `error` says why it was refused, then all else is empty.

    `guesses` are (name, label) of the formats that it may be, the likeliest first. `table` says how it was read as a
    table: separator, columns, heading, rows (the first ones), is_own; empty for what is no table. `headings` is the
    mark of its headings, under which a teacher's mapping is remembered. `bank` is what else the file says of its bank:
    description, licence, authors, tags, extra.
    """

    name: str
    format: str = ""
    label: str = ""
    title: str = ""
    language: str = ""
    guesses: Sequence[Sequence[str]] = ()
    found: int = 0
    problems: Sequence[Values] = ()
    skipped: Sequence[Values] = ()
    #: How many there are; of very many not all are kept.
    problem_count: int = 0
    skipped_count: int = 0
    table: Values = field(default_factory=dict)
    headings: str = ""
    bank: Values = field(default_factory=dict)
    #: Whether it says only part of what its format can (`core`'s `Parcel`).
    is_partial: bool = False
    unsaid: Sequence[str] = ()
    #: How many rows say a part of a question alone (`core`'s `PartRow`).
    parts: int = 0
    #: Whether it may be in another encoding.
    is_text: bool = True
    #: How many of its questions its program asks backwards too, and whether they are so here.
    backwards: int = 0
    is_backwards: bool = False
    #: Answers that come with it, when the first was given (ms), and how many further ones belong to no question of it.
    answers: int = 0
    answers_since: int = 0
    answers_left_out: int = 0
    error: str = ""
    error_line: int | None = None

    @property
    def asks_for_columns(self) -> bool:
        """Whether it is a table that another word on its columns may help: not ours, and more than headings."""
        table = self.table
        if not table.get("columns") or table["is_own"]:
            return False
        return len(table["rows"]) > 1 or not table["has_header"]
