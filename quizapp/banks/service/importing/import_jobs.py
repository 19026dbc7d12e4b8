"""How the job that reads a teacher's files is done: by the engine in a child, into a parcel; no bank changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Text, case, cast, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.parcels import ParcelShelf
from quizapp.banks.service.access import editable_by
from quizapp.banks.service.importing.before_edits import list_before_edits
from quizapp.banks.service.importing.choosing import choice_of
from quizapp.banks.service.importing.comparing import compared_stamp, goes_on, keep_ticks
from quizapp.banks.service.importing.records import (
    READING,
    close_unfinished,
    enqueue_reading,
    find_bank_id,
    list_brought_names,
    list_mappings,
)
from quizapp.banks.service.importing.targets import begin_storing
from quizapp.banks.service.publishing import get_document
from quizapp.core.errors import NotFound
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.plumbing.child import ChildTask
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.job_runner import JobKind
from quizapp.plumbing.jobs import Claimed

ENTRY = "quizapp.banks.engine"
#: Rows of one table or sheet; a larger file says so and is read so far.
ROWS_AT_MOST = 100_000
_OF_BANK = frozenset(("is_preset", "is_bank_changed", "unless", "round"))
GONE = "These files are not on the server any more. Bring them again; if that stays, tell whoever runs it."

#: Opens a snapshot of the database.
Snapshot: TypeAlias = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class ImportReading:
    """Reads the files of an import, or compares what was read with another bank."""

    shelf: ParcelShelf
    files: FileStore
    snapshot: Snapshot
    limit_bytes: int

    def kind(self) -> JobKind:
        """Give the kind of job."""
        return JobKind(READING, self.task, self.apply, self.fail, self.clean)

    def task(self, claimed: Claimed) -> ChildTask:
        """Give what the child is to do: which files to read and how, and what the bank has."""
        with self.snapshot() as session:
            held = session.get(Import, claimed.arguments["import_id"])
            if held is None or (held.parcel is None and not claimed.arguments["is_reading"]):
                raise NotFound(GONE)
            name = self._name(claimed, held)
            owner = session.get(User, held.owner_id)
            # What was begun with a right to the bank reads nothing of it when the right is withdrawn.
            bank_id = find_bank_id(session, viewer_of(owner), held) if owner is not None else None
            arguments = {
                "parcel": str(self.shelf.path(name)),
                "files": [self._file(each) for each in held.files] if claimed.arguments["is_reading"] else [],
                "limit_bytes": self.limit_bytes,
                "rows": ROWS_AT_MOST,
                "mappings": list_mappings(session, held.owner_id or 0),
                "bank_id": bank_id,
                "stamp": compared_stamp(session, bank_id) if bank_id is not None else "",
                "bank_rows": self._bank_rows(session, claimed, bank_id) if bank_id is not None else None,
                "bank_fields": _bank_fields(session, bank_id),
                "known_names": list_brought_names(session, bank_id),
            }
        return ChildTask(ENTRY, arguments)

    def _name(self, claimed: Claimed, held: Import) -> str:
        """Name the parcel: a new one for each reading, by the job's number, so that one begun again takes its place."""
        self.shelf.new_name()
        return f"{claimed.id:032x}" if claimed.arguments["is_reading"] else str(held.parcel)

    def _file(self, each: Mapping[str, Any]) -> dict[str, Any]:
        path: Path = self.files.path(each["stored"])
        if not path.exists():
            raise NotFound(GONE)
        said = {name: each[name] for name in ("name", "format", "table")}
        further = {"encoding": each.get("encoding", ""), "backwards": each.get("backwards", False)}
        return {**said, **further, "path": str(path)}

    def _bank_file(self, claimed: Claimed) -> Path:
        return self.shelf.folder / f"{claimed.id:032x}.bank"

    def _bank_rows(self, session: Session, claimed: Claimed, bank_id: int) -> str:
        """Write the questions of a bank, in use (+) and out of it (-), where the child finds them.

        Of those that were edited here it also gets what a file said (=), and the paragraphs of its reading (r).
        """
        path = self._bank_file(claimed)
        sign = case((QuestionRow.deleted_at.is_(None), "+"), else_="-")
        rows = select(sign, QuestionRow.slug, cast(QuestionRow.body, Text)).where(QuestionRow.bank_id == bank_id)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            for state, slug, body in session.execute(rows.execution_options(yield_per=1_000)):
                file.write(f"{state}{slug}\t{' '.join(body.splitlines())}\n")
            for slug, body in session.execute(list_before_edits(bank_id).execution_options(yield_per=1_000)):
                file.write(f"={slug}\t{' '.join(body.splitlines())}\n")
            for each in get_document(session, bank_id).paragraphs:
                said = {"kind": each.kind, "level": each.level, "text": each.text}
                file.write(f"r{each.number}\t{json.dumps(said)}\n")
        return str(path)

    def apply(self, session: Session, claimed: Claimed, result: Any, now: datetime) -> Mapping[str, Any]:
        """Let the parcel be seen; where every file was refused, say why.

        Where the chosen bank is not its teacher's any more, the files were compared with none and are for a new one.
        """
        held = session.get(Import, claimed.arguments["import_id"], with_for_update=True)
        if held is None:
            return {}
        if held.choices.get("bank_id") != result["bank_id"]:
            kept = {name: value for name, value in held.choices.items() if name not in _OF_BANK}
            held.choices = kept | {"bank_id": None, "is_bank_lost": True}
        is_first, target = held.parcel is None, None
        if claimed.arguments["is_reading"]:
            held.parcel = f"{claimed.id:032x}"
        elif "ticked" in held.choices:
            choice = choice_of(held, self.shelf.open(held.parcel))
            keep_ticks(held, choice)
            target = goes_on(held, choice)
        held.choices = {**held.choices, "stamp": result["stamp"]}
        is_refused = 0 < len(held.files) == len(result["errors"])
        held.state, held.error = ("failed", result["errors"][0]) if is_refused else ("ready", None)
        if target is not None:
            begin_storing(session, held, target, now)
        if is_first and not is_refused:
            self._meet_own_bank(session, held, result["own_bank"], now)
        return {"count": result["count"]}

    def _meet_own_bank(self, session: Session, held: Import, slug: str, now: datetime) -> None:
        """Compare the files with the bank that they name as their own, where nobody has chosen one."""
        owner = session.get(User, held.owner_id)
        if not slug or owner is None or held.choices.get("bank_id") is not None or held.choices.get("is_bank_lost"):
            return
        own = select(Bank.id).where(Bank.slug == slug, Bank.deleted_at.is_(None), editable_by(viewer_of(owner)))
        bank_id = session.scalar(own)
        if bank_id is not None:
            held.choices = {**held.choices, "bank_id": bank_id, "is_preset": True}
            enqueue_reading(session, held, now, is_reading=False)

    def fail(self, session: Session, claimed: Claimed, message: str, now: datetime) -> None:
        """Keep why the files could not be read."""
        close_unfinished(session, claimed.arguments["import_id"], message)

    def clean(self, claimed: Claimed) -> None:
        """Remove what the child was given of the bank."""
        self._bank_file(claimed).unlink(missing_ok=True)


def _bank_fields(session: Session, bank_id: int | None) -> dict[str, str]:
    bank = session.get(Bank, bank_id) if bank_id is not None else None
    return {} if bank is None else {"slug": bank.slug, "title": bank.title, "language": bank.language}
