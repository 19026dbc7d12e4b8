"""The database: `transaction()` is the only way to write, `reading()` the only way to read.

SQLite: one connection that writes, kept open for life, given to writers in the order of their coming, so that nobody
meets "database is locked" and nobody starves; readers have a pool that cannot write. PostgreSQL queues by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session

from quizapp.plumbing.db_errors import Busy, connected
from quizapp.plumbing.write_turns import TURN_SECONDS, WriteTurns, joined

CHECKPOINT_WAIT_MS = 200
#: With a server that neither answers nor resets: seconds for a connection, ms until what was sent is confirmed.
_PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5}
#: A lock that another transaction holds is waited for as long as for the turn to write on SQLite.
LOCK_SECONDS = TURN_SECONDS
#: Far more than the longest statement of an import or a job takes.
STATEMENT_SECONDS = 300.0
_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


_AFTER_COMMIT = "after_commit"


def after_commit(session: Session, call: Callable[[], object]) -> None:
    """Call something once what this transaction wrote is durable; never when it fails.

    SQLAlchemy's own event comes too early: a session of a group has not committed when it ends.
    """
    session.info.setdefault(_AFTER_COMMIT, []).append(call)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """An aware moment, in UTC on the way in and out; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; a naive moment is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it back aware."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One database by its SQLAlchemy URL."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, is_writer=True)
            self._reader = _sqlite_engine(url, is_writer=False)
            self._turns = WriteTurns(self._writer)
        else:
            self._writer = self._reader = _server_engine(url)

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations and tests of the schema."""
        return self._writer

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on a server."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def transaction(self, *, is_short: bool = False) -> Iterator[Session]:
        """Open one write transaction; it is committed durably on exit, or nothing of it is.

        Short ones, of some milliseconds, share the commit with others that wait for their turn.

        Raises:
            Busy: the turn did not come within five seconds.
            Collided: another writer and this one waited for each other; nothing of this one was stored.
            Overtaken: another writer was first with a key; nothing of this one was stored.
            DiskFull: there was no room; nothing was stored.
        """
        if _is_writing.get():
            raise RuntimeError("transaction() inside transaction(): open one at the edge and hand its session on")
        token = _is_writing.set(True)
        try:
            with self._turns.session(is_short=is_short) if self.is_sqlite else self._queued_by_server() as session:
                yield session
            for call in session.info.get(_AFTER_COMMIT, ()):
                call()
        finally:
            _is_writing.reset(token)

    @contextmanager
    def _queued_by_server(self) -> Iterator[Session]:
        with connected(self._writer) as connection, connection.begin(), joined(connection) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a snapshot for reading; nothing can be written through it."""
        with (
            connected(self._reader) as connection,
            Session(connection, autoflush=False) as session,
        ):
            if not self.is_sqlite:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield session

    def empty_log(self) -> None:
        """Move the write-ahead log into the file and cut it, so that erased rows are nowhere; a server has its own way.

        A reader that holds an old snapshot is waited for a moment only: then the log is cut the next time.
        """
        if not self.is_sqlite:
            return
        with suppress(Busy), self._turns.alone():
            connection = self._writer.raw_connection()
            try:
                cursor = connection.cursor()
                # All writers wait meanwhile, so not the usual five seconds.
                cursor.execute(f"PRAGMA busy_timeout={CHECKPOINT_WAIT_MS}")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                cursor.execute(f"PRAGMA busy_timeout={int(TURN_SECONDS * 1000)}")
            finally:
                connection.close()

    def after_fork(self) -> None:
        """Open connections of its own in a forked process; those that it was born with are its parent's."""
        if self.is_sqlite:
            self._turns.release()
        self._reader.dispose(close=False)
        self._writer.dispose(close=False)

    def close(self) -> None:
        """Close all connections."""
        if self.is_sqlite:
            self._turns.release()
        self._reader.dispose()
        self._writer.dispose()


def without_limits(connection: Connection) -> None:
    """Let this transaction wait for locks, and each of its statements run, for as long as it takes."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def _server_engine(url: str) -> Engine:
    engine = create_engine(
        url, pool_size=8, max_overflow=56, pool_pre_ping=True, hide_parameters=True, connect_args=_PATIENCE
    )

    @event.listens_for(engine, "connect")
    def _limit(dbapi_connection: Any, _record: Any) -> None:
        # Not among the arguments of the connection, where `options` of the address stand.
        # By itself, so that a transaction that is taken back does not take them back.
        dbapi_connection.autocommit = True
        limits = {"lock_timeout": LOCK_SECONDS, "statement_timeout": STATEMENT_SECONDS}
        for name, seconds in limits.items():
            dbapi_connection.execute("SELECT set_config(%s, %s, false)", (name, str(int(seconds * 1000))))
        dbapi_connection.autocommit = False

    return engine


def _sqlite_engine(url: str, *, is_writer: bool) -> Engine:
    engine = create_engine(
        url,
        pool_size=1 if is_writer else 10,
        # Beside the writers' own: one for who prepares the tables, or empties the log.
        max_overflow=1 if is_writer else 30,
        connect_args={"check_same_thread": False, "timeout": TURN_SECONDS},
        # The text of an error goes to the log, and what was bound to the statement are people's words.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(dbapi_connection: Any, _record: Any) -> None:
        if isinstance(dbapi_connection, sqlite3.Connection):
            _set_pragmas(dbapi_connection, is_writer=is_writer)

    begin = "BEGIN IMMEDIATE" if is_writer else "BEGIN"

    def do_begin(dbapi_connection: Any) -> None:
        dbapi_connection.execute(begin)

    # By the driver alone: as a statement of SQLAlchemy it costs a quarter of a short transaction.
    engine.dialect.do_begin = do_begin  # type: ignore[method-assign]
    return engine


def _set_pragmas(connection: sqlite3.Connection, *, is_writer: bool) -> None:
    # The driver's own implicit BEGIN is deferred and would break savepoints and fair turns.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    if is_writer:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
    else:
        connection.execute("PRAGMA query_only=ON")
