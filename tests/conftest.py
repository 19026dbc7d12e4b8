"""The cast, a clock that can be moved, fresh databases: a copy of one migrated file or of a PostgreSQL template."""

from __future__ import annotations

import gc
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache

from quizapp import resources
from quizapp.app import create_app
from quizapp.people import passwords, service
from quizapp.people.service import NewAccount
from quizapp.people.viewer import Viewer
from quizapp.plumbing import schema
from quizapp.plumbing.assets import Assets
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings
from tests.browserlike import Browser
from tests.postgres import Cluster, running_cluster
from tests.redis_server import Server as Redis
from tests.redis_server import running_redis
from tests.scope import Watch

pytest_plugins = ["tests.selection"]

# A build tries the same examples each time, so that it tells of the change and not of its luck. Whoever looks for more
# sets HYPOTHESIS_PROFILE=search.
hypothesis_settings.register_profile("build", derandomize=True)
hypothesis_settings.register_profile("search", derandomize=False, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "build"))


def pytest_collection_finish() -> None:
    """Leave alone what was collected: each full collection of garbage would walk through all of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


BEGIN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
#: Of everybody in the cast; hashed once, since a hash is slow by purpose.
PASSWORD = "violin harbour seven"


class MovableClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """Move by so many `days`, `hours`, `minutes` …"""
        self.moment += timedelta(**by)


class KeptTemplates(BytecodeCache):
    """Compiled templates in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@dataclass
class Cast:
    """Who plays; mallory is a passer-by and so has no row."""

    ada: Viewer
    sam: Viewer
    eve: Viewer
    tess: Viewer
    ann: Viewer
    cora: Viewer
    gil: Viewer
    names: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Viewer:
        found: Viewer = getattr(self, name)
        return found


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hash_password(PASSWORD)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "quizapp.db"
    database = Database(f"sqlite:///{path}")
    schema.ensure_current(database)
    database.empty_log()
    database.close()
    return path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a private PostgreSQL, with one migrated template database."""
    with running_cluster() as running:
        database = Database(running.create("template_quizapp"))
        schema.ensure_current(database)
        database.close()
        yield running


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    """Start a private Redis for one test."""
    with running_redis() as running:
        yield running


@pytest.fixture
def postgres_url(cluster: Cluster) -> Iterator[str]:
    """Give a fresh database of PostgreSQL at the present schema."""
    url = cluster.create(cluster.fresh_name(), template="template_quizapp")
    yield url
    cluster.drop(url)


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    """Give a fresh SQLite database at the present schema."""
    path = tmp_path / "home" / "quizapp.db"
    path.parent.mkdir(mode=0o700)
    shutil.copy(empty_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Give a fresh database, of each sort in turn."""
    opened = Database(request.getfixturevalue(f"{request.param}_url"))
    yield opened
    opened.close()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of the app under test; a test file may override it."""
    return Settings(home=tmp_path / "home")


@pytest.fixture(scope="session", autouse=True)
def _no_other_host() -> Iterator[None]:
    """Let nothing under test reach another host: only this machine's own addresses and sockets of files."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def checked(way: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and self.type & socket.SOCK_STREAM and not _is_here(address[0]):
                raise AssertionError(f"a test reached for another host: {address!r}")
            return way(self, address)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked(connect))
        patch.setattr(socket.socket, "connect_ex", checked(connect_ex))
        yield


def _is_here(host: str) -> bool:
    """Tell whether an address is this machine's own: no other can be bound to."""
    if host == "localhost":
        return True
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as own:
        try:
            own.bind((host, 0))
        except OSError:
            return False
    return True


@pytest.fixture(scope="session")
def assets() -> Assets:
    """Give the static files."""
    return Assets(resources.STATIC)


@pytest.fixture
def runtime(settings: Settings, sqlite_url: str, clock: MovableClock, assets: Assets) -> Iterator[Runtime]:
    opened = Runtime(settings, Database(sqlite_url), clock=clock, assets=assets)
    yield opened
    opened.database.close()


@pytest.fixture(scope="session")
def compiled_templates() -> BytecodeCache:
    """Keep compiled templates from one app to the next; compiling takes longer than most tests."""
    return KeptTemplates()


@pytest.fixture
def app(runtime: Runtime, compiled_templates: BytecodeCache) -> Flask:
    made = create_app(runtime)
    made.jinja_env.bytecode_cache = compiled_templates
    return made


@pytest.fixture(autouse=True)
def scope() -> Iterator[None]:
    """Fail the test in which a page looked at rows of learners without saying whose (S4)."""
    with Watch() as watch:
        yield
    assert watch.found == [], "a statement reaches beyond one learner"


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    """Give a maker of browsers, each with cookies of its own."""
    return lambda: Browser(app)


@pytest.fixture
def mallory(browser: Callable[[], Browser]) -> Browser:
    """Give the browser of somebody who is not signed in."""
    return browser()


@pytest.fixture
def cast(runtime: Runtime, password_hash: str) -> Cast:
    """Store the cast."""
    return make_cast(runtime.database, password_hash)


def make_cast(database: Database, password_hash: str) -> Cast:
    """Store ada, cora and eve (teachers), sam and tess (students), ann (admin) and gil (guest)."""
    roles = {
        "ada": "teacher",
        "sam": "student",
        "eve": "teacher",
        "tess": "student",
        "ann": "teacher",
        "cora": "teacher",
    }
    with database.transaction() as session:
        people = {
            name: service.sign_up(
                session,
                NewAccount(name=name.title(), password_hash=password_hash, role=role, is_admin=name == "ann"),
                BEGIN,
            )
            for name, role in roles.items()
        }
        return Cast(**people, gil=service.create_guest(session, BEGIN, "Europe/Berlin"))


@pytest.fixture
def sign_in_as(app: Flask, cast: Cast) -> Callable[[str], Browser]:
    """Give a maker of browsers that hold the cookie of one of the cast; mallory holds none."""

    def make(name: str) -> Browser:
        made = Browser(app)
        if name != "mallory":
            made.become(cast[name])
        return made

    return make
