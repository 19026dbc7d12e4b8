"""What files said last of the questions of a bank, which is what a file that comes again is compared with.

What an import changed and its undo took back is not what a file said; what stayed because it was edited since is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import Import, QuestionRow, Revision
from quizapp.banks.service.storing import SLUGS_AT_ONCE, Standing
from quizapp.banks.verdicts import OWN_IDS

_SAID: ColumnElement[Any] = func.coalesce(Revision.said, Revision.body, type_=Revision.body.type)


def _is_of_file(revision: Any, without: int | None = None) -> ColumnElement[bool]:
    """Give the condition for revisions that a file has made, but for those of the import `without`.

    Where an import is gone with its teacher its number alone is left. Before imports were noted a bank's file made
    revisions of nobody; later ones of nobody are of people who are gone.
    """
    not_done = select(Import.id).where(Import.state != "done")
    is_imported = and_(
        revision.import_id.is_not(None), or_(revision.import_id.not_in(not_done), _has_outlived_undo(revision))
    )
    if without is not None:
        is_imported = and_(is_imported, revision.import_id != without)
    return or_(is_imported, _is_first_of_nobody(revision))


def _is_of_own_file(revision: Any) -> ColumnElement[bool]:
    """Give the condition for revisions that a bank's own file has made: other files are not its word."""
    is_own = Import.files[(0, "format")].as_string().in_(sorted(OWN_IDS))
    own = select(Import.id).where(is_own)
    done = own.where(Import.state == "done")
    is_brought = or_(revision.import_id.in_(done), and_(revision.import_id.in_(own), _has_outlived_undo(revision)))
    return or_(is_brought, _is_first_of_nobody(revision))


def _has_outlived_undo(revision: Any) -> ColumnElement[bool]:
    """Give the condition for revisions of an undone import that it did not take back: that makes a further one."""
    undone, back = select(Import.id).where(Import.state == "undone"), aliased(Revision)
    is_another = and_(back.question_id == revision.question_id, back.number != revision.number)
    # Of a question there are few revisions and of an import many, so its own index is not to be asked.
    is_taken_back = exists().where(is_another, func.coalesce(back.import_id, 0) == revision.import_id)
    return and_(revision.import_id.in_(undone), ~is_taken_back)


def _is_first_of_nobody(revision: Any) -> ColumnElement[bool]:
    return and_(revision.import_id.is_(None), revision.author_id.is_(None), revision.number == 1)


def list_before_edits(bank_id: int) -> Select[str, str]:
    """Select slug, and as its text what a file said last, of each question in use that was edited here since."""
    latest, brought = aliased(Revision), aliased(Revision)
    is_latest = and_(latest.question_id == QuestionRow.id, latest.number == QuestionRow.revision)
    retagged = select(Revision.question_id).where(Revision.said.is_not(None), Revision.number == 1)
    edited = (
        select(QuestionRow.id)
        .join(latest, is_latest)
        .where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
        .where(or_(QuestionRow.revision > 1, QuestionRow.id.in_(retagged)))
        .where(or_(latest.said.is_not(None), ~_is_of_file(latest)))
    )
    last = _last(brought, brought.question_id.in_(edited), _is_of_file(brought))
    is_last = and_(Revision.question_id == last.c.question_id, Revision.number == last.c.number)
    return (
        select(QuestionRow.slug, cast(_SAID, Text))
        .join(Revision, Revision.question_id == QuestionRow.id)
        .join(last, is_last)
    )


def list_said(
    session: Session, ids: Iterable[int], *, is_own: bool = False, without: int | None = None
) -> dict[int, dict[str, Any]]:
    """Give what files said last of some questions, by their numbers; `is_own`: the bank's own file alone.

    `without` is an import that does not count.
    """
    found: dict[int, dict[str, Any]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), SLUGS_AT_ONCE):
        brought = aliased(Revision)
        is_word = _is_of_own_file(brought) if is_own else _is_of_file(brought, without)
        last = _last(brought, brought.question_id.in_(wanted[start : start + SLUGS_AT_ONCE]), is_word)
        is_last = and_(Revision.question_id == last.c.question_id, Revision.number == last.c.number)
        found |= {row_id: said for row_id, said in session.execute(
            select(Revision.question_id, _SAID).join(last, is_last)
        )}  # fmt: skip
    return found


def _last(brought: Any, *conditions: ColumnElement[bool]) -> Any:
    last = select(brought.question_id, func.max(brought.number).label("number")).where(*conditions)
    return last.group_by(brought.question_id).subquery()


def find_edited(
    session: Session, standing: Mapping[str, Standing], bodies: Sequence[Mapping[str, Any]]
) -> dict[str, Mapping[str, Any] | None]:
    """Find the questions that say else than their bank's own file did last, and what it said of them then.

    `bodies` are what it says now. None = it said nothing; one to which it says the same now is not among them.
    """
    rows = [row for each in bodies if (row := standing.get(each["id"])) is not None and row.body != each]
    said = list_said(session, [row.id for row in rows], is_own=True)
    words = {row.slug: {**said[row.id], "id": row.slug} if row.id in said else None for row in rows}
    return {row.slug: words[row.slug] for row in rows if words[row.slug] != row.body}
