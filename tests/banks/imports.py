"""Brings files to the import of a database, reads them with the real reader, and looks at what came of them."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.parcels import KeptParcel, ParcelShelf
from quizapp.banks.service import LoadReport, importing
from quizapp.banks.service.importing import (
    BroughtFile,
    Carried,
    Choice,
    ImportReading,
    ImportStoring,
    ImportTarget,
    ImportUndoing,
)
from quizapp.core.errors import QuizError
from quizapp.people.viewer import Viewer
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.child import ChildRefused, ChildTask, Tell
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.db import Database
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.plumbing.job_runner import JobRunner, Work
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent
from tests.conftest import BEGIN

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
HEADING = "question,answer,wrong 1,wrong 2\n"
RIVERS = HEADING + "".join(
    f"{stem},{key},Rhine,Volga\n"
    for stem, key in [
        ("Which river flows through Paris?", "Seine"),
        ("Which river flows through London?", "Thames"),
        ("Which river flows through Vienna?", "Danube"),
    ]
)


def _answered_since(session: Any, question_ids: Sequence[int], moment: datetime) -> set[int]:
    return study.list_answered(session, question_ids, epoch_ms(moment))


def work_here(task: ChildTask, tell: Tell, _is_stopping: Callable[[], bool]) -> Any:
    """Do what a child would, without one: to start it takes longer than nearly all that it is to do here."""
    asked = json.loads(json.dumps(dict(task.arguments)))
    try:
        return json.loads(json.dumps(importlib.import_module(task.entry).work(asked, tell)))
    except QuizError as error:
        raise ChildRefused(error.message) from None


@dataclass
class Counter:
    """The folders and the runner of one installation; `work` is how its files are read and stored."""

    database: Database
    home: Path
    now: datetime = BEGIN
    work: Work = work_here
    loads: list[LoadReport] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.files, self.media = FileStore(self.home / "files"), MediaStore(self.home / "media")
        self.shelf = ParcelShelf(self.home / "parcels")
        reader = ImportReading(self.shelf, self.files, self.database.reading, 20_000_000)
        self.storer = ImportStoring(
            self.shelf,
            self.media,
            self.files,
            self.database.reading,
            self._follow_edit,
            lambda: self.now,
        )
        self.undoer = ImportUndoing(self.database.reading, _answered_since, self._follow, lambda: self.now)
        kinds = [reader.kind(), self.storer.kind(), self.undoer.kind()]
        self.runner = JobRunner(self.database, kinds, lambda: self.now, Bell(), work=self.work)
        #: Apart, so that a test says when many cards follow.
        cards = study.cards_job_kind(self.database.reading)
        self.cards = JobRunner(self.database, [cards], lambda: self.now, Bell())

    def _follow_edit(self, session: Any, load: LoadReport, choice: str, now: datetime) -> None:
        self.loads.append(load)
        study.follow_edit(session, load, choice, epoch_ms(now))

    def _follow(self, session: Any, load: LoadReport, now: datetime) -> None:
        self.loads.append(load)
        study.follow_edit(session, load, "due_today", epoch_ms(now))

    def bring(
        self, viewer: Viewer, *files: tuple[str, bytes | str], bank: str = "", client_id: str = "", is_read: bool = True
    ) -> int:
        """Bring files and let them be read; give the import's number."""
        brought = []
        for name, content in files:
            body = content.encode() if isinstance(content, str) else content
            digest = hashlib.sha256(body).hexdigest()
            brought.append(BroughtFile(name, self.files.put(body), digest, len(body)))
        with self.database.transaction() as session:
            client = client_id or hashlib.sha256(repr(files).encode() + bank.encode()).hexdigest()[:36]
            made = importing.begin_import(session, viewer, brought, bank, client, self.now)
        if is_read:
            self.runner.run_waiting()
        return made.id

    def get(self, viewer: Viewer, import_id: int) -> Import:
        with self.database.reading() as session:
            return importing.get_import(session, viewer, import_id, is_whole=True)

    def parcel(self, viewer: Viewer, import_id: int) -> KeptParcel:
        return self.shelf.open(self.get(viewer, import_id).parcel)

    def choice(self, viewer: Viewer, import_id: int) -> Choice:
        return importing.choice_of(self.get(viewer, import_id), self.parcel(viewer, import_id))

    def compare(self, viewer: Viewer, import_id: int, bank: str) -> None:
        choice = self.choice(viewer, import_id)
        with self.database.transaction() as session:
            importing.compare_with(session, viewer, import_id, bank, self.now, choice)
        self.runner.run_waiting()

    def turn(self, viewer: Viewer, import_id: int, shown: Sequence[int], ticked: Sequence[int]) -> None:
        turned = importing.turned_of(self.choice(viewer, import_id), shown, ticked)
        with self.database.transaction() as session:
            importing.turn_ticks(session, viewer, import_id, shown, turned)

    def carry_out(
        self, viewer: Viewer, import_id: int, slug: str = "", title: str = "Rivers", cards: str = "due_today"
    ) -> Carried:
        """Import what is ticked, as the page does."""
        target = ImportTarget(slug=slug, title="" if slug else title, cards=cards)
        parcel = self.parcel(viewer, import_id)
        with self.database.reading() as session:
            held = importing.get_import(session, viewer, import_id)
            plan = importing.plan_import(session, viewer, held, parcel, self.media, self.now)
        with self.database.transaction() as session:
            carried = importing.carry_out(session, viewer, import_id, target, parcel, plan, self.now)
            if carried.load is not None:
                study.follow_edit(session, carried.load, cards, epoch_ms(self.now))
        self.runner.run_waiting()
        return carried

    def import_all(self, viewer: Viewer, *files: tuple[str, bytes | str], slug: str = "", title: str = "Rivers") -> int:
        """Bring files and import what is proposed."""
        import_id = self.bring(viewer, *files, bank=slug)
        self.carry_out(viewer, import_id, slug, title)
        return import_id

    def undo(self, viewer: Viewer, import_id: int) -> importing.Undone:
        with self.database.transaction() as session:
            undone = importing.undo_import(session, viewer, import_id, _answered_since, self.now)
            assert undone is not None
            study.follow_edit(session, undone.load, "due_today", epoch_ms(self.now))
        return undone

    def begin_undo(self, viewer: Viewer, import_id: int) -> None:
        """Undo a large import, without doing the job."""
        with self.database.transaction() as session:
            assert importing.undo_import(session, viewer, import_id, _answered_since, self.now) is None

    def answer(self, learner: Viewer, question: QuestionRow) -> None:
        """Let somebody have answered a question now."""
        moment = epoch_ms(self.now)
        event = ReviewEvent(
            learner_id=learner.id, client_id=f"answer-{question.id}", question_id=question.id, bank_id=question.bank_id,
            kind="review", rating=3, way="recognise", answered_at=moment, received_at=moment, study_day=20_000,
            utc_offset_minutes=0, question_revision=question.revision,
        )  # fmt: skip
        with self.database.transaction() as session:
            session.add(event)

    def questions(self, slug: str = "rivers", *, archived: bool = False) -> dict[str, QuestionRow]:
        """Give the questions in use of a bank, or those out of use, by their stems."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(QuestionRow)
                .join(Bank, Bank.id == QuestionRow.bank_id)
                .where(Bank.slug == slug, Bank.deleted_at.is_(None), QuestionRow.deleted_at.is_not(None) == archived)
                .order_by(QuestionRow.position)
            )
            return {row.body["stem"]: row for row in rows}

    def slugs(self) -> list[str]:
        """List the banks there are, hidden ones too."""
        with self.database.reading() as session:
            return list(session.scalars(select(Bank.slug).order_by(Bank.id)))
