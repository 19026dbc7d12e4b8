"""A bank's outline brought up to date after some of its questions came, went or changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service.loading import questions_in_use
from quizapp.banks.service.outline import Body, outline_after, outline_of

#: To look at so many questions anew takes a twentieth of a second, for which learners' answers wait; of a larger bank
#: only what changed is looked at.
WHOLE_AT_MOST = 300


def follow_outline(session: Session, bank: Bank, gone: Sequence[Body], come: Sequence[Body]) -> None:
    """Let a bank's outline follow what was written: bodies no more in use as they were, others as they are now.

    A question that changed is in both.
    """
    session.flush()
    if int(bank.outline.get("questions", 0)) + len(come) <= WHOLE_AT_MOST:
        bank.outline = outline_of(questions_in_use(session, bank.id))
    else:
        bank.outline = outline_after(bank.outline, gone, come)
