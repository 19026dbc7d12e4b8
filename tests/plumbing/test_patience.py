"""On a server nothing waits for ever: a lock that does not come and a statement that does not end are given up."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text, update

from quizapp.people.models import User
from quizapp.plumbing import db, schema
from quizapp.plumbing.db import Database
from quizapp.plumbing.db_errors import BUSY, Busy, Collided, TookTooLong
from tests.conftest import make_cast

pytestmark = pytest.mark.postgres


@pytest.fixture
def limits(monkeypatch):
    """Let connections that are opened from now on have little patience."""
    monkeypatch.setattr(db, "LOCK_SECONDS", 0.2)
    monkeypatch.setattr(db, "STATEMENT_SECONDS", 0.2)


@pytest.fixture
def server(limits, postgres_url, password_hash):
    """Give a database on the server with the cast in it, and the cast."""
    opened = Database(postgres_url)
    yield opened, make_cast(opened, password_hash)
    opened.close()


def limits_of(session):
    return [session.scalar(text(f"SHOW {name}_timeout")) for name in ("lock", "statement")]


def test_every_connection_has_limits(postgres_url):
    opened = Database(postgres_url)
    for way in (opened.transaction, opened.reading, opened.transaction):
        with way() as session:
            assert limits_of(session) == ["5s", "5min"]
    opened.close()


def test_options_of_the_address_stay(postgres_url):
    opened = Database(f"{postgres_url}?options=-c%20work_mem%3D7MB")
    with opened.reading() as session:
        assert session.scalar(text("SHOW work_mem")) == "7MB"
        assert limits_of(session) == ["5s", "5min"]
    opened.close()


def test_a_row_that_somebody_holds_is_waited_for_no_longer_than_the_limit(server):
    database, cast = server
    rename = update(User).where(User.id == cast.sam.id)

    def write_beside():
        with pytest.raises(Busy) as told, database.transaction() as session:
            session.execute(rename.values(name="beside"))
        seen.append(told.value)

    seen = []
    with database.transaction() as session:
        session.execute(rename.values(name="first"))
        thread = threading.Thread(target=write_beside)
        thread.start()
        thread.join(20)
    # It would be done again at once, and wait as long again.
    assert (str(seen[0]), isinstance(seen[0], Collided)) == (BUSY, False)
    with database.transaction() as session:
        session.execute(rename.values(name="last"))
        assert session.scalar(select(User.name).where(User.id == cast.sam.id)) == "last"


def test_a_statement_that_does_not_end_is_cut(server):
    database, _ = server
    for way in (database.transaction, database.reading):
        with pytest.raises(TookTooLong, match="busy"), way() as session:
            session.execute(text("SELECT pg_sleep(20)"))
        with way() as session:
            assert session.scalar(text("SELECT 1")) == 1


def test_a_migration_is_never_cut(server):
    database, _ = server
    with database.engine.connect() as connection:
        schema.migrate(connection, lambda: connection.execute(text("SELECT pg_sleep(0.5)")), schema.alembic_config())
    with database.reading() as session:
        assert limits_of(session) == ["200ms", "200ms"]


def test_whoever_comes_while_another_migrates_waits_for_it(server):
    database, _ = server
    is_held, may_go, came = threading.Event(), threading.Event(), []

    def hold():
        with schema._one_migrator(database):
            is_held.set()
            may_go.wait(20)

    def come():
        with schema._one_migrator(database):
            came.append(True)

    first, second = threading.Thread(target=hold), threading.Thread(target=come)
    first.start()
    assert is_held.wait(20)
    second.start()
    second.join(0.6)
    assert (second.is_alive(), came) == (True, [])
    may_go.set()
    second.join(20)
    first.join(20)
    assert came == [True]
