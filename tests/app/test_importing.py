"""What `quizapp import` tells: the bank, the database, and what changed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from quizapp.cli.importing import command

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
    assert again.rstrip().endswith("0 added, 1 changed, 0 unchanged")


def test_warns_of_a_bank_without_questions(taken_in):
    assert "The bank has no questions" in taken_in("bank:\n  title: Rivers\nquestions: []\n")
