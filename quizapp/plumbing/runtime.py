"""What a running app holds: settings, database, clock, assets, limits; one value, reached from views by `current()`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from quizapp.plumbing.assets import Assets
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.chat import ChatEndpoint, endpoint_of
from quizapp.plumbing.clock import Clock, system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.plumbing.hub import RESYNC, Hub, LocalHub
from quizapp.plumbing.limits import Limits
from quizapp.resources import STATIC
from quizapp.settings import Settings

EXTENSION = "quizapp"
#: What the hub calls the table of jobs.
JOBS = "jobs"


@dataclass(slots=True)
class Runtime:
    """The parts of one running app."""

    settings: Settings
    database: Database
    clock: Clock = system_clock
    limits: Limits = field(default_factory=Limits)
    assets: Assets = field(default_factory=lambda: Assets(STATIC))
    hub: Hub = field(default_factory=LocalHub)
    #: Rung when a job was put into the table, so that it need not wait to be found.
    job_bell: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        """Hear of jobs that other processes put into the table."""
        self.hub.subscribe(lambda topic, _told: self.job_bell.ring() if topic in (JOBS, RESYNC) else None)

    def wake_jobs(self) -> None:
        """Say that a job was put into the table; called after the commit."""
        self.hub.publish(JOBS)

    @property
    def endpoint(self) -> ChatEndpoint | None:
        """The model of the settings; None while there is none."""
        return endpoint_of(self.settings)

    @property
    def files(self) -> FileStore:
        """Files that wait for a job."""
        return FileStore(self.settings.home / "files")

    @property
    def media(self) -> MediaStore:
        """Pictures and sounds of banks."""
        return MediaStore(self.settings.home / "media")


def current() -> Runtime:
    """Give the runtime of the app that answers this request."""
    runtime: Runtime = current_app.extensions[EXTENSION]
    return runtime


def transaction(*, is_short: bool = False) -> AbstractContextManager[Session]:
    """Open one write transaction on the app's database; committed durably on exit, short ones in groups."""
    return current().database.transaction(is_short=is_short)


def reading() -> AbstractContextManager[Session]:
    """Open a snapshot of the app's database for reading."""
    return current().database.reading()


def now() -> datetime:
    """Tell the app's time, aware, in UTC."""
    return current().clock()
