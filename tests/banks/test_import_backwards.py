"""Notes that Anki asks both ways, also asked backwards: by a tick in the preview, and by the command."""

from __future__ import annotations

import json
import re

from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from quizapp.cli.importing import command
from quizapp.plumbing.db import Database
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, stems, ticked
from tests.core.formats.anki_packages import BASIC, BOTH_WAYS, NoteRow, package

__all__ = ["ada", "runner"]

NOTES = (
    NoteRow(BOTH_WAYS, ("der Berg", "the mountain"), "zz1", "", 7, (0, 1)),
    NoteRow(BASIC, ("Which lake?", "Baikal"), "zz2"),
)
ALL = ["der Berg", "the mountain", "Which lake?"]


def test_the_tick_of_a_file_asks_backwards_too_and_again_changes_nothing(ada, runtime):
    address = bring(ada, ("words.apkg", package(NOTES)))
    page = settled(ada, address)
    assert "Also ask one of its questions backwards" in page
    assert "Import 2 of 2" in page
    assert not re.search(r'name="backwards" value="1" checked', page)
    send(ada, address, "readings", file="0", format="", backwards="1")
    page = settled(ada, address)
    assert re.search(r'name="backwards" value="1" checked', page)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Words")
    settled(ada, address)
    assert stems(runtime) == ALL
    again = bring(ada, ("words.apkg", package(NOTES)), bank="words", client_id="again")
    settled(ada, again)
    send(ada, again, "readings", file="0", format="", backwards="1")
    page = settled(ada, again)
    assert page.count("stands there unchanged") == 3
    # Read without the tick, what asks backwards stays as any other question that the file does not hold.
    send(ada, again, "readings", file="0", format="")
    assert "Import 0 of 2" in settled(ada, again)
    assert stems(runtime) == ALL
    send(ada, address, "reversals")
    assert stems(runtime) == []


def test_the_command_asks_backwards_where_it_is_told_to(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "words.apkg"
    path.write_bytes(package(NOTES))

    def run(*arguments: str):
        result = CliRunner().invoke(command, [str(path), "--json", *arguments])
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    assert (run("--dry-run")["found"], run("--dry-run")["backwards"]) == (2, 1)
    assert run()["imported"] == 2
    # The same file is read again where something else is wished of it.
    told = run("--backwards")
    assert (told["found"], told["new"], told["changed"]) == (3, 1, 0)
    assert run("--backwards")["imported"] == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.reading() as session:
        assert {row.body["stem"] for row in session.scalars(select(QuestionRow))} == set(ALL)
    database.close()
