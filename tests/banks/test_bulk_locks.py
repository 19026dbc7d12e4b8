"""Two at one change of a server: all lock the banks in one order, so that none waits for one that waits for it."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import select, text

from quizapp.banks.models import Bank
from quizapp.banks.service import BulkWish, change_many, undo_change
from quizapp.plumbing.db import Database
from tests.banks.desk import ids_of, own_bank, slugs_of
from tests.conftest import BEGIN, make_cast

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(postgres_url, password_hash):
    """Give a database on the server with the cast in it, and the cast."""
    opened = Database(postgres_url)
    yield opened, make_cast(opened, password_hash)
    opened.close()


def wait_for_a_lock(session) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    end = time.monotonic() + 20
    while not session.scalar(waiting):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_taking_a_move_back_waits_for_the_first_bank_before_it_locks_the_second(server):
    database, cast = server
    home, there = own_bank(database, cast.ada), own_bank(database, cast.ada, slug="other", count=1)
    assert home < there
    wish = BulkWish("move", "one", ids=tuple(ids_of(database, home)), target_id=there)
    with database.transaction() as session:
        outcome = change_many(session, cast.ada, "bridges", wish, BEGIN)

    def undo():
        with database.transaction() as session:
            undo_change(session, cast.ada, "bridges", outcome.change_id, BEGIN)

    other = threading.Thread(target=undo)
    with database.transaction() as session:
        session.scalars(select(Bank).where(Bank.id == home).with_for_update()).one()
        other.start()
        wait_for_a_lock(session)
        free = select(Bank.id).where(Bank.id == there).with_for_update(skip_locked=True)
        is_free = session.scalars(free).all() == [there]
    other.join()
    assert is_free
    assert slugs_of(database, home) == ["b1", "b2", "b3", "b4"]
