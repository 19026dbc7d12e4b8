"""Games of the tests: one in its lobby on each sort of database, and one of a bank that students study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank
from quizapp.live import service
from quizapp.live.service import standing
from quizapp.live.streams import others as live_others
from quizapp.plumbing.assets import Assets
from quizapp.plumbing.db import Database
from quizapp.plumbing.redis_hub import RedisHub
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings
from tests.browserlike import Browser
from tests.conftest import Cast, MovableClock, make_cast
from tests.live import desk as games
from tests.live.class_at_play import load
from tests.live.line import Line
from tests.live.match import Match
from tests.live.server import Served
from tests.redis_server import Server as Redis
from tests.study import bank_files
from tests.study.desk import Desk


@pytest.fixture
def runtime(request, settings: Settings, clock: MovableClock, assets: Assets) -> Iterator[Runtime]:
    """Give a runtime on SQLite, or on the database that the test names."""
    url = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    settings.home.mkdir(mode=0o700, exist_ok=True)
    opened = Runtime(settings, Database(url), clock=clock, assets=assets)
    yield opened
    opened.database.close()


@pytest.fixture
def bank_id(runtime: Runtime, cast: Cast) -> int:
    """Load ada's bridges."""
    with runtime.database.transaction() as session:
        bank_id = bank_files.load(session, bank_files.bridges(6)).bank_id
        session.execute(update(Bank).values(owner_id=cast.ada.id))
    return bank_id


@pytest.fixture
def match(runtime: Runtime, cast: Cast, clock: MovableClock, bank_id: int) -> Match:
    """Give ada's game of four bridges, in its lobby."""
    return Match(runtime.database, cast.ada, clock).make()


@pytest.fixture
def desk_of(runtime: Runtime, cast: Cast, clock: MovableClock, bank_id: int) -> Callable[[str], Desk]:
    """Give a maker of desks at the bridges, by name."""
    return lambda name: Desk(runtime.database, cast[name], clock, bank_id)


@pytest.fixture
def desk(database: Database, clock: MovableClock, password_hash: str) -> games.Desk:
    """Give ada's bank and a game of it."""
    made = games.make_desk(database, clock, make_cast(database, password_hash).ada, games.QUESTIONS)
    made.make()
    return made


@pytest.fixture
def line(runtime: Runtime, clock: MovableClock, password_hash: str, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Give the running live part over a game of ada's in its lobby, to which nobody is on their way back."""
    monkeypatch.setattr(live_others, "KNOWN_SECONDS", 0.0)
    desk = games.make_desk(runtime.database, clock, make_cast(runtime.database, password_hash).ada, games.QUESTIONS)
    desk.make()
    return Line(runtime, desk)


@pytest.fixture
def lines(
    settings: Settings, clock: MovableClock, assets: Assets, password_hash: str, postgres_url: str, redis_server: Redis
) -> Iterator[list[Line]]:
    """Give two lines to one game, each with database and hub of its own."""
    settings.home.mkdir(mode=0o700, exist_ok=True)
    database = Database(postgres_url)
    desk = games.make_desk(database, clock, make_cast(database, password_hash).ada, games.QUESTIONS)
    desk.make()
    runtimes = [
        Runtime(settings, Database(postgres_url), clock=clock, assets=assets, hub=RedisHub(redis_server.url, "test"))
        for _ in range(2)
    ]
    yield [Line(runtime, desk) for runtime in runtimes]
    for runtime in runtimes:
        runtime.hub.close()
        runtime.database.close()
    database.close()


@pytest.fixture
def jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock jump without that being taken for an outage."""
    for module in (service, standing):
        monkeypatch.setattr(module, "OUTAGE_MS", 10**9)


@pytest.fixture
def ada(runtime: Runtime, cast: Cast, sign_in_as: Callable[[str], Browser]) -> Browser:
    """Sign ada in, once there is the bank `bridges`."""
    load(runtime)
    return sign_in_as("ada")


@pytest.fixture
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """Start a server that can be killed, with one game or as many as the test names, and end it afterwards."""
    tmp_path.chmod(0o700)
    made = Served(tmp_path, getattr(request, "param", 1))
    yield made
    made.process.kill()
    made.process.wait(20)
