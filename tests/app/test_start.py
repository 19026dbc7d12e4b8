"""The app starts fast because it loads only what it serves with; counted in modules, since clocks lie."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.banks.service import export_jobs
from quizapp.banks.service.importing import import_jobs
from quizapp.documents.service import reading_jobs
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from quizapp.settings import Settings
from tests.app.checkout import ROOT
from tests.app.running import environment

#: Each costs a tenth of a second or more, or belongs into a process of its own.
NOT_AT_START = (
    "alembic", "genanki", "hypothesis", "lxml", "mammoth", "numpy", "openpyxl", "playwright", "psycopg", "pypdf",
    "pytest", "spacy", "torch", "trafilatura",
)  # fmt: skip

SECOND_START = """
import sys
from quizapp.asgi import create_asgi
from quizapp.cli import serve
from quizapp.cli.loading import load_folder
from quizapp.cli.opened import opened_database
from quizapp.plumbing.runtime import Runtime
from quizapp.resources import QUESTIONS
from quizapp.settings import Settings
from werkzeug.test import Client

settings = Settings.from_env()
with opened_database(settings) as database:
    runtime = Runtime(settings, database)
    load_folder(database, QUESTIONS, runtime.clock(), print)
    create_asgi(runtime)
    from quizapp.app import create_app
    assert Client(create_app(runtime)).get("/", headers={"Host": "localhost"}).status_code == 200
print("loaded:", *sorted(name for name in sys.modules if "." not in name))
"""

COMMAND_ONLY = "import sys, quizapp.cli; print('loaded:', *sorted(name for name in sys.modules if '.' not in name))"


def loaded_by(script: str, home: Path) -> set[str]:
    """Run a script in a fresh interpreter and name the top-level modules that it has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give the home of an installation that was started before."""
    settings = Settings(home=tmp_path / "home")
    database = Database(settings.url_of_database)
    schema.ensure_current(database)
    database.close()
    return settings.home


def test_second_start_loads_no_more_than_it_serves_with(home: Path) -> None:
    loaded = loaded_by(SECOND_START, home)
    assert {"flask", "sqlalchemy", "starlette", "uvicorn"} <= loaded
    assert loaded & set(NOT_AT_START) == set()


def test_command_alone_loads_no_framework(home: Path) -> None:
    assert loaded_by(COMMAND_ONLY, home) & {"flask", "sqlalchemy", "starlette", "uvicorn", *NOT_AT_START} == set()


@pytest.mark.parametrize("entry", [import_jobs.ENTRY, export_jobs.ENTRY, reading_jobs.ENTRY])
def test_who_reads_and_writes_files_apart_has_no_framework_and_no_database(home: Path, entry: str) -> None:
    script = f"import sys, {entry}; print('loaded:', *sorted(name for name in sys.modules if '.' not in name))"
    assert loaded_by(script, home) & {"flask", "sqlalchemy", "starlette", "uvicorn"} == set()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["serve", "--help"], ["user", "--help"]])
def test_command_answers(home: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", *arguments],
        cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(("quizapp", "Usage: quizapp"))
