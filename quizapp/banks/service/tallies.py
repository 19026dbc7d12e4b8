"""How questions went when they were met first: counts over all learners, in which nobody can be found."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.plumbing.hot import Hot

#: With fewer first answers nothing is said of a question; from these shares of passes on it is middling, and easy.
TOLD_FROM_ANSWERS = 10
MIDDLING_FROM, EASY_FROM = 0.4, 0.8
_ADD = Hot(
    text(
        """
        INSERT INTO question_tally (question_id, bank_id, answers, passes, ease)
        VALUES (:question_id, :bank_id, :answers, :passes, 0)
        ON CONFLICT (question_id) DO UPDATE SET
            answers = question_tally.answers + excluded.answers,
            passes = question_tally.passes + excluded.passes,
            ease = CASE
                WHEN question_tally.answers + excluded.answers < :told_from THEN 0
                WHEN question_tally.passes + excluded.passes
                    < :middling * (question_tally.answers + excluded.answers) THEN 1
                WHEN question_tally.passes + excluded.passes
                    < :easy * (question_tally.answers + excluded.answers) THEN 2
                ELSE 3 END
        """
    )
)


def tally_first_answer(session: Session, question_id: int, bank_id: int, answers: int, passes: int) -> None:
    """Count a learner's first answer to a question; negative numbers take one back, a correction moves passes alone."""
    bound = {
        "question_id": question_id,
        "bank_id": bank_id,
        "answers": answers,
        "passes": passes,
        "told_from": TOLD_FROM_ANSWERS,
        "middling": MIDDLING_FROM,
        "easy": EASY_FROM,
    }
    _ADD.run(session, bound)
