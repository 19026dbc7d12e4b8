"""`quizapp import --owner`: the bank that the command makes is a teacher's own, and nobody else's is touched."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.service import get_bank_to_edit
from quizapp.cli.importing import command
from quizapp.core.errors import NotFound
from quizapp.people.service import NewAccount, list_accounts_of_address, sign_up
from quizapp.people.viewer import PASSER_BY
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from tests.conftest import BEGIN
from tests.study import bank_files

CSV = "question,answer,wrong 1\nWho wrote Faust?,Goethe,Kant\nWho wrote Emma?,Austen,Eliot\n"
ADA, SAM, TWICE = "ada@example.org", "sam@example.org", "both@example.org"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Give a database with a teacher, a student, and two teachers of one address."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("QUIZAPP_HOME", str(home))
    database = Database(f"sqlite:///{home}/quizapp.db")
    schema.ensure_current(database)
    accounts = [("Ada", "teacher", ADA), ("Sam", "student", SAM), ("Bo", "teacher", TWICE), ("Cy", "teacher", TWICE)]
    with database.transaction() as session:
        for name, role, email in accounts:
            account = NewAccount(name=name, password_hash="-", role=role, is_admin=False, email=email)
            sign_up(session, account, BEGIN)
    yield database
    database.close()


@pytest.fixture
def run(here, tmp_path):
    def call(name: str, body: str | bytes, *arguments: str):
        path = tmp_path / name
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        return CliRunner().invoke(command, [str(path), *arguments])

    return call


def rows(database, statement):
    with database.reading() as session:
        return session.execute(statement).all()


BANKS = select(Bank.slug, Bank.owner_id, Bank.visibility).where(Bank.deleted_at.is_(None)).order_by(Bank.slug)


@pytest.mark.parametrize(
    ("name", "body"), [("one.csv", CSV), ("bank.yaml", bank_files.bridges(3))], ids=["a table", "a bank file"]
)
def test_the_bank_is_the_teachers_own_and_private(here, run, name, body):
    result = run(name, body, "--bank", "Mine", "--owner", ADA.upper())
    assert result.exit_code == 0, result.output
    assert rows(here, BANKS) == [("mine", 1, "private")]
    assert "made" in result.output
    again = run(name, body, "--bank", "Mine", "--owner", ADA, "--json")
    assert json.loads(again.stdout)["imported"] == 0
    assert rows(here, BANKS) == [("mine", 1, "private")]


def test_the_owner_may_edit_it_and_nobody_else(here, run):
    run("one.csv", CSV, "--owner", ADA)
    with here.transaction() as session:
        [ada] = list_accounts_of_address(session, ADA)
        assert get_bank_to_edit(session, ada, "one").owner_id == ada.id
        with pytest.raises(NotFound):
            get_bank_to_edit(session, PASSER_BY, "one")


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("nobody@example.org", "No account has the address nobody@example.org"),
        (SAM, "Sam is no teacher"),
        (TWICE, "2 accounts have the address"),
    ],
)
def test_an_address_that_names_no_teacher_changes_nothing(here, run, email, words):
    result = run("one.csv", CSV, "--owner", email)
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())
    assert rows(here, select(Bank.id)) == rows(here, select(Import.id)) == []


def test_without_a_database_there_is_no_owner_and_none_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "other"))
    (tmp_path / "one.csv").write_text(CSV)
    assert CliRunner().invoke(command, [str(tmp_path / "one.csv"), "--owner", ADA]).exit_code == 2
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("first", [(), ("--owner", ADA)], ids=["everybody’s", "a teacher’s"])
@pytest.mark.parametrize(("name", "body"), [("two.csv", CSV + "More?,Yes,No\n"), ("bank.yaml", bank_files.bridges(3))])
def test_a_bank_of_that_name_of_others_is_left_alone(here, run, first, name, body):
    assert run("one.csv", CSV, "--bank", "ours", *first).exit_code == 0
    second = () if first else ("--owner", ADA)
    for further in ((), ("--dry-run",)):
        result = run(name, body, "--bank", "ours", *second, *further)
        assert result.exit_code == 1
        assert "The bank “ours”" in result.output
    assert len(rows(here, select(QuestionRow.id))) == 2


def test_an_import_into_an_own_bank_is_undone_by_its_number(here, run):
    told = run("one.csv", CSV, "--owner", ADA).output
    assert "quizapp import --undo 1" in told
    result = CliRunner().invoke(command, ["--undo", "1"])
    assert "2 removed" in result.output
    assert rows(here, BANKS) == []


def test_a_bank_that_was_given_away_since_is_not_undone(here, run):
    run("one.csv", CSV)
    with here.transaction() as session:
        session.scalars(select(Bank)).one().owner_id = 1
    assert "belongs to somebody else by now" in CliRunner().invoke(command, ["--undo", "1"]).output


@pytest.mark.parametrize(
    "written", ["élodie@école.fr", "ÉLODIE@École.FR", " Élodie@école.fr", "E\u0301lodie@e\u0301cole.fr"]
)
def test_an_address_is_found_whatever_the_size_of_its_letters(here, written):
    account = NewAccount(name="Élodie", password_hash="-", role="teacher", is_admin=False, email="Élodie@École.fr")
    with here.transaction() as session:
        sign_up(session, account, BEGIN)
    with here.reading() as session:
        assert [each.name for each in list_accounts_of_address(session, written)] == ["Élodie"]
        assert list_accounts_of_address(session, "elodie@ecole.fr") == []
