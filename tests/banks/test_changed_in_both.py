"""A question that was edited here where its file changes it too: both are shown, and its teacher chooses."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import undefer

from quizapp.banks.models import Import, QuestionRow
from quizapp.banks.service.importing import report_table
from quizapp.cli.importing import command
from quizapp.people.service import NewAccount, sign_up
from quizapp.plumbing.db import Database
from tests.banks.imports import Counter
from tests.banks.test_edited_since import CAPITALS, MINE, brought_again, edit, the_question
from tests.banks.test_import_pages import ada, bring, runner, send, settled
from tests.conftest import BEGIN
from tests.study import bank_files

__all__ = ["ada", "runner"]

THEIRS = "What is Peru’s capital?"
BOTH = CAPITALS.replace("Capital of Peru?", THEIRS)


@pytest.fixture
def counter(database, tmp_path):
    return Counter(database, tmp_path)


@pytest.mark.parametrize(
    ("edited", "file", "is_both"),
    [
        ({"stem": MINE}, CAPITALS, False),
        ({"stem": MINE}, BOTH, True),
        ({"explanation": "By the sea"}, CAPITALS.replace("On the coast", "Near it"), True),
        ({"distractors": ["Cusco", "Callao"]}, CAPITALS.replace("Cusco", "Ica"), True),
        ({"explanation": "By the sea"}, CAPITALS.replace("On the coast", "By the sea"), False),
    ],
)
def test_only_what_both_have_changed_is_called_so(counter, people, edited, file, is_both):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", **edited)
    before = the_question(counter).body
    import_id, row = brought_again(counter, people.ada, file)
    assert (row.is_both, row.is_ticked) == (is_both, False)
    if is_both:
        assert row.code == "e"
        assert row.differences
        assert counter.choice(people.ada, import_id).why_left_out(0).startswith("changed both here and in the file")
    assert the_question(counter).body == before


def test_a_bank_file_is_no_other(counter, people):
    counter.import_all(people.ada, ("bank.yaml", bank_files.bridges(1)))
    edit(counter.database, people.ada.id, "rivers", "b1", stem=MINE)
    for stem, is_both in ((THEIRS, True), (None, False)):
        text = bank_files.bridges(1, b1={"stem": stem} if stem else {})
        import_id = counter.bring(people.ada, ("bank.yaml", text), bank="rivers", client_id=str(stem))
        said = counter.choice(people.ada, import_id).verdicts
        assert (said.codes, said.partners.get(0, {}).get("is_both", False)) == ("e", is_both)


def test_the_page_shows_both_and_the_teacher_chooses(ada, runtime, cast):
    address = bring(ada, ("capitals.csv", CAPITALS + "r2,Capital of Chile?,Santiago,Arica,\n"))
    settled(ada, address)
    send(ada, address, "insertions", shown=["0", "1"], tick=["0", "1"], title="Capitals")
    edit(runtime.database, cast.ada.id, "capitals", "r1", stem=MINE)
    for number, ticks in enumerate((["1"], ["0", "1"])):
        text = BOTH + f"r2,Capital of Chile?,Santiago,Talca {number},\n"
        address = bring(ada, ("capitals.csv", text), bank="capitals", client_id=f"d{number}")
        page = settled(ada, address)
        assert page.count("changed both here and in the file; it stays as it is here, unless you tick it") == 1
        assert "Struck out: what was written here and would go." in page
        form = {"shown": ["0", "1"], "tick": ticks, "at": "1", "show": "", "bank": "capitals"}
        send(ada, address, "insertions", **form)
        with runtime.database.reading() as session:
            stem = session.scalars(select(QuestionRow).where(QuestionRow.slug == "r1")).one().body["stem"]
            latest = select(Import).order_by(Import.id.desc()).limit(1).options(undefer(Import.report))
            told = "".join(report_table(session, session.scalars(latest).one()))
        assert stem == (MINE if number == 0 else THEIRS)
        assert ("changed both here and in the file; kept as it stands here" in told) is (number == 0)


def test_the_command_keeps_what_was_written_here_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    file = tmp_path / "rivers.csv"
    file.write_text(CAPITALS)
    assert CliRunner().invoke(command, [str(file)]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.transaction() as session:
        owner = sign_up(session, NewAccount(name="Ada", password_hash="-", role="teacher", is_admin=True), BEGIN)
    edit(database, owner.id, "rivers", "r1", stem=MINE)
    database.close()
    file.write_text(BOTH)
    result = CliRunner().invoke(command, [str(file)])
    assert "1 kept as edited here" in result.output
    told = "changed both here and in the file; kept as it stands here"
    assert f"rivers.csv:2: question r1 “{THEIRS}”: {told}." in result.output
