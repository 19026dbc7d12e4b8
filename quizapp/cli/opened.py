"""What every command opens: a private folder, and in it the database at this release's schema."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from quizapp.settings import Settings, SettingsError

BACKENDS = ("sqlite", "postgresql")


@contextmanager
def opened_database(settings: Settings | None = None) -> Iterator[Database]:
    """Open the database of these settings, or of the environment's; bring it to our schema; close it afterwards.

    Raises:
        SettingsError: the folder or the database cannot be used; the message says which and why.
    """
    settings = settings or Settings.from_env()
    # SQLite makes its files by the umask alone: without this anybody on the machine could read the database.
    os.umask(0o077)
    _make_home(settings)
    _check_url(settings.url_of_database)
    database = _migrated(settings.url_of_database)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def found_database(settings: Settings) -> Iterator[Database | None]:
    """Open the database of these settings as it stands, to look at it; None where there is none at our schema."""
    _check_url(settings.url_of_database)
    url = make_url(settings.url_of_database)
    if url.get_backend_name() == "sqlite" and not os.path.isfile(url.database or ""):
        yield None
        return
    try:
        database = Database(settings.url_of_database)
        is_present = schema.stored_revision(database) == schema.head()
    except (ImportError, NoSuchModuleError, SQLAlchemyError, OSError):
        yield None
        return
    try:
        yield database if is_present else None
    finally:
        database.close()


def _make_home(settings: Settings) -> None:
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(f"The folder {settings.home} cannot be made ({reason}). Set QUIZAPP_HOME.") from error


def _check_url(text: str) -> None:
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError as error:
        raise SettingsError("QUIZAPP_DATABASE_URL is not the address of a database.") from error
    if backend not in BACKENDS:
        raise SettingsError(f"QUIZAPP_DATABASE_URL names {backend}; quizapp knows {' and '.join(BACKENDS)}.")


def _migrated(url: str) -> Database:
    try:
        database = Database(url)
        schema.ensure_current(database)
    except (ImportError, NoSuchModuleError) as error:
        raise SettingsError(
            "The driver of this database is missing. For PostgreSQL install quizapp[postgres] "
            "and begin QUIZAPP_DATABASE_URL with postgresql+psycopg://."
        ) from error
    except (SQLAlchemyError, OSError) as error:
        shown = make_url(url).render_as_string(hide_password=True)
        raise SettingsError(f"The database {shown} cannot be opened: {_reason(error)}.") from error
    return database


def _reason(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    lines = str(cause).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(cause).__name__
