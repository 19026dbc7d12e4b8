"""What the database can fail by, in words for a person; a driver's errors become these once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, TimeoutError

from quizapp.core.errors import Conflict, QuizError
from quizapp.plumbing.disk_room import DISK_FULL

AWAY = "The database cannot be reached now. Please try again in a few seconds."
BUSY = "The database is busy. Please try again in a few seconds."
#: What PostgreSQL calls a deadlock, and a write that cannot stand beside another.
_COLLISIONS = ("40P01", "40001")
#: What it calls a lock that did not come in time, and a statement that took too long.
_LOCKED, _TOO_LONG = "55P03", "57014"
#: What it calls a full disk, a row that names one that is gone, and a row whose key another has.
_FULL, _GONE, _TWICE = "53100", "23503", "23505"


class Busy(QuizError):
    """The database is taken for longer than a person should wait (503)."""


class Collided(Busy):
    """Two writers of a server waited for each other, and this one was sent back; done again at once it succeeds."""


class TookTooLong(Busy):
    """A statement ran for longer than the server lets one run; it may do so each time."""


class Overtaken(Conflict):
    """Another writer stored what this one looked for and did not find; done again at once it is found."""


class DiskFull(QuizError):
    """There is no room left to write; nothing was stored (507)."""


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Open a connection whose errors leave as ours; one that cannot be opened is a busy database too."""
    try:
        connection = engine.connect()
    except (OperationalError, InterfaceError) as error:
        if "locked" in _said(error):
            raise Busy(BUSY) from error
        raise Busy(AWAY) from error
    except TimeoutError as error:
        raise Busy(BUSY) from error
    with connection, translated(connection):
        yield connection


@contextmanager
def translated(connection: Connection) -> Iterator[None]:
    """Let the driver's errors leave as ours."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        found = _meaning(connection, error)
        if found is None:
            raise
        raise found from error
    except TimeoutError as error:
        raise Busy(BUSY) from error
    except IntegrityError as error:
        if "foreign key" in str(error.orig).lower() or _code(error) == _GONE:
            # Somebody or something was erased while this page was open.
            raise Conflict(
                "What this page speaks of is gone meanwhile. Reload the page and go on from there."
            ) from error
        if _code(error) == _TWICE:
            # Of SQLite, which lets one write at a time, it would be a mistake of ours.
            raise Overtaken("Somebody else stored the same at this moment. Reload the page and try again.") from error
        raise


def _meaning(connection: Connection, error: OperationalError | InterfaceError) -> QuizError | None:
    """Give what a driver's error means to a person; None for what nobody expects."""
    words, code = _said(error), _code(error)
    # By its code, since a server says it in its own language.
    if "disk is full" in words or "disk I/O" in words or code == _FULL:
        # SQLite may have rolled back by itself: the connection's idea of its transaction is no longer true.
        connection.invalidate()
        return DiskFull(DISK_FULL)
    if code in _COLLISIONS:
        return Collided(BUSY)
    if code == _TOO_LONG:
        return TookTooLong(BUSY)
    if "locked" in words or code == _LOCKED:
        return Busy(BUSY)
    return Busy(AWAY) if error.connection_invalidated else None


def _code(error: OperationalError | InterfaceError | IntegrityError) -> str | None:
    """Give the server's code; None of SQLite."""
    code: str | None = getattr(error.orig, "sqlstate", None)
    return code


def _said(error: OperationalError | InterfaceError) -> str:
    """Give the driver's words; where a savepoint is missed, those of the failure by which SQLite took it back."""
    first = error.__cause__.__context__ if error.__cause__ is not None else None
    is_missed = "no such savepoint" in str(error.orig) and isinstance(first, OperationalError)
    return str(first.orig if is_missed and isinstance(first, OperationalError) else error.orig)
