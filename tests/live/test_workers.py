"""`quizapp serve --workers 2`, as a school would start it: a class on both, and one of them killed in mid-round."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import select

from quizapp.cli import workers
from quizapp.cli.shared import make_runtime
from quizapp.core.game import Next
from quizapp.live.models import Player as PlayerRow
from quizapp.live.models import ResponseRow
from quizapp.live.service import TOPIC
from quizapp.plumbing.db import Database
from quizapp.settings import Settings
from tests.app.running import serving
from tests.conftest import make_cast
from tests.live.desk import QUESTIONS, make_desk
from tests.live.phone import Player

pytestmark = [pytest.mark.serial, pytest.mark.postgres]
PLAYERS = 40
KEY = "a key of this test, long enough to be one"


@pytest.fixture
def school(tmp_path, postgres_url, redis_server, password_hash):
    """Give a served game of a school, with what its host holds."""
    (tmp_path / "no-banks").mkdir()
    database = Database(postgres_url)
    desk = make_desk(database, lambda: datetime.now(UTC), make_cast(database, password_hash).ada, QUESTIONS)
    desk.make()
    own = {"database_url": postgres_url, "redis_url": redis_server.url, "secret_key": KEY}
    runtime = make_runtime(Settings(home=tmp_path / "home", **own), database)
    named = {f"QUIZAPP_{name.upper()}": value for name, value in own.items()}
    with serving(tmp_path / "home", "--workers", "2", QUIZAPP_QUESTIONS=str(tmp_path / "no-banks"), **named) as served:
        yield served, desk, runtime
    runtime.hub.close()
    database.close()


def workers_of(pid):
    """List the processes that answer, by what the kernel says of a process's children."""
    listed = (Path("/proc") / str(pid) / "task" / str(pid) / "children").read_text().split()
    return sorted(int(child) for child in listed if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text())


async def until(is_so, seconds=60):
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.05)


def test_a_worker_that_is_killed_in_mid_round_loses_nothing(school):
    served, desk, runtime = school
    before = workers_of(served.process.pid)
    assert len(before) == 2

    async def scenario():
        names = ["u".join("bcdfghjkmn"[int(digit)] for digit in f"{n:02d}") + "a" for n in range(PLAYERS)]
        link = desk.standing.link_token
        players = [Player(served.port, link, name, Random(n)) for n, name in enumerate(names)]
        for player in players:
            player.persists = True
            await player.join()
        await asyncio.gather(*(player.listen() for player in players))
        await move(desk, runtime)
        await until(lambda: sum(player.accepted for player in players) >= PLAYERS // 4)
        os.kill(before[0], signal.SIGKILL)
        told = {player.name: dict(player.acknowledged) for player in players}
        await until(lambda: all(1 in player.acknowledged for player in players))
        # All of them see the next phases, whichever process they are with now.
        await until(lambda: desk.standing.game.phase == "locked")
        await move(desk, runtime)
        await until(lambda: all("reveal" in player.phases.values() for player in players))
        for player in players:
            await player.leave()
        return told, {player.name: player.acknowledged[1] for player in players}

    told, given = asyncio.run(scenario())
    with runtime.database.reading() as session:
        rows = session.execute(
            select(PlayerRow.nickname, ResponseRow.response).join(PlayerRow, PlayerRow.id == ResponseRow.player_id)
        ).all()
    assert {nickname.casefold(): response for nickname, response in rows} == given
    assert all(given[name] == acknowledged[1] for name, acknowledged in told.items() if acknowledged)
    expect_replaced(served, before)


def expect_replaced(served, before):
    deadline = time.monotonic() + 30
    while len(now := workers_of(served.process.pid)) < 2 or before[0] in now:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert before[1] in now
    assert served.end(signal.SIGTERM) == 0
    assert not any(is_running(worker) for worker in now)


def test_a_worker_that_hangs_is_replaced_and_no_other(tmp_path, postgres_url, redis_server, monkeypatch):
    monkeypatch.setattr(workers, "SILENT_SECONDS", 3 * workers.BEAT_SECONDS)
    own = {"database_url": postgres_url, "redis_url": redis_server.url, "secret_key": KEY, "workers": 2}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        parent = workers.Workers(Settings(home=tmp_path / "home", **own), listener, ())
        parent._workers = [parent._start() for _ in range(2)]
        hung, well = (worker.process for worker in parent._workers)
        try:
            look(parent, lambda: all(worker.is_serving.is_set() for worker in parent._workers))
            os.kill(hung.pid, signal.SIGSTOP)
            # A parent that was away itself takes nobody's silence for a hang.
            time.sleep(workers.SILENT_SECONDS)
            parent._kill_silent(time.monotonic() + 60, was_away=True)
            assert hung.is_alive()
            parent._workers[0].heard_at = parent._workers[1].heard_at = time.monotonic()
            look(parent, lambda: not hung.is_alive())
            assert hung.exitcode == -signal.SIGKILL
            look(parent, lambda: parent._workers[0].process is not hung and parent._workers[0].is_serving.is_set())
            assert (parent._workers[1].process, well.is_alive()) == (well, True)
        finally:
            parent._end()


def look(parent, is_so):
    """Look after the workers, as their parent does, until something is so."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        parent._kill_silent(time.monotonic(), was_away=False)
        parent._replace_dead(True)
        time.sleep(workers.LOOK_SECONDS)


async def move(desk, runtime):
    await asyncio.to_thread(desk.do, Next())
    runtime.hub.publish(f"{TOPIC}{desk.game_id}")


def test_a_limit_holds_over_all_workers(school):
    served, _, _ = school
    # Each on a connection of its own, so that both processes see some.
    with httpx.Client(base_url=served.address, headers={"Connection": "close"}) as client:
        token = re.search(r'name="?csrf_token"?[^>]*value="?([^">]+)', client.get("/play").text).group(1)
        form = {"csrf_token": token, "code": "000000"}
        statuses = [client.post("/play", data=form).status_code for _ in range(65)]
    # Sixty a minute in all, not sixty of each process.
    assert statuses == [303] * 60 + [429] * 5


def test_workers_end_with_the_process_that_started_them(school):
    served, _, _ = school
    found = workers_of(served.process.pid)
    served.process.kill()
    deadline = time.monotonic() + 30
    while any(is_running(worker) for worker in found):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
