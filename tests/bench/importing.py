"""A document of 200 pages is read while learners study: what they feel of it, and what it costs by itself.

    python -m tests.bench.importing [--rounds 3] [--seconds 30] [--pages 200]

Paired: in each round the same learners answer over the same server first without and then with documents being read,
one right after the other for as long as the learners study. Open loop: time counts from the moment an answer was due.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from quizapp.documents import service as documents
from quizapp.documents.service import Brought
from quizapp.people import service as people
from quizapp.people.service import NewAccount
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.jobs import Job
from quizapp.settings import Settings
from tests.bench.documents import book, pdf_of, reading_seconds
from tests.bench.figures import load_average, machine, summary
from tests.bench.generate import generate
from tests.bench.learners import CROWD, Plan, Record, answer_at_once, check
from tests.bench.server import Server, serving

LEARNERS = 20
PACE_SECONDS = 2.0
ROUNDS = 3
SECONDS = 30.0
PAGES = 200
#: Pages of the PDF whose reading is compared with that of its words alone.
PAGES_BESIDE_READER = 100
_LOOK_EVERY_SECONDS = 0.2


@dataclass(slots=True)
class Reading:
    """What was seen of the children that read documents; `seconds` of those that came to their end."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    peak_memory_mb: float = 0.0


class Desk:
    """A teacher whose documents are put straight into the database that a server works on."""

    def __init__(self, home: Path) -> None:
        self.files = FileStore(home / "files")
        self.database = Database(Settings(home=home).url_of_database)
        self.viewer = self._teacher()

    def _teacher(self) -> Viewer:
        account = NewAccount(name="Bench teacher", password_hash="-", role="teacher", is_admin=False)
        with self.database.transaction() as session:
            return people.sign_up(session, account, system_clock())

    def bring(self, content: bytes, name: str) -> int:
        """Bring a document and give the number of its job."""
        brought = Brought(
            name=name, is_pasted=False, content=content, stored=self.files.put(content), published=None, source=""
        )
        with self.database.transaction() as session:
            upload = documents.bring(session, self.viewer, brought, 100_000_000, system_clock())
            assert upload.job_id is not None
            return upload.job_id

    def job(self, job_id: int) -> Job:
        """Look at a job."""
        with self.database.reading() as session:
            return session.scalars(select(Job).where(Job.id == job_id)).one()


def read_one(desk: Desk, server: Server, content: bytes, name: str, seen: Reading) -> None:
    """Bring a document and watch it being read until it is."""
    job_id = desk.bring(content, name)
    begun = None
    while (job := desk.job(job_id)).ended_at is None:
        if job.state == "running":
            begun = begun or time.perf_counter()
            seen.peak_memory_mb = max(seen.peak_memory_mb, *peaks_mb(server.process.pid))
        time.sleep(_LOOK_EVERY_SECONDS)
    if job.state == "failed":
        seen.failures.append(str(job.error))
    elif job.state == "done" and begun is not None:
        seen.seconds.append(time.perf_counter() - begun)


def peaks_mb(parent: int) -> Iterator[float]:
    """Give the highest memory that each child of a process has had in it."""
    yield 0.0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "status").read_text()
            except OSError:
                continue
            found = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
            if found.get("PPid", "").strip() == str(parent) and "VmHWM" in found:
                yield int(found["VmHWM"].split()[0]) / 1024


@contextmanager
def being_read(desk: Desk, server: Server, content: bytes, name: str, seen: Reading) -> Iterator[None]:
    """Let documents be read, one after the other, for as long as the block lasts."""
    is_over = threading.Event()

    def go_on() -> None:
        while not is_over.is_set():
            read_one(desk, server, content, name, seen)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def measure(home: Path, content: bytes, name: str, rounds: int, seconds: float) -> dict[str, Any]:
    """Let learners answer without and with documents being read, in turn."""
    found: dict[str, list[Record]] = {"alone": [], "beside an import": []}
    seen = Reading()
    before = load_average()
    with serving(home) as server:
        desk = Desk(home)
        for _ in range(rounds):
            found["alone"] += _answers(server, seconds)
            with being_read(desk, server, content, name, seen):
                found["beside an import"] += _answers(server, seconds)
        desk.database.close()
    everybody = [record for records in found.values() for record in records]
    return {
        "learners": LEARNERS,
        "each_answers_every_seconds": PACE_SECONDS,
        "rounds": rounds,
        "load_average": [before, load_average()],
        **{name: summary([each for record in records for each in record.seconds]) for name, records in found.items()},
        "errors": [error for record in everybody for error in record.errors][:10],
        "import_seconds": summary(seen.seconds),
        "import_failures": seen.failures,
        "peak_memory_of_child_mb": round(seen.peak_memory_mb),
    } | check(home, everybody)  # fmt: skip


def _answers(server: Server, seconds: float) -> list[Record]:
    records = [Record() for _ in range(LEARNERS)]
    answer_at_once(server.port, records, Plan(seconds, PACE_SECONDS))
    return records


def run(folder: Path, *, rounds: int = ROUNDS, seconds: float = SECONDS, pages: int = PAGES) -> dict[str, Any]:
    """Make a bank and two documents, a text and a PDF, and measure with each."""
    found: dict[str, Any] = {"machine": machine(folder), "pages": pages}
    leaves = book(pages)
    text = "\n\n".join("\n".join(leaf) for leaf in leaves).encode()
    for name, content in (("book.txt", text), ("book.pdf", pdf_of(leaves))):
        home = folder / name.replace(".", "-")
        home.mkdir()
        generate(home, CROWD)
        found[name] = {"bytes": len(content), "words": len(text.split())} | measure(
            home, content, name, rounds, seconds
        )
    found["reading of a PDF"] = reading_seconds(min(PAGES_BESIDE_READER, pages))
    return found


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Read a large document while learners study.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--pages", type=int, default=PAGES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), rounds=given.rounds, seconds=given.seconds, pages=given.pages)
        print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
