"""`kill -9` in mid-round: what was acknowledged is stored, everybody is back, and the outage costs nobody time."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.app.checkout import ROOT
from tests.bench.server import free_port
from tests.live.phone import Player

PLAYERS = 100


class Served:
    """A server in a process of its own, which can be killed and started again over the same rows."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.live.served", str(self.home), str(self.port), "1", "3"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        (self.link,) = json.loads(self._line())["links"]

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def next(self) -> str:
        """Move the game on; gives its phase."""
        assert self.process.stdin is not None
        self.process.stdin.write("next\n")
        self.process.stdin.flush()
        phase: str = json.loads(self._line())["phase"]
        return phase

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def rows(self, statement: str) -> list[tuple]:
        with sqlite3.connect(f"file:{self.home / 'quizapp.db'}?mode=ro", uri=True) as database:
            return database.execute(statement).fetchall()


@pytest.fixture
def served(tmp_path):
    tmp_path.chmod(0o700)
    made = Served(tmp_path)
    yield made
    made.process.kill()
    made.process.wait(20)


def test_a_server_that_is_killed_in_mid_round_loses_nothing(served):
    async def scenario():
        names = ["u".join("bcdfghjkmn"[int(digit)] for digit in f"{n:03d}") for n in range(PLAYERS)]
        players = [Player(served.port, served.link, name, Random(n)) for n, name in enumerate(names)]
        for player in players:
            player.persists = True
            await player.join()
        await asyncio.gather(*(player.listen() for player in players))
        assert await asyncio.to_thread(served.next) == "open"
        await until(lambda: sum(player.accepted for player in players) >= PLAYERS // 3)
        await asyncio.to_thread(served.kill)
        told = {player.name: dict(player.acknowledged) for player in players}
        for player in players:
            player.first_frame = 0.0
        await asyncio.sleep(4)
        await asyncio.to_thread(served.start)
        began = time.monotonic()
        await until(lambda: all(player.first_frame for player in players))
        back_seconds = time.monotonic() - began
        await until(lambda: all(1 in player.acknowledged for player in players))
        # Nobody has lost time: the deadline is later by the outage.
        assert all(player.deadlines[-1] - player.deadlines[0] >= 3_500 for player in players)
        assert all(player.deadlines == sorted(player.deadlines) for player in players)
        await until(lambda: served.rows("SELECT phase FROM game") == [("locked",)])
        assert await asyncio.to_thread(served.next) == "reveal"
        for player in players:
            await player.leave()
        return told, {player.name: player.acknowledged[1] for player in players}, back_seconds

    told, given, back_seconds = asyncio.run(scenario())
    stored = dict(
        (name.casefold(), json.loads(response))
        for name, response in served.rows(
            "SELECT player.nickname, response.response FROM response JOIN player ON player.id = response.player_id"
        )
    )
    assert stored == given
    assert all(stored[name] == acknowledged[1] for name, acknowledged in told.items() if acknowledged)
    # Three seconds on a quiet machine; it may be busy.
    assert back_seconds <= 20


async def until(is_so):
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.05)
