"""Events of learners, made and read for tests."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.study.models import ReviewEvent, ReviewResponse
from tests.conftest import BEGIN


def add_event(session: Session, learner_id: int, client_id: str, response: str = "1991") -> None:
    """Store one answer of a learner to the one question there is."""
    question = _question(session)
    event = ReviewEvent(
        learner_id=learner_id, client_id=client_id, question_id=question.id, bank_id=question.bank_id, kind="review",
        rating=3, way="recognise", answered_at=0, received_at=0, study_day=20_000, utc_offset_minutes=0,
        question_revision=1,
    )  # fmt: skip
    session.add(event)
    session.flush()
    session.add(ReviewResponse(event_id=event.id, learner_id=learner_id, response=response, score=1.0))
    session.flush()


def client_ids(session: Session, learner_id: int) -> list[str]:
    """List the events of a learner."""
    return sorted(session.scalars(select(ReviewEvent.client_id).where(ReviewEvent.learner_id == learner_id)))


def _question(session: Session) -> QuestionRow:
    found = session.scalars(select(QuestionRow)).first()
    if found is not None:
        return found
    bank = Bank(slug="b", title="A bank", created_at=BEGIN)
    session.add(bank)
    session.flush()
    question = QuestionRow(bank_id=bank.id, slug="q", kind="text", body={}, rendered={}, about="date", position=1)
    session.add(question)
    session.flush()
    return question
