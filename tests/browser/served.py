"""The site under test: the served application over a fresh database, in a thread, with a clock that can be moved."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from sqlalchemy import func, select

from quizapp.asgi import create_asgi
from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import is_loaded, list_bank_folders, load_bank, read_bank_file
from quizapp.live.streams import others as live_others
from quizapp.people.models import User
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.db import Database
from quizapp.plumbing.limits import Limits
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent, ReviewResponse

START_LIMIT_SECONDS = 20


class RunningClock:
    """A clock that runs, and can be set forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        """Set it forward by so many `days`, `hours` …"""
        self.ahead += timedelta(**by)


@dataclass
class Site:
    """One running site."""

    base: str
    runtime: Runtime
    clock: RunningClock
    question_ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """Give the address of a path."""
        return self.base + path

    def load(self, folder: Path) -> None:
        """Load the banks of a folder."""
        for path in list_bank_folders(folder):
            self._load_one(path)

    def _load_one(self, path: Path) -> None:
        read = read_bank_file(path)
        parcel, document = read.read()
        assert not parcel.problems, (path, parcel.problems)
        slug = parcel.bank.slug or read.slug
        with self.runtime.database.transaction() as session:
            if is_loaded(session, read.file_hash):
                return
            moment = self.clock()
            report = load_bank(
                session,
                parcel,
                document,
                slug=slug,
                file_hash=read.file_hash,
                now=moment,
                document_name=parcel.bank.document,
            )
            study.follow_edit(session, report, "due_today", epoch_ms(moment))

    def question_id(self, bank: str, question: str) -> int:
        """Give the number of a question by the names of its bank and its own."""
        if bank not in self.question_ids:
            with self.runtime.database.reading() as session:
                rows = session.execute(
                    select(QuestionRow.slug, QuestionRow.id)
                    .join(Bank, Bank.id == QuestionRow.bank_id)
                    .where(Bank.slug == bank)
                )
                self.question_ids[bank] = {slug: number for slug, number in rows}
        return self.question_ids[bank][question]

    def newest_learner_id(self) -> int:
        """Give the number of whoever was stored last."""
        with self.runtime.database.reading() as session:
            return int(session.scalar(select(func.max(User.id))) or 0)

    def list_events(self, learner_id: int) -> Sequence[ReviewEvent]:
        """List everything that a learner did, oldest first."""
        with self.runtime.database.reading() as session:
            found = session.scalars(
                select(ReviewEvent).where(ReviewEvent.learner_id == learner_id).order_by(ReviewEvent.id)
            ).all()
            session.expunge_all()
            return found

    def was_helped(self, learner_id: int) -> list[bool]:
        """Tell of each answer of a learner whether it was given with help, oldest first."""
        with self.runtime.database.reading() as session:
            found = select(ReviewResponse.is_helped).where(ReviewResponse.learner_id == learner_id)
            return list(session.scalars(found.order_by(ReviewResponse.event_id)))

    def forget_limits(self) -> None:
        """Start all counters of the doors anew: all tests come from one address."""
        self.runtime.limits = Limits()


@contextmanager
def running_site(home: Path, database_url: str, folders: Sequence[Path]) -> Iterator[Site]:
    """Serve a fresh site on a free port of this machine."""
    clock = RunningClock()
    settings = Settings(home=home, database_url=database_url)
    runtime = Runtime(settings, Database(database_url), clock=clock)
    listening = socket.create_server(("127.0.0.1", 0))
    site = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", runtime, clock)
    for folder in folders:
        site.load(folder)
    server = uvicorn.Server(uvicorn.Config(create_asgi(runtime), lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    # Games are begun within seconds here, and nobody is on their way back to them.
    live_others.KNOWN_SECONDS = 0.0
    thread.start()
    limit = time.monotonic() + START_LIMIT_SECONDS
    while not server.started:
        assert time.monotonic() < limit, "the server does not start"
        time.sleep(0.01)
    yield site
    server.should_exit = True
    thread.join(START_LIMIT_SECONDS)
    runtime.database.close()
