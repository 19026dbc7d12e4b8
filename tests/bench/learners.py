"""Thirty learners who answer at once: each a guest with a cookie of their own; afterwards every answer is looked for.

    python -m tests.bench.learners [--learners 30] [--seconds 30] [--each-seconds 0]

Closed loop by default: the next answer follows the reply, which gives capacity. With `--each-seconds` the loop is open:
a learner's answers are due at that pace and time counts from the moment an answer was due, which is what people feel.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from quizapp.plumbing.db import Database
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent
from tests.bench.driver import Learner, is_acknowledged
from tests.bench.figures import load_average, machine, summary
from tests.bench.generate import SMALL, Size, generate
from tests.bench.server import serving

LEARNERS = 30
SECONDS = 30.0
SLUG = "bench-1"
#: Questions of the bank: enough that nobody runs out within the time, at their daily limit lifted again and again.
CROWD = Size("crowd", (4_000,), 40, SMALL.share_due)
RETRY_SECONDS = 0.5


@dataclass(slots=True)
class Plan:
    """How long and at which pace; `each_seconds` 0 = as fast as replies come."""

    seconds: float
    each_seconds: float


@dataclass(slots=True)
class Record:
    """What one learner saw."""

    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    refused: int = 0


def measure(home: Path, learners: int, plan: Plan) -> dict[str, Any]:
    """Let learners answer over a home and check afterwards that nothing was lost or doubled."""
    records = [Record() for _ in range(learners)]
    with serving(home) as server:
        before, cpu = load_average(), server.cpu_seconds()
        begun, own = time.perf_counter(), time.process_time()
        answer_at_once(server.port, records, plan)
        took = time.perf_counter() - begun
        figures = {
            "server_cpu_seconds": round(server.cpu_seconds() - cpu, 2),
            "driver_cpu_seconds": round(time.process_time() - own, 2),
            "load_average": [before, load_average()],
        }
    answers = sum(len(record.seconds) for record in records)
    return {
        "learners": learners,
        "plan": "closed loop" if not plan.each_seconds else f"one answer per {plan.each_seconds:g} s each",
        "seconds": round(took, 1),
        "answers": answers,
        "answers_per_second": round(answers / took, 1),
        "times": summary([taken for record in records for taken in record.seconds]),
        "errors": [error for record in records for error in record.errors][:10],
        "error_count": sum(len(record.errors) for record in records),
        "refused_as_too_fast": sum(record.refused for record in records),
    } | figures | check(home, records)  # fmt: skip


def answer_at_once(port: int, records: list[Record], plan: Plan) -> None:
    """Let a learner for each record answer until the plan's time is over."""
    together = threading.Barrier(len(records))
    threads = [
        threading.Thread(target=_study, args=(port, number, record, plan, together))
        for number, record in enumerate(records)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _study(port: int, number: int, record: Record, plan: Plan, together: threading.Barrier) -> None:
    learner = Learner(port, Random(number))
    learner.open_sitting(SLUG)
    together.wait()
    begun = time.perf_counter()
    # Spread over one pace, since a class does not press its buttons in step.
    due = begun + plan.each_seconds * number / together.parties
    while (moment := time.perf_counter()) < begun + plan.seconds:
        if plan.each_seconds and moment < due:
            time.sleep(due - moment)
        asked_at = due if plan.each_seconds else time.perf_counter()
        due += plan.each_seconds
        try:
            _answer_once(learner, record, asked_at)
        except OSError as error:
            record.errors.append(f"{type(error).__name__}: {error}")
            learner.open_sitting(SLUG)
    learner.connection.close()


def _answer_once(learner: Learner, record: Record, asked_at: float) -> None:
    if not learner.form and not _go_on(learner):
        record.errors.append("no card to answer")
        time.sleep(RETRY_SECONDS)
        return
    form = dict(learner.form)
    client_id, reply = learner.answer()
    if reply.status == 429:
        record.refused += 1
        learner.form = form
        time.sleep(RETRY_SECONDS)
    elif reply.status != 200:
        record.errors.append(f"status {reply.status}")
    elif is_acknowledged(client_id, reply):
        record.acknowledged.append(client_id)
        record.seconds.append(time.perf_counter() - asked_at)


def _go_on(learner: Learner) -> bool:
    """Ask again, lifting the day's limits where they are reached."""
    page = learner.open_sitting(SLUG)
    if not learner.form:
        token = learner.token_of(page)
        learner.post(f"/study/{SLUG}/lifts", {"csrf_token": token})
        learner.open_sitting(SLUG)
    return bool(learner.form)


def check(home: Path, records: list[Record]) -> dict[str, Any]:
    """Look for every acknowledged answer in the database, and let each learner's cards be refolded."""
    database = Database(f"sqlite:///{(home / 'quizapp.db').resolve()}")
    wanted = [client_id for record in records for client_id in record.acknowledged]
    try:
        with database.reading() as session:
            stored = session.execute(select(ReviewEvent.client_id, ReviewEvent.learner_id)).all()
            known = set(wanted)
            guests = {learner_id for client_id, learner_id in stored if client_id in known}
            flaws = [flaw for learner_id in sorted(guests) for flaw in study.check_learner(session, learner_id)]
    finally:
        database.close()
    counts: dict[str, int] = {}
    for client_id, _ in stored:
        counts[client_id] = counts.get(client_id, 0) + 1
    return {
        "acknowledged": len(wanted),
        "lost": sum(client_id not in counts for client_id in wanted),
        "doubled": sum(counts.get(client_id, 0) > 1 for client_id in wanted),
        "learners_stored": len(guests),
        "flaws_of_cards_and_totals": len(flaws),
    }


def run(folder: Path, plan: Plan, learners: int = LEARNERS) -> dict[str, Any]:
    """Make a bank and let the learners in."""
    home = folder / f"crowd-{plan.each_seconds:g}"
    home.mkdir()
    generate(home, CROWD)
    return {"machine": machine(folder)} | measure(home, learners, plan)


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Let many learners answer at once.")
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--each-seconds", type=float, default=0.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(given.seconds, given.each_seconds)
        print(json.dumps(run(Path(folder), plan, given.learners), indent=1))


if __name__ == "__main__":
    main()
