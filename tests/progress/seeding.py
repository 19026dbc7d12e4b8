"""Small builders: banks, questions, cards, events and totals, put straight into a database."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.people.models import User
from quizapp.study.models import CardState, DayTotal, Enrolment, ReviewEvent, ReviewResponse

#: Wednesday, 4 March 2026.
TODAY = 20_516
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
NOON_MS = 43_200_000
_numbers = count(1)


def add_user(session: Session, **values: Any) -> int:
    number = next(_numbers)
    user = User(
        **{"name": f"Learner {number}", "sign_in_name": f"learner{number}", "epoch": 0, "created_at": NOW} | values
    )
    session.add(user)
    session.flush()
    return user.id


def add_bank(session: Session, learner_id: int | None = None, **values: Any) -> int:
    """Add a public bank; with a learner it is studied by them."""
    slug = f"bank-{next(_numbers)}"
    bank = Bank(**{"slug": slug, "title": slug.title(), "visibility": "public", "created_at": NOW} | values)
    session.add(bank)
    session.flush()
    if learner_id is not None:
        enrol(session, learner_id, bank.id)
    return bank.id


def enrol(session: Session, learner_id: int, bank_id: int) -> None:
    session.add(Enrolment(learner_id=learner_id, bank_id=bank_id))
    session.flush()


def slug_of(session: Session, bank_id: int) -> str:
    return session.scalars(select(Bank.slug).where(Bank.id == bank_id)).one()


def add_question(session: Session, bank_id: int, about: str = "date", **values: Any) -> int:
    number = next(_numbers)
    stem = values.pop("stem", f"When did event {number} happen?")
    given = {"slug": f"q{number}", "kind": "text", "body": {"stem": stem}, "rendered": {"stem": f"<p>{stem}</p>"}}
    question = QuestionRow(bank_id=bank_id, about=about, position=number, **given | values)
    session.add(question)
    session.flush()
    return question.id


def add_card(session: Session, learner_id: int, question_id: int, **values: Any) -> int:
    """Add a card in review, answered ten days ago, due today; gives the question."""
    question = session.get_one(QuestionRow, question_id)
    defaults = {
        "bank_id": question.bank_id,
        "about": question.about,
        "state": "review",
        "step": 0,
        "due_day": TODAY,
        "stability": 10.0,
        "difficulty": 5.0,
        "last_day": TODAY - 10,
        "last_at": 0,
        "reps": 3,
        "lapses": 0,
        "pass_days": 2,
        "seen_revision": 1,
        "head_event_id": 1,
    }
    session.add(CardState(learner_id=learner_id, question_id=question_id, **defaults | values))
    session.flush()
    return question_id


def met(session: Session, learner_id: int, bank_id: int, about: str = "date", **values: Any) -> int:
    """Add a question together with a card of it; gives the question."""
    return add_card(session, learner_id, add_question(session, bank_id, about), **values)


def add_total(session: Session, learner_id: int, bank_id: int, study_day: int, n: int = 1, **values: Any) -> None:
    """Add counted answers of a day: known, in review, by typing."""
    defaults = {"about": "date", "kind": "review", "state": "review", "way": "recall", "is_mature": False, "rating": 3}
    row = defaults | {"taken_ms": 6000 * n, "first_n": 0, "first_passes": 0} | values
    session.add(DayTotal(learner_id=learner_id, bank_id=bank_id, study_day=study_day, n=n, **row))
    session.flush()


def add_kept(
    session: Session, learner_id: int, bank_id: int, study_day: int, n: int, passes: int, **values: Any
) -> None:
    """Add first answers of a day to what had come back, of which so many were known."""
    if passes:
        add_total(session, learner_id, bank_id, study_day, passes, first_n=passes, first_passes=passes, **values)
    if n - passes:
        missed = {"rating": 1, "first_n": n - passes, "first_passes": 0}
        add_total(session, learner_id, bank_id, study_day, n - passes, **missed | values)


def add_event(session: Session, learner_id: int, question_id: int, study_day: int, **values: Any) -> int:
    """Add an answer, known, at noon of a day; `response` stores what was given. Gives its id."""
    question = session.get_one(QuestionRow, question_id)
    response = values.pop("response", None)
    is_helped = values.pop("is_helped", False)
    number = next(_numbers)
    defaults = {
        "client_id": str(uuid4()),
        "bank_id": question.bank_id,
        "kind": "review",
        "rating": 3,
        "way": "recall",
        "answered_at": study_day * 86_400_000 + NOON_MS + number,
        "received_at": study_day * 86_400_000 + NOON_MS + number,
        "utc_offset_minutes": 0,
        "taken_ms": 6000,
        "question_revision": 1,
    }
    event = ReviewEvent(learner_id=learner_id, question_id=question_id, study_day=study_day, **defaults | values)
    session.add(event)
    session.flush()
    if response is not None:
        session.add(ReviewResponse(event_id=event.id, learner_id=learner_id, response=response, is_helped=is_helped))
        session.flush()
    return event.id
