"""The revisions of a question: who saved what when, what differs, and the way back to an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Revision
from quizapp.banks.service.access import HIGHEST_ID
from quizapp.core.errors import NotFound
from quizapp.core.kinds.differences import FieldDifference, differences
from quizapp.people.models import User

#: What each kind of change is called.
CHANGE_NAMES = {
    "created": "Made",
    "cosmetic": "Looks and details",
    "clarified": "How it is asked",
    "key_changed": "What is right",
}
SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """One saved state, with what it changed of the one before.

    `author` is None for a file, and for somebody who is gone.
    """

    number: int
    change: str
    author: str | None
    created_at: datetime
    changes: Sequence[FieldDifference]


def list_revisions(session: Session, question_id: int) -> list[RevisionCard]:
    """List the latest saved states of a question, newest first."""
    rows = session.execute(
        select(Revision.number, Revision.change, User.name, Revision.created_at, Revision.body)
        .outerjoin(User, User.id == Revision.author_id)
        .where(Revision.question_id == question_id)
        .order_by(Revision.number.desc())
        .limit(SHOWN_AT_MOST + 1)
    ).all()
    before: dict[int, Mapping[str, Any]] = {row.number: row.body for row in rows}
    return [
        RevisionCard(
            row.number,
            row.change,
            row.name,
            row.created_at,
            differences(before[row.number - 1], row.body) if row.number - 1 in before else [],
        )
        for row in rows[:SHOWN_AT_MOST]
    ]


def get_revision(session: Session, question_id: int, number: int) -> Mapping[str, Any]:
    """Give what one saved state says.

    Raises:
        NotFound: there is none of that number.
    """
    own = select(Revision.body).where(Revision.question_id == question_id, Revision.number == number)
    body = session.scalar(own) if 0 < number <= HIGHEST_ID else None
    if body is None:
        raise NotFound("There is no such revision of this question.")
    return dict(body)
