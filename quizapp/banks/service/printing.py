"""Which questions of a bank go on paper, and by which tags they can be chosen."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow, Tag
from quizapp.banks.service.exporting import Choice, bodies_of, ids_of
from quizapp.core.formats.printing import pick
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question

_TAGS_AT_MOST = 300


def list_printable(session: Session, bank_id: int, choice: Choice, count: int, seed: str) -> list[Question]:
    """List so many of the chosen questions, which a seed picks, in the order of the bank."""
    found = ids_of(session, bank_id, choice)
    ids = tuple(found[place][0] for place in pick([slug for _, slug in found], count, seed))
    return [parse_question(body) for body in bodies_of(session, bank_id, Choice(ids))] if ids else []


def list_tags(session: Session, bank_id: int) -> list[tuple[str, int]]:
    """List the tags of the questions in use, each with how many have it."""
    counted = (
        select(Tag.path, func.count())
        .join(QuestionRow, QuestionRow.id == Tag.question_id)
        .where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
        .group_by(Tag.path)
        .order_by(Tag.path)
        .limit(_TAGS_AT_MOST)
    )
    return [(path, count) for path, count in session.execute(counted)]
