"""A dry run of a bank's own file says all that its import does."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from quizapp.cli.importing import command
from tests.study import bank_files


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))

    def call(body: bytes, text: str, *arguments: str):
        (tmp_path / "bank.yaml").write_bytes(body.replace(b"  title", b"  slug: bridges\n  document: r.md\n  title"))
        (tmp_path / "r.md").write_text(text)
        result = CliRunner().invoke(command, [str(tmp_path / "bank.yaml"), "--json", *arguments])
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    return call


def test_what_changes_beside_the_questions_is_named_before_and_after(run):
    body = bank_files.bridges(3)
    run(body, "# One\n")
    head, first, second, third = body.split(b"\n- id: ")
    head = head.replace(b"title: Bridges", b"title: Bridges over all\n  description: Dates.")
    again = b"\n- id: ".join([head, second, first, third.rstrip()]) + b"\n"
    reports = [run(again, "# Two\n", "--dry-run"), run(again, "# Two\n")]
    for report in reports:
        assert report["beside"] == ["title", "description", "reading", "order"]
        assert (report["imported"], report["changed"]) == (0, 0)
    assert "beside" not in run(again, "# Two\n", "--dry-run")


def test_doubles_in_the_file_are_left_out(run):
    first = bank_files.bridges(1).split(b"\n- id: ")[1]
    body = bank_files.bridges(2).rstrip() + b"\n- id: " + first.replace(b"b1", b"b9", 1)
    for report in (run(body, "# One\n", "--dry-run"), run(body, "# One\n"), run(body, "# One\n", "--dry-run")):
        assert report["skipped"][-1] == {
            "what": "question b9", "reason": "same stem and key as question b1 of the file",
            "line": 35, "stem": "On what date was bridge 1 opened?",
        }  # fmt: skip
    assert report["imported"] == 0
