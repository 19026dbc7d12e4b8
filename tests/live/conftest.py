"""A game in its lobby, on each sort of database."""

from __future__ import annotations

import pytest

from quizapp.plumbing.db import Database
from tests.conftest import MovableClock, make_cast
from tests.live.desk import QUESTIONS, Desk, make_desk


@pytest.fixture
def desk(database: Database, clock: MovableClock, password_hash: str) -> Desk:
    """Give ada's bank and a game of it."""
    made = make_desk(database, clock, make_cast(database, password_hash).ada, QUESTIONS)
    made.make()
    return made
