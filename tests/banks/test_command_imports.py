"""What the command line has brought into a teacher's own bank stands among their imports, with its way back."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, Import
from quizapp.banks.service import importing, read_bank_file
from quizapp.cli.foreign import bring_in
from quizapp.cli.loading import load_file
from quizapp.cli.sources import open_source
from quizapp.plumbing.files import MediaStore
from quizapp.runners import make_import_runner
from tests.banks.imports import HEADING, RIVERS
from tests.banks.test_import_pages import send, stems
from tests.conftest import BEGIN
from tests.study import bank_files

FLAWED = RIVERS + "Which river flows through Rome?,,Arno,Po\n" + RIVERS.splitlines()[1] + "\n"


@pytest.fixture
def ada(sign_in_as):
    """Give her browser; nothing runs beside it, since the command goes on in a fork of its process."""
    return sign_in_as("ada")


@pytest.fixture
def command(runtime, cast, tmp_path):
    """Give what brings a file in as the command does, into the bank "mine" of somebody, and the import's number."""

    def bring(name: str, body: str | bytes, owner: str | None = "ada") -> int:
        path = tmp_path / name
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        owner_id = None if owner is None else cast[owner].id
        if name == "bank.yaml":
            number = load_file(runtime.database, read_bank_file(path), BEGIN, "mine", owner_id=owner_id)
            return number.report.import_id or 0
        media = MediaStore(tmp_path / "media")
        brought = bring_in(runtime.database, media, open_source(path, "auto"), "Mine", BEGIN, owner_id)
        return brought.import_id or 0

    return bring


def titles(runtime):
    with runtime.database.reading() as session:
        return list(session.scalars(select(Bank.title).where(Bank.deleted_at.is_(None))))


@pytest.mark.parametrize(
    ("name", "body", "count"),
    [("rivers.csv", RIVERS, 3), ("bank.yaml", bank_files.bridges(3), 3)],
    ids=["a table", "a bank file"],
)
def test_it_is_listed_shown_and_undone_like_any_other(ada, runtime, command, name, body, count):
    number = command(name, body)
    listed = ada.get("/imports").text
    assert f'<a href="/imports/{number}">{name}</a>' in listed
    assert f"Imported: {count} questions · {titles(runtime)[0]}" in listed
    page = ada.get(f"/imports/{number}").text
    assert f"<h1>{count} questions imported</h1>" in page
    assert f"{count} are new." in page
    report = ada.get(f"/imports/{number}/report").text
    assert report.count("new,") == count
    assert "Undone." in ada.get(send(ada, f"/imports/{number}", "reversals")).text
    assert (stems(runtime), titles(runtime)) == ([], [])
    assert "This import was undone" in ada.get(f"/imports/{number}").text
    with runtime.database.reading() as session:
        assert importing.get_undone(session, number) is not None


def test_its_page_says_what_was_flawed_left_out_and_unchanged(ada, command):
    number = command("rivers.csv", FLAWED)
    page = ada.get(f"/imports/{number}").text
    assert "same stem and key as question" in page
    assert "1 problem" in page
    again = command("more.csv", RIVERS + "Which river flows through Rome?,Tiber,Arno,Po\n")
    page = ada.get(f"/imports/{again}").text
    assert "<b>3 questions</b>: unchanged" in page
    assert "<h1>One question imported</h1>" in page
    said = ada.get(f"/imports/{again}/report").text
    assert "left out" in said
    assert "3 questions" in said


def test_one_of_the_first_of_which_no_counts_were_kept_is_shown_too(ada, runtime, command):
    number = command("rivers.csv", RIVERS)
    with runtime.database.transaction() as session:
        held = session.get_one(Import, number)
        report = session.scalars(select(Import.report).where(Import.id == number)).one()
        left = {name: report[name] for name in ("was_closed", "owner_id", "left_out", "ids", "title")} | {"again": []}
        session.execute(update(Import).where(Import.id == held.id).values(report=left))
    assert f"/imports/{number}" in ada.get("/imports").text
    assert "<h1>3 questions imported</h1>" in ada.get(f"/imports/{number}").text


@pytest.mark.parametrize("owner", ["eve", None], ids=["another teacher’s", "everybody’s"])
def test_what_is_in_a_bank_of_others_is_not_theirs(ada, runtime, command, owner):
    number = command("rivers.csv", RIVERS, owner)
    assert "rivers.csv" not in ada.get("/imports").text
    for address in (f"/imports/{number}", f"/imports/{number}/report", f"/imports/{number}/progress"):
        assert ada.get(address).status_code == 404
    assert ada.post(f"/imports/{number}/reversals", {}).status_code == 404
    assert len(stems(runtime)) == 3


def test_a_large_one_is_undone_by_a_job_in_its_owners_name(ada, runtime, command):
    count = importing.AT_ONCE + 1
    rows = "".join(f"What is number {n} of the list?,Answer {n},Wrong {n},Other {n}\n" for n in range(count))
    number = command("numbers.csv", HEADING + rows)
    send(ada, f"/imports/{number}", "reversals")
    assert "A command on the server" not in ada.get(f"/imports/{number}").text
    assert make_import_runner(runtime, poll_seconds=60).run_waiting() == 1
    assert "This import was undone" in ada.get(f"/imports/{number}").text
    assert stems(runtime) == []


def test_one_that_a_command_is_still_bringing_in_says_so(ada, runtime, command):
    command("rivers.csv", RIVERS)
    with runtime.database.transaction() as session:
        session.execute(update(Import).values(state="storing", done_at=None))
        number = session.scalars(select(Import.id)).one()
    assert "A command on the server is bringing it in" in ada.get(f"/imports/{number}").text
    assert "A command on the server is bringing it in" in ada.get(f"/imports/{number}/progress").text


def test_its_revisions_name_it_and_lead_to_it(ada, command):
    number = command("rivers.csv", RIVERS)
    page = ada.get("/banks/mine/questions/1/revisions").text
    assert f'<a href="/imports/{number}">import of “rivers.csv”</a> · by command' in page


def test_a_file_of_that_name_is_offered_its_bank_again(ada, runtime, command, cast):
    command("rivers.csv", RIVERS)
    with runtime.database.reading() as session:
        assert importing.find_earlier_bank(session, cast.ada, ["rivers.csv"]) == "mine"
        assert importing.find_earlier_bank(session, cast.eve, ["rivers.csv"]) == ""
        told = importing.export_imports(session, cast.ada.id)
        assert [each["files"][0]["name"] for each in told] == ["rivers.csv"]
        assert json.dumps(told)
        assert importing.export_imports(session, cast.eve.id) == []
