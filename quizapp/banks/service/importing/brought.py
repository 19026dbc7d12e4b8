"""Imports that are in a bank, for whoever may change that bank: found, told of, and undone, whoever brought them.

What was not brought in yet is its uploader's alone (`records`): its preview shows what they have not decided on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Bank, Import
from quizapp.banks.service.access import HIGHEST_ID, can_be_opened_by, editable_by
from quizapp.banks.service.importing.records import NO_IMPORT, owned_by, owner_of
from quizapp.core.errors import NotFound
from quizapp.people.models import User
from quizapp.people.viewer import Viewer

_LISTED_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in a list; None stands for what is not so far: it is not in a bank yet, or was not undone.

    `by` is who brought it, None for the command line.
    """

    id: int
    files: Sequence[Mapping[str, Any]]
    state: str
    created_at: datetime
    by: str | None
    imported: int | None
    bank_title: str | None
    removed: int | None
    restored: int | None
    kept: int | None


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition for imports of whose outcome a viewer may know: their own, and those in banks of theirs.

    These are the banks that they may change, and the closed ones that they may open again.
    """
    theirs = or_(and_(Bank.deleted_at.is_(None), editable_by(viewer)), can_be_opened_by(viewer))
    is_in_theirs = and_(Import.done_at.is_not(None), Import.bank_id.in_(select(Bank.id).where(theirs)))
    return or_(owned_by(owner_of(viewer)), is_in_theirs)


def get_brought(session: Session, viewer: Viewer, import_id: int, *, is_whole: bool = False) -> Import:
    """Give one of the viewer's imports, or one that is in a bank of theirs; `is_whole` loads its report too.

    Raises:
        NotFound: there is none, or it is not for this viewer.
    """
    seen = select(Import).where(Import.id == min(import_id, HIGHEST_ID), seen_by(viewer))
    found = session.scalar(seen.options(undefer(Import.report)) if is_whole else seen)
    if found is None or import_id > HIGHEST_ID:
        raise NotFound(NO_IMPORT)
    return found


def is_uploaders(session: Session, viewer: Viewer, held: Import) -> bool:
    """Tell whether an import is the viewer's own: they may read what of it did not come into a bank, too."""
    if held.owner_id is not None:
        return held.owner_id == owner_of(viewer)
    own = select(Import.id).where(Import.id == held.id, owned_by(owner_of(viewer)))
    return session.scalar(own) is not None


def lock_brought(session: Session, viewer: Viewer, import_id: int) -> Import:
    """Give the same, locked until the transaction ends, so that a form sent twice counts once.

    Raises:
        NotFound: there is none, or it is not for this viewer.
    """
    get_brought(session, viewer, import_id)
    locked = select(Import).where(Import.id == import_id).options(undefer(Import.report)).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def list_imports(session: Session, viewer: Viewer) -> list[ImportLine]:
    """List the viewer's imports, the newest first."""
    return _lines(session, _shown().where(owned_by(owner_of(viewer))))


def list_brought(session: Session, viewer: Viewer, bank_id: int) -> list[ImportLine]:
    """List what was brought into a bank by anybody, the newest first; nothing where the viewer may not change it."""
    return _lines(session, _shown().where(Import.bank_id == bank_id, Import.done_at.is_not(None), seen_by(viewer)))


def _shown() -> Select[Any]:
    """Select of imports no more than is shown: their reports may be long."""
    return select(
        Import.id,
        Import.files,
        Import.state,
        Import.created_at,
        User.name,
        Import.report["imported"].as_integer(),
        Import.report[("bank", "title")].as_string(),
        *(Import.report[("undone", name)].as_integer() for name in ("removed", "restored", "kept_count")),
    ).outerjoin(User, User.id == Import.owner_id)


def _lines(session: Session, shown: Select[Any]) -> list[ImportLine]:
    return [ImportLine(*row) for row in session.execute(shown.order_by(Import.id.desc()).limit(_LISTED_AT_MOST))]
