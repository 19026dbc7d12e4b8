"""Reports of learners on questions, and spellings that they offer, kept for the bank's teacher."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
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
#: The reason of a typed answer that its learner counted as right; its note is what was typed.
SPELLING = "spelling"
SPELLING_AT_MOST = 1_000


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
    _keep_once(session, report)


def offer_spelling(
    session: Session,
    *,
    client_id: str,
    question_id: int,
    revision: int,
    learner_id: int,
    spelling: str,
    now: datetime,
) -> None:
    """Keep what a learner typed and counted as right, as a spelling to accept; once for each answer.

    `client_id` is the answer's own.
    """
    report = QuestionReport(
        client_id=client_id,
        question_id=question_id,
        revision=revision,
        learner_id=learner_id,
        reason=SPELLING,
        note=spelling[:SPELLING_AT_MOST],
        created_at=now,
    )
    _keep_once(session, report)


def withdraw_spelling(session: Session, *, client_id: str, learner_id: int) -> None:
    """Take the spelling of an answer back; nothing happens when none was offered."""
    session.execute(
        delete(QuestionReport).where(
            QuestionReport.learner_id == learner_id,
            QuestionReport.client_id == client_id,
            QuestionReport.reason == SPELLING,
        )
    )


def _keep_once(session: Session, report: QuestionReport) -> None:
    try:
        with session.begin_nested():
            session.add(report)
    except IntegrityError as error:
        # The same form sent twice at once finds nothing to look up yet, so the table's own rule decides.
        if "unique" not in str(error.orig).lower():
            raise
