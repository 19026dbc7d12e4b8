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

from sqlalchemy import case, update
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Import
from quizapp.banks.service.importing.planning import pieces_of
from quizapp.banks.service.importing.undoing import (
    UNDOING,
    finish_undoing,
    get_bank_of,
    list_rest,
    undo_piece,
    undone_so_far,
)
from quizapp.banks.service.importing.undoing_parts import AnsweredSince, Undone
from quizapp.banks.service.loading import LoadReport
from quizapp.core.errors import Conflict
from quizapp.people.models import User
from quizapp.people.viewer import Viewer, viewer_of
from quizapp.plumbing.job_runner import JobKind, Piece
from quizapp.plumbing.jobs import Claimed

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
        """Give the pieces of a teacher's import that are left; they may have lost the bank before one is written."""
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
        undo(session, viewer_of(session.get_one(User, claimed.owner_id)))
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
        finish_undoing(session, held, bank, undone, now)
        self.follow_load(session, undone.load, now)
        return undone

    def apply(self, session: Session, claimed: Claimed, _result: Any, now: datetime) -> Mapping[str, Any]:
        """Note that all of it is undone."""
        viewer = viewer_of(session.get_one(User, claimed.owner_id))
        undone = self.finish(session, viewer, claimed.arguments["import_id"])
        return {"removed": undone.removed, "restored": undone.restored}

    def fail(self, session: Session, claimed: Claimed, message: str, now: datetime) -> None:
        """Say why it stopped; who undoes it again goes on from there."""
        import_id = claimed.arguments["import_id"]
        state = case((Import.undone_at.is_(None), "done"), else_="undone")
        stopped = update(Import).where(Import.id == import_id, Import.state == UNDOING)
        session.execute(stopped.values(state=state, error=message))


def _held(session: Session, import_id: int) -> Import:
    held = session.get(Import, import_id, with_for_update=True, options=[undefer(Import.report)])
    if held is None or held.state != UNDOING:
        raise Conflict("This import was undone already.")
    return held
