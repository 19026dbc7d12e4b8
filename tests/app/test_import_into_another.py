"""A bank file that is brought into another bank: the questions alone come along, as on the page."""

from __future__ import annotations

import json
import zipfile

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow
from quizapp.banks.service import importing
from quizapp.cli.importing import command
from quizapp.cli.loading import load_folder
from quizapp.plumbing.db import Database
from tests.conftest import BEGIN

ONE = """bank: {title: Rivers, description: Of Europe, licence: CC0, authors: [Ada], tags: [geo],
  document: r.md, mine: 1}
questions:
- {id: rhine, kind: text, stem: Which river flows by Basel?, key: Rhine}
- {id: seine, kind: text, stem: Which river flows through Paris?, key: Seine}
"""
TWO = """bank: {title: Lakes, description: Of Africa, licence: MIT, authors: [Eve], tags: [new],
  document: s.md, other: 2}
questions:
- {id: chad, kind: text, stem: Which lake is named like its country?, key: Chad}
- {id: seine, kind: text, stem: Which river flows through Rouen?, key: Seine}
"""
#: What a file of another bank says beside its questions.
ALL = ["title", "description", "licence", "authors", "tags of the bank", "further fields", "reading"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    for name, bank, document in (("one", ONE, "r.md"), ("two", TWO, "s.md")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bank.yaml").write_text(bank)
        (tmp_path / name / document).write_text(f"# Reading of {name}\n\nIts only paragraph.\n")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as packed:
        packed.writestr("bank.yaml", TWO)
        packed.writestr("s.md", "# Reading of two\n\nIts only paragraph.\n")
    assert CliRunner().invoke(command, [str(tmp_path / "one" / "bank.yaml")]).exit_code == 0
    return tmp_path


@pytest.fixture
def run(home):
    def call(name: str, *further: str):
        result = CliRunner().invoke(command, [str(home / name), *further])
        assert result.exit_code == 0, result.output
        return result

    return call


@pytest.fixture
def here(home):
    database = Database(f"sqlite:///{home}/home/quizapp.db")
    yield database
    database.close()


def bank_says(database, slug="one"):
    with database.reading() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == slug)).one()
        words = select(DocumentParagraph.text).join(Document).where(Document.bank_id == bank.id)
        asked = select(QuestionRow.slug, QuestionRow.position).where(QuestionRow.bank_id == bank.id)
        said = (bank.title, bank.description, bank.licence, bank.authors, bank.tags, bank.extra, bank.file_hash)
        ordered = session.execute(asked.order_by(QuestionRow.position)).all()
        return said, session.scalars(words.order_by(DocumentParagraph.number)).all(), [tuple(row) for row in ordered]


@pytest.mark.parametrize("name", ["two/bank.yaml", "two", "two.zip"])
@pytest.mark.parametrize("at_once", [3_000, 1], ids=["at once", "in pieces"])
def test_a_bank_that_stands_keeps_what_it_says_of_itself(here, run, monkeypatch, name, at_once):
    monkeypatch.setattr(importing, "AT_ONCE", at_once)
    said, words, _ = bank_says(here)
    result = run(name, "--bank", "one")
    now_said, now_words, asked = bank_says(here)
    assert now_said == said
    assert now_words == words == ["Reading of one", "Its only paragraph."]
    assert asked == [("rhine", 1), ("seine", 2), ("chad", 3)]
    assert "1 added, 1 changed" in result.stdout
    assert f"not taken: {', '.join(ALL)}. The bank keeps its own" in result.stderr


@pytest.mark.parametrize("further", [(), ("--dry-run",)])
def test_the_report_names_what_was_not_taken(here, run, further):
    report = json.loads(run("two.zip", "--bank", "one", "--json", *further).stdout)
    assert report["not_taken"] == ALL
    assert report["found"] == report["imported"] + len(report["skipped"])


def test_a_bank_made_under_another_name_has_all_that_the_file_says(here, run):
    report = json.loads(run("two", "--bank", "three", "--json").stdout)
    said, words, asked = bank_says(here, "three")
    assert "not_taken" not in report
    assert said[:2] == ("Lakes", "Of Africa")
    assert words[0] == "Reading of two"
    assert asked == [("chad", 1), ("seine", 2)]


@pytest.mark.parametrize("named", [(), ("--bank", "one"), ("--bank", "Rivers of Europe")])
def test_its_own_file_goes_on_describing_a_bank(home, here, run, named):
    (home / "one" / "bank.yaml").write_text(ONE.replace("title: Rivers", "title: Rivers of Europe"))
    run("one", *named)
    (home / "one" / "bank.yaml").write_text(
        ONE.replace("title: Rivers", "title: Rivers of Europe").replace("Of Europe", "Of all Europe")
    )
    report = json.loads(run("one", *named, "--json").stdout)
    said, _, _ = bank_says(here, "one" if named[-1:] != ("Rivers of Europe",) else "rivers-of-europe")
    assert said[:2] == ("Rivers of Europe", "Of all Europe")
    assert "not_taken" not in report


def test_what_joined_a_bank_of_the_folder_stays_when_its_file_is_as_it_was(home, here, run):
    run("two", "--bank", "one")
    (home / "questions").mkdir()
    (home / "one").rename(home / "questions" / "one")
    before = bank_says(here)
    load_folder(here, home / "questions", BEGIN, pytest.fail)
    assert bank_says(here) == before
