"""Big banks are written by a job in a process of its own; what it has written waits for its teacher for a day."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.banks.packing import put_down
from quizapp.banks.service.access import HIGHEST_ID, BankCard
from quizapp.banks.service.exporting import Choice, bodies_of, check_export, contents_of, count_chosen, media_paths
from quizapp.banks.service.media import list_media
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.formats.accounts import Account
from quizapp.core.formats.media_names import media_names
from quizapp.people.models import User
from quizapp.people.service import hold_account
from quizapp.people.viewer import Viewer, viewer_of
from quizapp.plumbing import jobs
from quizapp.plumbing.child import ChildLimits, ChildTask
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.plumbing.job_runner import JobKind
from quizapp.plumbing.jobs import OPEN, Claimed, Job

EXPORT_JOB = "export"
ENTRY = "quizapp.banks.packing"
#: What is written while somebody waits for the page; more is a job.
AT_ONCE_QUESTIONS = 1_000
AT_ONCE_BYTES = 20_000_000
KEPT = timedelta(days=1)
_LIMITS = ChildLimits(seconds=1_800, cpu_seconds=600, memory_bytes=2 << 30, file_bytes=1_000_000_000)
_OPEN_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class ExportState:
    """How far the writing of a big bank is; `account` and `target` (in the file store) are there once it is done."""

    id: int
    format: str
    state: str
    progress: float
    words: str
    error: str | None
    account: Account | None
    target: str


def is_big(session: Session, bank_id: int, choice: Choice, format_name: str) -> bool:
    """Whether writing these questions takes longer, or more memory, than a page may."""
    if count_chosen(session, bank_id, choice, format_name) > AT_ONCE_QUESTIONS:
        return True
    sizes = {card.name: card.size_bytes for card in list_media(session, bank_id)}
    if sum(sizes.values()) <= AT_ONCE_BYTES:
        return False
    # These are few, so their words can be looked through for what they name.
    bodies = bodies_of(session, bank_id, choice, format_name)
    named = {name for body in bodies for name in media_names(json.dumps(body))}
    return sum(sizes.get(name, 0) for name in named) > AT_ONCE_BYTES


def put_export(
    session: Session, viewer: Viewer, bank_id: int, format_name: str, choice: Choice, files: FileStore, now: datetime
) -> int:
    """Let a job write a bank, and give its number.

    Raises:
        Conflict: this teacher has several at work already.
        NotFound, NotAllowed: the bank is not theirs to take away.
    """
    check_export(session, viewer, bank_id)
    assert viewer.id is not None
    hold_account(session, viewer.id)
    if jobs.count_open(session, viewer.id, EXPORT_JOB) >= _OPEN_AT_MOST:
        raise Conflict("Three banks are being written for you already. Wait until one of them is done.")
    arguments = {"bank_id": bank_id, "format": format_name, "choice": asdict(choice), "moment": now.isoformat()}
    # Two files under names of our own: what is to be written, and what came of it.
    arguments |= {"file": files.put(b""), "target": files.put(b"")}
    words = "Waiting for its turn"
    return jobs.enqueue(session, EXPORT_JOB, owner_id=viewer.id, arguments=arguments, words=words, now=now)


def get_export(session: Session, viewer: Viewer, bank: BankCard, job_id: int) -> ExportState:
    """Give how far the export of a teacher’s is, of a bank that they may still take away.

    Raises:
        NotFound: there is none of that number, it is somebody else's, or it was removed.
    """
    found = select(Job).where(Job.id == job_id, Job.owner_id == viewer.id, Job.kind == EXPORT_JOB)
    job = session.scalar(found) if job_id <= HIGHEST_ID else None
    if job is None or job.arguments["bank_id"] != bank.id:
        raise export_missing()
    account = Account.from_json(job.result["account"]) if job.state == "done" and job.result else None
    arguments = job.arguments
    return ExportState(
        job.id, arguments["format"], job.state, job.progress, job.words, job.error, account, arguments["target"]
    )


def export_missing() -> NotFound:
    """Make the error for a file that is not there."""
    return NotFound("This file is not here any more. Write it once more on the bank’s export page.")


def kept_exports(session: Session) -> set[str]:
    """Name the files of the store that exports still need."""
    rows = session.scalars(select(Job.arguments).where(Job.kind == EXPORT_JOB, Job.state.in_((*OPEN, "done"))))
    return {str(arguments[name]) for arguments in rows for name in ("file", "target")}


def forget_old_exports(session: Session, now: datetime) -> list[str]:
    """Let go of what was written a day ago; give the names of files that may be removed once that is durable."""
    old = (Job.kind == EXPORT_JOB, Job.ended_at < now - KEPT)
    names = [str(arguments["target"]) for arguments in session.scalars(select(Job.arguments).where(*old))]
    session.execute(delete(Job).where(*old))
    return names


def put_down_export(session: Session, claimed: Claimed, path: Path, media: MediaStore) -> None:
    """Write all that a job is to write of a bank into a file, as it stands in this snapshot.

    Raises:
        NotFound, NotAllowed: the bank is gone, or not theirs to take away any more.
        Conflict: none of the chosen questions is in it any more.
    """
    arguments = claimed.arguments
    bank_id, raw = arguments["bank_id"], arguments["choice"]
    check_export(session, viewer_of(session.get_one(User, claimed.owner_id)), bank_id)
    choice = Choice(tuple(raw["ids"]), raw["tag"], raw.get("with_archived", False), raw.get("backwards", False))
    moment = datetime.fromisoformat(arguments["moment"])
    contents = contents_of(session, bank_id, choice, arguments["format"], media_paths(session, bank_id, media), moment)
    with path.open("w", encoding="utf-8") as file:
        put_down(contents, file)


def export_job_kind(files: FileStore, fill: Callable[[Claimed, Path], None]) -> JobKind:
    """Give the kind of job that writes banks; `fill` calls `put_down_export` with a snapshot."""

    def task(claimed: Claimed) -> ChildTask:
        path = files.path(claimed.arguments["file"])
        fill(claimed, path)
        arguments = {
            "path": str(path),
            "target": str(files.path(claimed.arguments["target"])),
            "format": claimed.arguments["format"],
        }
        return ChildTask(ENTRY, arguments, _LIMITS)

    def apply(_session: Session, _claimed: Claimed, result: Any, _now: datetime) -> Mapping[str, Any]:
        return {"account": result["account"]}

    def fail(_session: Session, claimed: Claimed, _message: str, _now: datetime) -> None:
        files.remove(claimed.arguments["target"])

    return JobKind(EXPORT_JOB, task, apply, fail, lambda claimed: files.remove(claimed.arguments["file"]))
