"""How a large import is undone: a piece in one transaction, learners' answers in between; a job, or the command line.

Each piece notes how far it came, so that whoever takes the work up again goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, case, exists, select, update
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Bank, Import
from quizapp.banks.service.access import HIGHEST_ID
from quizapp.banks.service.importing.made_since import AnsweredSince
from quizapp.banks.service.importing.planning import pieces_of
from quizapp.banks.service.importing.records import enqueue_job
from quizapp.banks.service.importing.undoing import (
    UNDOING,
    UNDONE_FOR,
    finish_undoing,
    get_bank_of,
    list_rest,
    undo_piece,
    undone_so_far,
)
from quizapp.banks.service.importing.undoing_parts import Undone
from quizapp.banks.service.loading import LoadReport
from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.people.models import User
from quizapp.people.viewer import Viewer, viewer_of
from quizapp.plumbing.job_runner import JobKind, Piece
from quizapp.plumbing.jobs import OPEN, Claimed, Job

#: Opens a snapshot of the database.
Snapshot: TypeAlias = Callable[[], AbstractContextManager[Session]]
#: Lets learners' cards follow what became of a bank's questions.
FollowLoad: TypeAlias = Callable[[Session, LoadReport, datetime], None]


@dataclass(frozen=True, slots=True)
class ImportUndoing:
    """Undoes large imports."""

    snapshot: Snapshot
    answered_since: AnsweredSince
    follow_load: FollowLoad
    clock: Callable[[], datetime]

    def kind(self) -> JobKind:
        """Give the kind of job."""
        return JobKind(
            UNDOING,
            lambda _claimed: None,
            self.apply,
            self.fail,
            lambda _claimed: None,
            pieces=self.pieces,
            piece_words="Undoing the import",
        )

    def pieces(self, claimed: Claimed, _result: Any) -> Iterator[Piece]:
        """Give the pieces of an import that are left; its teacher may have lost the bank before one is written."""
        for undo, share in self.rest_of(claimed.arguments["import_id"]):
            yield partial(self._undo, claimed, undo, share)

    def rest_of(self, import_id: int) -> Iterator[tuple[Callable[[Session, Viewer | None], None], float]]:
        """Give what undoes each piece that is left, by whom it is told (None = the command line), and how far it is."""
        with self.snapshot() as session:
            held = session.get(Import, import_id, options=[undefer(Import.report)])
            ids = list_rest(session, held) if held is not None and held.state == UNDOING else []
        done = 0
        for part in pieces_of(ids):
            done += len(part)
            yield partial(self._piece, import_id, part), 0.99 * done / len(ids)

    def _undo(
        self, claimed: Claimed, undo: Callable[[Session, Viewer | None], None], share: float, session: Session
    ) -> float:
        undo(session, _viewer_of(session, claimed.arguments["import_id"]))
        return share

    def _piece(self, import_id: int, ids: Sequence[int], session: Session, viewer: Viewer | None) -> None:
        held, now = _held(session, import_id), self.clock()
        bank = get_bank_of(session, viewer, held)
        author_id = viewer.id if viewer is not None else None
        self.follow_load(session, undo_piece(session, held, bank, author_id, ids, self.answered_since, now), now)

    def finish(self, session: Session, viewer: Viewer | None, import_id: int) -> Undone:
        """Take back what the import changed beside its questions; gives what came of all pieces."""
        held, now = _held(session, import_id), self.clock()
        bank = get_bank_of(session, viewer, held)
        undone = undone_so_far(held, bank)
        finish_undoing(session, held, bank, viewer, undone, now)
        self.follow_load(session, undone.load, now)
        return undone

    def apply(self, session: Session, claimed: Claimed, _result: Any, now: datetime) -> Mapping[str, Any]:
        """Note that all of it is undone."""
        import_id = claimed.arguments["import_id"]
        undone = self.finish(session, _viewer_of(session, import_id), import_id)
        return {"removed": undone.removed, "restored": undone.restored}

    def fail(self, session: Session, claimed: Claimed, message: str, now: datetime) -> None:
        """Say why it stopped; who undoes it again goes on from there."""
        import_id = claimed.arguments["import_id"]
        state = case((Import.undone_at.is_(None), "done"), else_="undone")
        stopped = update(Import).where(Import.id == import_id, Import.state == UNDOING)
        session.execute(stopped.values(state=state, error=message))


def take_up_undoing(session: Session, now: datetime, import_id: int | None = None) -> None:
    """Let jobs go on with all imports, or with this one, that a command has begun to undo and no job is at.

    What the command line brought has no owner, whose job it would be: then it is that of the bank's, or of an admin.
    Where whose import it is may not change the bank any more, the rest is left to the command.
    """
    left = select(Import).where(Import.state == UNDOING, ~_is_at_work()).order_by(Import.id)
    left = left if import_id is None else left.where(Import.id == import_id)
    for held in session.scalars(left.with_for_update(skip_locked=True)).all():
        bank = session.get(Bank, held.bank_id) if held.bank_id is not None else None
        admin = select(User.id).where(User.is_admin).order_by(User.id).limit(1)
        owner_id = held.owner_id or (bank.owner_id if bank is not None else None) or session.scalar(admin)
        if owner_id is not None and _may_go_on(session, held):
            enqueue_job(session, held, UNDOING, now, owner_id=owner_id)


def find_stopped(session: Session, held: Import) -> int | None:
    """Find another import of the same bank whose undo was stopped, so that this one cannot be undone; None = none."""
    others = select(Import.id).where(Import.bank_id == held.bank_id, Import.id != held.id, Import.state == UNDOING)
    return session.scalar(others.where(~_is_at_work()).limit(1)) if held.bank_id is not None else None


def go_on_undoing(session: Session, viewer: Viewer, import_id: int, now: datetime) -> None:
    """Let a job go on with a stopped undo, whosever import it is, for a viewer who may change its bank now.

    Raises:
        NotFound, NotAllowed: there is no such bank, or it is not the viewer's to change.
        Conflict: somebody is at it already, or it has ended.
    """
    stopped = select(Import).where(Import.id == min(import_id, HIGHEST_ID), Import.state == UNDOING, ~_is_at_work())
    held = session.scalar(stopped.with_for_update())
    if held is None:
        raise Conflict("This undo has ended, or goes on already.")
    get_bank_of(session, viewer, held)
    held.choices = {**held.choices, UNDONE_FOR: viewer.id}
    enqueue_job(session, held, UNDOING, now, owner_id=viewer.id)


def _is_at_work() -> ColumnElement[bool]:
    return exists().where(Job.id == Import.job_id, Job.state.in_(OPEN))


def leave_undoing(session: Session, import_id: int, now: datetime) -> tuple[str, bool]:
    """Leave an import that a command was undoing to a job; gives its state, and whether a job is at it."""
    take_up_undoing(session, now, import_id)
    held = session.get(Import, import_id)
    job = session.get(Job, held.job_id) if held is not None and held.job_id is not None else None
    return ("" if held is None else held.state), job is not None and job.state in OPEN


def _may_go_on(session: Session, held: Import) -> bool:
    """Whether a job could go on with an import: its teacher may still change its bank."""
    try:
        get_bank_of(session, _viewer_of(session, held.id), held, is_locked=False)
    except (NotFound, NotAllowed, Conflict):
        return False
    return True


def _viewer_of(session: Session, import_id: int) -> Viewer | None:
    """Give who undoes an import or goes on with that, else whose it is; None = the command line has brought it."""
    held = session.get(Import, import_id)
    who_goes_on = None if held is None else held.choices.get(UNDONE_FOR)
    # Whoever went on may have been erased since.
    user = None if who_goes_on is None else session.get(User, who_goes_on)
    if user is None and held is not None and held.owner_id is not None:
        user = session.get_one(User, held.owner_id)
    return None if user is None else viewer_of(user)


def _held(session: Session, import_id: int) -> Import:
    held = session.get(Import, import_id, with_for_update=True, options=[undefer(Import.report)])
    if held is None or held.state != UNDOING:
        raise Conflict("This import was undone already.")
    return held
