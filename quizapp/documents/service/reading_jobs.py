"""How the job that reads a document is done: by the engine in a child, its result written by `uploads`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from quizapp.banks.service import LoadReport
from quizapp.core.errors import NotFound
from quizapp.documents.service.comparing import RenewalPlan, plan_renewal
from quizapp.documents.service.following import follow_earlier
from quizapp.documents.service.uploads import JOB_KIND, apply_failure, pieces_of, show_result
from quizapp.plumbing.child import ChildLimits, ChildTask
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.job_runner import JobKind
from quizapp.plumbing.jobs import Claimed
from quizapp.plumbing.pipelines import located

ENTRY = "quizapp.documents.engine"
#: A pipeline holds tables of words in memory and takes its time.
WITH_PIPELINE = replace(ChildLimits(), seconds=180, cpu_seconds=150, memory_bytes=3 * 1024 * 1024 * 1024)
WITHOUT_PIPELINE = "It was read without the pipeline that the settings name, which broke off or used up what it may."
#: With several processes they must share the folder of files.
GONE = "The file is not on the server any more. Bring it again; if that stays, tell whoever runs it."


#: Lets learners' cards follow what became of a bank's questions.
FollowLoad = Callable[[Session, LoadReport, datetime], None]


def job_kind(files: FileStore, follow_load: FollowLoad, pipeline: str = "") -> JobKind:
    """Give the kind of job that reads documents out of a file store; a named pipeline votes."""
    place = located(pipeline)

    def apply(session: Session, claimed: Claimed, plan: RenewalPlan | None, now: datetime) -> Mapping[str, Any]:
        return apply_reading(session, claimed, plan, follow_load, now)

    def task(claimed: Claimed) -> ChildTask:
        path: Path = files.path(claimed.arguments["file"])
        if not path.exists():
            raise NotFound(GONE)
        arguments = {**claimed.arguments, "path": str(path)}
        return (
            ChildTask(ENTRY, arguments | {"pipeline": place}, WITH_PIPELINE) if place else ChildTask(ENTRY, arguments)
        )

    def instead(claimed: Claimed) -> ChildTask | None:
        # A pipeline that dies must not cost the document.
        path: Path = files.path(claimed.arguments["file"])
        arguments = {**claimed.arguments, "path": str(path), "notice": WITHOUT_PIPELINE}
        return ChildTask(ENTRY, arguments) if place else None

    def clean(claimed: Claimed) -> None:
        files.remove(claimed.arguments["file"])

    return JobKind(JOB_KIND, task, apply, apply_failure, clean, instead, pieces=pieces_of, prepare=prepare_reading)


def prepare_reading(session: Session, claimed: Claimed, _result: Any, now: datetime) -> RenewalPlan | None:
    """Work out what a newer version means for the version before it; None for a document that is none."""
    return plan_renewal(session, claimed.arguments["upload_id"], now)


def apply_reading(
    session: Session, claimed: Claimed, plan: RenewalPlan | None, follow_load: FollowLoad, now: datetime
) -> Mapping[str, Any]:
    """Let what was stored of a document be seen; a newer version takes the place of the earlier one at once."""
    upload = show_result(session, claimed)
    if upload is None:
        return {"drafts": 0}
    if upload.comparison is None and upload.earlier_id is not None:
        for report in follow_earlier(session, upload, now, plan=plan):
            follow_load(session, report, now)
    return {"drafts": sum(upload.counts.get(state, 0) for state in ("open", "accepted"))}
