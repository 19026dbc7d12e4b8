"""A reader with a bug costs the file that it reads, and no other one; it is written down, and said to be our fault."""

from __future__ import annotations

import errno
import logging

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank
from quizapp.banks.reader_faults import ReaderBroke, told_as_ours
from quizapp.banks.service import folders
from quizapp.banks.service.importing import import_jobs
from quizapp.banks.verdicts import SAME, UPDATE, FileMarks, Judge
from quizapp.cli.importing import command
from quizapp.cli.loading import load_folder
from quizapp.core.errors import FormatError
from quizapp.core.formats import native, registry
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question
from quizapp.plumbing.child import run_child
from quizapp.plumbing.db import Database
from tests.banks.broken_reader import with_broken_reader
from tests.banks.imports import RIVERS, Counter
from tests.banks.test_import_pages import ada, bring, runner, send, settled, stems
from tests.conftest import BEGIN
from tests.study import bank_files

__all__ = ["ada", "runner"]

GIFT = "::Peak:: Which is the highest peak? {=Everest ~K2}\n"
OURS = "by a fault of quizapp and not of the file"


@pytest.fixture
def broken_child(monkeypatch):
    monkeypatch.setattr(import_jobs, "ENTRY", "tests.banks.broken_reader")


def test_in_a_job_the_other_files_are_read_and_the_bug_is_written_down(
    database, people, tmp_path, broken_child, caplog
):
    counter = Counter(database, tmp_path / "home", work=run_child)
    number = counter.bring(people.ada, ("peaks.gift", GIFT), ("rivers.csv", RIVERS))
    held, parcel = counter.get(people.ada, number), counter.parcel(people.ada, number)
    assert (held.state, parcel.count) == ("ready", 3)
    assert [OURS in file.error for file in parcel.files] == [True, False]
    assert "“peaks.gift”" in parcel.files[0].error
    assert "Traceback" in caplog.text
    assert "a key that its writer forgot" in caplog.text
    counter.carry_out(people.ada, number)
    assert len(counter.questions()) == 3


def test_the_page_says_which_file_and_goes_on_with_the_others(ada, runtime, broken_child):
    address = bring(ada, ("peaks.gift", GIFT), ("rivers.csv", RIVERS))
    page = settled(ada, address)
    assert "“peaks.gift” could not be read, " + OURS in page
    assert "3 questions were found" in page
    send(ada, address, "insertions", title="Rivers", at="1", show="")
    assert len(stems(runtime)) == 3
    alone = settled(ada, bring(ada, ("more.gift", GIFT), client_id="d"))
    assert "“more.gift” could not be read, " + OURS in alone
    assert "Nothing was imported." in alone


@pytest.mark.parametrize("further", [(), ("--dry-run",), ("--json",)])
def test_the_command_goes_on_with_the_other_files(tmp_path, monkeypatch, caplog, further):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(registry, "FORMATS", with_broken_reader())
    (tmp_path / "peaks.gift").write_text(GIFT)
    (tmp_path / "rivers.csv").write_text(RIVERS)
    result = CliRunner().invoke(command, [str(tmp_path / name) for name in ("peaks.gift", "rivers.csv")] + [*further])
    assert result.exit_code == 1
    assert OURS in result.output
    assert "rivers.csv" in result.stdout
    assert "a key that its writer forgot" in caplog.text
    if not further:
        database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
        with database.reading() as session:
            assert list(session.scalars(select(Bank.slug))) == ["rivers"]
        database.close()


def test_a_bank_file_that_breaks_its_reader_leaves_the_other_banks(database, tmp_path, monkeypatch, caplog):
    for name in ("alps", "bridges"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bank.yaml").write_bytes(bank_files.bridges(2) + f"# {name}\n".encode())

    def read(body, *_):
        return native.read(body) if b"# bridges" in body else [][1]

    monkeypatch.setattr(folders, "native", type("Broken", (), {"read": staticmethod(read)}))
    told: list[str] = []
    load_folder(database, tmp_path, BEGIN, told.append)
    assert len(told) == 1
    assert OURS in told[0]
    assert "IndexError" in caplog.text
    with database.reading() as session:
        assert list(session.scalars(select(Bank.slug))) == ["bridges"]


def test_a_format_that_breaks_beside_a_bank_ends_no_comparison(caplog):
    body = parse_question({"kind": "text", "stem": "Who wrote Faust?", "key": "Goethe", "id": "faust"}).dump()
    other = parse_question({"kind": "text", "stem": "Who wrote Faust?", "key": "Kleist", "id": "faust"}).dump()
    [broken] = [each for each in with_broken_reader() if each.name == "gift"]
    judge = Judge({"faust": body})
    said = judge.judge_file(lambda: iter([other]), 0, FileMarks(), broken, BankFields())
    assert [code for code, _ in said] == [UPDATE]
    assert "a key that its writer forgot" in caplog.text
    same = Judge({"faust": body}).judge_file(lambda: iter([body]), 0, FileMarks(), broken, BankFields())
    assert [code for code, _ in same] == [SAME]


def test_what_is_no_bug_stays_what_it_is(caplog):
    for error in (FormatError("no table"), MemoryError(), OSError(errno.ENOSPC, "no room")):
        with pytest.raises(type(error)) as raised, told_as_ours("x.csv"):
            raise error
        assert raised.value is error
    assert caplog.records == []
    with pytest.raises(ReaderBroke), caplog.at_level(logging.ERROR), told_as_ours("x.csv"):
        raise RecursionError
