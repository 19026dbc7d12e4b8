"""How a process writes to SQLite: one writer after the other in the order of asking, short ones in groups.

A durable commit waits for the disk. A short transaction that ends while another short one waits hands its open
transaction on, and whoever comes last commits for all; each is told only after the commit.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from time import monotonic

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from quizapp.plumbing.db_errors import BUSY, Busy, DiskFull, translated
from quizapp.plumbing.disk_room import DISK_FULL

TURN_SECONDS = 5.0
#: A group is committed when it is as old or as large as this, so that the first of it does not wait for ever.
GROUP_SECONDS = 0.005
GROUP_AT_MOST = 64


@dataclass(slots=True)
class _Waiter:
    is_short: bool
    turn: threading.Event = field(default_factory=threading.Event)


class FairTurn:
    """A lock that is given in the order of asking."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[_Waiter] = deque()
        self._is_taken = False

    def take(self, seconds: float, *, is_short: bool = False) -> bool:
        """Wait for the turn; False when it did not come in time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = _Waiter(is_short)
            self._waiting.append(mine)
        if mine.turn.wait(seconds):
            return True
        with self._guard:
            if mine.turn.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """Pass the turn to the one who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().turn.set()
            else:
                self._is_taken = False

    def pass_to_short(self) -> bool:
        """Pass the turn to the one who has waited longest if it is a short one; else keep it, and say so."""
        with self._guard:
            if not self._waiting or not self._waiting[0].is_short:
                return False
            self._waiting.popleft().turn.set()
            return True


@dataclass(slots=True)
class _Group:
    """An open transaction, and those who wait for its commit; `error` is set when it failed for all of them."""

    connection: Connection
    began: float = field(default_factory=monotonic)
    members: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)
    error: BaseException | None = None

    @property
    def is_full(self) -> bool:
        return self.members >= GROUP_AT_MOST or monotonic() - self.began >= GROUP_SECONDS


@contextmanager
def joined(connection: Connection) -> Iterator[Session]:
    """Open a session within a connection's transaction, which whoever began it ends."""
    with Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only") as session:
        yield session
        # Of what the driver ran alone it knows nothing, and beginning one costs more than a short statement.
        if session.in_transaction():
            session.commit()


class WriteTurns:
    """The writers of one engine, by one connection: to take it from the pool costs as much as a short statement."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = FairTurn()
        #: The connection between two transactions; touched, like the next, by whoever has the turn alone.
        self._idle: Connection | None = None
        #: The transaction that was handed on.
        self._open: _Group | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have the turn without a transaction.

        Raises:
            Busy: it did not come in time.
        """
        self._take(is_short=False)
        try:
            yield
        finally:
            self._turn.give()

    @contextmanager
    def session(self, *, is_short: bool) -> Iterator[Session]:
        """Have the turn with a session; what it wrote is committed durably on exit, or nothing of it is."""
        self._take(is_short=is_short)
        is_first = self._open is None
        try:
            group = self._open or self._begin()
        except BaseException:
            self._turn.give()
            raise
        self._open = None
        group.members += 1
        try:
            # Alone, it pays for no savepoint; rolled back, all there is goes.
            own = nullcontext() if is_first else group.connection.begin_nested()
            with translated(group.connection), own, joined(group.connection) as session:
                yield session
        except BaseException as error:
            self._leave_failed(group, error, is_first=is_first)
            raise
        self._leave(group, is_short=is_short)

    def release(self) -> None:
        """Give the connection back to the pool; nobody has the turn."""
        if self._idle is not None:
            self._idle.close()
            self._idle = None

    def _take(self, *, is_short: bool) -> None:
        if not self._turn.take(TURN_SECONDS, is_short=is_short):
            raise Busy(BUSY)

    def _begin(self) -> _Group:
        connection, self._idle = self._idle or self._engine.connect(), None
        try:
            with translated(connection):
                connection.begin()
        except BaseException:
            connection.close()
            raise
        return _Group(connection)

    def _leave(self, group: _Group, *, is_short: bool) -> None:
        """Hand the open transaction on, or commit it; come back when it is durable."""
        if is_short and not group.is_full:
            self._open = group
            if self._turn.pass_to_short():
                group.is_over.wait()
                if group.error is not None:
                    raise group.error
                return
            self._open = None
        self._commit(group)

    def _commit(self, group: _Group) -> None:
        try:
            with translated(group.connection):
                if not _is_open(group.connection):
                    # Whoever swallowed the error that took the transaction back would be told that it is stored.
                    raise DiskFull(DISK_FULL)
                group.connection.commit()
        except BaseException as error:
            group.error = error
            raise
        finally:
            self._end(group)

    def _leave_failed(self, group: _Group, error: BaseException, *, is_first: bool) -> None:
        """Leave after a failure: its own part is rolled back already, and that of others stays if it can."""
        if is_first or not _is_open(group.connection):
            # Alone so far, or the database has rolled back all of it by itself.
            group.error = error
            self._end(group)
        elif self._is_handed_on(group):
            return
        else:
            self._commit(group)

    def _is_handed_on(self, group: _Group) -> bool:
        if group.is_full:
            return False
        self._open = group
        if self._turn.pass_to_short():
            return True
        self._open = None
        return False

    def _end(self, group: _Group) -> None:
        """Keep the connection of what was committed, close another, give the turn, and tell all who wait."""
        try:
            if group.error is None:
                self._idle = group.connection
            else:
                group.connection.close()
        finally:
            self._turn.give()
            group.is_over.set()


def _is_open(connection: Connection) -> bool:
    """Whether the transaction still stands: on a full disk SQLite takes all of it back, and tells its driver alone."""
    if connection.invalidated:
        return False
    transaction = connection.get_transaction()
    driver = connection.connection.dbapi_connection
    is_known = transaction is not None and transaction.is_active
    return is_known and isinstance(driver, sqlite3.Connection) and driver.in_transaction
