"""A row of a table that is no question without a bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_PART_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class PartRow:
    """A row of a table that names a question by its `id` and says of it no more than its `cells`, by their headings.

    `refusal` is what is said of its table where no bank is known that could say the rest (`part_rows`), `part` its
    sheet where there are several.
    """

    id: str
    line: int | None
    cells: Mapping[str, str]
    refusal: str
    part: str = ""

    @property
    def where(self) -> str:
        """Name it in messages, with its sheet."""
        return f"{self.part[:_PART_AT_MOST]}: {self.id}" if self.part else self.id

    @property
    def place(self) -> str:
        """Say where it stands, with its sheet."""
        return f"row {self.line}" + (f" of “{self.part[:_PART_AT_MOST]}”" if self.part else "")
