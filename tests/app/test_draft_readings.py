"""`quizapp draft` of what is no UTF-8 text: its text is written beside the bank, and the import finds every passage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from quizapp.banks.models import DocumentParagraph, QuestionRow
from quizapp.cli import main
from quizapp.plumbing.db import Database
from tests.core.extraction import made_files

TITLE = "The bridge of Aas"
PARAGRAPHS = (
    "Mayor Ingrid Solheim opened the bridge of Aas on 3 May 2019. Norway paid for the *new* bridge - 1,200 tonnes.",
    "Engineer Per Dahl died in Oslo on 4 June 1987. Doctor Liv Moen founded the Aas Institute at Troms\u00f8 in 1990.",
    "1. Mayor Ingrid Solheim visited Peru in 1991. The painter Olaf Brun designed [the east gate] in 1978.",
    "The writer Kari Holt was born in Bergen on 2 March 1902. She moved to Aas in 1931 and died there in 1969.",
)
MENU = '<nav><a href="/">Home</a> <a href="/news">News</a></nav><script>let cookies = "accept all";</script>'
INNER = f"<h1>{TITLE}</h1>" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
PLAIN = "\n\n".join((TITLE, *PARAGRAPHS)) + "\n"


def page() -> bytes:
    return f"<!doctype html><html><head><title>x</title></head><body>{MENU}<main>{INNER}</main></body></html>".encode()


def word() -> bytes:
    words = (made_files.word_paragraph(each) for each in PARAGRAPHS)
    return made_files.packed(made_files.word_members(made_files.word_paragraph(TITLE, "Heading1") + "".join(words)))


def book() -> bytes:
    return made_files.packed(made_files.book_members([INNER]))


def pdf() -> bytes:
    pieces = [each.replace(". ", ".\n").split("\n") for each in PARAGRAPHS]
    return made_files.pdf([[line for piece in pieces for line in (*piece, "")]])


MADE: dict[str, Callable[[], bytes]] = {
    "bridge.html": page,
    "bridge.docx": word,
    "bridge.epub": book,
    "bridge.pdf": pdf,
    "bridge.txt": lambda: PLAIN.encode("cp1252"),
    "bridge.text": lambda: PLAIN.encode("utf-16"),
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


def make(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    document = folder / name
    document.write_bytes(MADE[name]())
    return document


@pytest.mark.parametrize("name", MADE)
def test_what_is_no_utf8_text_is_imported_with_every_passage_in_its_place(name, run, tmp_path):
    document, bank = make(tmp_path / "banks", name), tmp_path / "banks" / "bank.yaml"
    drafted = run("draft", document, "-o", bank)
    assert drafted.exit_code == 0, drafted.output
    assert f"Its text as it was read is written to {tmp_path / 'banks' / 'bridge.md'}" in drafted.stderr
    assert "document: bridge.md" in bank.read_text("utf-8")
    assert bank.read_text("utf-8").count("\n- id:") >= 2
    linted = run("lint", bank)
    assert linted.exit_code == 0, linted.output
    imported = run("import", bank)
    assert imported.exit_code == 0, imported.output
    assert "problem" not in imported.output
    found, questions = stored(tmp_path)
    words = " ".join(found)
    assert all(each in words for each in PARAGRAPHS)
    assert not any(mark in words for mark in ("cookies", "<", "source:", "News"))
    for body in questions:
        spans = body["evidence"] if isinstance(body["evidence"], list) else [body["evidence"]]
        assert all(span["quote"] in found[span["paragraph"] - 1] for span in spans)


def stored(tmp_path: Path) -> tuple[list[str], list[dict]]:
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.reading() as session:
        found = list(session.scalars(select(DocumentParagraph.text).order_by(DocumentParagraph.number)))
        questions = [row.body for row in session.scalars(select(QuestionRow))]
    database.close()
    return found, questions


def test_a_utf8_text_stays_its_own_reading(run, tmp_path):
    document = tmp_path / "bridge.txt"
    document.write_text(PLAIN, "utf-8")
    drafted = run("draft", document, "-o", tmp_path / "bank.yaml")
    assert "written" not in drafted.stderr
    assert "document: bridge.txt" in (tmp_path / "bank.yaml").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bank.yaml", "bridge.txt"]


def test_no_file_of_somebody_else_is_written_over(run, tmp_path):
    document, other = make(tmp_path, "bridge.docx"), tmp_path / "bridge.md"
    other.write_text("My notes on the bridge.", "utf-8")
    for _ in range(2):
        drafted = run("draft", document, "-o", tmp_path / "bank.yaml")
        assert f"written to {tmp_path / 'bridge-2.md'}" in drafted.stderr
    assert other.read_text("utf-8") == "My notes on the bridge."
    assert not (tmp_path / "bridge-3.md").exists()


def test_a_printed_bank_says_what_comes_with_a_file(run, tmp_path):
    printed = run("draft", make(tmp_path, "bridge.html"))
    assert "document: bridge.md" in printed.stdout
    assert "with -o FILE that is written beside FILE" in printed.stderr
    assert not (tmp_path / "bridge.md").exists()


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_an_import_names_the_passages_that_do_not_stand_in_the_reading(options, run, tmp_path):
    bank = tmp_path / "bank.yaml"
    run("draft", make(tmp_path, "bridge.html"), "-o", bank)
    bank.write_text(bank.read_text("utf-8").replace("document: bridge.md", "document: bridge.html"), "utf-8")
    imported = run("import", bank, *options)
    assert "stands in paragraph" in imported.stderr
    assert "The question is taken as it is." in imported.stderr
    assert "problems" in imported.stdout
