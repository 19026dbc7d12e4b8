"""A bank's own file by command: edits of what the bank says of itself survive it, and all of it has a way back."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from quizapp.banks.models import Bank, Document, DocumentParagraph, Import, QuestionRow
from quizapp.banks.service import importing, keeping
from quizapp.cli.importing import command
from quizapp.people.service import NewAccount, sign_up
from quizapp.people.viewer import Viewer
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from tests.conftest import BEGIN
from tests.study import bank_files

ADMIN = "root@example.org"


@pytest.fixture
def here(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("QUIZAPP_HOME", str(home))
    database = Database(f"sqlite:///{home}/quizapp.db")
    schema.ensure_current(database)
    with database.transaction() as session:
        sign_up(session, NewAccount(name="Root", password_hash="-", role="teacher", is_admin=True, email=ADMIN), BEGIN)
    yield database
    database.close()


@pytest.fixture
def run(here, tmp_path):
    """Bring in a bank of so many bridges, with what its file says of it and a reading; gives what the command tells."""
    folder = tmp_path / "bridges"
    folder.mkdir()

    def call(count: int, *arguments: str, said: str = "", text: str = "", **changes: dict[str, object]):
        head = f"{said}{'  document: reading.md' + chr(10) if text else ''}"
        body = bank_files.bridges(count, **changes).replace(
            b"  title: Bridges\n", b"  title: Bridges\n" + head.encode()
        )
        if "title:" in said:
            body = body.replace(b"  title: Bridges\n", b"", 1)
        (folder / "bank.yaml").write_bytes(body)
        (folder / "reading.md").write_text(text)
        return CliRunner().invoke(command, [str(folder / "bank.yaml"), *arguments])

    return call


def undo(result):
    number = re.search(r"--undo (\d+)", result.output)
    assert number, result.output
    return CliRunner().invoke(command, ["--undo", number[1]])


def bank_of(database) -> Bank:
    with database.reading() as session:
        return session.scalars(select(Bank).where(Bank.slug == "bridges")).one()


def edit(database, **changes: object) -> None:
    """Change what the bank says of itself as its page Settings does."""
    root = Viewer(id=1, name="Root", role="teacher", is_admin=True)
    with database.transaction() as session:
        said = keeping.get_description(session, root, "bridges")
        keeping.describe_bank(session, root, "bridges", replace(said, **changes))


def standing(database) -> list[tuple[str, str, int, str | None]]:
    with database.reading() as session:
        rows = select(QuestionRow).join(Bank).where(Bank.slug == "bridges", QuestionRow.deleted_at.is_(None))
        found = session.scalars(rows.order_by(QuestionRow.position)).all()
        return [(row.slug, row.body["stem"], row.position, row.sibling_key) for row in found]


def text_of(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(DocumentParagraph.text).join(Document).order_by(DocumentParagraph.number)))


class TestWhatTheBankSays:
    def test_an_edited_title_survives_and_is_named_when_the_file_says_it_anew(self, here, run):
        run(2, said="  description: Old.\n")
        edit(here, title="My bridges", description="Mine.")
        same = run(3, said="  description: Old.\n")
        assert "not taken" not in same.output
        result = run(3, said="  title: New\n  description: New.\n  licence: CC0\n", b1={"stem": "When?"})
        assert "not taken: title (edited here), description (edited here). The bank keeps its own." in result.stderr
        bank = bank_of(here)
        assert (bank.title, bank.description, bank.licence) == ("My bridges", "Mine.", "CC0")
        assert standing(here)[0][1] == "When?"

    def test_the_trial_run_and_json_name_it_too(self, here, run):
        run(2)
        edit(here, title="My bridges")
        for arguments in (["--dry-run", "--json"], ["--json"]):
            report = json.loads(run(2, *arguments, said="  title: New\n").stdout)
            assert report["not_taken"] == ["title (edited here)"]

    def test_what_was_not_edited_follows_the_file(self, here, run):
        run(2, said="  description: Old.\n  tags: [a]\n")
        edit(here, tags=("mine",))
        run(2, said="  title: New\n  description: New.\n  tags: [a]\n")
        bank = bank_of(here)
        assert (bank.title, bank.description, bank.tags) == ("New", "New.", ["mine"])

    def test_one_taken_back_here_follows_the_file_again(self, here, run):
        run(2)
        edit(here, title="My bridges")
        edit(here, title="Bridges")
        assert "not taken" not in run(2, said="  title: New\n").output
        assert bank_of(here).title == "New"

    def test_it_is_kept_over_many_loads(self, here, run):
        run(2)
        edit(here, title="My bridges")
        for title in ("One", "Two", "Bridges"):
            run(2, said=f"  title: {title}\n")
        assert bank_of(here).title == "My bridges"

    def test_a_description_that_was_emptied_here_stays_empty(self, here, run):
        run(2, said="  description: Old.\n")
        edit(here, description="")
        run(3, said="  description: Old.\n")
        assert bank_of(here).description == ""

    def test_a_reading_that_grew_here_is_kept_and_named(self, here, run):
        text = bank_files.bridges_text(2)
        run(2, text=text)
        with here.transaction() as session:
            document = session.scalars(select(Document)).one()
            further = {"document_id": document.id, "kind": "paragraph", "level": 0, "text": "More.", "html": "More."}
            session.add(DocumentParagraph(number=99, **further))
        assert "not taken" not in run(2, text=text).output
        assert text_of(here)[-1] == "More."
        told = run(2, text=f"{text}\nNewer.\n")
        assert "not taken: reading (edited here)." in told.stderr
        assert "it changed nothing, so there is nothing to undo" in told.stdout
        assert text_of(here)[-1] == "More."

    def test_a_reading_follows_its_file_as_long_as_nobody_has_changed_it(self, here, run):
        for words in ("One.", "Two.", "Three."):
            assert "not taken" not in run(2, text=words).output
            assert text_of(here) == [words]

    def test_of_a_bank_whose_loads_were_not_noted_the_file_is_heard(self, here, run):
        run(2)
        with here.transaction() as session:
            session.execute(Import.__table__.delete())
        run(2, said="  title: New\n")
        assert bank_of(here).title == "New"


class TestTheWayBack:
    def test_a_bank_that_was_made_is_closed(self, here, run):
        result = undo(run(3, said="  description: Old.\n"))
        assert "3 removed, 0 restored, 0 kept; the bank that was made for it is closed" in result.stdout
        assert bank_of(here).deleted_at is not None
        assert "made for it" not in run(3).output
        assert [each[0] for each in standing(here)] == ["b1", "b2", "b3"]

    def test_words_reading_order_and_questions_go_back(self, here, run):
        told = {f"b{number}": bank_files.told(number) for number in (1, 2, 3, 4)}
        run(3, said="  description: Old.\n", text=bank_files.bridges_text(3), **told)
        before, text = standing(here), text_of(here)
        changed = {**told, "b2": {**told["b2"], "stem": "When?"}}
        second = run(4, said="  title: New\n", text="# More\n\n" + bank_files.bridges_text(4), **changed)
        assert second.exit_code == 0, second.output
        assert bank_of(here).title == "New"
        assert (standing(here), text_of(here)) != (before, text)
        result = undo(second)
        assert "1 removed, 1 restored, 0 kept" in result.stdout
        assert (standing(here), text_of(here)) == (before, text)
        assert (bank_of(here).title, bank_of(here).description) == ("Bridges", "Old.")

    def test_places_go_back(self, here, run, tmp_path):
        run(3)
        before = standing(here)
        head, *each = bank_files.bridges(3).split(b"\n- id: ")
        (tmp_path / "bridges" / "bank.yaml").write_bytes(b"\n- id: ".join([head, *reversed(each)]))
        result = CliRunner().invoke(command, [str(tmp_path / "bridges" / "bank.yaml")])
        assert [each[0] for each in standing(here)] == ["b3", "b2", "b1"]
        undo(result)
        assert standing(here) == before

    def test_what_was_changed_since_stays_and_is_named(self, here, run):
        run(2)
        second = run(2, said="  title: New\n  description: New.\n", b1={"stem": "When?"}, b2={"stem": "When so?"})
        edit(here, title="My bridges")
        run(2, said="  title: New\n  description: New.\n", b1={"stem": "When then?"}, b2={"stem": "When so?"})
        result = undo(second)
        assert "kept title (edited or said again since)" in result.stderr
        assert "kept b1 (brought again by a later import since)" in result.stderr
        assert "kept b2 (brought again by a later import since)" in result.stderr
        rest = "to undo the rest once it is back, or its later import undone: quizapp import --undo 2"
        assert rest in result.stdout
        assert bank_of(here).title == "My bridges"
        assert bank_of(here).description == "New."
        assert [each[1] for each in standing(here)] == ["When then?", "When so?"]

    def test_what_was_undone_is_no_word_of_the_file(self, here, run):
        run(2)
        undo(run(2, said="  title: New\n", b1={"stem": "When?"}))
        third = run(2, said="  title: Newer\n", b1={"stem": "When then?"})
        assert "not taken" not in third.output
        assert "kept" not in third.output
        assert bank_of(here).title == "Newer"

    def test_a_large_one_goes_back_too(self, here, run, monkeypatch):
        monkeypatch.setattr(importing, "AT_ONCE", 3)
        run(2)
        before = standing(here)
        second = run(5, b1={"stem": "When?"})
        assert "1 changed" in second.output
        assert "3 removed, 1 restored, 0 kept" in undo(second).stdout
        assert standing(here) == before
        first = undo(run(6, "--bank", "other"))
        assert "6 removed" in first.stdout

    def test_a_reading_that_was_changed_since_stays(self, here, run):
        run(2)
        second = run(2, text=bank_files.bridges_text(2))
        with here.transaction() as session:
            session.execute(update(DocumentParagraph).values(text="Other words."))
        assert "kept reading (edited or said again since)" in undo(second).stderr
        assert set(text_of(here)) == {"Other words."}

    def test_a_reading_that_came_goes(self, here, run):
        run(2)
        undo(run(2, text=bank_files.bridges_text(2)))
        assert text_of(here) == []

    def test_what_joined_another_bank_goes_and_its_words_stay(self, here, run, tmp_path):
        run(2)
        result = CliRunner().invoke(
            command, [str(write(tmp_path / "more.yaml", bank_files.ten_kinds())), "--bank", "bridges"]
        )
        assert "10 added" in result.output
        assert "10 removed, 0 restored" in undo(result).stdout
        assert [each[0] for each in standing(here)] == ["b1", "b2"]

    def test_it_is_undone_once(self, here, run):
        first = run(2)
        undo(first)
        assert "undone already" in undo(first).stderr


def write(path, body: bytes):
    path.write_bytes(body)
    return path
