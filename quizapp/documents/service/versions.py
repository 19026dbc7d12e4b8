"""Documents with their versions: one entry of the list for each document in force, whatever became of newer ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.documents.models import Upload
from quizapp.documents.service.uploads import HIGHEST_ID
from quizapp.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A document of the list; `newer` are versions of it that are being read or could not be, the latest first."""

    upload: Upload
    newer: Sequence[Upload]


def list_shelf(session: Session, viewer: Viewer) -> list[ShelfEntry]:
    """List the viewer's documents, the newest first.

    Earlier versions stand on the page of what replaced them; one that is being read, or that could not be, stands at
    the document that it is a version of.
    """
    own = session.scalars(select(Upload).where(Upload.owner_id == viewer.id).order_by(Upload.id.desc())).all()
    in_force = {each.id for each in own if each.state == "ready"}
    newer: dict[int, list[Upload]] = {id: [] for id in in_force}
    waiting = set()
    followers = {each.earlier_id: each.id for each in own if each.comparison == "compared"}
    for each in own:
        standing = _standing(each, followers) if each.state in ("reading", "failed") else None
        if standing is not None and standing in in_force:
            newer[standing].append(each)
            waiting.add(each.id)
    shown = [each for each in own if each.state != "replaced" and each.id not in waiting]
    return [ShelfEntry(each, newer.get(each.id, ())) for each in shown]


def list_unread(session: Session, viewer: Viewer, upload: Upload) -> Sequence[Upload]:
    """List the versions of a document that are being read, or could not be, the latest first."""
    entries = list_shelf(session, viewer)
    return next((entry.newer for entry in entries if entry.upload.id == upload.id), ())


def _standing(upload: Upload, followers: Mapping[int | None, int]) -> int | None:
    """Give the document that an upload is a version of; another version may have replaced the one that it names."""
    standing = upload.earlier_id
    while standing is not None and standing in followers:
        standing = followers[standing]
    return standing


def list_versions(session: Session, viewer: Viewer, upload: Upload) -> list[Upload]:
    """List the versions before a document, the latest first."""
    found: list[Upload] = []
    earlier_id = upload.earlier_id if upload.comparison == "compared" else None
    while earlier_id is not None:
        own = select(Upload).where(Upload.id == earlier_id, Upload.owner_id == viewer.id)
        earlier = session.scalar(own)
        earlier_id = None
        if earlier is not None:
            found.append(earlier)
            earlier_id = earlier.earlier_id if earlier.comparison == "compared" else None
    return found


def find_newer(session: Session, viewer: Viewer, upload: Upload) -> Upload | None:
    """Find the version that has taken a document's place, or is being read to do so."""
    newer = select(Upload).where(Upload.earlier_id == upload.id, Upload.owner_id == viewer.id, Upload.state != "failed")
    return session.scalar(newer.order_by(Upload.comparison.is_(None), Upload.id.desc()).limit(1))


def find_standing(session: Session, viewer: Viewer, upload_id: int) -> Upload | None:
    """Find the document itself, or the version that has taken its place; None when it is gone, or not the viewer's."""
    own = select(Upload).where(Upload.id == min(upload_id, HIGHEST_ID), Upload.owner_id == viewer.id)
    standing = session.scalar(own)
    while standing is not None and standing.state == "replaced":
        later = find_newer(session, viewer, standing)
        if later is None or later.comparison != "compared":
            break
        standing = later
    return standing
