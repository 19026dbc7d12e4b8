"""`quizapp import` of what asks the same as another question, with another answer."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from quizapp.core import likeness
from tests.app.test_import_command import run, stored

__all__ = ["run", "stored"]

LAKES = "question,answer,wrong 1\nLargest lake of Switzerland?,Lake Geneva,Lake Thun\n"
SWAPPED = LAKES.replace("Lake Geneva,Lake Thun", "Lake Thun,Lake Geneva")
WHY = "with another answer; --contrary brings it too"
STEM = "Largest lake of Switzerland?"


@pytest.fixture
def keys(stored):
    """Give a function that lists the keys of the questions in use."""
    return lambda: stored(select(QuestionRow.body["key"].as_string()).order_by(QuestionRow.id))


@pytest.mark.parametrize("at_most", [20_000, 0], ids=["few", "more than are compared word by word"])
def test_it_is_named_and_left_out_unless_asked_for(run, keys, monkeypatch, at_most):
    monkeypatch.setattr(likeness, "ALIKE_AT_MOST", at_most)
    assert run("lakes.csv", lakes_csv=LAKES).exit_code == 0
    for further in (("--dry-run",), ()):
        done = run("lakes.csv", *further, lakes_csv=SWAPPED)
        assert f"{WHY}." in done.stderr
        assert "left out as asking the same as others, with another answer: 1" in done.stdout
        assert keys() == ["Lake Geneva"]
    again = json.loads(run("lakes.csv", "--json").output)
    assert [each["reason"].endswith(WHY) for each in again["skipped"]] == [True]
    assert again["skipped"] == json.loads(run("lakes.csv", "--json", "--dry-run").output)["skipped"]
    assert (again["skipped"][0]["line"], again["skipped"][0]["stem"]) == (2, STEM)
    assert f"of the bank (“{STEM}”), with another answer" in again["skipped"][0]["reason"]
    assert f"lakes.csv:2: left out: {again['skipped'][0]['what']} “{STEM}”: asks the same" in done.stderr
    asked = json.loads(run("lakes.csv", "--json", "--contrary").output)
    assert (asked["imported"], asked["skipped"], keys()) == (1, [], ["Lake Geneva", "Lake Thun"])
    assert json.loads(run("lakes.csv", "--json").output)["skipped"][0]["reason"] == "unchanged"


def test_within_a_file_that_makes_a_bank(run, keys):
    both = LAKES + SWAPPED.partition("\n")[2]
    dry = json.loads(run("lakes.csv", "--dry-run", "--json", lakes_csv=both).output)
    assert (dry["imported"], dry["near"], len(dry["skipped"])) == (1, [], 1)
    assert f"of the file (line 2: “{STEM}”), with another answer" in dry["skipped"][0]["reason"]
    done = json.loads(run("lakes.csv", "--json").output)
    assert {k: v for k, v in done.items() if k != "import"} == {k: v for k, v in dry.items() if k != "near"}
    assert keys() == ["Lake Geneva"]
    assert json.loads(run("lakes.csv", "--json", "--bank", "both", "--contrary").output)["imported"] == 2


def test_a_change_by_id_and_a_bank_file_are_no_contradiction(run, keys):
    table = "id,question,answer,wrong 1\nl1,Largest lake of Switzerland?,Lake Geneva,Lake Thun\n"
    run("lakes.csv", lakes_csv=table)
    swapped = table.replace("Lake Geneva,Lake Thun", "Lake Thun,Lake Geneva")
    assert json.loads(run("lakes.csv", "--json", lakes_csv=swapped).output)["changed"] == 1
    assert keys() == ["Lake Thun"]
    asked = "".join(f"- {{id: q{key}, kind: text, stem: Hund, key: {key}}}\n" for key in ("dog", "hound"))
    for further in (("--dry-run",), ()):
        own = run("b.yaml", "--json", *further, b_yaml=f"bank: {{slug: words, title: Words}}\nquestions:\n{asked}")
        assert json.loads(own.output)["imported"] == 2
