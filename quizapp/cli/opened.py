"""What every command opens: the settings of the environment and the database, at the present schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from quizapp.settings import Settings


@contextmanager
def opened_database() -> Iterator[Database]:
    """Open the database that the environment names, bring it to this release's schema, close it afterwards."""
    database = Database(Settings.from_env().url_of_database)
    try:
        schema.ensure_current(database)
        yield database
    finally:
        database.close()
