"""Imports of one bank that are undone one by one, in an order other than that in which they came."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from tests.app.test_import_command import run, stored

__all__ = ["run", "stored"]

BASE = "id,question,answer,tags\nfaust,Who wrote Faust?,Goethe,lit\nhamlet,Who wrote Hamlet?,Shakespeare,lit\n"
TAGGED = "id,tags\nfaust,drama\nhamlet,drama\n"
EXPLAINED = "id,explanation\nfaust,A play\n"


@pytest.fixture
def three(run):
    """Bring a bank, tags of its questions, and an explanation of one of them."""
    assert run("base.csv", "--bank", "lit", base_csv=BASE).exit_code == 0
    assert run("a.csv", "--bank", "lit", a_csv=TAGGED).exit_code == 0
    assert run("b.csv", "--bank", "lit", b_csv=EXPLAINED).exit_code == 0


def undone(run, *arguments):
    said = json.loads(run("--undo", *arguments, "--json").stdout)
    return said, {each["slug"]: each["reason"] for each in said["kept_questions"]}


def in_use(stored):
    rows = select(QuestionRow).join(Bank, Bank.id == QuestionRow.bank_id).where(Bank.slug == "lit")
    return {row.slug: row.body for row in stored(rows.where(Bank.deleted_at.is_(None)))}


def test_what_a_later_import_undone_in_part_says_still_stays_and_is_named(run, stored, three):
    assert undone(run, "2")[1] == {"faust": "confirmed"}
    assert undone(run, "3")[0]["restored"] == 1
    for flags in (("--dry-run",), ()):
        said, kept = undone(run, "1", *flags)
        assert (said["removed"], said["kept"], said["bank_closed"], kept) == (1, 1, False, {"faust": "confirmed"})
    assert in_use(stored)["faust"]["tags"] == ["drama"]
    said, kept = undone(run, "2")
    assert (said["restored"], kept, in_use(stored)["faust"]["tags"]) == (1, {}, ["lit"])
    said, kept = undone(run, "1")
    assert (said["removed"], kept, said["bank_closed"], in_use(stored)) == (1, {}, True, {})
