"""A row of a table that is no question without a bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartRow:
    """A row of a table that names a question by its `id` and says of it no more than its `cells`, by their headings.

    `refusal` is what is said of its table where no bank is known that could say the rest (`part_rows`).
    """

    id: str
    line: int | None
    cells: Mapping[str, str]
    refusal: str
