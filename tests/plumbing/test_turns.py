"""The database's turns: fair, whole or nothing, never one inside another; reading cannot write."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from quizapp.people.models import User
from quizapp.plumbing import db
from quizapp.plumbing.db import Busy, Database, FairTurn
from tests.conftest import BEGIN


def add(session, name):
    session.add(User(name=name, created_at=BEGIN))
    session.flush()


def add_and_fail(session, name):
    add(session, name)
    raise ZeroDivisionError


def names(database):
    with database.reading() as session:
        return sorted(session.scalars(select(User.name)))


def in_threads(count, work):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_sixteen_writers_half_of_them_failing(database):
    unexpected = []

    def write(number):
        for round_ in range(5):
            try:
                with database.transaction() as session:
                    add(session, f"{number}-{round_}")
                    if number % 2:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            except Exception as error:
                unexpected.append(error)

    in_threads(16, write)
    assert unexpected == []
    assert names(database) == sorted(f"{n}-{r}" for n in range(0, 16, 2) for r in range(5))
    with database.transaction() as session:
        add(session, "the turn was given back")


def test_a_transaction_inside_another_is_a_mistake_and_loses_nothing(database):
    with database.transaction() as session:
        add(session, "outer")
        with pytest.raises(RuntimeError, match="inside"), database.transaction():
            pass
    with database.transaction() as session:
        add(session, "next")
    assert names(database) == ["next", "outer"]


def test_failing_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        add_and_fail(session, "x")
    assert names(database) == []


def test_savepoints_are_real(database):
    with database.transaction() as session:
        add(session, "kept")
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            add_and_fail(session, "dropped")
    assert names(database) == ["kept"]


def test_reading_cannot_write(database):
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as session:
        session.execute(insert(User).values(name="x", created_at=BEGIN))


def test_reading_sees_a_snapshot(sqlite_url):
    database = Database(sqlite_url)
    count = select(func.count(User.id))
    with database.reading() as session:
        assert session.scalar(count) == 0
        writer = threading.Thread(target=_write_one, args=(database,))
        writer.start()
        writer.join()
        assert session.scalar(count) == 0
    assert names(database) == ["written meanwhile"]
    database.close()


def _write_one(database):
    with database.transaction() as session:
        add(session, "written meanwhile")


def test_writers_come_in_the_order_of_asking(sqlite_url):
    database = Database(sqlite_url)
    order, started = [], []

    def write(number):
        started.append(number)
        with database.transaction():
            order.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    with database.transaction():
        for number, thread in enumerate(threads):
            thread.start()
            while len(database._turn._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(6))
    database.close()


def test_who_waits_too_long_is_told_and_the_turn_goes_on(sqlite_url, monkeypatch):
    monkeypatch.setattr(db, "TURN_SECONDS", 0.05)
    database = Database(sqlite_url)
    told = []

    def write():
        try:
            with database.transaction():
                pass
        except Busy as busy:
            told.append(busy.message)

    with database.transaction():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert "try again" in told[0]
    with database.transaction() as session:
        add(session, "goes on")
    database.close()


def test_a_turn_given_at_the_last_moment_is_not_lost():
    turn = FairTurn()
    for _ in range(200):
        assert turn.take(1)
        got = []
        waiting = threading.Thread(target=lambda: got.append(turn.take(0.0005)))  # noqa: B023
        waiting.start()
        time.sleep(0.0005)
        turn.give()
        waiting.join()
        if got[0]:
            turn.give()
        assert turn.take(0), "nobody holds it, so it is free"
        turn.give()


def test_another_process_holding_the_file_is_told_as_busy(sqlite_url, monkeypatch):
    monkeypatch.setattr(db, "TURN_SECONDS", 0.05)
    holder, database = Database(sqlite_url), Database(sqlite_url)
    with holder.transaction() as session:
        add(session, "held")
        other = []

        def write():
            try:
                with database.transaction() as mine:
                    add(mine, "refused")
            except Busy as busy:
                other.append(busy)

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(other) == 1
    with database.transaction() as session:
        add(session, "after")
    assert names(database) == ["after", "held"]
    for opened in (holder, database):
        opened.close()


def test_durability_and_deletion_are_as_promised(sqlite_url):
    database = Database(sqlite_url)
    with database.transaction() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        assert session.scalar(text("PRAGMA secure_delete")) == 1
    database.close()


def test_emptying_the_log_waits_for_nobody_long(sqlite_url):
    database = Database(sqlite_url)
    wal = database.path.with_name(database.path.name + "-wal")
    with database.reading() as reader:
        reader.scalar(select(func.count(User.id)))
        _write_one(database)
        begin = time.monotonic()
        database.empty_log()
        assert time.monotonic() - begin < 2
    database.empty_log()
    assert wal.stat().st_size == 0
    with database.transaction() as session:
        add(session, "goes on")
        assert session.scalar(text("PRAGMA busy_timeout")) == 5_000
    database.close()


def test_a_moment_needs_its_zone(database):
    with pytest.raises(Exception, match="time zone"), database.transaction() as session:
        session.execute(insert(User).values(name="x", created_at=BEGIN.replace(tzinfo=None)))
