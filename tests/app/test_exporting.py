"""What `quizapp export` writes and tells."""

from __future__ import annotations

import hashlib
import json

import pytest
from click.testing import CliRunner

from quizapp.cli.exporting import command
from quizapp.cli.importing import command as import_command
from quizapp.core.formats.registry import format_named

BANK = """bank:
  title: Rivers
  document: reading.md
questions:
- {id: rhine, kind: text, stem: Which river flows by Basel?, key: Rhine}
- {id: longest, kind: choice, stem: Which is longest?, key: Nile, distractors: [Po, Elbe], explanation: By far.}
- {id: three, kind: match, stem: Where?, pairs: [{left: Po, right: Italy}, {left: Ebro, right: Spain}]}
"""


@pytest.fixture
def rivers(tmp_path, monkeypatch):
    """Give a folder beside a database that holds one bank."""
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    (tmp_path / "rivers.yaml").write_text(BANK)
    (tmp_path / "reading.md").write_text("# Rivers\n\nThe Nile is longest.\n")
    assert CliRunner().invoke(import_command, [str(tmp_path / "rivers.yaml")]).exit_code == 0
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_losses_are_told_with_the_file(rivers) -> None:
    result = run("rivers", "--format", "aiken", "-o", rivers / "out.txt")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Aiken: 1 of 3 questions written."
    assert lines[1].startswith(
        "  left out, 2: Aiken has single choices alone. Short text “Which river flows by Basel?”, Matching"
    )
    assert any(line.startswith("  lost: explanations: ") and "“Which is longest?”" in line for line in lines)
    assert format_named("aiken").read((rivers / "out.txt").read_bytes()).found == 1


def test_json_is_one_object(rivers) -> None:
    result = run("rivers", "--format", "aiken", "-o", rivers / "out.txt", "--json")
    told = json.loads(result.stdout)
    assert list(told) == ["file", "format", "written", "losses"]
    assert (told["file"], told["format"], told["written"]) == (str(rivers / "out.txt"), "aiken", 1)
    assert all(set(loss) == {"what", "reason"} for loss in told["losses"])
    assert [loss["what"] for loss in told["losses"]][:2] == ["text “Which river flows by Basel?”", "match “Where?”"]


def test_strict_writes_nothing_that_is_not_whole(rivers) -> None:
    (rivers / "out.txt").write_text("as it was")
    result = run("rivers", "--format", "aiken", "-o", rivers / "out.txt", "--strict")
    assert result.exit_code == 1
    assert (rivers / "out.txt").read_text() == "as it was"
    assert "Nothing was written" in result.stderr
    assert result.stdout.startswith("Aiken: 1 of 3 questions can be written.")
    assert run("rivers", "--format", "bank-zip", "-o", rivers / "out.zip", "--strict").exit_code == 0


@pytest.mark.parametrize("further", [(), ("--json",)])
def test_a_file_without_any_question_of_the_bank_is_not_written(rivers, further) -> None:
    (rivers / "one.yaml").write_text("questions:\n- {kind: order, stem: Sort, items: [One, Two, Three]}\n")
    assert CliRunner().invoke(import_command, [str(rivers / "one.yaml"), "--bank", "one"]).exit_code == 0
    result = run("one", "--format", "aiken", "-o", rivers / "out.txt", *further)
    assert (result.exit_code, (rivers / "out.txt").exists()) == (1, False)
    assert "since no question can be" in result.stderr
    assert "left out, 1" in result.stdout if not further else json.loads(result.stdout)["written"] == 0


def test_what_was_exported_is_the_same_bank_again(rivers) -> None:
    assert run("rivers", "--format", "bank-zip", "-o", rivers / "out.zip").exit_code == 0
    content = (rivers / "out.zip").read_bytes()
    parcel = format_named("bank-zip").read(content)
    assert (parcel.bank.slug, parcel.bank.title, parcel.found) == ("rivers", "Rivers", 3)
    assert parcel.document == "# Rivers\n\nThe Nile is longest.\n"
    assert run("rivers", "--format", "bank-zip", "-o", rivers / "again.zip").exit_code == 0
    assert hashlib.sha256(content).digest() == hashlib.sha256((rivers / "again.zip").read_bytes()).digest()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("seas", "--format", "gift"), "There is no bank “seas”. There are: rivers."),
        (("rivers", "--format", "word"), "choose one of: bank, bank-json, bank-zip, csv"),
        (("rivers", "--format", "opentdb"), "Nothing can be written in a format “opentdb”"),
    ],
)
def test_mistakes_are_named(rivers, arguments, words) -> None:
    result = run(*arguments, "-o", rivers / "out")
    assert result.exit_code == 1
    assert words in str(result.exception or result.output)
    assert not (rivers / "out").exists()


def test_a_place_that_cannot_be_written_is_named(rivers) -> None:
    result = run("rivers", "--format", "gift", "-o", rivers / "nowhere" / "out.gift")
    assert "nowhere/out.gift cannot be written: No such file or directory." in str(result.exception)
    assert result.stdout == ""
    assert run("rivers", "-o", rivers / "out.gift").exit_code == 2


@pytest.mark.parametrize("further", [(), ("--json",)])
def test_a_dash_is_standard_output_and_the_account_goes_beside_it(rivers, further, monkeypatch) -> None:
    monkeypatch.chdir(rivers)
    assert run("rivers", "--format", "bank-zip", "-o", "out.zip").exit_code == 0
    result = run("rivers", "--format", "bank-zip", "-o", "-", *further)
    assert (result.exit_code, result.stdout_bytes) == (0, (rivers / "out.zip").read_bytes())
    assert (json.loads(result.stderr)["written"] == 3) if further else ("3 of 3 questions written" in result.stderr)
    assert not (rivers / "-").exists()


def test_help_lists_the_formats() -> None:
    told = run("--help").output
    assert "moodle-xml" in told
    assert "opentdb" not in told
