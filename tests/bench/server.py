"""The server under test as a process of its own, and what is read from it while it runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench.driver import HOST, Learner

START_SECONDS = 60.0
STOP_SECONDS = 15.0
_LOOK_EVERY_SECONDS = 0.01
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `start_seconds` from the command to its first whole page."""

    port: int
    process: subprocess.Popen[bytes]
    start_seconds: float

    def cpu_seconds(self) -> float:
        """Tell the processor time it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(home: Path, *, is_timed: bool = False, questions: Path | None = None) -> Iterator[Server]:
    """Start the server over a home and stop it afterwards: `quizapp serve`, or the timed app of `served`.

    `questions` is the folder whose banks are loaded at start; None = none.
    """
    port = free_port()
    command = ["-m", "tests.bench.served", str(home), str(port)] if is_timed else ["-m", "quizapp", "serve"]
    with tempfile.TemporaryDirectory() as empty:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")} | {
            "QUIZAPP_HOME": str(home),
            "QUIZAPP_PORT": str(port),
            "QUIZAPP_QUESTIONS": str(questions or empty),
        }
        with (home / "server.log").open("ab") as log:
            began = time.perf_counter()
            process = subprocess.Popen([sys.executable, *command], env=environ, cwd=_ROOT, stdout=log, stderr=log)
        try:
            _wait_for_page(port, process, home / "server.log")
            yield Server(port, process, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for_page(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        learner = Learner(port, Random(0))
        try:
            if learner.get("/").status == 200:
                return
        except OSError:
            time.sleep(_LOOK_EVERY_SECONDS)
        finally:
            learner.connection.close()
    raise RuntimeError(f"the server does not answer: {log.read_text('utf-8', 'replace')[-2_000:]}")
