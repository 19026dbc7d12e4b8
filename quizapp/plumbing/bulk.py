"""Many rows of one table written at the driver's own speed, three times that of the usual way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Dialect, Table, insert
from sqlalchemy.orm import Session


def insert_many(session: Session, table: Any, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of the columns; those of JSON columns are texts of JSON already.

    `table` is a mapped class's `__table__`. Columns that are not named get their server's default or NULL.
    """
    if not rows:
        return
    session.flush()
    connection = session.connection()
    statement, names, processors = _prepared(table, columns, connection.dialect)
    if processors:
        rows = _processed(rows, processors)
    values: Any = rows if names is None else [dict(zip(names, row, strict=True)) for row in rows]
    connection.exec_driver_sql(statement, values)


def _processed(
    rows: Sequence[Sequence[Any]], processors: Sequence[tuple[int, Callable[[Any], Any]]]
) -> list[tuple[Any, ...]]:
    """Give the rows as the driver takes them; most values of such columns are NULL, or the same moment in all rows."""
    known: dict[Any, Any] = {}
    found = []
    for row in rows:
        values = list(row)
        for place, process in processors:
            value = values[place]
            if value is not None:
                if value not in known:
                    known[value] = process(value)
                values[place] = known[value]
        found.append(tuple(values))
    return found


@lru_cache(maxsize=32)
def _prepared(
    table: Table, columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[str, ...] | None, list[tuple[int, Callable[[Any], Any]]]]:
    """Give the statement, the names of its parameters (None = by place), and what the values pass on their way."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    names = None if compiled.positional else columns
    if compiled.positional and tuple(compiled.positiontup or ()) != columns:
        columns_there = tuple(compiled.positiontup or ())
        raise ValueError(f"the columns of {table.name} stand in another order: {columns_there}")
    processors: list[tuple[int, Callable[[Any], Any]]] = []
    for place, name in enumerate(columns):
        kind = table.c[name].type
        process = None if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            processors.append((place, process))
    return str(compiled), names, processors
