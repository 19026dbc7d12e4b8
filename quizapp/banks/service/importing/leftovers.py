"""What imports leave: the files and parcels that they still need, what is let go of, what their teacher is given."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quizapp.banks.models import Import
from quizapp.banks.service.importing.records import owned_by
from quizapp.banks.service.importing.staging import end_stopped
from quizapp.plumbing import jobs

#: What was read waits so long for its teacher.
KEPT_FOR = timedelta(days=1)


def list_kept_files(session: Session) -> set[str]:
    """Name the files in the file store that imports still need; one that could not be stored may be read anew."""
    rows = session.scalars(select(Import.files).where(Import.state.in_(("reading", "ready", "failed", "storing"))))
    return {str(each["stored"]) for files in rows for each in files if each.get("stored")}


def list_parcels(session: Session) -> set[str]:
    """Name the parcels that imports still have."""
    return {name for name in session.scalars(select(Import.parcel).where(Import.parcel.is_not(None))) if name}


def forget_old(session: Session, now: datetime) -> tuple[list[str], list[str]]:
    """Let go of what waited for a day; give the names of parcels and of files that may be removed once that is durable.

    What came of an import stays, so that it can be looked at and undone.
    """
    end_stopped(session, now)
    old = select(Import).where(Import.parcel.is_not(None) | Import.state.in_(("reading", "ready", "failed")))
    parcels, files = [], []
    for held in session.scalars(old.where(Import.created_at < now - KEPT_FOR)):
        open_jobs = select(jobs.Job.id).where(jobs.Job.id == held.job_id, jobs.Job.state.in_(jobs.OPEN))
        if session.scalar(open_jobs) is not None:
            continue
        parcels += [held.parcel] if held.parcel else []
        files += [str(each["stored"]) for each in held.files if each.get("stored")]
        if held.state in ("reading", "ready", "failed"):
            session.delete(held)
        else:
            held.parcel = None
            held.files = [{**each, "stored": ""} for each in held.files]
    return parcels, files


def export_imports(session: Session, teacher_id: int) -> list[dict[str, Any]]:
    """Give what is kept of a teacher's imports, as plain JSON values."""
    own = select(Import).where(owned_by(teacher_id)).options(undefer(Import.report)).order_by(Import.id)
    return [
        {
            "files": [{"name": each["name"], "sha256": each["sha256"]} for each in held.files],
            "state": held.state,
            "brought_at": held.created_at.isoformat(),
            "imported_at": held.done_at.isoformat() if held.done_at else None,
            "undone_at": held.undone_at.isoformat() if held.undone_at else None,
            "report": held.report,
        }
        for held in session.scalars(own)
    ]
