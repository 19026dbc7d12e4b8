"""Large imports: 100,000 questions from CSV by the command line, the same again, and the preview of 5,000.

    python -m tests.bench.bulk_import [--questions 100000] [--preview 5000]

Wall time and processor time are given side by side: on a machine that does other work the wall says little.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from quizapp.banks.parcels import ParcelShelf
from quizapp.banks.service import importing
from quizapp.banks.service.importing import BroughtFile, ImportReading
from quizapp.people import service as people
from quizapp.people.service import NewAccount
from quizapp.plumbing import schema
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.job_runner import JobRunner
from tests.app.checkout import ROOT
from tests.bench.figures import load_average, machine

QUESTIONS = 100_000
PREVIEW = 5_000
_SEED = 20_261_126
_SYLLABLES = ("ba", "ko", "ri", "tu", "mel", "san", "dor", "vin", "pa", "lo", "gre", "shi", "nu", "far", "tes", "wo")


def table(count: int) -> bytes:
    """Give a table of single choices with explanations and tags, some 150 bytes a row."""
    rng = random.Random(_SEED)
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(3_000)]
    rows = ["question,answer,wrong 1,wrong 2,wrong 3,explanation,tags"]
    for number in range(count):
        stem = " ".join(rng.choices(words, k=6))
        wrong = ",".join(rng.choices(words, k=3))
        rows.append(
            f"What is {stem} {number}?,Answer {number},{wrong},It is {rng.choice(words)}.,{rng.choice(words[:40])}"
        )
    return ("\n".join(rows) + "\n").encode()


def command(folder: Path, file: Path) -> dict[str, Any]:
    """Import a file by the command line, in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "import", str(file), "--bank", "bench"],
        cwd=ROOT,
        env=os.environ | {"QUIZAPP_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall_seconds": round(time.perf_counter() - began, 2),
        "processor_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        # Of the largest process so far: the first import is the largest.
        "peak_memory_mb": round(after.ru_maxrss / 1024),
        "said": done.stdout.strip().rpartition(": ")[2],
    }


def preview(folder: Path, body: bytes) -> dict[str, Any]:
    """Bring a file as a page does: the child reads and compares it, then the first page is made."""
    database = Database(f"sqlite:///{folder / 'preview.db'}")
    schema.ensure_current(database)
    files, shelf = FileStore(folder / "files"), ParcelShelf(folder / "parcels")
    reader = ImportReading(shelf, files, database.reading, 100_000_000)
    runner = JobRunner(database, [reader.kind()], system_clock, Bell())
    with database.transaction() as session:
        account = NewAccount(name="Bench teacher", password_hash="-", role="teacher", is_admin=False)
        viewer = people.sign_up(session, account, system_clock())
    began = time.perf_counter()
    with database.transaction() as session:
        brought = [BroughtFile("bench.csv", files.put(body), "0" * 64, len(body))]
        import_id = importing.begin_import(session, viewer, brought, "", "bench", system_clock()).id
    runner.run_waiting()
    read = time.perf_counter()
    with database.reading() as session:
        held = importing.get_import(session, viewer, import_id)
        parcel = shelf.open(held.parcel)
        made = importing.make_preview(session, viewer, parcel, importing.choice_of(held, parcel), 1, "")
    assert made.total == body.count(b"\n") - 1
    database.close()
    return {"read_seconds": round(read - began, 2), "page_seconds": round(time.perf_counter() - read, 3)}


def run(folder: Path, questions: int = QUESTIONS, previewed: int = PREVIEW) -> dict[str, Any]:
    """Run all of it in a folder."""
    body = table(questions)
    file = folder / "bench.csv"
    file.write_bytes(body)
    return {
        "load_average_before": load_average(),
        "questions": questions,
        "file_mb": round(len(body) / 1e6, 1),
        "preview": {"questions": previewed, **preview(folder, table(previewed))},
        "import": command(folder, file),
        "the same again": command(folder, file),
        "load_average_after": load_average(),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="Measure large imports.")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--preview", type=int, default=PREVIEW)
    parser.add_argument("--folder", type=Path, help="where the database lies; the disk counts, so not in memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        figures = {"machine": machine(folder), **run(folder, given.questions, given.preview)}
        print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
