"""The database's turns: fair, whole or nothing, never one inside another; reading cannot write."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest
from sqlalchemy import event, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from quizapp.people.models import User
from quizapp.plumbing import write_turns
from quizapp.plumbing.db import Database, after_commit
from quizapp.plumbing.db_errors import Busy
from quizapp.plumbing.write_turns import FairTurn
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


def test_short_writers_share_commits_and_a_failing_one_costs_only_itself(sqlite_url):
    database = Database(sqlite_url)
    commits, unexpected = [], []
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))

    def write(number):
        for round_ in range(10):
            try:
                with database.transaction(is_short=True) as session:
                    add(session, f"{number}-{round_}")
                    if number % 3 == 0:
                        raise ZeroDivisionError
                    # Whoever has just been told so must find it in the file.
                    assert f"{number}-{round_}" not in names(database)
                assert f"{number}-{round_}" in names(database)
            except ZeroDivisionError:
                pass
            except BaseException as error:
                unexpected.append(error)

    in_threads(12, write)
    assert unexpected == []
    assert names(database) == sorted(f"{n}-{r}" for n in range(12) if n % 3 for r in range(10))
    assert len(commits) < 80
    database.close()


def held_with_waiting(database, work, count=2, *, is_short=True):
    """Let threads wait for the turn while a short writer has it, and give what each was told."""
    told = {}

    def write(number):
        try:
            with database.transaction(is_short=is_short) as session:
                work(session, number)
            told[number] = "stored"
        except Exception as error:
            told[number] = type(error).__name__

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, count + 1)]
    try:
        with database.transaction(is_short=True) as session:
            for number, thread in enumerate(threads):
                thread.start()
                while len(database._turns._turn._waiting) <= number:
                    time.sleep(0.001)
            work(session, 0)
        told[0] = "stored"
    except Exception as error:
        told[0] = type(error).__name__
    for thread in threads:
        thread.join()
    return told


def test_members_of_a_group_are_told_after_its_commit_and_fail_with_it(sqlite_url, monkeypatch):
    monkeypatch.setattr(write_turns, "GROUP_SECONDS", 60)
    database = Database(sqlite_url)
    commits = []
    event.listen(database.engine, "commit", lambda _connection: commits.append(names(database)))
    assert held_with_waiting(database, lambda session, n: add(session, f"n{n}")) == dict.fromkeys(range(3), "stored")
    assert commits == [[]], "one commit, and nothing was to be seen before it"

    def fail_last(session, number):
        add(session, f"m{number}")
        if number == 2:
            raise ZeroDivisionError

    told = held_with_waiting(database, fail_last)
    assert told == {0: "stored", 1: "stored", 2: "ZeroDivisionError"}
    assert names(database) == ["m0", "m1", "n0", "n1", "n2"]

    def fill_disk(session, number):
        add(session, f"f{number}")
        if number == 2:
            session.execute(text("CREATE TABLE filler (bytes BLOB)"))
            session.execute(text("PRAGMA max_page_count=1"))
            # SQLite takes back all of the group by itself, not this one's part alone.
            session.execute(text("INSERT INTO filler VALUES (zeroblob(1000000))"))

    told = held_with_waiting(database, fill_disk, count=3)
    assert told == {**dict.fromkeys(range(3), "DiskFull"), 3: "stored"}
    assert names(database) == ["f3", "m0", "m1", "n0", "n1", "n2"]
    assert held_with_waiting(database, lambda session, n: add(session, f"o{n}"))[2] == "stored"
    database.close()


def test_whoever_swallows_a_failure_is_not_told_that_it_is_stored(sqlite_url, monkeypatch):
    monkeypatch.setattr(write_turns, "GROUP_SECONDS", 60)
    database = Database(sqlite_url)

    def swallow(session, number):
        add(session, f"n{number}")
        if number == 1:
            session.add(User(name=None, created_at=BEGIN))
            with suppress(IntegrityError):
                session.flush()

    told = held_with_waiting(database, swallow)
    assert told == {0: "stored", 1: "PendingRollbackError", 2: "stored"}
    assert names(database) == ["n0", "n2"]
    database.close()


def test_writers_keep_their_connection_unless_one_fails(sqlite_url):
    database = Database(sqlite_url)
    taken = []
    event.listen(database.engine, "checkout", lambda *_: taken.append(1))
    for _ in range(3):
        _write_one(database)
    assert len(taken) == 1
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        add_and_fail(session, "x")
    _write_one(database)
    assert len(taken) == 2
    database.close()


def test_what_waits_for_a_commit_finds_it_in_the_file(database):
    seen = []
    with database.transaction(is_short=True) as session:
        add(session, "kept")
        after_commit(session, lambda: seen.append(names(database)))
        assert seen == []
    assert seen == [["kept"]]
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        _fail_after_asking(session, seen)
    assert seen == [["kept"]]


def _fail_after_asking(session, seen):
    after_commit(session, lambda: seen.append("never"))
    add_and_fail(session, "dropped")


def test_a_long_writer_never_makes_a_short_one_wait_for_it(sqlite_url, monkeypatch):
    monkeypatch.setattr(write_turns, "GROUP_SECONDS", 60)
    database = Database(sqlite_url)
    commits = []
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))
    told = held_with_waiting(database, lambda session, n: add(session, f"n{n}"), is_short=False)
    assert told == dict.fromkeys(range(3), "stored")
    assert len(commits) == 3
    database.close()


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
            while len(database._turns._turn._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(6))
    database.close()


def test_who_waits_too_long_is_told_and_the_turn_goes_on(sqlite_url, monkeypatch):
    monkeypatch.setattr(write_turns, "TURN_SECONDS", 0.05)
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
    monkeypatch.setattr(write_turns, "TURN_SECONDS", 0.05)
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
