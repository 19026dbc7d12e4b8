"""A real `quizapp serve` in a process of its own, as a person would start it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.app.checkout import ROOT

START_SECONDS = 60.0
LAST_LINE = "Stop it with Ctrl+C."


@dataclass
class Serving:
    """A process of `quizapp serve` and what it has printed so far."""

    process: subprocess.Popen[str]
    port: int
    printed: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def first_account_link(self) -> str | None:
        """The link for the first account, None when none was printed."""
        found = re.search(rf"^ +({re.escape(self.address)}/\S+)$", "".join(self.printed), re.M)
        return found.group(1) if found else None

    def read_until_ready(self) -> None:
        """Read what is printed until the app listens; one that ends or hangs before fails with its words."""
        alarm = threading.Timer(START_SECONDS, self.process.kill)
        alarm.start()
        try:
            assert self.process.stdout
            for line in self.process.stdout:
                self.printed.append(line)
                if line.startswith(LAST_LINE):
                    return
        finally:
            alarm.cancel()
        errors = self.process.stderr.read() if self.process.stderr else ""
        raise AssertionError("".join(self.printed) + errors)

    def end(self, number: int) -> int:
        """Send a signal and give the exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(home: Path, site: Path = ROOT, **settings: str) -> dict[str, str]:
    """Give an environment with these settings and no other of quizapp's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QUIZAPP_", "COV_", "PYTEST_"))}
    return {**kept, "PYTHONPATH": str(site), "PYTHONUNBUFFERED": "1", "QUIZAPP_HOME": str(home), **settings}


def command(*arguments: str) -> list[str]:
    """Give the command line of `quizapp` in this interpreter."""
    return [sys.executable, "-m", "quizapp", *arguments]


@contextmanager
def serving(home: Path, *options: str, site: Path = ROOT, **settings: str) -> Iterator[Serving]:
    """Start the app in a folder that is not the checkout, wait until it listens, and end it afterwards."""
    port = free_port()
    process = subprocess.Popen(
        command("serve", "--port", str(port), *options),
        cwd=home.parent,
        env=environment(home, site, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    served = Serving(process, port)
    try:
        served.read_until_ready()
        yield served
    finally:
        process.kill()
        process.wait(20)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
