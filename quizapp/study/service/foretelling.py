"""What the memory of learners foretold of answers, before they were given: predicted recall beside the share seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from quizapp.core.live_answers import Foretold
from quizapp.core.scheduler import Memory, Options, retrievability
from quizapp.study.models import ReviewEvent

#: Of fewer learners a mean would tell of each.
LEARNERS_AT_LEAST = 5
_IDS_AT_ONCE = 500


def foretell(session: Session, given: Sequence[tuple[int, str]]) -> Foretold | None:
    """Compare events, by learner and client id, with the memory before each; None where it was of fewer than five.


    The curve is that of the default parameters; what was undone, and a card's first answer, are left out.
    """
    pieces = [given[start : start + _IDS_AT_ONCE] for start in range(0, len(given), _IDS_AT_ONCE)]
    rows = [row for piece in pieces for row in session.execute(_with_memory(piece))]
    if len({row.learner_id for row in rows}) < LEARNERS_AT_LEAST:
        return None
    parameters = Options().parameters
    chances = [
        retrievability(
            Memory(stability=row.stability_after, difficulty=row.difficulty_after, last_day=row.day_before),
            row.study_day,
            parameters,
        )
        for row in rows
    ]
    passed = sum(row.rating > 1 for row in rows)
    return Foretold(len({row.learner_id for row in rows}), len(rows), sum(chances) / len(rows), passed / len(rows))


def _with_memory(given: Sequence[tuple[int, str]]) -> Select[*tuple[Any, ...]]:
    """Select events with the memory that the last event before each left."""
    before, other, undone = aliased(ReviewEvent), aliased(ReviewEvent), aliased(ReviewEvent)
    last = (
        select(other.id)
        .where(
            other.learner_id == ReviewEvent.learner_id,
            other.question_id == ReviewEvent.question_id,
            other.answered_at < ReviewEvent.answered_at,
            other.stability_after.is_not(None),
        )
        .order_by(other.answered_at.desc())
        .limit(1)
        .correlate(ReviewEvent)
        .scalar_subquery()
    )
    return (
        select(
            ReviewEvent.learner_id,
            ReviewEvent.rating,
            ReviewEvent.study_day,
            before.stability_after,
            before.difficulty_after,
            before.study_day.label("day_before"),
        )
        .join(before, (before.id == last) & (before.learner_id == ReviewEvent.learner_id))
        .outerjoin(
            undone,
            (undone.target_id == ReviewEvent.id)
            & (undone.kind == "undo")
            & (undone.learner_id == ReviewEvent.learner_id),
        )
        .where(
            ReviewEvent.learner_id.in_({learner_id for learner_id, _ in given}),
            ReviewEvent.client_id.in_({client_id for _, client_id in given}),
            ReviewEvent.kind == "live",
            undone.id.is_(None),
        )
    )
