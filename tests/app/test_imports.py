"""Who may import whom: the contracts of `pyproject.toml`, and what they cannot say."""

from __future__ import annotations

import subprocess
import sys

import grimp
import pytest

from tests.app.checkout import ROOT

ROOMS = ("people", "banks", "documents", "study", "live", "progress")
LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True, no_cache=True))"


def test_contracts_hold() -> None:
    done = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("quizapp", cache_dir=None)


def test_forms_are_used_in_their_own_room_only(graph: grimp.ImportGraph) -> None:
    foreign = []
    for module in sorted(graph.modules):
        _, room, floor, *_ = [*module.split("."), "", ""]
        if room in ROOMS and floor == "forms":
            users = graph.find_modules_that_directly_import(module)
            foreign += [f"{user} uses {module}" for user in users if not user.startswith(f"quizapp.{room}.")]
    assert foreign == []


def test_later_rooms_use_models_and_services_of_earlier_ones(graph: grimp.ImportGraph) -> None:
    found = []
    for module in sorted(graph.modules):
        room = [*module.split("."), ""][1]
        if room not in ROOMS:
            continue
        for used in sorted(graph.find_modules_directly_imported_by(module)):
            parts = [*used.split("."), "", ""]
            if parts[1] in ROOMS and parts[1] != room and parts[2] in ("views", "forms"):
                found.append(f"{module} uses {used}")
    assert found == []
