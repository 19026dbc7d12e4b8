"""The wheel holds everything it needs: installed somewhere else, it starts from an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.app.checkout import ROOT
from tests.app.running import serving

pytestmark = pytest.mark.serial


def done(*command: str, cwd: Path = ROOT) -> None:
    """Run a command, and show what it said when it fails."""
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=180)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    done(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder))
    (built,) = folder.glob("quizapp-*.whl")
    return built


def files_below(folder: str) -> set[str]:
    """Name the files of a folder of the checkout, relative to it."""
    below = ROOT / folder
    return {path.relative_to(below).as_posix() for path in below.rglob("*") if path.is_file() and path.name[0] != "."}


def test_wheel_holds_all_files(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "static", "questions"):
        missing = {f"quizapp/_{folder}/{name}" for name in files_below(folder)} - names
        assert missing == set()
    assert "quizapp/migrations/.head" in names
    code = {f"quizapp/{name}" for name in files_below("quizapp") if name.endswith((".py", ".txt"))}
    assert code - names == set()


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    strays = [n for n in zipfile.ZipFile(wheel).namelist() if re.search(r"\.pyc$|\.db|^tests/|instance/|secret", n)]
    assert strays == []


def test_two_builds_are_equal(wheel: Path, tmp_path: Path) -> None:
    done(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path))
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_wheel_serves_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, home = tmp_path / "site", tmp_path / "empty" / "home"
    home.parent.mkdir()
    done(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(site), str(wheel))
    with serving(home, site=site) as running:
        page = httpx.get(running.address, follow_redirects=True)
        assert page.status_code == 200
        style = re.search(r'href="(/static/[^"]+\.css)"', page.text)
        assert style
        assert httpx.get(running.address + style.group(1)).headers["cache-control"].endswith("immutable")
    assert sorted(path.name for path in home.parent.iterdir()) == ["home"]
