"""A bank's outline brought up to date after some of its questions came, went or changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service.loading import questions_in_use
from quizapp.banks.service.outline import outline_after, outline_of
from quizapp.core.question import Question

#: To look at so many questions anew takes a tenth of a second; of a larger bank only what changed is looked at.
WHOLE_AT_MOST = 2_000


def follow_outline(session: Session, bank: Bank, gone: Sequence[Question], come: Sequence[Question]) -> None:
    """Let a bank's outline follow what was written: questions no more in use as they were, others as they are now.

    One that changed is in both.
    """
    session.flush()
    if int(bank.outline.get("questions", 0)) + len(come) <= WHOLE_AT_MOST:
        bank.outline = outline_of(questions_in_use(session, bank.id))
    else:
        bank.outline = outline_after(bank.outline, gone, come)
