"""A learning history of 100,000 answers that comes along with a package from Anki, and goes again.

    python -m tests.bench.brought_history [--notes 10000] [--answers 10]

A turn is what one transaction keeps the writer for; where the machine does other work the clock says little.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from quizapp.cli import loading, undoing
from quizapp.cli.foreign import Brought, bring_in
from quizapp.cli.sources import open_source
from quizapp.core.formats.wishes import ImportWish
from quizapp.people import service as people
from quizapp.people.models import User
from quizapp.people.service import NewAccount
from quizapp.people.viewer import viewer_of
from quizapp.plumbing import schema
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.study import service as study
from tests.bench.figures import load_average, machine
from tests.core.formats.anki_packages import BASIC, NoteRow, package

_SEED = 20_261_127
_BEGIN = 1_500_000_000_000
_DAY = 86_400_000


def notes(count: int, answers: int) -> Iterator[NoteRow]:
    """Give notes whose cards were answered at growing intervals."""
    rng, taken = random.Random(_SEED), set[int]()
    for number in range(count):
        at = _BEGIN + number * 600_000
        rows = []
        for turn in range(answers):
            ease = 1 if rng.random() < 0.1 else rng.choice((2, 3, 3, 3, 3, 4))
            moment = at + rng.randrange(500_000)
            while moment in taken:
                moment += 1
            taken.add(moment)
            rows.append((0, moment, ease, 1, 2500, rng.randrange(2_000, 20_000)))
            at += int(_DAY * 1.8 ** min(turn, 8))
        yield NoteRow(BASIC, (f"Question {number}?", f"Answer {number}"), f"g{number}", reviews=tuple(rows))


class Timed(Database):
    """A database that notes how long each transaction kept the writer: processor time and time by the clock."""

    turns: list[tuple[float, float]]

    @contextmanager
    def transaction(self, *, is_short: bool = False) -> Iterator[Session]:
        with super().transaction(is_short=is_short) as session:
            began, used = time.perf_counter(), time.process_time()
            yield session
        self.turns.append((time.process_time() - used, time.perf_counter() - began))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--answers", type=int, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(Path(folder), chosen.notes, chosen.answers), indent=1))


def measured(home: Path, count: int, answers: int) -> dict[str, Any]:
    """Bring a package with its history into a new bank, again, and undo it."""
    path = home / "history.apkg"
    path.write_bytes(package(list(notes(count, answers))))
    database = Timed(f"sqlite:///{home}/quizapp.db")
    database.turns = []
    schema.ensure_current(database)
    with database.transaction() as session:
        account = NewAccount(name="ada", password_hash="x", email=None, role="teacher", is_admin=False)
        owner_id = people.sign_up(session, account, system_clock()).id
    found: dict[str, Any] = {"machine": machine(home), "load": load_average(), "package_mb": path.stat().st_size / 1e6}
    bringing: dict[bool, Any] = {}
    for is_wished in (False, True, True):
        name = f"{'again' if is_wished in bringing else 'with' if is_wished else 'without'} history"
        found[name], bringing[is_wished] = _timed(
            database, lambda wish=is_wished: _bring(database, home, path, owner_id, wish)
        )
    brought = bringing[True]
    with database.reading() as session:
        found["problems"] = study.check_learner(session, owner_id or 0)
        viewer = viewer_of(session.get_one(User, owner_id))
        used = time.process_time()
        study.find_latest(session, viewer, brought.load.bank_id)
        found["latest_of_the_bank_ms"] = 1_000 * (time.process_time() - used)
    first = found["first import"] = brought.import_id - 1
    found["undo"], _ = _timed(database, lambda: _undo(database, home, first))
    return found


def _bring(database: Database, home: Path, path: Path, owner_id: int | None, is_wished: bool) -> Brought:
    source = open_source(path, "auto", "", ImportWish(history=is_wished))
    files = FileStore(home / "files")
    brought = bring_in(database, MediaStore(home / "media"), source, None, system_clock(), owner_id, files=files)
    loading.bring_cards_up_to_date(database, home)
    assert isinstance(brought, Brought)
    return brought


def _undo(database: Database, home: Path, import_id: int) -> None:
    undoing.undo_in(database, import_id)
    loading.bring_cards_up_to_date(database, home)


def _timed(database: Timed, work: Any) -> tuple[dict[str, Any], Any]:
    database.turns.clear()
    began, used = time.perf_counter(), time.process_time()
    result = work()
    taken = {"clock_s": time.perf_counter() - began, "processor_s": time.process_time() - used}
    processor, clock = zip(*database.turns, strict=True)
    return {
        **taken,
        "turns": len(processor),
        "longest_turn_processor_ms": 1_000 * max(processor),
        "median_turn_processor_ms": 1_000 * statistics.median(processor),
        "longest_turn_clock_ms": 1_000 * max(clock),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000,
    }, result


if __name__ == "__main__":
    main()
