"""A bank's outline brought up to date after some of its questions came, went or changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service.access import HIGHEST_ID
from quizapp.banks.service.loading import questions_in_use
from quizapp.banks.service.outline import TAGS_AT_MOST, Body, outline_after, outline_of
from quizapp.banks.service.searching import Wanted, count_found
from quizapp.core.searching import Query, tag_mark

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
        bank.outline = outline_after(bank.outline, gone, come, lambda path: _count_tag(session, bank.id, path))


def _count_tag(session: Session, bank_id: int, path: str) -> int:
    """Count the questions in use that have a tag, or one below it, by the index of the search."""
    return count_found(session, Wanted((bank_id,), Query(marks=(tag_mark(path),))), HIGHEST_ID)


#: All paths above the tags of a bank's questions as well, each question once for each.
_COUNT_TAGS = text(
    """
    WITH RECURSIVE has (question_id, path) AS (
        SELECT tag.question_id, CAST(tag.path AS text) FROM tag JOIN question ON question.id = tag.question_id
        WHERE question.bank_id = :bank_id AND question.deleted_at IS NULL
        UNION
        SELECT has.question_id, rtrim(rtrim(has.path, replace(has.path, '/', '')), '/') FROM has
        WHERE has.path LIKE '%/%'
    )
    SELECT path, count(*) FROM has GROUP BY path ORDER BY count(*) DESC, path LIMIT :at_most
    """
)


def count_tags(session: Session, bank_id: int, at_most: int = TAGS_AT_MOST) -> dict[str, int]:
    """Count the questions in use by tag, those with a tag below it included; the commonest first."""
    found = session.execute(_COUNT_TAGS, {"bank_id": bank_id, "at_most": at_most})
    return {path: count for path, count in found}
