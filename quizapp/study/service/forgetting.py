"""Words that learners typed are forgotten in time; whether they were right, and the memory of the cards, stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.plumbing.clock import epoch_ms
from quizapp.study.models import ReviewEvent, ReviewResponse

TYPED_KEPT = timedelta(days=400)
_AT_ONCE = 500


def forget_typed(session: Session, now: datetime) -> bool:
    """Forget some of the responses that were typed long ago, and tell whether there may be more."""
    kept_from = epoch_ms(now - TYPED_KEPT)
    # Numbers grow with time, so the first event that is kept ends the search.
    first_kept = session.scalar(
        select(ReviewEvent.id).where(ReviewEvent.received_at > kept_from).order_by(ReviewEvent.id).limit(1)
    )
    old = (
        select(ReviewResponse.event_id)
        .join(ReviewEvent, ReviewEvent.id == ReviewResponse.event_id)
        .where(ReviewEvent.way == "recall", ReviewEvent.received_at <= kept_from)
    )
    if first_kept is not None:
        old = old.where(ReviewResponse.event_id < first_kept)
    found = list(session.scalars(old.order_by(ReviewResponse.event_id).limit(_AT_ONCE)))
    if found:
        session.execute(delete(ReviewResponse).where(ReviewResponse.event_id.in_(found)))
    return len(found) == _AT_ONCE
