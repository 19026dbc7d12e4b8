"""Long work as rows of a table: put there by a page, taken by a runner, alive through restarts; none is done here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String, Text, bindparam, exists, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.core.errors import Conflict
from quizapp.plumbing.db import Base, Moment
from quizapp.plumbing.hot import Hot

ATTEMPTS_AT_MOST = 3
WORDS_AT_MOST = 200
GAVE_UP = (
    "This was begun three times and the server stopped each time. Try again; if it stays so, tell whoever runs it."
)
TOOK_TOO_LONG = (
    "This was begun three times and each time took the database too long. Try it in smaller parts; if that does not "
    "help, tell whoever runs this server."
)
OPEN = ("waiting", "running")


class StillAtWork(Conflict):
    """As many jobs of one owner as may be are open already."""

    title = "The others come first"


class Job(Base):
    """One piece of long work."""

    __tablename__ = "job"
    # A page that was left open over an erasure must not show somebody else's work under the same number.
    __table_args__ = (Index("ix_job_state", "state", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: Whose work it is; gone with its owner.
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    #: waiting, running, done or failed.
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    #: 0 to 1.
    progress: Mapped[float] = mapped_column(Float, default=0.0)
    #: What is being done now, for people.
    words: Mapped[str] = mapped_column(String(WORDS_AT_MOST), default="")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: What came of it, as the kind's `apply` tells; NULL until done.
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: Why it failed, for people; NULL otherwise.
    error: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    #: The runner that has taken it; NULL while it waits.
    runner: Mapped[str | None] = mapped_column(String(32))
    #: When its runner was last heard of; NULL until it was taken.
    alive_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL while it is open.
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that a runner has taken, as it hands it on."""

    id: int
    kind: str
    owner_id: int
    arguments: Mapping[str, Any]
    #: How often it was begun, this time with it.
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job is, for its page."""

    state: str
    progress: float
    words: str
    error: str | None


def enqueue(
    session: Session, kind: str, *, owner_id: int, arguments: Mapping[str, Any], words: str, now: datetime
) -> int:
    """Put a job into the table and give its number."""
    job = Job(kind=kind, owner_id=owner_id, arguments=dict(arguments), words=words[:WORDS_AT_MOST], created_at=now)
    session.add(job)
    session.flush()
    return job.id


def count_open(session: Session, owner_id: int, kind: str) -> int:
    """Count an owner's jobs of a kind that wait or run."""
    found = select(func.count()).where(Job.owner_id == owner_id, Job.kind == kind, Job.state.in_(OPEN))
    return session.scalar(found) or 0


def find_state(session: Session, job_id: int, owner_id: int | None = None) -> JobState | None:
    """Tell how far an owner's job is, or (None) anybody's, for whoever may know by another way."""
    columns = select(Job.state, Job.progress, Job.words, Job.error).where(Job.id == job_id)
    row = session.execute(columns if owner_id is None else columns.where(Job.owner_id == owner_id)).first()
    return None if row is None else JobState(*row)


def list_latest_arguments(
    session: Session, owner_id: int, kind: str, ended_after: datetime, at_most: int = 20
) -> list[dict[str, Any]]:
    """List the arguments of an owner's latest jobs of a kind that are open or have just ended, the newest first."""
    own = select(Job.arguments).where(Job.owner_id == owner_id, Job.kind == kind)
    own = own.where(Job.state.in_(OPEN) | (Job.ended_at > ended_after))
    return list(session.scalars(own.order_by(Job.id.desc()).limit(at_most)))


def list_open_arguments(session: Session) -> list[dict[str, Any]]:
    """List the arguments of all jobs that wait or run, so that what they need is not swept away."""
    return list(session.scalars(select(Job.arguments).where(Job.state.in_(OPEN))))


def list_open(session: Session, kind: str) -> list[Job]:
    """List the jobs of a kind that wait or run, locked: a piece of one ends before, or begins when this is durable."""
    found = select(Job).where(Job.kind == kind, Job.state.in_(OPEN)).order_by(Job.id)
    return list(session.scalars(found.with_for_update()))


def find_arguments(session: Session, job_id: int) -> dict[str, Any] | None:
    """Give the arguments of a job as they are by now; None when it is gone."""
    return session.scalar(select(Job.arguments).where(Job.id == job_id))


def is_known(session: Session, job_id: int) -> bool:
    """Whether a job is there at all; its owner may have been erased, or what it was for deleted."""
    return bool(session.scalar(select(exists().where(Job.id == job_id))))


#: Every runner looks every few seconds.
_OF_KINDS = Job.kind.in_(bindparam("kinds", expanding=True))
_WAITING = Hot(select(Job.id).where(Job.state == "waiting", _OF_KINDS).limit(1))
_LOST = Hot(select(Job.id).where(Job.state == "running", _OF_KINDS, Job.alive_at < bindparam("heard_before")).limit(1))


def is_waiting(session: Session, kinds: Sequence[str]) -> bool:
    """Whether a job of one of these kinds waits for a runner."""
    return bool(kinds) and _WAITING.first(session, {"kinds": kinds}) is not None


def claim(session: Session, runner: str, kinds: Collection[str], now: datetime) -> Claimed | None:
    """Take the oldest waiting job of these kinds; None when there is none, or others are taking it."""
    oldest = select(Job).where(Job.state == "waiting", Job.kind.in_(kinds)).order_by(Job.id).limit(1)
    job = session.scalar(oldest.with_for_update(skip_locked=True))
    if job is None:
        return None
    job.state, job.runner, job.alive_at = "running", runner, now
    job.attempts += 1
    return Claimed(job.id, job.kind, job.owner_id, job.arguments, job.attempts)


def tell(session: Session, job_id: int, runner: str, progress: float, words: str, now: datetime) -> bool:
    """Note how far a job is and that its runner lives; False when it is this runner's no more."""
    changed = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.runner == runner, Job.state == "running")
        .values(progress=min(max(progress, 0.0), 1.0), words=words[:WORDS_AT_MOST], alive_at=now)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def get_held(session: Session, job_id: int, runner: str) -> Job | None:
    """Give a job that this runner still holds, locked until the transaction ends; None when it is gone or another's."""
    held = select(Job).where(Job.id == job_id, Job.runner == runner, Job.state == "running")
    return session.scalar(held.with_for_update())


def finish(job: Job, result: Mapping[str, Any], now: datetime) -> None:
    """Note that a job is done."""
    job.state, job.progress, job.result, job.ended_at = "done", 1.0, dict(result), now


def fail(job: Job, message: str, now: datetime) -> None:
    """Note that a job failed, and why."""
    job.state, job.error, job.ended_at = "failed", message, now


def give_back(job: Job, *, is_counted: bool = False) -> None:
    """Let a job wait again, as if it had not been begun; where it is counted it was begun in vain."""
    job.state, job.runner, job.alive_at = "waiting", None, None
    job.attempts -= not is_counted


def is_lost(session: Session, kinds: Sequence[str], heard_before: datetime) -> bool:
    """Whether there is a job of these kinds whose runner was not heard of."""
    return bool(kinds) and _LOST.first(session, {"kinds": kinds, "heard_before": heard_before}) is not None


def take_up_again(session: Session, kinds: Collection[str], heard_before: datetime) -> list[Job]:
    """Let jobs of these kinds wait again whose runner was not heard of; give those begun too often, still running."""
    lost = select(Job).where(Job.state == "running", Job.kind.in_(kinds), Job.alive_at < heard_before)
    given_up = []
    for job in session.scalars(lost.with_for_update(skip_locked=True)):
        if job.attempts >= ATTEMPTS_AT_MOST:
            given_up.append(job)
        else:
            job.state, job.runner, job.alive_at = "waiting", None, None
    return given_up
