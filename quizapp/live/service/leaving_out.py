"""Which of the questions that a host chooses stay out of a game: open ones, which only who answers them can rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import HIGHEST_ID, Wanted, count_found, narrowed

#: The kind that learners rate themselves (`creating.can_be_played`).
_OPEN = "open"


def count_open(session: Session, bank_id: int, ids: Sequence[int], search: Mapping[str, str]) -> int:
    """Count the open questions in use among these, or what a search finds, or all of a bank where neither is given."""
    if ids:
        found = select(func.count()).where(
            QuestionRow.bank_id == bank_id,
            QuestionRow.id.in_(ids),
            QuestionRow.kind == _OPEN,
            QuestionRow.deleted_at.is_(None),
        )
        return session.scalar(found) or 0
    wanted = narrowed((bank_id,), search)
    if wanted.state in ("archived", "rests") or _OPEN not in (wanted.query.kinds or (_OPEN,)):
        return 0
    return count_found(session, _only_open(wanted), HIGHEST_ID)


def _only_open(wanted: Wanted) -> Wanted:
    return replace(
        wanted,
        query=replace(wanted.query, kinds=(_OPEN,)),
        state="used" if wanted.state == "any" else wanted.state,
    )
