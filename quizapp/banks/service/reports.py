"""Reports of learners on questions, kept for the bank's teacher."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionReport
from quizapp.banks.service.access import QuestionCard

REPORT_REASONS = {
    "wrong_key": "The answer given as right is wrong",
    "another_right": "Another answer is right too",
    "unclear": "The question is unclear",
    "typo": "A slip of spelling or wording",
    "other": "Something else",
}


def report_question(
    session: Session,
    *,
    client_id: str,
    question: QuestionCard,
    learner_id: int,
    reason: str,
    note: str,
    now: datetime,
) -> None:
    """Keep a report; the same one sent twice is kept once."""
    report = QuestionReport(
        client_id=client_id,
        question_id=question.id,
        revision=question.revision,
        learner_id=learner_id,
        reason=reason,
        note=note,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(report)
    except IntegrityError as error:
        # The same form sent twice at once finds nothing to look up yet, so the table's own rule decides.
        if "unique" not in str(error.orig).lower():
            raise
