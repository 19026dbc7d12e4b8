"""`quizapp extract`: the public JSON, exit codes, what goes to which stream, and the same bytes every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizapp.cli import main

WORDS = """# source: an invented page

Mayor Ingrid Solheim opened the bridge on 3 May 2019.

“We waited for this,” Solheim said. The paper called it “a gift” on Monday.
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(WORDS, "utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)])


def test_json_has_the_public_keys_and_no_others(document: Path) -> None:
    result = run(document, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert list(found) == ["dates", "actors", "quotes"]
    assert found["dates"][0] == {"text": "3 May 2019", "value": "2019-05-03", "para": 1}
    assert set(found["actors"][0]) == {"canonical", "type", "mentions", "roles"}
    assert found["actors"][0]["canonical"] == "Ingrid Solheim"
    assert found["quotes"][0] == {
        "text": "We waited for this,",
        "speaker": "Ingrid Solheim",
        "kind": "direct",
        "para": 2,
    }


def test_full_adds_evidence(document: Path) -> None:
    found = json.loads(run(document, "--json", "--full").stdout)
    quote = found["quotes"][0]
    assert found["document"]["text"][slice(*quote["span"])] == quote["text"]
    assert quote["rule"]
    assert 0 < quote["confidence"] <= 1
    assert "facts" in found


def test_the_publication_day_gives_weekdays_a_date(document: Path) -> None:
    plain = json.loads(run(document, "--json").stdout)["dates"]
    dated = json.loads(run(document, "--json", "--published", "2019-05-08").stdout)["dates"]
    assert [date["value"] for date in dated if "Monday" in date["text"]] == ["2019-05-06"]
    assert plain[0] == dated[0]


def test_without_json_it_is_for_people(document: Path) -> None:
    result = run(document)
    assert result.exit_code == 0
    assert "Ingrid Solheim" in result.stdout
    assert "2019-05-03" in result.stdout
    assert not result.stdout.startswith("{")


def test_an_unreadable_document_is_one_line_and_exit_1(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b" \n")
    for path in (tmp_path / "none.txt", tmp_path, empty):
        result = run(path, "--json")
        assert result.exit_code == 1
        assert result.stdout == ""
        assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["x.txt", "--published", "May"], ["x.txt", "--unknown"]])
def test_usage_is_exit_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_notices_go_to_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Mayor Ingrid Solheim called it “a gift”.".encode("cp1252"))
    result = run(path, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["quotes"][0]["text"] == "a gift"
    assert "old.txt" in result.stderr


@pytest.mark.serial
def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(WORDS * 50, "utf-8")
    outputs = set()
    for seed in ("0", "1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C"}
        made = subprocess.run(
            [sys.executable, "-m", "quizapp", "extract", str(path), "--json", "--full"],
            capture_output=True,
            check=True,
            env=environment,
        )
        outputs.add(made.stdout)
    assert len(outputs) == 1
