"""Documents of one teacher: brought in, listed, read by a job, deleted; what is not theirs is not there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session, undefer

from quizapp.banks.service import OwnBank, list_own_banks
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow, Publication, Upload
from quizapp.documents.service.learning import factors_for
from quizapp.people.service import hold_account
from quizapp.people.viewer import Viewer
from quizapp.plumbing import jobs
from quizapp.plumbing.jobs import Claimed, JobState

JOB_KIND = "document"
AT_ONCE = 2
HIGHEST_ID = 2**31 - 1
NAME_AT_MOST = 200
TITLE_AT_MOST = 300
REJECTED_AT_MOST = 500
DRAFTS_AT_MOST = 3_000
#: So many are stored in one transaction.
DRAFTS_AT_ONCE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A document as a form brings it; `stored` names its bytes in the file store.

    `name` is that of its file; `title` is the teacher's own, empty where the document's counts.
    """

    name: str
    title: str = ""
    is_pasted: bool
    content: bytes
    stored: str
    published: str | None
    source: str
    earlier_id: int | None = None
    #: Of the form; empty = it has none, and makes a document as often as it is sent.
    client_id: str = ""


def check_free(session: Session, viewer: Viewer) -> None:
    """Refuse a third document at once.

    Raises:
        StillAtWork: two are being read.
    """
    if jobs.count_open(session, owner_of(viewer), JOB_KIND) >= AT_ONCE:
        raise jobs.StillAtWork("Two of your documents are being read already. Bring this one when one of them is done.")


def bring(session: Session, viewer: Viewer, brought: Brought, limit_bytes: int, now: datetime) -> Upload:
    """Keep a document and let a job read it.

    Raises:
        Conflict: two are being read, or the document that this is a newer version of has one already.
        NotFound: that document is not the viewer's.
    """
    hold_account(session, viewer.id)
    check_free(session, viewer)
    if brought.earlier_id is not None:
        get_ready(session, viewer, brought.earlier_id)
        _forget_failed(session, owner_of(viewer), brought.earlier_id)
    upload = _made_of(viewer, brought, now)
    session.add(upload)
    session.flush()
    arguments = {
        "upload_id": upload.id,
        "file": brought.stored,
        "name": upload.name,
        "title": upload.title,
        "is_pasted": brought.is_pasted,
        "published": brought.published,
        "limit_bytes": limit_bytes,
        "factors": factors_for(session, upload.owner_id),
        "client_id": brought.client_id,
    }
    upload.job_id = jobs.enqueue(
        session, JOB_KIND, owner_id=upload.owner_id, arguments=arguments, words="Waiting for its turn", now=now
    )
    return upload


def _made_of(viewer: Viewer, brought: Brought, now: datetime) -> Upload:
    return Upload(
        owner_id=owner_of(viewer),
        name=brought.name[:NAME_AT_MOST],
        title=brought.title[:TITLE_AT_MOST],
        kind="pasted" if brought.is_pasted else "file",
        sha256=hashlib.sha256(brought.content).hexdigest(),
        size_bytes=len(brought.content),
        published=brought.published,
        source=brought.source,
        earlier_id=brought.earlier_id,
        created_at=now,
    )


def find_sent(session: Session, viewer: Viewer, brought: Brought) -> Upload | None:
    """Find the document that this very form has brought; of two at once the second waits until the first is through."""
    hold_account(session, viewer.id)
    sent = (
        select(Upload)
        .join(jobs.Job, jobs.Job.id == Upload.job_id)
        .where(
            Upload.owner_id == viewer.id,
            Upload.sha256 == hashlib.sha256(brought.content).hexdigest(),
            jobs.Job.arguments["client_id"].as_string() == brought.client_id,
        )
    )
    return session.scalar(sent.order_by(Upload.id).limit(1)) if brought.client_id else None


def _forget_failed(session: Session, owner_id: int, earlier_id: int) -> None:
    """Take away versions of a document that could not be read: this one is brought in their place."""
    failed = (Upload.owner_id == owner_id, Upload.earlier_id == earlier_id, Upload.state == "failed")
    session.execute(delete(jobs.Job).where(jobs.Job.id.in_(select(Upload.job_id).where(*failed))))
    session.execute(delete(Upload).where(*failed))


def owner_of(viewer: Viewer) -> int:
    """Give the viewer's number; the guard has let accounts in only."""
    if viewer.id is None:
        raise NotFound("Sign in to see your documents.")
    return viewer.id


def get_upload(
    session: Session, viewer: Viewer, upload_id: int, *, is_whole: bool = False, is_locked: bool = False
) -> Upload:
    """Give one of the viewer's documents; `is_whole` loads its text and findings too.

    `is_locked` holds it until the transaction ends, whoever else decides on it or lets a newer version take its place.
    A document is locked before its banks, a newer version before the earlier one: in another order, two would wait for
    each other.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    own = select(Upload).where(Upload.id == min(upload_id, HIGHEST_ID), Upload.owner_id == viewer.id)
    if is_whole:
        own = own.options(undefer(Upload.text), undefer(Upload.blocks), undefer(Upload.findings))
    if is_locked:
        own = own.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalar(own)
    if found is None or upload_id > HIGHEST_ID:
        raise NotFound("There is no such document here. Your documents are listed under Documents.")
    return found


def get_ready(
    session: Session, viewer: Viewer, upload_id: int, *, is_whole: bool = False, is_locked: bool = False
) -> Upload:
    """Give one of the viewer's documents that has been read; the switches are those of `get_upload`.

    Raises:
        NotFound: as `get_upload` does.
        Conflict: it is still being read, or could not be, or a newer version has taken its place.
    """
    upload = get_upload(session, viewer, upload_id, is_whole=is_whole, is_locked=is_locked)
    require_ready(upload)
    return upload


def require_ready(upload: Upload) -> None:
    """Refuse a document that is not in force. Raises Conflict as `get_ready` does."""
    if upload.state == "replaced":
        raise Conflict("A newer version has taken the place of this document. Its page leads there.")
    if upload.state != "ready":
        raise Conflict("This document has not been read yet. Its page says how far it is.")


def find_twin(session: Session, viewer: Viewer, upload_id: int, content: bytes, published: str | None) -> Upload | None:
    """Find the document itself if these are its very bytes, or its newer version that is being read from them.

    Raises:
        NotFound: the document is not the viewer's.
    """
    upload = get_upload(session, viewer, upload_id)
    digest = hashlib.sha256(content).hexdigest()
    if upload.sha256 == digest and published in (None, upload.published):
        return upload
    twin = select(Upload).where(
        Upload.earlier_id == upload.id,
        Upload.owner_id == viewer.id,
        Upload.sha256 == digest,
        Upload.state == "reading",
    )
    return session.scalar(twin.order_by(Upload.id).limit(1))


def find_progress(session: Session, upload: Upload) -> JobState | None:
    """Tell how far the reading of a document is; None when there is nothing to tell."""
    return None if upload.job_id is None else jobs.find_state(session, upload.job_id, upload.owner_id)


def lock_job(session: Session, viewer: Viewer, upload_id: int) -> None:
    """Lock the job that reads a document: who writes what came of it holds the job first, and then the document."""
    own = select(Upload.job_id).where(Upload.id == min(upload_id, HIGHEST_ID), Upload.owner_id == viewer.id)
    session.execute(select(jobs.Job.id).where(jobs.Job.id.in_(own.scalar_subquery())).with_for_update()).all()


def delete_upload(session: Session, viewer: Viewer, upload_id: int) -> None:
    """Delete a document with its drafts; what was published stays in its bank."""
    upload = get_upload(session, viewer, upload_id)
    session.execute(delete(jobs.Job).where(jobs.Job.id == upload.job_id, jobs.Job.owner_id == upload.owner_id))
    _hand_over(session, upload)
    session.execute(delete(Upload).where(Upload.id == upload.id))


def _hand_over(session: Session, upload: Upload) -> None:
    """Let what followed a document that goes follow what was before it: it would else be out of everybody's sight.

    What is still being read follows the version that has taken the document's place.
    """
    follows = (Upload.earlier_id == upload.id, Upload.owner_id == upload.owner_id)
    successor_id = session.scalar(select(Upload.id).where(*follows, Upload.comparison == "compared").limit(1))
    if successor_id is not None:
        others = (*follows, Upload.id != successor_id)
        session.execute(update(Upload).where(*others).values(earlier_id=successor_id))
    elif upload.earlier_id is None:
        # There is nothing left that it could be a version of.
        session.execute(update(Upload).where(*follows, Upload.comparison == "unlike").values(comparison=None))
    session.execute(update(Upload).where(*follows).values(earlier_id=upload.earlier_id))


def list_published(session: Session, viewer: Viewer, upload_id: int) -> list[OwnBank]:
    """List the viewer's banks that a document was published to."""
    ids = set(session.scalars(select(Publication.bank_id).where(Publication.upload_id == upload_id)))
    return [bank for bank in list_own_banks(session, viewer) if bank.id in ids]


def pieces_of(claimed: Claimed, result: Mapping[str, Any]) -> Iterator[Callable[[Session], None]]:
    """Give what the child has found in parts to be stored one after the other; nobody sees them until it is ready.

    The words come first, then the drafts, a few hundred at a time. What an earlier beginning has left is taken away.
    """
    upload_id = int(claimed.arguments["upload_id"])
    drafts = [row_of(upload_id, draft, "open") for draft in result["drafts"][:DRAFTS_AT_MOST]]
    drafts += [row_of(upload_id, draft, "rejected") for draft in result["rejected"][:REJECTED_AT_MOST]]
    yield partial(_store_words, claimed, result)
    for start in range(0, len(drafts), DRAFTS_AT_ONCE):
        yield partial(_store_drafts, claimed, drafts[start : start + DRAFTS_AT_ONCE])


def _store_words(claimed: Claimed, result: Mapping[str, Any], session: Session) -> None:
    upload = _find_claimed(session, claimed)
    if upload is None:
        return
    session.execute(delete(DraftRow).where(DraftRow.upload_id == upload.id))
    upload.sha256 = result["sha256"]
    upload.title = (claimed.arguments.get("title") or result["title"] or upload.name)[:TITLE_AT_MOST]
    upload.language, upload.published = result["language"], result["published"]
    upload.word_count, upload.notices = result["word_count"], result["notices"]
    upload.text, upload.blocks, upload.findings = result["text"], result["blocks"], result["findings"]


def _store_drafts(claimed: Claimed, rows: Sequence[Mapping[str, Any]], session: Session) -> None:
    if _find_claimed(session, claimed) is not None:
        session.execute(insert(DraftRow), rows)


def show_result(session: Session, claimed: Claimed) -> Upload | None:
    """Let a document be seen with all that was stored of it; None when it was deleted meanwhile."""
    upload = _find_claimed(session, claimed)
    if upload is not None:
        upload.state, upload.error = "ready", None
        count_drafts(session, upload)
    return upload


def _find_claimed(session: Session, claimed: Claimed) -> Upload | None:
    upload = session.get(Upload, claimed.arguments["upload_id"], with_for_update={"key_share": True})
    return upload if upload is not None and upload.owner_id == claimed.owner_id else None


def row_of(upload_id: int, draft: Mapping[str, Any], state: str) -> dict[str, Any]:
    """Give the row of a draft as the engine hands it on; what is open has passed `parse`."""
    raw = parse_question(draft["raw"]).dump() if state == "open" else draft["raw"]
    return {
        "upload_id": upload_id,
        "question_id": draft["question_id"],
        "kind": str(raw.get("kind", ""))[:20],
        "about": str(raw.get("about", "other"))[:10],
        "template": draft["template"],
        "raw": raw,
        "edited": None,
        "confidence": draft["confidence"],
        "worth": draft["worth"],
        "rank": draft["rank"],
        "start": draft["start"],
        "end": draft["end"],
        "grounds": draft["grounds"],
        "rejections": draft["rejections"],
        "state": state,
    }


def count_drafts(session: Session, upload: Upload) -> None:
    """Count a document's drafts anew, for the lists that show them."""
    rows = session.execute(
        select(DraftRow.state, func.count()).where(DraftRow.upload_id == upload.id).group_by(DraftRow.state)
    )
    upload.counts = {"open": 0, "accepted": 0, "rejected": 0} | {state: n for state, n in rows}


def apply_failure(session: Session, claimed: Claimed, message: str, now: datetime) -> None:
    """Keep why a document could not be read; what was stored of it already is taken away."""
    upload = _find_claimed(session, claimed)
    if upload is not None:
        session.execute(delete(DraftRow).where(DraftRow.upload_id == upload.id))
        upload.state, upload.error = "failed", message
