"""`quizapp import` of tables that name questions by their ids and say a part of them."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from quizapp.cli import foreign
from tests.app.test_import_command import run, stored

__all__ = ["run", "stored"]

BANK = (
    "id,kind,stem,key,explanation,tags\nt1,text,Which is small?,Merkur,Near the sun,a\nt2,text,Which is hot?,Venus,,\n"
)
TABLE = "id,tags\nt1,planets | small\nt7,x\nt2,planets\n"


def bodies(stored):
    return {row.slug: row.body for row in stored(select(QuestionRow))}


@pytest.fixture
def bank(run, stored):
    run("one.csv", "--bank", "ours", one_csv=BANK)
    return bodies(stored)


def test_tags_by_id_change_what_stands_and_name_the_other_rows(run, stored, bank):
    result = run("two.csv", "--bank", "ours", "--json", "--dry-run", two_csv=TABLE)
    said = json.loads(result.stdout)
    assert (result.exit_code, said["found"], said["imported"], said["changed"]) == (0, 2, 2, 2)
    assert said["problems"] == [{"where": "t7", "line": 3, "reason": "No question of the bank has the id “t7”."}]
    assert bodies(stored) == bank
    result = run("two.csv", "--bank", "ours")
    assert result.exit_code == 0
    assert "two.csv:3: t7: No question of the bank has the id “t7”." in result.stderr
    assert "0 added, 2 changed, 0 unchanged; 1 problem; to undo it: quizapp import --undo 2" in result.stdout
    assert bodies(stored) == {
        "t1": bank["t1"] | {"tags": ["planets", "small"]},
        "t2": bank["t2"] | {"tags": ["planets"]},
    }
    assert "all 2 questions stand unchanged" in run("two.csv", "--bank", "ours").stdout
    run("--undo", "2")
    assert bodies(stored) == bank


@pytest.mark.parametrize("flags", [(), ("--dry-run",)])
def test_into_a_new_bank_it_brings_nothing_and_ends_with_1(run, stored, flags):
    result = run("two.csv", "--bank", "ours", *flags, two_csv=TABLE)
    assert result.exit_code == 1
    assert "These are ids and columns of questions, “id”, “tags”: choose the bank" in result.stderr
    assert flags or stored(select(QuestionRow)) == []


def test_what_is_edited_while_it_is_read_stays(run, stored, bank, monkeypatch):
    begin = foreign._Bringing._begin

    def edited_first(self, bank_id):
        with self.database.transaction() as session:
            row = session.scalar(select(QuestionRow).where(QuestionRow.slug == "t2"))
            row.body, row.revision = row.body | {"key": "Venus!"}, row.revision + 1
        return begin(self, bank_id)

    monkeypatch.setattr(foreign._Bringing, "_begin", edited_first)
    assert run("two.csv", "--bank", "ours", two_csv=TABLE).exit_code == 0
    assert bodies(stored)["t2"] == bank["t2"] | {"key": "Venus!", "tags": ["planets"]}
