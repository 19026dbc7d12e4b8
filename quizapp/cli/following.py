"""What follows for learners' cards and for games, where a command has changed questions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.banks.service import LoadReport
from quizapp.plumbing.clock import epoch_ms
from quizapp.study import service as study


def follow_edit(session: Session, report: LoadReport, choice: str, now: datetime) -> None:
    """Let cards and games follow changed questions, as the pages do."""
    if not (report.key_changed_ids or report.taken_back):
        study.follow_edit(session, report, choice, epoch_ms(now))
        return
    # Every service comes with it, a start-up cost that most imports need not pay.
    from quizapp import joining

    joining.follow_edit(session, report, choice, now)
