"""A file is imported again after questions were edited here: what it says as before does not undo the edit."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank
from quizapp.banks.service import LoadReport, importing
from quizapp.banks.service.storing import Sheet, look_at, write_sheet
from quizapp.cli.importing import command
from quizapp.core.kinds import parse_question
from quizapp.people.service import NewAccount, sign_up
from quizapp.plumbing.db import Database
from tests.banks.imports import Counter
from tests.conftest import BEGIN

CAPITALS = "id,question,answer,wrong 1,explanation\nr1,Capital of Peru?,Lima,Cusco,On the coast\n"


@pytest.fixture
def counter(database, tmp_path):
    return Counter(database, tmp_path)


def edit(database, author_id: int, bank: str, slug: str, **fields) -> None:
    with database.transaction() as session:
        row = session.scalars(select(Bank).where(Bank.slug == bank)).one()
        sheet = Sheet(look_at(session, row.id, [slug]), author_id, BEGIN)
        sheet.store(parse_question(sheet.look.standing[slug].body | fields), None, LoadReport(""))
        write_sheet(session, row, sheet)


def brought_again(counter, viewer, text):
    import_id = counter.bring(viewer, ("capitals.csv", text), bank="rivers")
    choice, parcel = counter.choice(viewer, import_id), counter.parcel(viewer, import_id)
    with counter.database.reading() as session:
        [row] = importing.make_preview(session, viewer, parcel, choice, 1, "").rows
    return import_id, row


@pytest.mark.parametrize("edited", [{"stem": "Which is Peru’s capital?"}, {"key": "Callao"}])
def test_what_was_edited_here_is_shown_and_not_ticked(counter, people, edited):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", **edited)
    _, row = brought_again(counter, people.ada, CAPITALS)
    assert (row.code, row.is_ticked, row.can_be_ticked) == ("e", False, True)
    assert len(row.differences) == 1


def test_what_the_file_changes_since_joins_what_was_edited_here(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", stem="Which is Peru’s capital?")
    import_id, row = brought_again(counter, people.ada, CAPITALS.replace("On the coast", "By the sea"))
    assert (row.code, row.is_ticked) == ("u", True)
    counter.carry_out(people.ada, import_id, "rivers")
    [question] = counter.questions().values()
    assert (question.body["stem"], question.body["explanation"]) == ("Which is Peru’s capital?", "By the sea")


def test_an_edit_before_any_file_is_no_edit_since(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", stem="Which is Peru’s capital?")
    import_id, _ = brought_again(counter, people.ada, CAPITALS.replace("Capital of Peru?", "What is Peru’s capital?"))
    counter.carry_out(people.ada, import_id, "rivers")
    _, row = brought_again(counter, people.ada, CAPITALS)
    assert (row.code, row.is_ticked) == ("u", True)


def test_the_command_keeps_and_names_it(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    file = tmp_path / "rivers.csv"
    file.write_text(CAPITALS + "r2,Capital of Chile?,Santiago,Arica,\n")
    assert CliRunner().invoke(command, [str(file)]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.transaction() as session:
        ada = sign_up(session, NewAccount(name="Ada", password_hash="-", role="teacher", is_admin=True), BEGIN)
    edit(database, ada.id, "rivers", "r1", stem="Which is Peru’s capital?")
    for _ in range(2):
        output = CliRunner().invoke(command, [str(file)]).output
        assert "0 added, 0 changed, 1 unchanged, 1 kept as edited here" in output
        assert "question r1: edited here since it was imported" in output
    with database.reading() as session:
        bank = session.scalars(select(Bank)).one()
        assert look_at(session, bank.id).standing["r1"].body["stem"] == "Which is Peru’s capital?"
    database.close()
