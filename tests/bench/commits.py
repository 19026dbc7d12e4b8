"""How many short writes a second are committed durably, alone and in groups, on this disk and on a slower one.

    python -m tests.bench.commits

The slower disk is this one with 4 ms added to each commit. Pairs take turns; figures are medians.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from sqlalchemy import event, text

from quizapp.plumbing.db import Database
from tests.bench.figures import load_average, machine

SECONDS, ROUNDS = 1.5, 3
SLOW_SECONDS = 0.004


def measure(path: Path, threads: int, slowness: float, *, is_short: bool) -> float:
    """Give the commits a second of so many threads."""
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, words TEXT)"))
    if slowness:
        event.listen(database.engine, "commit", lambda _connection: time.sleep(slowness))
    counts = [0] * threads
    end = time.monotonic() + SECONDS

    def write(number: int) -> None:
        while time.monotonic() < end:
            with database.transaction(is_short=is_short) as session:
                session.execute(text("INSERT INTO note (words) VALUES ('a few words')"))
            counts[number] += 1

    workers = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    database.close()
    return sum(counts) / SECONDS


def main() -> None:
    """Print the figures as JSON."""
    figures = {}
    with tempfile.TemporaryDirectory(dir=".") as folder:
        for threads in (1, 8, 16):
            for name, slowness in (("this disk", 0.0), ("slower disk", SLOW_SECONDS)):
                runs = [
                    [measure(Path(folder) / "bench.db", threads, slowness, is_short=short) for short in (False, True)]
                    for _ in range(ROUNDS)
                ]
                alone, grouped = (round(median(column)) for column in zip(*runs, strict=True))
                figures[f"{threads} threads, {name}"] = {"alone": alone, "in groups": grouped}
    print(json.dumps({**machine(Path.cwd()), "load": load_average(), "commits a second": figures}, indent=1))


if __name__ == "__main__":
    main()
