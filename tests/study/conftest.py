"""A loaded bank and learners at their desks; by default on SQLite, on both databases where a test file asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from quizapp.plumbing.assets import Assets
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings
from tests.conftest import Cast, MovableClock
from tests.study import bank_files
from tests.study.desk import Desk, Seat


@pytest.fixture
def runtime(request, settings: Settings, clock: MovableClock, assets: Assets) -> Iterator[Runtime]:
    """Give a runtime on SQLite, or on the database that the test names: see `BOTH`."""
    url = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    settings.home.mkdir(mode=0o700, exist_ok=True)
    opened = Runtime(settings, Database(url), clock=clock, assets=assets)
    yield opened
    opened.database.close()


@pytest.fixture
def bank_size() -> int:
    """Give the number of bridges; a test file may override it."""
    return 6


@pytest.fixture
def bank_id(runtime: Runtime, bank_size: int) -> int:
    """Load the bridges, which have no document, so that no question waits for another."""
    with runtime.database.transaction() as session:
        return bank_files.load(session, bank_files.bridges(bank_size)).bank_id


@pytest.fixture
def ten_id(runtime: Runtime) -> int:
    """Load the bank of all kinds."""
    with runtime.database.transaction() as session:
        return bank_files.load(session, bank_files.ten_kinds(), slug="ten").bank_id


@pytest.fixture
def desk_of(runtime: Runtime, cast: Cast, clock: MovableClock, bank_id: int) -> Callable[[str], Desk]:
    """Give a maker of desks, by name."""
    return lambda name: Desk(runtime.database, cast[name], clock, bank_id)


@pytest.fixture
def sam(desk_of: Callable[[str], Desk]) -> Desk:
    """Give sam at the bridges."""
    return desk_of("sam")


@pytest.fixture
def seat_of(sign_in_as, runtime: Runtime, bank_id: int) -> Callable[..., Seat]:
    """Give a maker of seats at the bridges, by name."""
    return lambda name, slug="bridges": Seat(sign_in_as(name), runtime.database, slug)
