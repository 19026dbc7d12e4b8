"""Rows that name a question by its id and say a part of it, as a table has them; `part_rows` fills them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.own_columns import beside_ids, own_column
from quizapp.core.formats.part_row import PartRow
from quizapp.core.formats.table_told import headings_of, too_wide


def take_parts(
    rows: Iterable[tuple[int, list[str]]], gatherer: Gatherer, heading: Sequence[str], line: int, *, loses_ends: bool
) -> None:
    """Take such rows, and say what they are; a column that is none of ours is left out, and named.

    `line` is that of the heading. `loses_ends`: cells at the end of a row that were emptied are as if never there.
    """
    refusal = _tell(heading)
    gatherer.problem(refusal, line=line)
    names = [cell.strip().casefold() for cell in heading]
    is_left = False
    for number, cells in rows:
        if loses_ends:
            cells = cells + [""] * (len(names) - len(cells))
        told = [(name, cell.strip()) for name, cell in zip(names, cells, strict=False)]
        said = {name: cell for name, cell in told if own_column(name)}
        is_left = is_left or any(cell for name, cell in told if not own_column(name))
        if any(map(str.strip, cells[len(names) :])):
            gatherer.problem(too_wide(len(cells), len(names), gatherer.format), f"row {number}", number)
        elif identity := said.pop("id", ""):
            gatherer.parts.append(PartRow(identity[:200], number, said, refusal, gatherer.part))
        elif any(said.values()):
            gatherer.problem("This row has no id; write it, or delete the row.", f"row {number}", number)
    if is_left:
        named = ", ".join(f"“{cell.strip()[:40]}”" for cell in heading if not own_column(cell.strip().casefold()))
        gatherer.problem(f"The column {named} was left out.{beside_ids(heading)}", line=line)


def _tell(heading: Sequence[str]) -> str:
    """Say of a table what its rows are, since it holds no questions."""
    names = {cell.strip().casefold() for cell in heading}
    missing = " and ".join(f"“{name}”" for name in ("stem", "key") if name not in names)
    return (
        f"These are ids and columns of questions, {headings_of(heading)}: choose the bank that has these questions. "
        f"New questions need {missing} too."
    )
