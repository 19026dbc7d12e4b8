"""What is said of tables: columns that are missing or left out, rows that are too wide."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.formats.table_layout import Layout

_NAMED_AT_MOST = 10


def too_wide(cells: int, columns: int, format_name: str) -> str:
    """Say that a row has more cells than there are columns."""
    is_text = format_name in ("csv", "quizlet")
    advice = "put a cell that holds the separator in double quotes" if is_text else "give each column a heading"
    return f"This row has {cells} cells, but there are {columns} columns; {advice}."


def headings_of(heading: Sequence[str]) -> str:
    """List the headings of a table."""
    return ", ".join(f"“{cell.strip()[:40]}”" for cell in heading if cell.strip())


def tell_likely(layout: Layout, first: Sequence[str]) -> str:
    """Say what the first row was taken for that may be the other as well."""
    cells = " | ".join(cell.strip()[:40] for cell in layout.heading or first if cell.strip())
    taken, other = ("the names of the columns", "a pair") if layout.heading else ("a pair", "the names of the columns")
    return f"The first row, “{cells}”, was taken for {taken}; if it is {other}, say so, and read it again."


def tell_missing(layout: Layout) -> str:
    """Say that the question or its answer is in no column."""
    if not layout.heading or layout.is_guessed:
        return (
            "No column could be told to hold the question and its answer; say what each column is, and read it again."
        )
    headings = {cell.strip() for cell in layout.heading}
    missing: dict[str, str] = {}
    if "stem" not in layout.columns:
        missing["the question"] = "“stem”" if "key" in headings else "“question”"
    if "key" not in layout.columns:
        missing["the answer"] = "“key”" if "stem" in headings else "“answer”"
    return (
        f"No column holds {' or '.join(missing)}: there are {headings_of(layout.heading)}. Add "
        f"{' and '.join(missing.values())}, or say what each column is, and read it again."
    )


def tell_left(headings: Sequence[str], places: Sequence[int]) -> str:
    """Say which columns were in no question: by their headings, and by their places where they have none."""
    said = []
    if headings:
        named = ", ".join(f"“{name[:40]}”" for name in headings[:_NAMED_AT_MOST])
        said.append(
            f"The column {named} was left out: its heading is none that is known."
            if len(headings) == 1
            else f"The columns {named} were left out: their headings are none that are known."
        )
    if places:
        numbers = [str(place + 1) for place in places[:_NAMED_AT_MOST]]
        said.append(
            f"Column {numbers[0]} was left out: nothing tells what it is."
            if len(numbers) == 1
            else f"Columns {', '.join(numbers[:-1])} and {numbers[-1]} were left out: nothing tells what they are."
        )
    what = "what it is" if len(headings) + len(places) == 1 else "what they are"
    return f"{' '.join(said)} Say {what}, and read it again."
