"""A learner with one bank, the statements of a block, and the app with the room of progress in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from quizapp.app import create_app
from quizapp.people.viewer import Viewer
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.study.service.day_cache import day_cache
from tests.progress.seeding import NOW, add_bank, add_user


@dataclass(frozen=True)
class Ran:
    """One statement as it went to the driver."""

    sql: str
    values: Any


@dataclass(frozen=True)
class Learner:
    """A learner and the bank that they study."""

    id: int
    bank_id: int

    @property
    def viewer(self) -> Viewer:
        """Whom the pages show it to."""
        return Viewer(id=self.id)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    day_cache.clear()
    yield
    day_cache.clear()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Give a session that sees its own writes; nothing is committed."""
    with database.engine.connect() as connection, Session(connection) as opened:
        yield opened


@pytest.fixture
def learner(session: Session) -> Learner:
    learner_id = add_user(session)
    return Learner(learner_id, add_bank(session, learner_id))


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    runtime.clock = lambda: NOW
    return create_app(runtime)


@contextmanager
def statements(database: Database) -> Iterator[list[Ran]]:
    """Collect the statements that run on a database meanwhile, those that begin a transaction left out."""
    ran: list[Ran] = []
    engines = {database.engine, database._reader}

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, *_rest: Any) -> None:
        if not sql.startswith("BEGIN"):
            ran.append(Ran(sql, values))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
