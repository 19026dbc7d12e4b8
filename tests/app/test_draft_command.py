"""`quizapp draft`: a bank in the native form, the same bytes every time, sound by `quizapp lint`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizapp.cli import main

WORDS = """The bridge of Aas

Mayor Ingrid Solheim opened the bridge of Aas on 3 May 2019. Norway paid for it.

Engineer Per Dahl died in Oslo on 4 June 1987. Doctor Liv Moen founded the Aas Institute in 1990.
Norway did not sell the bridge to Sweden in 1996.
Mayor Ingrid Solheim visited Peru in 1991. Mayor Ingrid Solheim visited Peru in 1993.
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(WORDS, "utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_bank_is_written_that_lint_finds_sound(document: Path) -> None:
    bank = document.with_suffix(".yaml")
    result = run("draft", document, "-o", bank)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    words = bank.read_text("utf-8")
    assert "document: bridge.txt" in words
    assert "Liv Moen" in words
    assert "evidence:" in words
    assert run("lint", bank).exit_code == 0, run("lint", bank).output


def test_the_same_document_gives_the_same_bytes(document: Path) -> None:
    first, second = run("draft", document), run("draft", document)
    assert first.stdout_bytes == second.stdout_bytes
    assert first.stdout_bytes.startswith(b"bank:\n")


def test_a_limit_and_rejected_drafts(document: Path) -> None:
    result = run("draft", document, "--limit", "1", "--rejected")
    assert result.stdout.count("\n- id:") == 1
    assert "1 questions;" in result.stderr
    assert "    R" in result.stderr


def test_a_bank_elsewhere_is_told_of(document: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert "put both into one folder" in run("draft", document, "-o", other / "bank.yaml").stderr


def test_what_cannot_be_read_or_written_ends_in_one_line(document: Path, tmp_path: Path) -> None:
    missing = run("draft", tmp_path / "none.txt")
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)
    unwritable = run("draft", document, "-o", tmp_path / "no" / "bank.yaml")
    assert unwritable.exit_code == 1
    assert "cannot be written" in unwritable.stderr
    assert run("draft").exit_code == 2
