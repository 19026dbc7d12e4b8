"""The revisions of a question: who saved what when, what differs, and the way back to an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Import, Revision
from quizapp.banks.service.access import HIGHEST_ID
from quizapp.banks.service.importing.brought import seen_by
from quizapp.core.errors import NotFound
from quizapp.core.kinds.differences import FieldDifference, differences
from quizapp.people.models import User
from quizapp.people.viewer import Viewer

#: What each kind of change is called.
CHANGE_NAMES = {
    "created": "Made",
    "cosmetic": "Looks and details",
    "clarified": "How it is asked",
    "key_changed": "What is right",
}
SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Brought:
    """The import that made a revision, or took back what it had made (`is_undone`).

    `id` is None where the viewer may not see it; `file` is the first of its files, empty once the import is gone, and
    `more_count` counts the others.
    """

    id: int | None
    file: str
    more_count: int
    is_undone: bool
    is_by_command: bool


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """One saved state, with what it changed of the one before.

    `author` is None for a file, and for somebody who is gone. `retagged` are the tags that were put on or taken off
    since, with those of other questions at once, which makes no revision.
    """

    number: int
    change: str
    author: str | None
    created_at: datetime
    changes: Sequence[FieldDifference]
    retagged: Sequence[FieldDifference]
    brought: Brought | None


def list_revisions(session: Session, viewer: Viewer, question_id: int) -> list[RevisionCard]:
    """List the latest saved states of a question, newest first."""
    columns = (Revision.number, Revision.change, User.id.label("author_id"), User.name, Revision.created_at)
    rows = session.execute(
        select(*columns, Revision.body, Revision.said, Revision.import_id)
        .outerjoin(User, User.id == Revision.author_id)
        .where(Revision.question_id == question_id)
        .order_by(Revision.number.desc())
        .limit(SHOWN_AT_MOST + 1)
    ).all()
    imports = _find_imports(session, question_id, viewer) if any(row.import_id is not None for row in rows) else {}
    bodies: dict[int, Mapping[str, Any]] = {row.number: row.body for row in rows}
    return [_card(row, bodies, _brought(row, imports)) for row in rows[:SHOWN_AT_MOST]]


def _card(row: Any, bodies: Mapping[int, Mapping[str, Any]], brought: Brought | None) -> RevisionCard:
    before, saved = bodies.get(row.number - 1), _tags_as_saved(row, bodies)
    return RevisionCard(
        row.number,
        row.change,
        None if brought is not None and brought.is_by_command else row.name,
        row.created_at,
        differences(before, {**row.body, "tags": saved}) if before is not None else [],
        differences({"tags": saved}, {"tags": _tags_of(row.body)}),
        brought,
    )


def _tags_as_saved(row: Any, bodies: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """Give the tags that a revision had when it was made.

    What a file says may be another body from the first, where it keeps what was edited here: then a tag that an
    earlier one has is kept.
    """
    stands = _tags_of(row.body)
    if row.said is None:
        return stands
    said = _tags_of(row.said)
    if row.import_id is None or row.number == 1:
        return said
    kept = {tag for number, body in bodies.items() if number < row.number for tag in _tags_of(body)}
    return [*(tag for tag in stands if tag in kept or tag in said), *(tag for tag in said if tag not in stands)]


def _tags_of(body: Mapping[str, Any]) -> list[str]:
    return list(body.get("tags", ()))


def _find_imports(session: Session, question_id: int, viewer: Viewer) -> dict[int, Any]:
    """Find the imports that made revisions of a question by their numbers, each with the first that it made."""
    first = (
        select(Revision.import_id, func.min(Revision.number).label("number"))
        .where(Revision.question_id == question_id, Revision.import_id.is_not(None))
        .group_by(Revision.import_id)
        .subquery()
    )
    is_seen = seen_by(viewer).label("is_seen")
    undone_by = Import.report[("undone", "by")].as_json().label("undone_by")
    known = select(first.c.import_id, first.c.number, Import.id, Import.owner_id, Import.files, is_seen, undone_by)
    return {row.import_id: row for row in session.execute(known.outerjoin(Import, Import.id == first.c.import_id))}


def _brought(row: Any, imports: Mapping[int, Any]) -> Brought | None:
    if row.import_id is None:
        return None
    found = imports[row.import_id]
    is_undone = row.number > found.number
    if found.id is None:
        return Brought(None, "", 0, is_undone, False)
    is_by_command = _is_undone_by_command(row.author_id, found) if is_undone else found.owner_id is None
    names = [str(each["name"]) for each in found.files]
    shown = found.id if found.is_seen else None
    return Brought(shown, names[0] if names else "", len(names) - 1, is_undone, is_by_command)


def _is_undone_by_command(author_id: int | None, found: Any) -> bool:
    """Whether nobody undid an import on its page: by command its revisions stay those of whoever spoke before it."""
    people = {found.owner_id, *(found.undone_by or ())} - {None}
    # Who is erased since is no author any more.
    return author_id not in people and not (author_id is None and found.undone_by)


def get_revision(session: Session, question_id: int, number: int) -> Mapping[str, Any]:
    """Give what one saved state says.

    Raises:
        NotFound: there is none of that number.
    """
    own = select(Revision.body).where(Revision.question_id == question_id, Revision.number == number)
    body = session.scalar(own) if 0 < number <= HIGHEST_ID else None
    if body is None:
        raise NotFound("There is no such revision of this question.")
    return dict(body)
