"""Banks that a learner has studied and may not open any more: of them alone it is said that they are closed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import HIGHEST_ID, visible_to
from quizapp.core.errors import NotAllowed
from quizapp.people.viewer import Viewer
from quizapp.study.models import Enrolment, ReviewEvent


class ClosedToLearner(NotAllowed):
    """A bank is closed to somebody who has studied it."""

    title = "This bank is closed to you"

    def __init__(self, *, is_answer: bool) -> None:
        lost = " Your last answer was not stored." if is_answer else ""
        super().__init__(
            f"Whoever it belongs to has closed it, or keeps it for themselves now.{lost} "
            "What you learned of it is kept: it counts in your progress, and stands here again if the bank is opened."
        )


def is_closed_to(
    session: Session,
    viewer: Viewer,
    *,
    slug: str = "",
    bank_id: int = 0,
    question_id: int = 0,
    client_id: str = "",
) -> bool:
    """Tell whether a bank that the viewer has studied is open to them no more.

    It is named by one of these: itself, a question of it, or an event of the viewer's there.
    """
    if viewer.id is None:
        return False
    named: ColumnElement[bool] = Bank.slug == slug.replace("\0", "/")
    if bank_id or question_id:
        its = select(QuestionRow.bank_id).where(QuestionRow.id == min(question_id, HIGHEST_ID)).scalar_subquery()
        named = Bank.id == (min(bank_id, HIGHEST_ID) or its)
    elif client_id:
        mine = ReviewEvent.learner_id == viewer.id, ReviewEvent.client_id == client_id
        named = Bank.id == select(ReviewEvent.bank_id).where(*mine).scalar_subquery()
    studied = select(Bank.id).join(Enrolment, Enrolment.bank_id == Bank.id)
    found = session.scalar(studied.where(named, Enrolment.learner_id == viewer.id))
    open_one = select(Bank.id).where(Bank.id == found, visible_to(viewer))
    return found is not None and session.scalar(open_one, {"viewer_id": viewer.id}) is None
