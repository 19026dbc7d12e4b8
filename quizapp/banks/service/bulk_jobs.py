"""How the job of a large act on questions is done: a piece in one transaction, learners' answers in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from quizapp.banks.models import BulkChange
from quizapp.banks.service.bulk import BulkOutcome, bring_piece
from quizapp.banks.service.kept_changes import CHANGING
from quizapp.core.errors import NotFound
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.plumbing.job_runner import JobKind, Piece
from quizapp.plumbing.jobs import Claimed

#: Opens a snapshot of the database.
Snapshot: TypeAlias = Callable[[], AbstractContextManager[Session]]
#: Lets learners' cards follow what was done to questions.
FollowChange: TypeAlias = Callable[[Session, BulkOutcome, datetime], None]


@dataclass(frozen=True, slots=True)
class BulkChanging:
    """Does large acts on questions, and takes them back."""

    snapshot: Snapshot
    follow: FollowChange
    clock: Callable[[], datetime]

    def kind(self) -> JobKind:
        """Give the kind of job."""
        return JobKind(
            CHANGING,
            lambda _claimed: None,
            lambda _session, _claimed, _result, _now: {},
            lambda _session, _claimed, _message, _now: None,
            lambda _claimed: None,
            pieces=self.pieces,
            piece_words="Going through the questions",
        )

    def pieces(self, claimed: Claimed, _result: Any) -> Iterator[Piece]:
        """Give all pieces; those that are where they shall be are left as they are."""
        with self.snapshot() as session:
            change = session.get(BulkChange, claimed.arguments["change_id"])
            if change is None:
                raise NotFound("This change is not here any more.")
            count = len(change.undo["pieces"])
        for number in range(count):
            yield partial(self._bring, claimed, number, (number + 1) / count)

    def _bring(self, claimed: Claimed, number: int, share: float, session: Session) -> float:
        now = self.clock()
        # Looked at each time: they may have lost the bank meanwhile.
        viewer = viewer_of(session.get_one(User, claimed.owner_id))
        outcome = bring_piece(session, viewer, claimed.arguments["change_id"], number, now)
        if outcome is not None:
            self.follow(session, outcome, now)
        return share
