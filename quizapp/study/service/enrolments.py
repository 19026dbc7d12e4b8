"""Enrolments: that a learner studies a bank, how far they have met its questions, and limits lifted for today."""

from __future__ import annotations

from sqlalchemy import bindparam, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.plumbing.hot import Hot
from quizapp.study.models import CardState, Enrolment
from quizapp.study.service.standing import Day

LIFT_CARDS = 10

_ENROL = Hot(
    text(
        """
        INSERT INTO enrolment (learner_id, bank_id, new_cursor, lifted_new, lifted_reviews)
        VALUES (:learner_id, :bank_id, 0, 0, 0) ON CONFLICT (learner_id, bank_id) DO NOTHING
        """
    )
)
_WAS_MET = exists().where(
    CardState.learner_id == bindparam("learner"),
    CardState.question_id == QuestionRow.id,
    or_(CardState.state != "new", CardState.is_suspended),
)
_CURSOR = (
    select(Enrolment.new_cursor)
    .where(Enrolment.learner_id == bindparam("learner"), Enrolment.bank_id == bindparam("bank"))
    .scalar_subquery()
)
#: The position before the first question that was not met yet; everything up to it need not be looked at again.
_MET_UP_TO = (
    select(func.min(QuestionRow.position) - 1)
    .where(
        QuestionRow.bank_id == bindparam("bank"),
        QuestionRow.deleted_at.is_(None),
        QuestionRow.position > _CURSOR,
        ~_WAS_MET,
    )
    .scalar_subquery()
)
_MOVE_ON = Hot(
    update(Enrolment)
    .where(Enrolment.learner_id == bindparam("learner"), Enrolment.bank_id == bindparam("bank"))
    .values(new_cursor=func.coalesce(_MET_UP_TO, Enrolment.new_cursor))
)


def meet(session: Session, learner_id: int, bank_id: int) -> None:
    """Enrol the learner who met a question, and move the cursor behind what is met."""
    _ENROL.run(session, {"learner_id": learner_id, "bank_id": bank_id})
    _MOVE_ON.run(session, {"learner": learner_id, "bank": bank_id})


def pull_cursor(session: Session, learner_id: int, bank_id: int, position: int) -> None:
    """Let a question be found as new again."""
    session.execute(
        update(Enrolment)
        .where(Enrolment.learner_id == learner_id, Enrolment.bank_id == bank_id, Enrolment.new_cursor >= position)
        .values(new_cursor=position - 1)
    )


def pull_all_cursors(session: Session, bank_id: int, position: int) -> None:
    """Let every learner of a bank meet what was put at or behind a position."""
    session.execute(
        update(Enrolment)
        .where(Enrolment.bank_id == bank_id, Enrolment.new_cursor >= position)
        .values(new_cursor=position - 1)
    )


def lift_limits(session: Session, learner_id: int, bank_id: int, day: Day, lifted: int) -> None:
    """Allow ten more cards, for today alone; `lifted` were allowed before, so that a form sent twice counts once."""
    _ENROL.run(session, {"learner_id": learner_id, "bank_id": bank_id})
    mine = update(Enrolment).where(Enrolment.learner_id == learner_id, Enrolment.bank_id == bank_id)
    is_another_day = or_(Enrolment.lifted_day.is_(None), Enrolment.lifted_day != day.today)
    session.execute(mine.where(is_another_day).values(lifted_day=day.today, lifted_new=0, lifted_reviews=0))
    more = Enrolment.lifted_new + LIFT_CARDS
    session.execute(mine.where(Enrolment.lifted_new == lifted).values(lifted_new=more, lifted_reviews=more))


def fix_way(session: Session, learner_id: int, bank_id: int, way: str | None) -> None:
    """Fix the way of asking for a bank; None lets memory decide again."""
    _ENROL.run(session, {"learner_id": learner_id, "bank_id": bank_id})
    session.get_one(Enrolment, (learner_id, bank_id)).fixed_way = way
