"""A start that cannot succeed says why in one line and ends with exit code 1."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from quizapp.cli import main
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from quizapp.settings import PREFIX
from tests.app.running import free_port

Start = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Give what starts the app with these settings, which must be a mistake."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    umask = os.umask(0o022)

    def run(*options: str, **settings: str) -> Result:
        chosen = options or ("--port", str(free_port()))
        return CliRunner().invoke(main, ["serve", *chosen], env={"QUIZAPP_HOME": str(home), **settings})

    yield run
    os.umask(umask)


def assert_told(result: Result, *words: str) -> None:
    """Check for one line on standard error that holds these words, and nothing else."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"QUIZAPP_PROT": "1"}, "QUIZAPP_PROT"),
        ({"QUIZAPP_DATABASE_URL": "nonsense"}, "QUIZAPP_DATABASE_URL"),
        ({"QUIZAPP_DATABASE_URL": "mysql://localhost/x"}, "mysql"),
        ({"QUIZAPP_DATABASE_URL": "postgresql+nodriver://localhost/x"}, "quizapp[postgres]"),
        ({"QUIZAPP_QUESTIONS": "/nowhere"}, "/nowhere"),
        ({"QUIZAPP_SECRET_KEY": "short"}, "QUIZAPP_SECRET_KEY"),
        ({"QUIZAPP_HOST": "203.0.113.7"}, "203.0.113.7"),
    ],
)
def test_mistaken_setting_is_named(start: Start, settings: dict[str, str], word: str) -> None:
    assert_told(start(**settings), word)


def test_password_of_the_database_is_not_shown(start: Start) -> None:
    url = f"postgresql+psycopg://quizapp:hidden-word@127.0.0.1:{free_port()}/quizapp"
    result = start(QUIZAPP_DATABASE_URL=url)
    assert_told(result, "cannot be opened")
    assert "hidden-word" not in result.stderr


def test_taken_port_is_named(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_told(start("--port", port), port, "--port")


def test_port_out_of_range_is_named(start: Start) -> None:
    assert_told(start("--port", "70000"), "65535")


def test_lan_and_host_exclude_each_other(start: Start) -> None:
    assert_told(start("--lan", "--host", "127.0.0.1"), "--host")


def test_home_that_is_a_file_is_named(start: Start, home: Path) -> None:
    home.write_text("not a folder")
    assert_told(start(), str(home), "QUIZAPP_HOME")


def test_damaged_database_is_named(start: Start, home: Path) -> None:
    home.mkdir()
    (home / "quizapp.db").write_bytes(b"no database at all" * 100)
    assert_told(start(), "quizapp.db")


def test_newer_database_is_refused_and_left_alone(start: Start, home: Path) -> None:
    home.mkdir()
    database = Database(f"sqlite:///{home / 'quizapp.db'}")
    schema.ensure_current(database)
    with database.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert_told(start(), "9999")
    assert schema.stored_revision(database) == "9999"
    database.close()
