"""The database in an Anki package: opened from a private file so that nothing in it runs, read as plain rows.

SQLite opens files, not bytes, hence the one place of the core that writes one: private, temporary, gone on return.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from quizapp.core.archive import damaged
from quizapp.core.errors import FormatError

Cell: TypeAlias = str | int | float | bytes | None

_LENGTH_LIMIT = 64_000_000
_SQL_LIMIT = 10_000
_STEPS_A_CALL = 10_000
#: SQLite’s own steps: a sound package needs less than one for each byte, to be checked and read once.
_FREE_STEPS = 5_000_000
_STEPS_A_BYTE = 2
#: Anki orders letters by its own edition of Unicode, and nobody reads its list of tags.
_HARMLESS = "row not in PRIMARY KEY order for tags"
_TABLES = frozenset(("col", "config", "notes", "cards", "notetypes", "fields", "templates", "decks", "revlog"))
_FUNCTIONS = frozenset(("count", "length"))


@dataclass(frozen=True, slots=True)
class Database:
    """An opened database; `tables` are those of Anki's that it has."""

    connection: sqlite3.Connection
    tables: frozenset[str]
    name: str

    def rows(self, table: str, columns: Sequence[str], order: str = "") -> Iterator[tuple[Cell, ...]]:
        """List the rows of a table; an absent table has none.

        Raises:
            FormatError: when the table is damaged, lacks a column, or reading takes far too long.
        """
        if table not in self.tables:
            return
        # Names come from our own code alone.
        query = f"SELECT {', '.join(columns)} FROM {table}" + (f" ORDER BY {order}" if order else "")
        with _as_format_error(self.name):
            yield from self.connection.execute(query)


@contextmanager
def open_database(content: bytes, name: str) -> Iterator[Database]:
    """Open a database’s bytes for reading; `name` is what messages call it.

    Raises:
        FormatError: when it is damaged, holds views, triggers or virtual tables, or takes far too long to check.
    """
    if not content.startswith(b"SQLite format 3\0"):
        raise damaged(name)
    with tempfile.TemporaryDirectory(prefix="quizapp-") as folder:
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(content)
        with _as_format_error(name):
            # Packages of today are in WAL mode; without `immutable` SQLite would write files of its own beside it.
            address = f"{Path(file.name).as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, isolation_level=None)
        with closing(connection):
            with _as_format_error(name):
                tables = _prepared(connection, len(content), name)
            yield Database(connection, tables, name)


def written_database(fill: Callable[[sqlite3.Cursor], None]) -> bytes:
    """Give the bytes of a new database that a function fills; it never stands on a disk."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        fill(connection.cursor())
        return connection.serialize()


def _prepared(connection: sqlite3.Connection, size: int, name: str) -> frozenset[str]:
    connection.text_factory = _text
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA mmap_size=0")
    connection.execute("PRAGMA query_only=ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LENGTH_LIMIT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _SQL_LIMIT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    # Without this collation every read of a newer collection's note types fails.
    connection.create_collation("unicase", _compare)
    calls_left = (_FREE_STEPS + _STEPS_A_BYTE * size) // _STEPS_A_CALL

    def is_enough() -> int:
        nonlocal calls_left
        calls_left -= 1
        return int(calls_left < 0)

    connection.set_progress_handler(is_enough, _STEPS_A_CALL)
    schema = connection.execute("SELECT type, name, rootpage FROM sqlite_master").fetchall()
    if any(kind not in ("table", "index") or not root for kind, _, root in schema):
        raise FormatError(
            f"{name} holds views, triggers or virtual tables, which no package of Anki’s does; it is not read."
        )
    if any(flaw != "ok" and not flaw.startswith(_HARMLESS) for (flaw,) in connection.execute("PRAGMA quick_check(50)")):
        raise damaged(name)
    connection.set_authorizer(_authorise)
    return frozenset(table for kind, table, _ in schema if kind == "table" and table in _TABLES)


def _authorise(action: int, first: str | None, second: str | None, _database: str | None, _by: str | None) -> int:
    is_read = action == sqlite3.SQLITE_READ and first in _TABLES
    is_function = action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS
    is_sound = action == sqlite3.SQLITE_SELECT or is_read or is_function
    return sqlite3.SQLITE_OK if is_sound else sqlite3.SQLITE_DENY


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _compare(left: str, right: str) -> int:
    first, second = left.casefold(), right.casefold()
    return (first > second) - (first < second)


@contextmanager
def _as_format_error(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise FormatError(f"{name} takes far longer to read than its size explains; it is not read.") from error
        raise damaged(name) from error
    except (sqlite3.Error, OverflowError, ValueError, UnicodeError) as error:
        raise damaged(name) from error
