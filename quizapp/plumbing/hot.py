"""Statements of the hot path: compiled once for each database, then run by its driver at a quarter of the usual cost.

Written as any other statement, so that both databases stay; what differs is that nothing is put together per call.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, BindParameter, Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.visitors import iterate

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
Fetch = Callable[[Any], Any]

#: So many different JSON texts of one column are kept as read.
_TEXTS_KEPT = 500


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One statement for one database.

    `names` is the order of its parameters, None where the driver takes them by name; `constants` are those that stand
    in the statement itself; `lists` names the parameters of each list (IN). `into` and `out_of` hold what must be
    converted on the way, by name and by place; `row` makes a named tuple.
    """

    text: str
    names: tuple[str, ...] | None
    constants: Mapping[str, Any]
    lists: tuple[tuple[str, Sequence[str]], ...]
    into: tuple[tuple[str, Convert], ...]
    out_of: tuple[tuple[int, Convert], ...]
    row: Callable[[Sequence[Any]], Any]


class Hot:
    """A statement with `bindparam`s; rows are tuples in the order of its columns, named like them.

    A `bindparam` that is `expanding` takes a list that is not empty, of things that are passed on as they are. What is
    read of a JSON column is shared by all who read the same text: look at it, never change it.
    """

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self._compiled: dict[tuple[object, ...], _Compiled] = {}
        named = [part for part in iterate(statement) if isinstance(part, BindParameter) and part.required]  # type: ignore[arg-type]
        self._lists = tuple({part.key for part in named if part.expanding})

    def first(self, session: Session, values: Values) -> Any:
        """Give the first row; None when there is none."""
        compiled, row = self._executed(session, values, lambda cursor: cursor.fetchone())
        return None if row is None else _converted(compiled, row)

    def all(self, session: Session, values: Values) -> list[Any]:
        """Give all rows."""
        compiled, rows = self._executed(session, values, lambda cursor: cursor.fetchall())
        return [_converted(compiled, row) for row in rows]

    def run(self, session: Session, values: Values) -> None:
        """Run it for what it does."""
        self._executed(session, values, _nothing)

    def run_each(self, session: Session, rows: Sequence[Values]) -> None:
        """Run it once for each row, as one call of the driver."""
        if rows:
            self._executed(session, rows[0], _nothing, rows)

    def _executed(
        self, session: Session, values: Values, fetch: Fetch, rows: Sequence[Values] | None = None
    ) -> tuple[_Compiled, Any]:
        connection = _connection_of(session)
        dialect = connection.dialect
        if self._lists:
            values = {**values, **{name: _filled(values[name]) for name in self._lists}}
        key = (dialect.name, *(len(values[name]) for name in self._lists))
        known = self._compiled.get(key)
        compiled = known or self._compile(dialect, values)
        parameters = _parameters(compiled, values) if rows is None else [_parameters(compiled, row) for row in rows]
        cursor = connection.connection.cursor()
        try:
            # Whoever watches the statements of an engine sees these too.
            if watch := connection.engine.dispatch.before_cursor_execute:
                watch(connection, cursor, compiled.text, parameters, None, rows is not None)
            (cursor.execute if rows is None else cursor.executemany)(compiled.text, parameters)
            if known is None:
                compiled = self._compiled[key] = self._with_conversions(compiled, dialect, cursor.description)
            return compiled, fetch(cursor)
        except dialect.loaded_dbapi.Error as error:
            # As everywhere else: callers know the errors of SQLAlchemy, not those of each driver.
            raise DBAPIError.instance(compiled.text, None, error, dialect.loaded_dbapi.Error) from error
        finally:
            cursor.close()

    def _compile(self, dialect: Dialect, values: Values) -> _Compiled:
        statement: ClauseElement = self.statement  # type: ignore[assignment]
        made: Any = statement.compile(dialect=dialect)
        # Lists (IN) get a parameter for each of their values, those that stand in the statement itself too.
        state = made.construct_expanded_state(dict(values))
        into = [(name, bound.type.dialect_impl(dialect).bind_processor(dialect)) for name, bound in made.binds.items()]
        return _Compiled(
            state.statement,
            None if state.positiontup is None else tuple(state.positiontup),
            {name: value for name, value in state.parameters.items() if name not in values},
            tuple((name, state.parameter_expansion[name]) for name in self._lists),
            tuple((name, convert) for name, convert in into if convert and name in values),
            (),
            _row_of(tuple(str(column.key) for column in self._columns)),
        )

    def _with_conversions(self, compiled: _Compiled, dialect: Dialect, description: Any) -> _Compiled:
        """Add how values come out; the types that the driver names are known only once it has answered."""
        found = [
            (place, column.type, column.type.dialect_impl(dialect).result_processor(dialect, description[place][1]))
            for place, column in enumerate(self._columns)
        ]
        out_of = [
            (place, lru_cache(_TEXTS_KEPT)(convert) if isinstance(sort, JSON) else convert)
            for place, sort, convert in found
            if convert
        ]
        return replace(compiled, out_of=tuple(out_of))

    @property
    def _columns(self) -> Sequence[Any]:
        return tuple(getattr(self.statement, "exported_columns", ()))


def _connection_of(session: Session) -> Connection:
    """Give a session's connection, in its transaction; asking the session for it costs as much as a short statement."""
    connection = session.bind
    if not isinstance(connection, Connection):
        raise TypeError("a session of transaction() or reading() is needed")
    if not connection.in_transaction():
        connection.begin()
    return connection


def _filled(values: Sequence[Any]) -> list[Any]:
    """Repeat the last of a list, so that there are few lengths, each of which is compiled."""
    filled = list(values)
    return filled + filled[-1:] * ((1 << (len(filled) - 1).bit_length()) - len(filled))


def _nothing(_cursor: Any) -> None:
    return None


def _row_of(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return row._make


def _parameters(compiled: _Compiled, values: Values) -> Any:
    given = {**compiled.constants, **values}
    for name, expanded in compiled.lists:
        given.update(zip(expanded, values[name], strict=True))
    for name, convert in compiled.into:
        given[name] = convert(given[name])
    return given if compiled.names is None else tuple([given[name] for name in compiled.names])


def _converted(compiled: _Compiled, row: Sequence[Any]) -> Any:
    values = list(row)
    for place, convert in compiled.out_of:
        values[place] = convert(values[place])
    return compiled.row(values)
