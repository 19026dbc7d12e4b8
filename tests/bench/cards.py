"""Another answer is right in many questions that a class has met: how long the writer is held while cards follow.

    python -m tests.bench.cards [--questions 350] [--learners 20] [--at-once]

`--at-once` lets all cards follow within the change itself, as nobody should: the state to compare with.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import LoadReport
from quizapp.core.live_answers import LiveAnswer
from quizapp.people import service as people
from quizapp.people.service import NewAccount
from quizapp.plumbing import schema
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.db import Database
from quizapp.plumbing.job_runner import JobRunner
from quizapp.study import service as study
from quizapp.study.service import following
from tests.bench.figures import machine, summary
from tests.study import bank_files

QUESTIONS, LEARNERS = 350, 20
#: Each card was answered on these days.
DAYS = (0, 4, 20)
_BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Timed(Database):
    """A database that notes the processor time of each turn of its writer, commit included."""

    turns: list[float]

    @contextmanager
    def transaction(self, *, is_short: bool = False) -> Iterator[Session]:
        """Open a transaction as the database does."""
        began = time.thread_time()
        with super().transaction(is_short=is_short) as session:
            yield session
        self.turns.append(time.thread_time() - began)


def make(database: Database, questions: int, learners: int) -> LoadReport:
    """Make a bank and a class that has met all of it; gives the report of a change of every key."""
    schema.ensure_current(database)
    with database.transaction() as session:
        load = bank_files.load(session, bank_files.bridges(questions), now=_BEGIN)
        ids = [
            people.sign_up(session, NewAccount(name=f"L{each}", password_hash="!"), _BEGIN).id
            for each in range(learners)
        ]
        for learner_id in ids:
            study.enrol(session, learner_id or 0, load.bank_id)
        rows = list(session.scalars(select(QuestionRow.id)))
    for day in DAYS:
        moment = epoch_ms(_BEGIN + timedelta(days=day))
        for learner_id in ids:
            answers = [
                LiveAnswer(
                    client_id=str(uuid4()), learner_id=learner_id or 0, question_id=each, bank_id=load.bank_id,
                    revision=1, score=1.0, way="recognise", answered_at=moment, elapsed_ms=4_000,
                )
                for each in rows
            ]  # fmt: skip
            with database.transaction() as session:
                study.record_live(session, answers, moment)
    return LoadReport(load.slug, load.bank_id, key_changed_ids=rows)


def measure(database: Timed, report: LoadReport) -> dict[str, Any]:
    """Change every key, and let the cards follow."""
    now = _BEGIN + timedelta(days=21)
    runner = JobRunner(database, [study.cards_job_kind(database.reading)], lambda: now, Bell())
    with database.reading() as session:
        # A server has compiled its statements long ago.
        following.list_cards(
            session, following.Change(report.bank_id, "due_today", dict.fromkeys(report.key_changed_ids, 1), 0)
        )
    database.turns, began = [], time.perf_counter()
    with database.transaction() as session:
        session.execute(update(QuestionRow).values(revision=2))
        study.follow_edit(session, report, "due_today", epoch_ms(now))
    change = database.turns[0]
    runner.run_waiting()
    seconds = time.perf_counter() - began
    found = summary(database.turns)
    return {"change_ms": round(change * 1000, 1), "turns": found, "cpu_s": sum(database.turns), "all_s": seconds}


def run(folder: Path, questions: int = QUESTIONS, learners: int = LEARNERS, *, at_once: bool = False) -> dict[str, Any]:
    """Make a database in a folder and measure over it."""
    database = Timed(f"sqlite:///{folder}/cards.db")
    database.turns = []
    report = make(database, questions, learners)
    limit = questions * learners if at_once else following.AT_ONCE
    with mock.patch.object(following, "AT_ONCE", limit):
        found = measure(database, report)
    database.close()
    return {"machine": machine(folder)} | found


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Time what a changed key does to learners' cards.")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--at-once", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.questions, given.learners, at_once=given.at_once)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
