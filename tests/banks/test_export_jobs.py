"""A big bank is written by a job, on both databases; its file is its teacher's, and is kept for a day."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from quizapp.banks import service as banks
from quizapp.banks.models import Bank
from quizapp.banks.service import Choice
from quizapp.banks.service.export_jobs import AT_ONCE_QUESTIONS
from quizapp.core.errors import Conflict
from quizapp.core.formats.parcel import BankFields, Entry, Parcel
from quizapp.core.formats.registry import format_named
from quizapp.core.kinds import parse_question
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.db import Database
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.plumbing.job_runner import JobRunner
from quizapp.plumbing.jobs import Job
from quizapp.runners import make_import_runner, make_job_runner
from tests.conftest import BEGIN


def raw(number):
    return {"id": f"q{number}", "kind": "text", "stem": f"Which number comes after {number}?", "key": str(number + 1)}


def put_bank(database, owner_id, count):
    questions = [parse_question(raw(number)) for number in range(count)]
    parcel = Parcel("bank", BankFields(title="Numbers"), tuple(Entry(question, question.id) for question in questions))
    with database.transaction() as session:
        report = banks.load_bank(session, parcel, None, slug="numbers", file_hash=None, now=BEGIN)
        session.execute(update(Bank).where(Bank.id == report.bank_id).values(owner_id=owner_id, visibility="private"))
    return report.bank_id


def test_a_job_writes_what_the_page_would(database: Database, people, tmp_path, clock) -> None:
    bank_id = put_bank(database, people.ada.id, 3)
    files, media = FileStore(tmp_path / "files"), MediaStore(tmp_path / "media")
    with database.transaction() as session:
        job_id = banks.put_export(session, people.ada, bank_id, "gift", Choice(), files, BEGIN)
        assert banks.kept_exports(session) == set(files.names())

    def fill(claimed, path):
        with database.reading() as session:
            banks.put_down_export(session, claimed, path, media)

    runner = JobRunner(database, [banks.export_job_kind(files, fill)], clock, Bell())
    assert runner.run_waiting() == 1
    with database.reading() as session:
        bank = banks.get_bank_to_export(session, people.ada, "numbers")
        state = banks.get_export(session, people.ada, bank, job_id)
        contents = banks.contents_of(session, bank_id, Choice(), "gift", {}, BEGIN)
        questions = [parse_question(body) for body in contents.bodies]
    assert (state.state, state.account.written, state.account.total) == ("done", 3, 3)
    content = files.path(state.target).read_bytes()
    assert format_named("gift").read(content).found == 3
    assert [question.stem for question in format_named("gift").read(content).questions] == [q.stem for q in questions]
    assert files.names() == [state.target]


@pytest.fixture
def big(runtime, cast):
    return put_bank(runtime.database, cast.ada.id, AT_ONCE_QUESTIONS + 1)


def test_a_big_bank_is_written_while_its_teacher_goes_on(runtime, big, sign_in_as, clock) -> None:
    ada = sign_in_as("ada")
    assert "is written while you go on" in ada.get("/banks/numbers/export?format=csv").text
    sent = ada.post("/banks/numbers/exports", {"format": "csv"})
    assert sent.status_code == 303
    place = sent.headers["Location"]
    assert "Waiting for its turn" in ada.get(place).text
    assert ada.get(f"{place}/file").status_code == 404
    assert make_job_runner(runtime).run_waiting() == 1
    page = ada.get(place).text
    assert f"{AT_ONCE_QUESTIONS + 1:,} of {AT_ONCE_QUESTIONS + 1:,} questions are written." in page
    file = ada.get(f"{place}/file")
    assert file.headers["Content-Disposition"] == "attachment; filename=numbers.csv"
    assert format_named("csv").read(file.data).found == AT_ONCE_QUESTIONS + 1
    assert [sign_in_as(name).get(place).status_code for name in ("eve", "ann", "sam")] == [404, 404, 403]
    assert sign_in_as("ann").get(f"{place}/file").status_code == 404
    assert ada.get(place.replace("numbers", "other")).status_code == 404


def test_a_few_questions_of_a_big_bank_come_at_once(big, sign_in_as) -> None:
    assert sign_in_as("ada").post("/banks/numbers/exports", {"format": "csv", "questions": "1,2"}).status_code == 200


def test_a_file_is_kept_for_a_day(runtime, big, sign_in_as, cast, clock) -> None:
    ada = sign_in_as("ada")
    place = ada.post("/banks/numbers/exports", {"format": "csv"}).headers["Location"]
    make_job_runner(runtime).run_waiting()
    # A start of the server takes away what nobody waits for; this one is waited for.
    make_job_runner(runtime)
    assert ada.get(f"{place}/file").status_code == 200
    clock.move(days=1, minutes=1)
    with runtime.database.transaction() as session:
        banks.put_export(session, cast.ada, big, "csv", Choice((1,)), runtime.files, clock())
    # The hourly round takes it, whether or not anybody exports again; what waits stays.
    make_import_runner(runtime).do_chore()
    with runtime.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1
    assert ada.get(f"{place}/file").status_code == 404
    assert len(runtime.files.names()) == 2


def test_three_at_once_are_enough(runtime, big, cast) -> None:
    with runtime.database.transaction() as session:
        for _ in range(3):
            banks.put_export(session, cast.ada, big, "csv", Choice(), runtime.files, BEGIN)
        with pytest.raises(Conflict, match="Three banks are being written"):
            banks.put_export(session, cast.ada, big, "csv", Choice(), runtime.files, BEGIN)


def test_what_went_wrong_is_said_and_leaves_no_file(runtime, big, cast, sign_in_as) -> None:
    place = sign_in_as("ada").post("/banks/numbers/exports", {"format": "csv"}).headers["Location"]
    with runtime.database.transaction() as session:
        job = session.scalars(select(Job)).one()
        job.arguments = {**job.arguments, "choice": {"ids": [999_999], "tag": ""}}
    assert make_job_runner(runtime).run_waiting() == 1
    assert "The file could not be written." in sign_in_as("ada").get(place).text
    assert runtime.files.names() == []
