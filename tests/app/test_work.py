"""`quizapp work`: documents are read by processes that serve nothing, and a dead one's work is taken up by another."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from quizapp.cli import main
from quizapp.documents.models import DraftRow, Upload
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.jobs import Job
from quizapp.plumbing.runtime import Runtime
from quizapp.runners import make_job_runner
from quizapp.settings import Settings
from tests.app.running import command, environment, serving
from tests.app.teacher import ARTICLE, Teacher, long_article

pytestmark = pytest.mark.serial
#: Enough that one is still at it when it is killed.
LONG = long_article(1_500)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "no-banks").mkdir()
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path, postgres_url: str) -> dict[str, str]:
    banks = str(home.parent / "no-banks")
    return {"QUIZAPP_DATABASE_URL": postgres_url, "QUIZAPP_QUESTIONS": banks, "QUIZAPP_JOBS": "work"}


@contextmanager
def working(home: Path, settings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Start a process of `quizapp work` and end it afterwards."""
    process = subprocess.Popen(command("work"), env=environment(home, **settings), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline().startswith("Waiting for files")
        yield process
    finally:
        process.kill()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


def jobs(database: Database) -> list[Job]:
    with database.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def await_state(database: Database, *states: str) -> None:
    until = time.monotonic() + 60
    while not all(job.state in states for job in jobs(database)):
        assert time.monotonic() < until, [(job.state, job.error) for job in jobs(database)]
        time.sleep(0.1)


@pytest.mark.postgres
def test_two_read_what_one_serves(home: Path, settings: dict[str, str]) -> None:
    database = Database(settings["QUIZAPP_DATABASE_URL"])
    with serving(home, **settings) as running, Teacher(running) as ada:
        addresses = [ada.bring(ARTICLE), ada.bring(LONG)]
        time.sleep(1)
        assert [job.state for job in jobs(database)] == ["waiting", "waiting"]
        with working(home, settings) as first, working(home, settings):
            for address in addresses:
                assert "Vera Lund" in ada.await_words(address, "/review", "could not be read")
            first.send_signal(signal.SIGTERM)
            assert first.wait(20) == 0
        assert [(job.state, job.attempts) for job in jobs(database)] == [("done", 1)] * 2
        with database.reading() as session:
            uploads = list(session.scalars(select(Upload)))
            drafts = list(session.scalars(select(DraftRow.upload_id)))
        assert all(drafts.count(upload.id) == sum(upload.counts.values()) > 0 for upload in uploads)
        assert not list((home / "files").iterdir())
    database.close()


@pytest.mark.postgres
def test_another_goes_on_for_one_that_was_killed_or_stopped(home: Path, settings: dict[str, str]) -> None:
    database = Database(settings["QUIZAPP_DATABASE_URL"])
    with serving(home, **settings) as running, Teacher(running) as ada:
        address = ada.bring(LONG)
        with working(home, settings) as stopped:
            await_state(database, "running")
            stopped.send_signal(signal.SIGTERM)
            assert stopped.wait(20) == 0
        assert [(job.state, job.attempts) for job in jobs(database)] == [("waiting", 0)]
        with working(home, settings) as killed:
            await_state(database, "running")
            killed.kill()
            killed.wait()
        assert ada.browser.get("/").status_code == 200
        with database.transaction() as session:
            session.execute(update(Job).values(alive_at=system_clock() - timedelta(seconds=91)))
        with working(home, settings):
            assert "Vera Lund" in ada.await_words(address, "/review", "could not be read")
        assert [(job.state, job.attempts) for job in jobs(database)] == [("done", 2)]
    database.close()


@pytest.mark.postgres
def test_a_file_that_is_about_to_get_its_job_is_not_swept(home: Path, postgres_url: str) -> None:
    runtime = Runtime(Settings(home=home, database_url=postgres_url), Database(postgres_url))
    name = runtime.files.put(b"A text.")
    make_job_runner(runtime)
    assert runtime.files.names() == [name]
    assert runtime.files.names(system_clock() + timedelta(minutes=1)) == [name]
    assert runtime.files.names(system_clock() - timedelta(minutes=1)) == []
    runtime.database.close()


@pytest.mark.parametrize("called", [["work"], ["serve"]])
def test_a_file_has_one_writer(called: list[str], home: Path) -> None:
    told = CliRunner().invoke(main, called, env={"QUIZAPP_HOME": str(home), "QUIZAPP_JOBS": "work"})
    assert told.exit_code == 1
    assert "PostgreSQL" in told.stderr
    assert told.stderr.count("\n") == 1
    assert not home.exists()
