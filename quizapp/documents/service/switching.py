"""The switch of one document that lets its passages be sent to a model: turned on, turned off, asked about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.documents.models import DraftRow, ModelSwitch, Upload
from quizapp.documents.service.uploads import count_drafts, get_ready, owner_of, row_of
from quizapp.people.service import hold_account
from quizapp.people.viewer import Viewer
from quizapp.plumbing import jobs
from quizapp.plumbing.jobs import Claimed, Job, JobState

MODEL_JOB = "model"
NOTICES_AT_MOST = 10
NO_RESULT = "The model was not asked to the end: {why}"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would be sent passages: the host that people are shown, and the model there."""

    host: str
    model: str


@dataclass(frozen=True, slots=True)
class SwitchStanding:
    """A document with its switch, None where it was never turned on, and how far the asking is."""

    upload: Upload
    switch: ModelSwitch | None
    is_on: bool
    progress: JobState | None


def get_switch(session: Session, viewer: Viewer, upload_id: int, recipient: Recipient) -> SwitchStanding:
    """Tell whether passages of one of the viewer's documents may be sent to this recipient.

    Raises:
        NotFound: there is no such document of theirs.
        Conflict: it has not been read.
    """
    upload = get_ready(session, viewer, upload_id)
    switch = session.get(ModelSwitch, upload.id)
    state = jobs.find_state(session, switch.job_id, upload.owner_id) if switch is not None and switch.job_id else None
    return SwitchStanding(upload, switch, _is_on(switch, recipient), state)


def _is_on(switch: ModelSwitch | None, recipient: Recipient) -> bool:
    if switch is None or switch.turned_off_at is not None:
        return False
    return (switch.host, switch.model) == (recipient.host, recipient.model)


def material_of(session: Session, viewer: Viewer, upload_id: int) -> bytes:
    """Give what the job needs of a document: its text, and which drafts are still open as they were proposed."""
    upload = get_ready(session, viewer, upload_id, is_whole=True)
    open_ids = [row.question_id for row in _untouched(session, upload)]
    material = {name: getattr(upload, name) for name in ("text", "blocks", "sha256", "title", "published", "language")}
    return json.dumps(material | {"open_ids": sorted(open_ids)}).encode()


def _untouched(session: Session, upload: Upload) -> list[DraftRow]:
    """List the drafts that nobody has decided on or edited."""
    rows = session.scalars(select(DraftRow).where(DraftRow.upload_id == upload.id, DraftRow.state == "open"))
    return [row for row in rows if row.edited is None]


def turn_on(session: Session, viewer: Viewer, upload_id: int, recipient: Recipient, stored: str, now: datetime) -> None:
    """Keep the teacher's word, and let a job ask the model; `stored` names the job's material in the file store.

    Raises:
        Conflict: a job asks already, or the document has not been read.
    """
    hold_account(session, viewer.id)
    upload = get_ready(session, viewer, upload_id)
    owner_id = owner_of(viewer)
    if jobs.count_open(session, owner_id, MODEL_JOB):
        raise Conflict("A model is being asked about one of your documents already. Wait until that is done.")
    switch = session.get(ModelSwitch, upload.id) or ModelSwitch(upload_id=upload.id, outcome={})
    switch.host, switch.model = recipient.host, recipient.model
    switch.turned_on_at, switch.turned_on_by, switch.turned_off_at = now, viewer.id, None
    arguments = {"upload_id": upload.id, "file": stored, "host": recipient.host, "model": recipient.model}
    switch.job_id = jobs.enqueue(
        session, MODEL_JOB, owner_id=owner_id, arguments=arguments, words="Waiting for its turn", now=now
    )
    session.add(switch)


def turn_off(session: Session, viewer: Viewer, upload_id: int, now: datetime) -> None:
    """Take the teacher's word back: a job that waits is gone, one that runs asks no further question."""
    upload = get_ready(session, viewer, upload_id)
    switch = session.get(ModelSwitch, upload.id)
    if switch is None or switch.turned_off_at is not None:
        return
    switch.turned_off_at = now
    waiting = (Job.id == switch.job_id, Job.owner_id == upload.owner_id, Job.state == "waiting")
    session.execute(delete(Job).where(*waiting))


def may_be_sent(session: Session, claimed: Claimed, recipient: Recipient) -> bool:
    """Whether the switch of a job's document is still on for this recipient, and was on for it when the job began."""
    if (claimed.arguments["host"], claimed.arguments["model"]) != (recipient.host, recipient.model):
        return False
    return _is_on(session.get(ModelSwitch, claimed.arguments["upload_id"]), recipient)


def apply_proposals(session: Session, claimed: Claimed, result: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """Write what came of a model's answers; nothing once the switch is off or the document gone."""
    recipient = Recipient(claimed.arguments["host"], claimed.arguments["model"])
    upload = session.get(Upload, claimed.arguments["upload_id"], with_for_update=True)
    switch = session.get(ModelSwitch, claimed.arguments["upload_id"])
    if upload is None or switch is None or upload.owner_id != claimed.owner_id or not _is_on(switch, recipient):
        return {"drafts": 0}
    known = set(session.scalars(select(DraftRow.question_id).where(DraftRow.upload_id == upload.id)))
    rows = [row_of(upload.id, draft, "open") for draft in result["drafts"] if draft["question_id"] not in known]
    rows += [row_of(upload.id, d, "rejected") for d in result["rejected"] if d["question_id"] not in known]
    if rows:
        session.execute(insert(DraftRow), rows)
    disputed = _dispute(session, upload, result["disputes"])
    count_drafts(session, upload)
    switch.outcome = {
        "proposed": len(result["drafts"]),
        "rejected": len(result["rejected"]),
        "checked": result["checked"],
        "disputed": disputed,
        "notices": list(result["notices"])[:NOTICES_AT_MOST],
    }
    return {"drafts": len(rows)}


def _dispute(session: Session, upload: Upload, disputes: list[dict[str, Any]]) -> int:
    """Make open drafts less sure that the model answers otherwise, each once, and tell how many."""
    reasons = {each["question_id"]: each["reason"] for each in disputes}
    rows = [row for row in _untouched(session, upload) if row.question_id in reasons]
    for row in rows:
        reason, before = reasons[row.question_id], row.grounds.get("reasons", [])
        if any(other["name"] == reason["name"] for other in before):
            continue
        row.grounds = dict(row.grounds) | {"reasons": [*before, reason]}
        row.confidence *= reason["factor"]
        row.rank *= reason["factor"]
    session.flush()
    return len(rows)


def apply_model_failure(session: Session, claimed: Claimed, message: str, now: datetime) -> None:
    """Keep on the switch why nothing came of it."""
    switch = session.get(ModelSwitch, claimed.arguments["upload_id"])
    if switch is not None:
        switch.outcome = dict(switch.outcome) | {"notices": [NO_RESULT.format(why=message)]}
