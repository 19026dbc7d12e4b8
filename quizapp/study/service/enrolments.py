"""Enrolments: that a learner studies a bank, how far they have met its questions, and limits lifted for today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, cast

from sqlalchemy import bindparam, or_, text, update
from sqlalchemy.orm import Session

from quizapp.plumbing.hot import Hot
from quizapp.study.models import Enrolment
from quizapp.study.service.standing import Day

LIFT_CARDS = 10
#: All answers, those not right, none; or as the classroom has it for which a game is played, and else all.
LiveResponses: TypeAlias = Literal["on", "misses", "off", "class"]

_ENROL = Hot(
    text(
        """
        INSERT INTO enrolment (learner_id, bank_id, new_cursor, lifted_new, lifted_reviews, live_responses)
        VALUES (:learner_id, :bank_id, 0, 0, 0, 'class') ON CONFLICT (learner_id, bank_id) DO NOTHING
        """
    )
)
#: The cursor goes to the position before the first question not met yet; what is up to it need not be looked at again.
_MEET = Hot(
    text(
        """
        INSERT INTO enrolment (learner_id, bank_id, new_cursor, lifted_new, lifted_reviews, live_responses)
        VALUES (:learner_id, :bank_id, coalesce(
            (
                SELECT min(question.position) - 1 FROM question
                WHERE question.bank_id = :bank_id AND question.deleted_at IS NULL AND question.position > coalesce(
                    (
                        SELECT mine.new_cursor FROM enrolment AS mine
                        WHERE mine.learner_id = :learner_id AND mine.bank_id = :bank_id
                    ),
                    0
                ) AND NOT EXISTS (
                    SELECT 1 FROM card_state
                    WHERE card_state.learner_id = :learner_id AND card_state.question_id = question.id
                        AND (card_state.state <> 'new' OR card_state.is_suspended)
                )
            ),
            (
                SELECT mine.new_cursor FROM enrolment AS mine
                WHERE mine.learner_id = :learner_id AND mine.bank_id = :bank_id
            ),
            0
        ), 0, 0, 'class')
        ON CONFLICT (learner_id, bank_id) DO UPDATE SET new_cursor = excluded.new_cursor
        """
    )
)
_MEET_ALL = text(
    """
    INSERT INTO enrolment (learner_id, bank_id, new_cursor, lifted_new, lifted_reviews, live_responses)
    SELECT learner.id, :bank_id, coalesce(
        (
            SELECT min(question.position) - 1 FROM question
            WHERE question.bank_id = :bank_id AND question.deleted_at IS NULL AND question.position > coalesce(
                (
                    SELECT mine.new_cursor FROM enrolment AS mine
                    WHERE mine.learner_id = learner.id AND mine.bank_id = :bank_id
                ),
                0
            ) AND NOT EXISTS (
                SELECT 1 FROM card_state
                WHERE card_state.learner_id = learner.id AND card_state.question_id = question.id
                    AND (card_state.state <> 'new' OR card_state.is_suspended)
            )
        ),
        (
            SELECT mine.new_cursor FROM enrolment AS mine
            WHERE mine.learner_id = learner.id AND mine.bank_id = :bank_id
        ),
        0
    ), 0, 0, 'class'
    FROM "user" AS learner
    WHERE learner.id IN :learner_ids AND EXISTS (
        SELECT 1 FROM card_state AS met
        WHERE met.learner_id = learner.id AND met.question_id IN :question_ids AND met.bank_id = :bank_id
    )
    ON CONFLICT (learner_id, bank_id) DO UPDATE SET new_cursor = excluded.new_cursor
    """
).bindparams(bindparam("learner_ids", expanding=True), bindparam("question_ids", expanding=True))


def meet(session: Session, learner_id: int, bank_id: int) -> None:
    """Enrol the learner who met a question, and move the cursor behind what is met."""
    _MEET.run(session, {"learner_id": learner_id, "bank_id": bank_id})


def meet_all(session: Session, learner_ids: Sequence[int], question_ids: Sequence[int], bank_id: int) -> None:
    """Enrol those of these learners who have met any of the questions, which are in this bank now, as `meet` does."""
    bound = {"learner_ids": learner_ids, "question_ids": question_ids, "bank_id": bank_id}
    session.execute(_MEET_ALL, bound)


def enrol(session: Session, learner_id: int, bank_id: int) -> None:
    """Let a learner study a bank; twice is once."""
    _ENROL.run(session, {"learner_id": learner_id, "bank_id": bank_id})


def find_live_responses(session: Session, learner_id: int, bank_id: int) -> LiveResponses | None:
    """Tell which responses in live games enter a learner's schedule of a bank; None where they do not study it."""
    found = session.get(Enrolment, (learner_id, bank_id))
    return None if found is None else cast(LiveResponses, found.live_responses)


def find_live_wish(session: Session, learner_id: int | None, bank_id: int, preset: str) -> str | None:
    """Tell which of a game's enter it, by what is preset for the game; None where the learner is to be asked.

    Nobody is asked who would begin to study where nothing is preset.
    """
    chosen = None if learner_id is None else find_live_responses(session, learner_id, bank_id)
    if chosen is None:
        return "off" if preset == "off" else None
    return preset if chosen == "class" else chosen


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
    enrol(session, learner_id, bank_id)
    mine = update(Enrolment).where(Enrolment.learner_id == learner_id, Enrolment.bank_id == bank_id)
    is_another_day = or_(Enrolment.lifted_day.is_(None), Enrolment.lifted_day != day.today)
    session.execute(mine.where(is_another_day).values(lifted_day=day.today, lifted_new=0, lifted_reviews=0))
    more = Enrolment.lifted_new + LIFT_CARDS
    session.execute(mine.where(Enrolment.lifted_new == lifted).values(lifted_new=more, lifted_reviews=more))


def fix_way(session: Session, learner_id: int, bank_id: int, way: str | None) -> None:
    """Fix the way of asking for a bank; None lets memory decide again."""
    enrol(session, learner_id, bank_id)
    session.get_one(Enrolment, (learner_id, bank_id)).fixed_way = way


def set_live_responses(session: Session, learner_id: int, bank_id: int, wish: LiveResponses) -> None:
    """Choose which responses in live games enter the learner's schedule of a bank."""
    enrol(session, learner_id, bank_id)
    session.get_one(Enrolment, (learner_id, bank_id)).live_responses = wish
