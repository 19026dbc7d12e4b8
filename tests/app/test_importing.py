"""What `quizapp import` tells: the bank, the database, and what changed."""

from __future__ import annotations

import hashlib
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank, Media
from quizapp.banks.service import LoadReport, importing
from quizapp.banks.service.folders import FILE_LIMIT_BYTES
from quizapp.banks.service.importing.choosing import CHANGED_IN_BOTH
from quizapp.banks.service.storing import Sheet, look_at, write_sheet
from quizapp.cli.importing import command
from quizapp.cli.loading import load_folder
from quizapp.core.kinds import parse_question
from quizapp.people.service import NewAccount, sign_up
from quizapp.plumbing.db import Database
from tests.conftest import BEGIN

BANK = "bank:\n  title: Rivers\nquestions:\n"
QUESTION = "  - {id: rhine, kind: text, stem: Which river flows by Basel?, key: Rhine}\n"


@pytest.fixture
def taken_in(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))

    def run(body: str) -> str:
        (tmp_path / "rivers.yaml").write_text(body)
        result = CliRunner().invoke(command, [str(tmp_path / "rivers.yaml")])
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_names_bank_database_and_changes(taken_in, tmp_path):
    first = taken_in(BANK + QUESTION)
    assert f"bank “rivers” made in sqlite:///{tmp_path}/home/quizapp.db: 1 added, 0 changed, 0 unchanged" in first
    again = taken_in(BANK + QUESTION.replace("Rhine}", "The Rhine}"))
    assert "brought up to date" in again
    assert "0 added, 1 changed, 0 unchanged; to undo it: quizapp import --undo 2" in again


def test_a_bank_of_another_name_leaves_the_files_own_to_be_loaded(tmp_path, monkeypatch):
    folder = tmp_path / "questions" / "rivers"
    folder.mkdir(parents=True)
    (folder / "bank.yaml").write_text(BANK + QUESTION)
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    assert CliRunner().invoke(command, [str(folder / "bank.yaml"), "--bank", "other"]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    load_folder(database, folder.parent, BEGIN, pytest.fail)
    with database.reading() as session:
        assert session.scalars(select(Bank.slug).order_by(Bank.slug)).all() == ["other", "rivers"]
    database.close()


def test_a_large_text_beside_the_bank_stops_nothing(taken_in, tmp_path):
    with (tmp_path / "notes.txt").open("wb") as notes:
        notes.truncate(FILE_LIMIT_BYTES + 1)
    assert "1 added" in taken_in(BANK + QUESTION)


def test_warns_of_a_bank_without_questions(taken_in):
    assert "The bank has no questions" in taken_in("bank:\n  title: Rivers\nquestions: []\n")


def test_pictures_beside_a_bank_file_come_along(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    name = hashlib.sha256(picture).hexdigest() + ".png"
    folder = tmp_path / "rivers"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / name).write_bytes(picture)
    (folder / "media" / f"{'0' * 64}.png").write_bytes(picture)
    stem = f"'Which river? ![map](media/{name}) ![other](media/{'0' * 64}.png)'"
    (folder / "bank.yaml").write_text(BANK + f"  - {{id: rhine, kind: text, stem: {stem}, key: Rhine}}\n")
    assert CliRunner().invoke(command, [str(folder)]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.reading() as session:
        assert [media.sha256 for media in session.scalars(select(Media))] == [name.removesuffix(".png")]
    database.close()


def test_what_was_edited_here_is_kept_and_named(tmp_path, monkeypatch):
    folder = tmp_path / "questions" / "rivers"
    folder.mkdir(parents=True)
    file = folder / "bank.yaml"
    file.write_text(BANK + QUESTION)
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    assert CliRunner().invoke(command, [str(file)]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.transaction() as session:
        account = NewAccount(name="Ada", password_hash="-", role="teacher", is_admin=True)
        ada = sign_up(session, account, BEGIN)
        bank = session.scalars(select(Bank)).one()
        sheet = Sheet(look_at(session, bank.id), ada.id, BEGIN)
        edited = parse_question(sheet.look.standing["rhine"].body | {"key": "The Rhine"})
        sheet.store(edited, None, LoadReport(""))
        write_sheet(session, bank, sheet)
    file.write_text(BANK + QUESTION.replace("Rhine}", "Rhein}"))
    told = []
    load_folder(database, folder.parent, BEGIN, told.append)
    assert told == [f"{file}:4: question rhine “Which river flows by Basel?”: {CHANGED_IN_BOTH}."]
    output = CliRunner().invoke(command, [str(file)]).output
    assert f"bank.yaml:4: question rhine “Which river flows by Basel?”: {CHANGED_IN_BOTH}." in output
    assert "0 added, 0 changed, 0 unchanged, 1 kept as edited here" in output
    report = json.loads(CliRunner().invoke(command, [str(file), "--json"]).stdout)
    assert (report["found"], report["imported"]) == (1, 0)
    asked = {"line": 4, "stem": "Which river flows by Basel?"}
    assert report["skipped"] == [{"what": "question rhine", "reason": CHANGED_IN_BOTH, **asked}]
    database.close()


def test_a_large_bank_file_goes_in_pieces(taken_in, monkeypatch, tmp_path):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    lines = [QUESTION.replace("rhine", f"r{n}").replace("Basel", f"Basel ({n})") for n in range(5)]
    assert "5 added" in taken_in(BANK + "".join(lines))
    again = taken_in(BANK + "".join(lines[:4]) + lines[4].replace("Basel", "Bonn"))
    assert "0 added, 1 changed, 4 unchanged" in again
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.reading() as session:
        assert session.scalars(select(Bank.slug)).all() == ["rivers"]
    database.close()
