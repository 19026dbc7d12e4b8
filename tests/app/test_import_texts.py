"""`quizapp import --texts`: texts without an answer above the questions that follow, the first time and again."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.importing import commanding
from quizapp.cli.importing import command
from quizapp.plumbing.db import Database

READING = "The Inn rises in the Alps, flows through Innsbruck and meets the Danube in Passau, " * 3
GIFT = f"::Inn::{READING}\n\n::Q1::Where does it end? {{=Passau}}\n\n::Q2::Which city lies on it? {{=Innsbruck}}\n"


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    (tmp_path / "inn.gift").write_text(GIFT)

    def run(*arguments: str):
        result = CliRunner().invoke(command, [str(tmp_path / "inn.gift"), *arguments])
        assert result.exit_code == 0, result.output
        return json.loads(result.output) if "--json" in arguments else result.output

    return run


def contexts(tmp_path) -> list[str]:
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.reading() as session:
        found = [row.body.get("context", "") for row in session.scalars(select(QuestionRow).order_by("position"))]
    database.close()
    return found


def placed(report) -> tuple[int, bool]:
    [text] = [each for each in report["skipped"] if "follow" in each]
    return text["follow"], text["above"]


def test_a_reading_stands_above_its_questions_and_again_changes_nothing(call, tmp_path):
    assert placed(call("--dry-run", "--json")) == (2, True)
    assert placed(call("--dry-run", "--json", "--texts", "none")) == (2, False)
    first = call("--json")
    assert (first["found"], first["imported"], placed(first)) == (3, 2, (2, True))
    assert contexts(tmp_path) == [READING.strip()] * 2
    again = call("--json")
    assert (again["imported"], placed(again)) == (0, (2, True))
    assert placed(call("--dry-run", "--json")) == (2, True)


def test_a_text_that_was_left_out_is_put_above_later_as_a_change(call, tmp_path):
    assert "--texts all puts it above the 2 questions that follow" in call("--texts", "none")
    assert contexts(tmp_path) == ["", ""]
    same = call("--json", "--texts", "none")
    assert {each["reason"] for each in same["skipped"] if "follow" not in each} == {commanding.UNCHANGED}
    assert (call("--dry-run", "--json")["changed"], contexts(tmp_path)) == (2, ["", ""])
    changed = call("--json")
    assert (changed["new"], changed["changed"]) == (0, 2)
    assert contexts(tmp_path) == [READING.strip()] * 2
    # What a file does not say stays.
    assert call("--json", "--texts", "none")["imported"] == 0
    assert contexts(tmp_path) == [READING.strip()] * 2
