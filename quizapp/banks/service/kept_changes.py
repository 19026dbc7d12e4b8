"""Acts on many questions as rows, so that they can be undone: one for each, and what a page tells of it.

A large act is done by a job, and has besides its own row (`pieces`) one for each piece: before a piece is done its row
names the questions asked for (`asked`), afterwards it is like that of an act on so few. So what was done is never done
again, whenever a process ends.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, BulkChange, QuestionRow
from quizapp.banks.service.access import HIGHEST_ID
from quizapp.core.errors import NotFound
from quizapp.people.viewer import Viewer
from quizapp.plumbing import jobs
from quizapp.plumbing.jobs import OPEN, JobState

#: The kind of job.
CHANGING = "bulk"
#: Questions of one piece, for which learners' answers wait.
PIECE = 500
_KEPT = timedelta(days=30)
#: So long the list of a bank tells of a large act that has ended, whoever comes back to it.
_TOLD_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A change as pages tell of it; `target` is the title of the other bank, its slug beside it.

    `job` is how far a large one is, or its way back; None of one that was done at once. `total` counts the questions
    that it was asked for.
    """

    id: int
    client_id: str
    act: str
    count: int
    tag: str
    target_id: int | None
    target: str
    target_slug: str
    is_undone: bool
    total: int
    job: JobState | None

    @property
    def is_under_way(self) -> bool:
        """Whether its job waits or runs."""
        return self.job is not None and self.job.state in OPEN

    @property
    def error(self) -> str | None:
        """Why its job has stopped; None when it has not."""
        return self.job.error if self.job is not None and self.job.state == "failed" else None


def find_known(session: Session, viewer: Viewer, client_id: str) -> BulkChange | None:
    """Find the change that this very form has made already."""
    return session.scalar(
        select(BulkChange).where(BulkChange.author_id == viewer.id, BulkChange.client_id == client_id)
    )


def count_changed(change: BulkChange) -> int:
    """Count the questions that a change has changed, so far."""
    return int(change.undo["count"]) if is_large(change) else len(change.undo["ids"])


def is_large(change: BulkChange) -> bool:
    """Whether a change is done in pieces."""
    return "pieces" in change.undo


def is_waiting(change: BulkChange) -> bool:
    """Whether a change is a piece that was not done yet."""
    return "asked" in change.undo


def keep_change(session: Session, change: BulkChange, now: datetime) -> None:
    """Keep a change; its author's old ones are forgotten."""
    old = delete(BulkChange).where(BulkChange.author_id == change.author_id, BulkChange.created_at < now - _KEPT)
    session.execute(old.execution_options(synchronize_session=False))
    session.add(change)
    session.flush()


def cut_up(session: Session, change: BulkChange, ids: Sequence[int], now: datetime) -> None:
    """Let a job do a change to these questions of its bank, which stand in its order, a piece at a time."""
    pieces = [
        BulkChange(
            client_id=secrets.token_hex(16), author_id=change.author_id, bank_id=change.bank_id, act=change.act,
            undo={"asked": ids[start : start + PIECE]}, created_at=change.created_at,
        )
        for start in range(0, len(ids), PIECE)
    ]  # fmt: skip
    session.add_all(pieces)
    session.flush()
    change.undo = {**change.undo, "count": 0, "total": len(ids), "pieces": [piece.id for piece in pieces]}
    put_to_work(session, change, now)


def order_in_bank(session: Session, bank_id: int, ids: Sequence[int]) -> list[int]:
    """Give those that are in a bank, in its order: a piece that comes back later must stand behind those before it."""
    own = select(QuestionRow.position, QuestionRow.id).where(QuestionRow.bank_id == bank_id)
    is_used = QuestionRow.deleted_at.is_(None)
    wanted = frozenset(ids)
    # One by one, since each state has an index of its own.
    found = [tuple(row) for state in (is_used, ~is_used) for row in session.execute(own.where(state))]
    return [row_id for _, row_id in sorted(found) if row_id in wanted]


def put_to_work(session: Session, change: BulkChange, now: datetime) -> None:
    """Let a job bring the pieces of a large change to where the whole stands."""
    job_id = jobs.enqueue(
        session,
        CHANGING,
        owner_id=change.author_id,
        arguments={"change_id": change.id, "bank_id": change.bank_id},
        words="Waiting for its turn",
        now=now,
    )
    change.undo = {**change.undo, "job": job_id}
    session.flush()


def go_on(session: Session, change: BulkChange, now: datetime) -> None:
    """Let a large change whose job has failed go on from there."""
    state = _job_of(session, change)
    if state is not None and state.state == "failed":
        put_to_work(session, change, now)


def _job_of(session: Session, change: BulkChange) -> JobState | None:
    return jobs.find_state(session, change.undo["job"], change.author_id) if is_large(change) else None


def get_own_change(session: Session, viewer: Viewer, bank_id: int, change_id: int) -> BulkChange:
    """Give a change that the viewer has made in a bank.

    Raises:
        NotFound: there is none.
    """
    change = _find_own(session, viewer, bank_id, change_id)
    if change is None:
        raise NotFound("There is no such change of yours here.")
    return change


def _find_own(session: Session, viewer: Viewer, bank_id: int, change_id: int) -> BulkChange | None:
    own = select(BulkChange).where(BulkChange.author_id == viewer.id, BulkChange.bank_id == bank_id)
    change = session.scalar(own.where(BulkChange.id == min(change_id, HIGHEST_ID)))
    return None if change is None or is_waiting(change) else change


def find_change(session: Session, viewer: Viewer, bank_id: int, change_id: int | None, now: datetime) -> Told | None:
    """Find a change that the viewer has made in a bank; without a number the large one under way, or just ended.

    One that has ended and was undone is told only under its number: there is nothing to be done about it any more.
    """
    wanted = _find_large(session, viewer, bank_id, now) if change_id is None else change_id
    change = None if wanted is None else _find_own(session, viewer, bank_id, wanted)
    told = None if change is None else _told(session, change)
    is_over = told is not None and told.is_undone and not told.is_under_way and told.error is None
    return None if change_id is None and is_over else told


def get_change(session: Session, viewer: Viewer, bank_id: int, change_id: int) -> Told:
    """Give a change that the viewer has made in a bank.

    Raises:
        NotFound: there is none.
    """
    return _told(session, get_own_change(session, viewer, bank_id, change_id))


def _find_large(session: Session, viewer: Viewer, bank_id: int, now: datetime) -> int | None:
    if viewer.id is None:
        return None
    found = jobs.list_latest_arguments(session, viewer.id, CHANGING, now - _TOLD_FOR)
    return next((each["change_id"] for each in found if each["bank_id"] == bank_id), None)


def _told(session: Session, change: BulkChange) -> Told:
    undo = change.undo
    target = session.get(Bank, undo["target"]) if "target" in undo else None
    count = count_changed(change)
    return Told(
        id=change.id,
        client_id=change.client_id,
        act=change.act,
        count=count,
        tag=undo.get("tag", ""),
        target_id=undo.get("target"),
        target=target.title if target else "",
        target_slug=target.slug if target else "",
        is_undone=change.undone_at is not None,
        total=undo.get("total", count),
        job=_job_of(session, change),
    )
