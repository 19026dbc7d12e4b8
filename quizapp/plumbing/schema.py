"""The schema's state: is the database at our revision, and how it gets there. Alembic is loaded only when it runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from quizapp.core.errors import QuizError
from quizapp.plumbing.db import Database, without_limits
from quizapp.resources import MIGRATIONS

if os.name == "posix":
    import fcntl
else:
    import msvcrt

_ADVISORY_LOCK = 0x71757A61  # "quza"


class SchemaError(QuizError):
    """The database cannot be used by this release; the message says why."""


def head() -> str:
    """Name the revision that this release's tables stand at."""
    return (MIGRATIONS / ".head").read_text().strip()


def stored_revision(database: Database) -> str | None:
    """Name the revision of the database; None for an empty one."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def ensure_current(database: Database) -> None:
    """Bring the database to this release's revision, one process at a time.

    Raises:
        SchemaError: the database was written by a newer release.
    """
    if database.path is not None:
        _make_private_folder(database.path.parent)
    if stored_revision(database) == head():
        return
    with _one_migrator(database):
        if stored_revision(database) != head():
            _upgrade(database)


def _make_private_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)


def _upgrade(database: Database) -> None:
    from alembic import command  # start-up cost: 85 ms, needed only when the schema moves
    from alembic.script import ScriptDirectory

    config = alembic_config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    stored = stored_revision(database)
    if stored is not None and stored not in known:
        raise SchemaError(f"The database is at revision {stored}, made by a newer quizapp. Install that release again.")
    with database.engine.connect() as connection:
        migrate(connection, lambda: command.upgrade(config, "head"), config)


def alembic_config() -> Any:
    """Give Alembic's configuration for the package's migrations."""
    from alembic.config import Config  # start-up cost, as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(connection: Connection, run: Callable[[], object], config: Any) -> None:
    """Run a migration command on the connection with foreign keys off, checking them before it is kept.

    With keys on, Alembic's rebuild of a parent table drops it and cascades into its children.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _driver(connection).execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            config.attributes["connection"] = connection
            without_limits(connection)
            run()
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise SchemaError("The migration would break references between tables; nothing was changed.")
    finally:
        if is_sqlite:
            _driver(connection).execute("PRAGMA foreign_keys=ON")


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


@contextmanager
def _one_migrator(database: Database) -> Iterator[None]:
    if database.path is not None:
        with _file_lock(database.path.with_name(database.path.name + ".migrating")):
            yield
        return
    with database.engine.connect() as connection, connection.begin():
        without_limits(connection)
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with path.open("a") as handle:
        if os.name == "posix":
            fcntl.flock(handle, fcntl.LOCK_EX)
        else:
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        yield
