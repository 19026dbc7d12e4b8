"""What a teacher's list of questions costs in a bank of 100,000: processor time of the pages, and of the index alone.

    python -m tests.bench.library [--questions 100000]

`words` are searches by the service, first page and count in one; `pages` are whole requests of the app without a
server; `writes` is the turn that the writers of a process are held for by acts on many questions; `large` is acts on
all of them by a job, with its longest turn.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from quizapp.app import create_app, make_runtime
from quizapp.banks import service
from quizapp.banks.service import BulkOutcome, BulkWish, Wanted
from quizapp.core.searching import read_query
from quizapp.people import passwords
from quizapp.people import service as people
from quizapp.people.service import NewAccount
from quizapp.people.viewer import Viewer
from quizapp.plumbing import schema
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.runners import make_import_runner
from quizapp.settings import Settings
from tests.bench.bank import make_outline
from tests.bench.driver import Learner
from tests.bench.figures import load_average, machine, summary
from tests.bench.generate import PASSWORD, SEED, insert_questions, insert_rows
from tests.bench.inside import Direct

TEACHER = "Bench teacher"
QUESTIONS = 100_000
ROUNDS = 40
WORDS = (
    "river", "riv", "ri", "xylophone", "number 4711", "number 47", '"river harbour"', "rosa berg", "river treaty",
    "kind:choice river", "about:date", "tag:none",
)  # fmt: skip
PAGES = {
    "banks": "/banks",
    "banks, searched": "/banks?q=river",
    "questions": "/banks/bench-1/questions",
    "questions, far on": "/banks/bench-1/questions?after=70000",
    "questions, a word": "/banks/bench-1/questions?q=river",
    "questions, a rare word": "/banks/bench-1/questions?q=number+4711",
    "questions, a kind": "/banks/bench-1/questions?kind=cloze",
    "questions, never answered": "/banks/bench-1/questions?state=unanswered",
    "questions, hard": "/banks/bench-1/questions?ease=hard",
    "questions, archived": "/banks/bench-1/questions?state=archived",
}


def make(home: Path, questions: int) -> Viewer:
    """Make a home with a teacher, a bank of so many questions and one of a fiftieth of them; a third have answers."""
    path = home / "quizapp.db"
    database = Database(f"sqlite:///{path}")
    schema.ensure_current(database)
    account = NewAccount(name=TEACHER, password_hash=passwords.hash_password(PASSWORD), role="teacher")
    with database.transaction() as session:
        teacher = people.sign_up(session, account, system_clock())
    database.empty_log()
    database.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")
    rng, first_id = Random(SEED), 1
    for bank_id, count in enumerate((questions, questions // 50), start=1):
        outline = json.dumps(make_outline(count))
        insert_rows(connection, "bank", [
            {"id": bank_id, "slug": f"bench-{bank_id}", "title": f"Bench bank {bank_id}", "language": "en",
             "description": "Made-up questions.", "licence": "CC0", "authors": "[]", "tags": "[]", "extra": "{}",
             "visibility": "private", "outline": outline, "created_at": "2026-01-01 09:00:00.000000",
             "owner_id": teacher.id},
        ])  # fmt: skip
        for _ in insert_questions(connection, rng, bank_id, count, first_id):
            pass
        insert_rows(connection, "question_tally", (
            {"question_id": id, "bank_id": bank_id, "answers": 20, "passes": 5, "ease": 1 + id // 3 % 3}
            for id in range(first_id, first_id + count, 3)
        ))  # fmt: skip
        first_id += count
    connection.execute("COMMIT")
    connection.close()
    return teacher


def measure(home: Path, teacher: Viewer) -> dict[str, Any]:
    """Measure over a home that `make` has made."""
    runtime = make_runtime(Settings(home=home))
    before = load_average()
    found = {"words": _words(runtime), "pages": _pages(runtime), "writes": _writes(runtime, teacher)}
    found["large"] = _large(runtime, teacher)
    runtime.database.close()
    return found | {"load_average": [before, load_average()]}


def _words(runtime: Runtime) -> dict[str, Any]:
    with runtime.database.reading() as session:

        def search(words: str) -> None:
            wanted = Wanted((1,), read_query(words))
            service.find_ids(session, wanted, service.COUNTED_AT_MOST + 1)

        return {words: _timed(lambda words=words: search(words)) for words in WORDS}  # type: ignore[misc]


def _pages(runtime: Runtime) -> dict[str, Any]:
    learner = Learner(0, Random(SEED))
    learner.connection = Direct(create_app(runtime))  # type: ignore[assignment]
    learner.sign_in(TEACHER, PASSWORD)
    found = {}
    for name, path in PAGES.items():
        replies = [learner.get(path) for _ in range(ROUNDS)]
        assert all(reply.status == 200 for reply in replies), path
        found[name] = summary([reply.seconds for reply in replies[5:]])
    return found


def _writes(runtime: Runtime, teacher: Viewer) -> dict[str, Any]:
    """Time what is undone at once: of so many questions the whole turn, the commit with it."""
    found = {}
    for count in (50, 1_000, 3_000):
        ids = tuple(range(1, count + 1))
        for act, wish in (
            ("archive", BulkWish("archive", f"archive {count}", ids)),
            ("tag", BulkWish("tag", f"tag {count}", ids, tag="bench")),
            ("move", BulkWish("move", f"move {count}", ids, target_id=2)),
        ):
            began = time.perf_counter()
            with runtime.database.transaction() as session:
                outcome = service.change_many(session, teacher, "bench-1", wish, system_clock())
            seconds = time.perf_counter() - began
            with runtime.database.transaction() as session:
                service.undo_change(session, teacher, "bench-1", outcome.change_id, system_clock())
            found[f"{act} {count}"] = {"ms": round(seconds * 1000, 1)}
    return found


def _large(runtime: Runtime, teacher: Viewer) -> dict[str, Any]:
    """Time acts on the whole bank and the way back: the press, all of the job, and the longest turn of it."""
    turns: list[float] = []
    open_turn = runtime.database.transaction

    @contextmanager
    def noted() -> Iterator[Session]:
        began = time.perf_counter()
        with open_turn() as session:
            yield session
        turns.append(time.perf_counter() - began)

    runtime.database.transaction = noted  # type: ignore[method-assign]
    runner = make_import_runner(runtime)

    def timed(press: Callable[[Session], BulkOutcome]) -> tuple[dict[str, float], int]:
        turns.clear()
        with runtime.database.transaction() as session:
            change_id = press(session).change_id
        pressed, began = turns.pop(), time.perf_counter()
        runner.run_waiting()
        seconds = time.perf_counter() - began
        found = {"press_ms": pressed * 1000, "job_s": seconds, "longest_ms": max(turns) * 1000, "turns": len(turns)}
        return {name: round(value, 1) for name, value in found.items()}, change_id

    found = {}
    for act in ("tag", "archive", "move"):
        wish = BulkWish(act, f"all {act}", found=Wanted((1,)), tag="whole", target_id=2)  # type: ignore[arg-type]
        now = system_clock()
        found[act], done = timed(
            lambda session, wish=wish, now=now: service.change_many(  # type: ignore[misc]
                session, teacher, "bench-1", wish, now
            )
        )
        found[f"{act}, undone"], _ = timed(
            lambda session, done=done, now=now: service.undo_change(  # type: ignore[misc]
                session, teacher, "bench-1", done, now
            )
        )
    return found


def _timed(act: Callable[[], None]) -> dict[str, float]:
    taken = []
    for _ in range(ROUNDS):
        began = time.thread_time()
        act()
        taken.append(time.thread_time() - began)
    return summary(taken[5:])


def run(folder: Path, questions: int = QUESTIONS) -> dict[str, Any]:
    """Make a home in a folder and measure over it."""
    home = folder / "library"
    home.mkdir()
    teacher = make(home, questions)
    return {"machine": machine(folder)} | measure(home, teacher)


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Time the list of a large bank's questions.")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(Path(folder), given.questions), indent=1))


if __name__ == "__main__":
    main()
