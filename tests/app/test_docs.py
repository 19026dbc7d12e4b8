"""The documents are true: their examples are read, their commands exist, the README is short."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from quizapp.cli import COMMANDS, main
from quizapp.core.document import read_document
from quizapp.core.extraction.item_rules import lint_bank
from quizapp.core.formats import native
from quizapp.core.formats.registry import FORMATS
from quizapp.core.kinds import COMMON_FIELDS, KINDS, kind_named

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BANK_FORMAT = (ROOT / "docs" / "bank-format.md").read_text("utf-8")
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
DOCS = {path.name: path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]}


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 100


def test_the_readme_counts_the_formats_that_are_read() -> None:
    [count] = re.findall(r"any of (\d+) formats", README)
    assert int(count) == sum(known.read is not None for known in FORMATS)


@pytest.mark.parametrize("name", DOCS)
def test_links_lead_somewhere(name: str) -> None:
    folder = ROOT if name == "README.md" else ROOT / "docs"
    for target in re.findall(r"\]\(([^)#]+)\)", DOCS[name]):
        assert target.startswith("http") or (folder / target).exists(), target


@pytest.mark.parametrize("name", DOCS)
def test_commands_exist(name: str) -> None:
    for command in re.findall(r"(?:`|^    (?:\S*[/\\])?)quizapp (\w[\w-]*)", DOCS[name], re.M):
        assert command in COMMANDS, command
    for words in re.findall(r"`quizapp user (\w[\w-]*)", DOCS[name]):
        group = main.get_command(click.Context(main), "user")
        assert isinstance(group, click.Group)
        assert words in group.commands


def test_every_command_is_in_the_readme() -> None:
    assert all(f"quizapp {command}" in README for command in COMMANDS)


@pytest.mark.parametrize("text", blocks(BANK_FORMAT, "yaml"), ids=["bank", "kinds"])
def test_bank_examples_are_read(text: str) -> None:
    assert native.read(text.encode()).problems == ()


def test_the_bank_format_knows_every_kind_and_field() -> None:
    shown = native.read(blocks(BANK_FORMAT, "yaml")[1].encode()).questions
    assert [question.kind for question in shown] == [kind.kind for kind in KINDS]
    for field in COMMON_FIELDS:
        assert f"`{field}`" in BANK_FORMAT, field
    for kind in KINDS:
        for field in kind_named(kind.kind).own_fields:
            assert f"`{field}" in BANK_FORMAT or f"{field}:" in BANK_FORMAT, (kind.kind, field)


def test_the_tutorial_makes_a_sound_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, bank = blocks(TUTORIAL, "markdown")[0], blocks(TUTORIAL, "yaml")[0]
    assert lint_bank(native.read(bank.encode()), read_document(reading)) == []
    folder = tmp_path / "bridge"
    folder.mkdir()
    (folder / "reading.md").write_text(reading, "utf-8")
    (folder / "bank.yaml").write_text(bank, "utf-8")
    monkeypatch.chdir(tmp_path)
    for command in re.findall(r"^    quizapp (.+)$", TUTORIAL, re.M):
        result = CliRunner().invoke(main, command.split())
        assert result.exit_code == 0, result.output
