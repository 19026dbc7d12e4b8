"""Sudden ends of a real server amid an import: nothing half is seen, the work goes on, the undo undoes all."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.app.running import serving
from tests.app.teacher import Teacher
from tests.app.test_serve_faults import await_child

pytestmark = [pytest.mark.serial, pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")]
COUNT = 40_000
HEADING = b"question,answer,wrong 1,wrong 2\n"
#: Pieces of a thousand that are written before the server is killed.
BEFORE = 2_000


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "no-banks").mkdir()
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path) -> dict[str, str]:
    return {"QUIZAPP_QUESTIONS": str(home.parent / "no-banks")}


def table(count: int) -> bytes:
    rows = (f"What is item {n} of the list?,Answer {n},Wrong {n},Other {n}\n" for n in range(count))
    return HEADING + "".join(rows).encode()


def ask(home: Path, statement: str) -> list[tuple]:
    """Ask the database file itself, beside the server or when it is gone."""
    with closing(sqlite3.connect(f"file:{home / 'quizapp.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(statement).fetchall()


def count_hidden(home: Path) -> int:
    found = ask(
        home, "SELECT count(*) FROM question WHERE bank_id IN (SELECT id FROM bank WHERE slug LIKE '_loading_%')"
    )
    return int(found[0][0])


def count_visible(home: Path) -> int:
    in_use = "deleted_at IS NULL AND bank_id IN (SELECT id FROM bank WHERE deleted_at IS NULL)"
    return int(ask(home, f"SELECT count(*) FROM question WHERE {in_use}")[0][0])


def bring(ada: Teacher, content: bytes, client_id: str = "a") -> str:
    """Bring a table and give the address of its import."""
    brought = ada.send("/imports", {"client_id": client_id}, at="/imports", files={"files": ("list.csv", content)})
    assert brought.status_code == 303, brought.text
    return str(brought.headers["location"])


def begin_storing(ada: Teacher, address: str) -> None:
    page = ada.await_words(address, "Import 40,000 of 40,000")
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    fields = {"title": "The list", "visibility": "private", "shown": shown, "tick": shown}
    assert ada.send(f"{address}/insertions", fields, at=address).status_code == 303


def test_a_killed_server_shows_nothing_half_and_goes_on(home: Path, settings: dict[str, str]) -> None:
    with serving(home, **settings) as running, Teacher(running) as ada:
        address = bring(ada, table(COUNT))
        # The page waits a moment for the job, so the server is killed while it answers or just after.
        ada.browser.timeout = httpx.Timeout(60)
        begin_storing(ada, address)
        deadline = time.monotonic() + 60
        while count_hidden(home) < BEFORE:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        running.process.send_signal(signal.SIGKILL)
        running.process.wait(10)
        assert BEFORE <= count_hidden(home) < COUNT
        assert count_visible(home) == 0
        cookies = ada.browser.cookies
        with serving(home, **settings) as again, httpx.Client(base_url=again.address, cookies=cookies) as browser:
            ada.browser = browser
            page = ada.await_words(address, "questions imported")
            assert "40,000 questions imported" in page
            assert (count_visible(home), count_hidden(home)) == (COUNT, 0)
            assert [row[0] for row in ask(home, "SELECT slug FROM bank")] == ["the-list"]
            assert ada.send(f"{address}/reversals", {}, at=address).status_code == 303
            assert "This import was undone" in ada.await_words(address, "This import was undone")
            assert count_visible(home) == 0
    assert ask(home, "PRAGMA integrity_check") == [("ok",)]
    assert ask(home, "PRAGMA foreign_key_check") == []
    assert ask(home, "SELECT kind, state, attempts FROM job WHERE kind = 'storing'") == [("storing", "done", 2)]


def test_a_killed_reader_is_said_and_the_next_file_is_read(home: Path, settings: dict[str, str]) -> None:
    with serving(home, **settings) as running, Teacher(running) as ada:
        # Long enough that its reader is still at it once the form is answered.
        address = bring(ada, table(60_000))
        os.kill(await_child(running.process.pid), signal.SIGKILL)
        page = ada.await_words(address, "Nothing was imported", "were found")
        assert "Nothing was imported" in page
        assert "broke off" in page
        assert "1 of 1" in ada.await_words(bring(ada, table(1), "b"), "Import 1 of 1")
