"""The container’s files against the code: what is copied is there, settings exist, its Python is one we support.

An image is not built here: that needs a registry.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import click
import yaml

from quizapp.cli import main
from quizapp.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def test_what_is_copied_is_there_and_not_ignored() -> None:
    copied = [name for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--)", line) for name in line.split()[1:-1]]
    assert {"quizapp", "static", "templates", "questions"} <= set(copied)
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in IGNORED, name


def test_the_build_has_what_the_wheel_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["packages"], *wheel["force-include"], project["project"]["readme"], "LICENSE"]
    assert all(f"!{name}" in IGNORED for name in needed)


def test_its_settings_are_settings(tmp_path: Path) -> None:
    named = dict(re.findall(r"\b(QUIZAPP_[A-Z_]+)=(\S+)", DOCKERFILE))
    assert Settings.from_env(named).host == "0.0.0.0"
    for service in COMPOSE["services"].values():
        environment = service.get("environment", {})
        ours = {name: str(value) for name, value in environment.items() if name.startswith("QUIZAPP_")}
        if ours:
            assert Settings.from_env(ours | {"QUIZAPP_SECRET_KEY": "x9" * 20}).jobs == "work"


def test_its_commands_are_commands() -> None:
    words = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.M)
    assert words is not None
    commands = [
        yaml.safe_load(words[1])[0],
        *(one["command"][0] for one in COMPOSE["services"].values() if "command" in one and "build" in one),
    ]
    assert set(commands) <= set(main.list_commands(click.Context(main)))


def test_it_runs_as_nobody_special_with_a_python_that_we_support() -> None:
    bases = re.findall(r"^FROM python:(3)\.(\d+)-slim", DOCKERFILE, re.M)
    assert len(bases) == 2
    assert len({tuple(base) for base in bases}) == 1
    assert int(bases[0][1]) >= 11
    assert shlex.split(re.search(r"^USER (.*)$", DOCKERFILE, re.M)[1]) == ["quizapp"]


def test_volumes_are_declared() -> None:
    for service in COMPOSE["services"].values():
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"]
