"""A tag put on many questions, or taken off them: no revision, since what is asked and what is right stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow, Revision, Tag
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.outlining import follow_outline
from quizapp.core.errors import InvalidQuestion, QuizError
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.base import MAX_TAGS
from quizapp.core.searching import marks_of


class InvalidTag(QuizError):
    """A text that cannot be a tag, or one tag too many; the message says which."""


def retag(session: Session, bank: Bank, rows: Sequence[QuestionRow], tag: str, *, is_added: bool) -> list[int]:
    """Add a tag to questions, or take it off; gives the ids of those that changed.

    Raises:
        InvalidTag: it cannot be one, or a question has as many as it may have.
    """
    changed = [row for row in rows if (tag in row.body.get("tags", ())) is not is_added]
    if not changed:
        return []
    # A kind judges the tag, and the question that has most of them; all others have fewer.
    fullest = max(changed, key=lambda row: len(row.body.get("tags", ())))
    _check(_with_tag(fullest.body, tag, is_added=is_added))
    before = [row.body for row in changed]
    after = [_with_tag(body, tag, is_added=is_added) for body in before]
    values = [
        {"row_id": row.id, "new_body": body, "new_marks": marks_of(body.get("tags", ())), "seen": row.revision}
        for row, body in zip(changed, after, strict=True)
    ]
    _write(session, values)
    _write_tags(session, values, tag, is_added=is_added)
    in_use = [number for number, row in enumerate(changed) if row.deleted_at is None]
    follow_outline(session, bank, [before[n] for n in in_use], [after[n] for n in in_use])
    return [row.id for row in changed]


def check_tags(session: Session, bank_id: int, ids: Sequence[int], tags: Sequence[str]) -> None:
    """Check that tags can be put on questions of a bank, all of them on each, without a look at each question.

    Raises:
        InvalidTag: one cannot be a tag, or a question would have more than it may have.
    """
    # One more than a question may have is too many for each of them.
    tags = tags[: MAX_TAGS + 1]
    full = (
        select(Tag.question_id)
        .join(QuestionRow, QuestionRow.id == Tag.question_id)
        .where(QuestionRow.bank_id == bank_id, Tag.path.not_in(tags))
        .group_by(Tag.question_id)
        .having(func.count() > MAX_TAGS - len(tags))
    )
    asked = frozenset(ids)
    judged = next((row_id for row_id in session.scalars(full) if row_id in asked), ids[0])
    body = session.get_one(QuestionRow, judged).body
    for tag in tags:
        body = _with_tag(body, tag, is_added=True)
    _check(body)


def _check(body: Mapping[str, Any]) -> None:
    try:
        parse_question(body)
    except InvalidQuestion as error:
        raise InvalidTag(error.problems[0].message) from error


def _with_tag(body: Mapping[str, Any], tag: str, *, is_added: bool) -> dict[str, Any]:
    tags = [each for each in body.get("tags", ()) if each != tag] + ([tag] if is_added else [])
    others = {name: value for name, value in body.items() if name != "tags"}
    return {**others, "tags": tags} if tags else others


def _write(session: Session, values: Sequence[dict[str, Any]]) -> None:
    question: Any = QuestionRow.__table__
    change = question.update().where(question.c.id == bindparam("row_id"))
    with indexed_at_once(session, [value["row_id"] for value in values]):
        session.connection().execute(
            change.values(body=bindparam("new_body"), marks=bindparam("new_marks")),
            [{name: value[name] for name in ("row_id", "new_body", "new_marks")} for value in values],
        )
    revision: Any = Revision.__table__
    latest = revision.update().where(
        revision.c.question_id == bindparam("row_id"), revision.c.number == bindparam("seen")
    )
    # What a file or a person said stays known: the tags are not from there.
    said = func.coalesce(revision.c.said, revision.c.body)
    session.connection().execute(
        latest.values(body=bindparam("new_body"), said=said),
        [{name: value[name] for name in ("row_id", "seen", "new_body")} for value in values],
    )


def _write_tags(session: Session, values: Sequence[dict[str, Any]], tag: str, *, is_added: bool) -> None:
    rows = [{"question_id": value["row_id"], "path": tag} for value in values]
    if is_added:
        session.execute(insert(Tag), rows)
        return
    table: Any = Tag.__table__
    gone = delete(table).where(table.c.question_id == bindparam("row_id"), table.c.path == tag)
    session.connection().execute(gone, [{"row_id": row["question_id"]} for row in rows])
