"""What files said last of the questions of a bank that a person has edited here since."""

from __future__ import annotations

from sqlalchemy import Select, Text, and_, cast, func, select
from sqlalchemy.orm import aliased

from quizapp.banks.models import Import, QuestionRow, Revision


def list_before_edits(bank_id: int) -> Select[str, str]:
    """Select slug and body, as its text, of each question in use that was edited here, as an import left it last.

    What an import changed that was undone is not what a file said.
    """
    latest, brought = aliased(Revision), aliased(Revision)
    is_latest = and_(latest.question_id == QuestionRow.id, latest.number == QuestionRow.revision)
    edited = (
        select(QuestionRow.id)
        .join(latest, is_latest)
        .where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None), QuestionRow.revision > 1)
        .where(latest.author_id.is_not(None), latest.import_id.is_(None))
    )
    last = (
        select(brought.question_id, func.max(brought.number).label("number"))
        .join(Import, Import.id == brought.import_id)
        .where(brought.question_id.in_(edited), Import.state == "done")
        .group_by(brought.question_id)
        .subquery()
    )
    is_last = and_(Revision.question_id == last.c.question_id, Revision.number == last.c.number)
    return (
        select(QuestionRow.slug, cast(Revision.body, Text))
        .join(Revision, Revision.question_id == QuestionRow.id)
        .join(last, is_last)
    )
