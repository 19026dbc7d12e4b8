"""`quizapp work`: jobs alone, beside processes that serve the same PostgreSQL; as many of it as wanted."""

from __future__ import annotations

import signal
import threading

import click

from quizapp.cli.opened import opened_database
from quizapp.cli.shared import make_runtime
from quizapp.plumbing import logs
from quizapp.runners import make_runners
from quizapp.settings import Settings, SettingsError

#: Nobody in this process tells of new jobs, and a teacher waits for theirs.
POLL_SECONDS = 1.0


@click.command("work")
def command() -> None:
    """Read, import and export files for teachers of `quizapp serve`, until told to stop (PostgreSQL only)."""
    settings = Settings.from_env()
    if settings.is_sqlite:
        raise SettingsError(
            "`quizapp work` needs PostgreSQL (QUIZAPP_DATABASE_URL). With SQLite `quizapp serve` does it all itself."
        )
    logs.configure()
    is_ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: is_ending.set())
    with opened_database(settings) as database:
        runners = make_runners(make_runtime(settings, database), poll_seconds=POLL_SECONDS)
        for runner in runners:
            runner.start()
        click.echo("Waiting for files to read or write. Stop it with Ctrl+C.")
        try:
            is_ending.wait()
        finally:
            for runner in runners:
                runner.stop()
