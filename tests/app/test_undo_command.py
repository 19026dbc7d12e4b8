"""`quizapp import --undo`: the way back of an import by its number, and what it tells."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Import, QuestionRow
from tests.app.test_import_command import CSV, GIFT, run, stored

__all__ = ["run", "stored"]


def test_an_import_is_undone_by_its_number(run, stored):
    assert run("first.csv", first_csv=CSV).exit_code == 0
    told = run("unit.gift", "--bank", "First", unit_gift=GIFT).output
    assert "to undo it: quizapp import --undo 2" in told
    in_use = select(QuestionRow.slug).join(Bank, Bank.id == QuestionRow.bank_id).where(Bank.deleted_at.is_(None))
    assert len(stored(in_use)) == 4
    result = run("--undo", "2")
    assert (result.exit_code, result.output) == (
        0, "import 2: undone in bank “first”: 2 removed, 0 restored, 0 kept; "
        "to bring it back: import its file again\n",
    )  # fmt: skip
    assert len(stored(in_use)) == 2
    assert "2 added" in run("unit.gift", "--bank", "First").output
    assert len(stored(in_use)) == 4
    assert "is closed" not in run("--undo", "1").output
    assert len(stored(in_use)) == 2


def test_a_closed_bank_that_an_import_has_opened_is_closed_again_by_its_undo(run, stored):
    assert run("first.csv", first_csv=CSV).exit_code == 0
    assert "is closed" in run("--undo", "1").output
    assert run("unit.gift", "--bank", "First", unit_gift=GIFT).exit_code == 0
    assert stored(select(Bank.deleted_at).where(Bank.slug == "first")) == [None]
    assert run("--undo", "2").exit_code == 0
    assert None not in stored(select(Bank.deleted_at).where(Bank.slug == "first"))


def test_what_cannot_be_undone_by_command_is_told(run):
    assert run("first.csv", first_csv=CSV).exit_code == 0
    assert "is closed" in run("--undo", "1").output
    for number, why in (("1", "undone already"), ("9", "There is no import 9")):
        result = run("--undo", number)
        assert (result.exit_code, why in result.output) == (1, True)
    assert run().exit_code == run("first.csv", "--undo", "1").exit_code == 2


def test_a_dry_undo_tells_what_would_be_undone_and_changes_nothing(run, stored):
    run("first.csv", first_csv=CSV)
    run("first.csv", first_csv=CSV.replace("Kant", "Hegel") + "New?,Apple,Pear\n")
    before = [(row.slug, row.bank_id, row.body) for row in stored(select(QuestionRow))]
    dry = run("--undo", "2", "--dry-run")
    words = "import 2: would be undone in bank “first”: 1 removed, 1 restored, 0 kept; nothing was changed\n"
    assert (dry.exit_code, dry.output) == (0, words)
    foreseen = json.loads(run("--undo", "2", "--dry-run", "--json").output)
    assert [(row.slug, row.bank_id, row.body) for row in stored(select(QuestionRow))] == before
    assert stored(select(Import.state)) == ["done", "done"]
    done = run("--undo", "2", "--json")
    assert (done.exit_code, json.loads(done.output)) == (0, foreseen)
    assert (foreseen["import"], foreseen["removed"], foreseen["restored"], foreseen["kept"]) == (2, 1, 1, 0)
    for further in ((), ("--dry-run",)):
        refused = run("--undo", "2", "--json", *further)
        assert (refused.exit_code, json.loads(refused.output)["problems"][0]["reason"]) == (
            1, "This import was undone already."
        )  # fmt: skip


def test_a_dry_undo_names_what_would_stay(run, stored, tmp_path):
    run("first.csv", first_csv=CSV)
    run("first.csv", first_csv=CSV.replace("Kant", "Hegel"))
    said = json.loads(run("--undo", "1", "--dry-run", "--json").output)
    assert (said["removed"], [each["reason"] for each in said["kept_questions"]]) == (0, ["confirmed", "confirmed"])
    assert "kept" in run("--undo", "1", "--dry-run").stderr


def test_a_dry_undo_tells_whether_its_bank_would_be_closed(run, stored):
    assert run("first.csv", first_csv=CSV).exit_code == 0
    closed = "; the bank that was made for it would be closed; nothing was changed"
    assert closed in run("--undo", "1", "--dry-run").output
    foreseen = json.loads(run("--undo", "1", "--dry-run", "--json").output)
    assert stored(select(Bank.deleted_at).where(Bank.slug == "first")) == [None]
    assert (foreseen["bank_closed"], json.loads(run("--undo", "1", "--json").output)) == (True, foreseen)
    assert run("unit.gift", "--bank", "First", unit_gift=GIFT).exit_code == 0
    assert json.loads(run("--undo", "2", "--dry-run", "--json").output)["bank_closed"] is True
    assert run("more.gift", "--bank", "First", more_gift="Who built it? {=Orm ~Eve}\n").exit_code == 0
    assert json.loads(run("--undo", "2", "--dry-run", "--json").output)["bank_closed"] is False
    assert "closed" not in run("--undo", "2", "--dry-run").output


def test_a_dry_undo_without_a_database_makes_none(run, tmp_path):
    result = run("--undo", "1", "--dry-run")
    assert (result.exit_code, "no imports here yet" in result.output) == (1, True)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "further", [("--owner", "a@x.example"), ("--bank", "b"), ("--cards", "due-today"), ("--history",)]
)
def test_what_an_undo_does_not_heed_is_refused(run, stored, further):
    run("first.csv", first_csv=CSV)
    result = run("--undo", "1", *further)
    assert (result.exit_code, f"--undo takes no {further[0]}" in result.output) == (2, True)
    assert stored(select(Import.state)) == ["done"]


def test_the_report_names_the_number_and_the_undo_takes_it(run, stored):
    for name, body in (("one.csv", CSV), ("b.yaml", "questions:\n- {kind: text, stem: Who?, key: Orm}\n")):
        number = json.loads(run(name, "--json", **{name.replace(".", "_"): body}).output)["import"]
        assert run("--undo", str(number)).exit_code == 0
    assert stored(select(Import.state)) == ["undone", "undone"]


def test_what_brought_nothing_has_no_way_back_and_holds_no_earlier_import(run, stored):
    run("first.csv", first_csv=CSV)
    told = run("first.csv", first_csv=CSV + "\n").stdout
    assert told.endswith("2 unchanged; it changed nothing, so there is nothing to undo\n")
    assert "import" not in json.loads(run("first.csv", "--json", first_csv=CSV + "\n\n").stdout)
    for further in ((), ("--dry-run",)):
        refused = run("--undo", "2", *further)
        assert (refused.exit_code, "changed nothing, so there is nothing to undo." in refused.stderr) == (1, True)
    assert stored(select(Import.state)) == ["done", "done", "done"]
    assert "2 removed, 0 restored, 0 kept" in run("--undo", "1").stdout


def test_an_undo_of_the_rest_tells_what_goes_now(run):
    run("first.csv", first_csv=CSV)
    run("first.csv", first_csv="\n".join(CSV.replace("Kant", "Hegel").split("\n")[:2]))
    assert "1 removed, 0 restored, 1 kept" in run("--undo", "1").stdout
    for further in ((), ("--dry-run",), ()):
        assert "0 removed, 0 restored, 1 kept; 1 removed and 0 restored before" in run("--undo", "1", *further).stdout
    assert run("--undo", "2").exit_code == 0
    foreseen = json.loads(run("--undo", "1", "--dry-run", "--json").output)
    assert (foreseen["removed"], foreseen["before"]) == (1, {"removed": 1, "restored": 0})
    assert json.loads(run("--undo", "1", "--json").output) == foreseen
