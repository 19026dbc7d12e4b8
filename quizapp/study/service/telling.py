"""What a learner lets the bank's owner know: a problem with a question, a spelling that should count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.banks.service import QuestionCard, offer_spelling, report_question, withdraw_spelling
from quizapp.core.question import Json
from quizapp.core.scheduler import Rating
from quizapp.plumbing.clock import from_epoch_ms
from quizapp.study.models import ReviewEvent, ReviewResponse
from quizapp.study.service.standing import Day

_TYPED = (
    select(ReviewResponse.response)
    .join(ReviewEvent, ReviewEvent.id == ReviewResponse.event_id)
    .where(
        ReviewEvent.id == bindparam("event_id"),
        ReviewEvent.learner_id == bindparam("learner_id"),
        ReviewResponse.learner_id == bindparam("learner_id"),
        ReviewEvent.way == "recall",
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as a learner put it; `reason` is one of `REPORT_REASONS`."""

    client_id: str
    reason: str
    note: str


def report(session: Session, learner_id: int, question: QuestionCard, told: Told, now: datetime) -> None:
    """Keep a problem for the bank's owner; the same one sent twice is kept once."""
    report_question(
        session,
        client_id=told.client_id,
        question=question,
        learner_id=learner_id,
        reason=told.reason,
        note=told.note,
        now=now,
    )


def follow_correction(session: Session, learner_id: int, target: Any, rating: Rating, day: Day) -> None:
    """Offer what was typed to the bank's owner as a spelling to accept, or take the offer back.

    `target` is the corrected event. An answer of which nothing was typed, or that was a pass by itself, offers none.
    """
    if rating == Rating.AGAIN:
        withdraw_spelling(session, client_id=target.client_id, learner_id=learner_id)
    elif target.rating == Rating.AGAIN:
        typed = words_of(session.scalar(_TYPED, {"event_id": target.id, "learner_id": learner_id}))
        if typed:
            offer_spelling(
                session,
                client_id=target.client_id,
                question_id=target.question_id,
                revision=target.question_revision,
                learner_id=learner_id,
                spelling=typed,
                now=from_epoch_ms(day.now),
            )


def words_of(response: Json) -> str:
    """Give a typed response as words, those of several gaps side by side; empty when nothing was typed."""
    if isinstance(response, str):
        return response
    if isinstance(response, list):
        return " | ".join(str(part) for part in response) if any(response) else ""
    return ""
