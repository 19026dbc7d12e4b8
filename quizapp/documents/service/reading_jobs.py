"""How the job that reads a document is done: by the engine in a child, its result written by `uploads`."""

from __future__ import annotations

from pathlib import Path

from quizapp.documents.service.uploads import JOB_KIND, apply_failure, apply_result
from quizapp.plumbing.child import ChildTask
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.job_runner import JobKind
from quizapp.plumbing.jobs import Claimed

ENTRY = "quizapp.documents.engine"


def job_kind(files: FileStore) -> JobKind:
    """Give the kind of job that reads documents out of a file store."""

    def task(claimed: Claimed) -> ChildTask:
        path: Path = files.path(claimed.arguments["file"])
        return ChildTask(ENTRY, {**claimed.arguments, "path": str(path)})

    def clean(claimed: Claimed) -> None:
        files.remove(claimed.arguments["file"])

    return JobKind(JOB_KIND, task, apply_result, apply_failure, clean)
