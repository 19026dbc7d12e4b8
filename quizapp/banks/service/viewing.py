"""A question as whoever may look at its bank sees it: asked, answered, and what proves it; nothing of it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.access import HIGHEST_ID, Access, BankCard, access_of, find_passage, get_bank_to_read
from quizapp.banks.service.questions import QuestionLine, list_lines_of
from quizapp.banks.service.showing import Shown, show
from quizapp.core.errors import NotFound
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question
from quizapp.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """Words that prove a question, and the paragraph in which they stand; None when they stand in no present one."""

    words: str
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class SeenQuestion:
    """A question of a bank with all that is right of it; `line` says what lists say of it."""

    bank: BankCard
    access: Access
    line: QuestionLine
    shown: Shown
    quotes: Sequence[ShownQuote]


def get_seen(session: Session, viewer: Viewer, slug: str, question_id: int) -> SeenQuestion:
    """Give a question of a bank whose questions a viewer may look at, in use or not.

    Raises:
        NotFound: there is none, or it is not for this viewer.
        NotAllowed: the bank is theirs to study alone.
    """
    bank = get_bank_to_read(session, viewer, slug)
    access = access_of(session, viewer, bank)
    own = select(QuestionRow.body).where(QuestionRow.bank_id == bank.id, QuestionRow.id == question_id)
    body = session.scalar(own) if 0 < question_id <= HIGHEST_ID else None
    if body is None:
        raise NotFound("There is no such question in this bank. Its list of questions leads to those there are.")
    question = parse_question(body)
    (line,) = list_lines_of(session, bank.id, [question_id])
    return SeenQuestion(bank, access, line, show(question), _quotes(session, bank.id, question))


def _quotes(session: Session, bank_id: int, question: Question) -> list[ShownQuote]:
    found = list[ShownQuote]()
    for span in question.evidence:
        passage = None if span.is_earlier else find_passage(session, bank_id, span.paragraph)
        found.append(ShownQuote(span.quote or (passage.text if passage else ""), passage.number if passage else None))
    return [quote for quote in found if quote.words]
