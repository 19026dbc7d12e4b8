"""A private PostgreSQL for the tests: started in a temporary folder on a free port, ended and removed afterwards."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

#: When it is 1, a missing server fails the tests instead of skipping them.
REQUIRE_ALL = "TEST_REQUIRE_ALL"
_OFF = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@dataclass
class Cluster:
    """A running server."""

    port: int
    _count: Iterator[int] = field(default_factory=itertools.count)

    def url(self, name: str) -> str:
        """Give the address of a database on it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def fresh_name(self) -> str:
        """Give a name that no database has yet."""
        return f"test_{next(self._count)}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database and give its address."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected."""
        self._run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a server; skip where there is none, unless all tests are required."""
    binaries = _binaries()
    if binaries is None:
        missing = "PostgreSQL's server is not installed (looked in /usr/lib/postgresql and PATH)"
        if os.environ.get(REQUIRE_ALL) == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="quizapp-pg-"))
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    port = _free_port()
    try:
        _as(owner, folder, binaries / "initdb", "-D", folder / "db", "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {_OFF}"
        control = (binaries / "pg_ctl", "-D", folder / "db", "-l", folder / "log", "-w")
        _as(owner, folder, *control, "-o", options, "start")
        try:
            yield Cluster(port)
        finally:
            _as(owner, folder, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as(owner: str | None, folder: Path, *command: object) -> None:
    who = {"user": owner, "group": owner, "extra_groups": []} if owner else {}
    subprocess.run(
        [str(part) for part in command], cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, **who,
    )  # fmt: skip
