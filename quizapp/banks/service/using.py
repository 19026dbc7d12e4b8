"""Questions taken out of use and back into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.outlining import follow_outline

_IDS_AT_ONCE = 500


def set_use(
    session: Session, bank: Bank, rows: Sequence[QuestionRow], now: datetime, *, is_used: bool
) -> tuple[list[QuestionRow], LoadReport]:
    """Archive questions, or restore archived ones; gives those that changed, and what follows for learners.

    Those that rest until their teacher has looked at a changed document are neither.
    """
    changed = [row for row in rows if row.suspended_at is None and (row.deleted_at is None) is not is_used]
    report = LoadReport(bank.slug, bank.id)
    if not changed:
        return [], report
    ids = [row.id for row in changed]
    with indexed_at_once(session, ids):
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = update(QuestionRow).where(QuestionRow.id.in_(ids[start : start + _IDS_AT_ONCE]))
            session.execute(
                some.values(deleted_at=None if is_used else now).execution_options(synchronize_session=False)
            )
    bodies = [row.body for row in changed]
    follow_outline(session, bank, [] if is_used else bodies, bodies if is_used else [])
    if is_used:
        # They stand where learners may have passed already.
        report.first_moved_position = min(row.position for row in changed)
    return changed, report
