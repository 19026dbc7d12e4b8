"""Two writers of a server that wait for each other: one is sent back, and its request is done again."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import update

from quizapp.people.models import User
from quizapp.plumbing.db import Database
from quizapp.plumbing.db_errors import Collided
from tests.conftest import make_cast

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(postgres_url, password_hash):
    """Give a database on the server with the cast in it, and the cast."""
    opened = Database(postgres_url)
    yield opened, make_cast(opened, password_hash)
    opened.close()


def rename(session, viewer, name):
    session.execute(update(User).where(User.id == viewer.id).values(name=name))


def test_a_deadlock_is_told_as_a_collision(server):
    database, cast = server
    both, told = threading.Barrier(2), []

    def write(first, second, name):
        try:
            with database.transaction() as session:
                rename(session, first, f"first of {name}")
                both.wait(20)
                rename(session, second, f"second of {name}")
        except Collided as error:
            told.append(error.message)

    threads = [
        threading.Thread(target=write, args=order)
        for order in ((cast.sam, cast.eve, "one"), (cast.eve, cast.sam, "two"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "try again" in told[0]


def test_what_cannot_stand_beside_another_write_is_a_collision(server):
    database, cast = server

    def write_meanwhile():
        with database.transaction() as session:
            rename(session, cast.sam, "meanwhile")

    def write_too_late():
        with database.transaction() as session:
            session.connection().exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            session.get_one(User, cast.sam.id)
            thread = threading.Thread(target=write_meanwhile)
            thread.start()
            thread.join()
            rename(session, cast.sam, "too late")

    with pytest.raises(Collided):
        write_too_late()
