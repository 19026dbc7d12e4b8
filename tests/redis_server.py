"""A private Redis for the tests: on a free port, ended afterwards; it can be ended and started again meanwhile."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres import REQUIRE_ALL

_SECONDS = 20


class Server:
    """A running server, without anything on disk."""

    def __init__(self, binary: str, folder: Path) -> None:
        self._binary, self._folder = binary, folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start it, empty, at the same address."""
        options = (
            "--port",
            self.port,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            self._folder,
        )
        self._process = subprocess.Popen([self._binary, *map(str, options)], stdout=subprocess.DEVNULL)
        end = time.monotonic() + _SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
            else:
                return

    def signal(self, number: int) -> None:
        """Send it a signal, such as one by which it hangs."""
        self._process.send_signal(number)

    def stop(self) -> None:
        """End it at once, with all that it held."""
        self._process.kill()
        self._process.wait(_SECONDS)


@contextmanager
def running_redis() -> Iterator[Server]:
    """Start a server; skip where there is none, unless all tests are required."""
    binary = shutil.which("redis-server") or shutil.which("valkey-server")
    if binary is None:
        missing = "Redis's server is not installed (looked for redis-server and valkey-server in PATH)"
        if os.environ.get(REQUIRE_ALL) == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="quizapp-redis-"))
    server = Server(binary, folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
