"""A server with games in a process of its own, which can be killed and started again over the same rows."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.app.checkout import ROOT
from tests.bench.server import free_port


class Served:
    """A server in a process of its own, which can be killed and started again over the same rows."""

    def __init__(self, home: Path, games: int = 1, rounds: int = 3) -> None:
        self.home, self.port = home, free_port()
        self.games, self.rounds = games, rounds
        self.start()

    def start(self) -> None:
        numbers = (str(each) for each in (self.port, self.games, self.rounds))
        command = [sys.executable, "-m", "tests.live.served", str(self.home), *numbers]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.links: list[str] = json.loads(self._line())["links"]

    @property
    def link(self) -> str:
        """The link of the first game."""
        return self.links[0]

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def next(self) -> str:
        """Move all games on; gives the phase of the first."""
        assert self.process.stdin is not None
        self.process.stdin.write("next\n")
        self.process.stdin.flush()
        told = [json.loads(self._line())["phase"] for _ in self.links]
        return str(told[0])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def rows(self, statement: str) -> list[tuple]:
        with sqlite3.connect(f"file:{self.home / 'quizapp.db'}?mode=ro", uri=True) as database:
            return database.execute(statement).fetchall()


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.05)
