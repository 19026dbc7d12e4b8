"""A whole installation in a folder of its own, for the tests about the whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from quizapp.app import create_app
from quizapp.banks.service import load_bank, read_bank_file
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings
from tests.conftest import BEGIN

BRIDGE = Path(__file__).parents[1] / "data" / "native" / "bridge.yaml"


@pytest.fixture
def example(runtime: Runtime) -> Runtime:
    """Give the runtime with one public bank, `example`."""
    parcel, document = read_bank_file(BRIDGE).read()
    with runtime.database.transaction() as session:
        load_bank(session, parcel, document, slug="example", file_hash="", now=BEGIN, document_name="reading.md")
    return runtime


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """Give a runtime on a fresh database that holds the tables and nothing else."""
    home: Path = tmp_path_factory.mktemp("installed") / "home"
    settings = Settings(home=home)
    database = Database(settings.url_of_database)
    schema.ensure_current(database)
    yield Runtime(settings, database)
    database.close()


@pytest.fixture(scope="session")
def whole_app(installed: Runtime) -> Flask:
    """Give the Flask app over `installed`, with all rooms joined."""
    return create_app(installed)
