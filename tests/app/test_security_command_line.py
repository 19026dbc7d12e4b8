"""S46 and the commands of `quizapp user`: passwords by prompt or standard input, never where others can see them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import main
from quizapp.people import passwords, service
from quizapp.plumbing.db import Database

SECRET = "lantern copper eleven"


@pytest.fixture
def home(tmp_path, sqlite_url, monkeypatch):
    folder = tmp_path / "home"
    for name in list(os.environ):
        if name.startswith("QUIZAPP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("QUIZAPP_HOME", str(folder))
    return folder


def run(*arguments: str, typed: str = ""):
    return CliRunner().invoke(main, ["user", *arguments], input=typed)


def stored(home: Path, name: str):
    database = Database(f"sqlite:///{home / 'quizapp.db'}")
    with database.reading() as session:
        found = service.find_credentials(session, name)
    database.close()
    return found


def test_add_list_set_role_set_password(home):
    assert run("add", "Ada", "--role", "teacher", "--admin", typed=SECRET + "\n").exit_code == 0
    assert run("add", "Sam", typed=SECRET + "\n").exit_code == 0
    ada = stored(home, "ada")
    assert (ada.viewer.role, ada.viewer.is_admin) == ("teacher", True)
    assert passwords.verify(ada.password_hash, SECRET)
    listed = run("list").output
    assert "teacher, admin" in listed
    assert "2 accounts, 0 guests" in listed
    assert run("set-role", "SAM", "teacher").exit_code == 0
    sam = stored(home, "sam")
    assert (sam.viewer.role, sam.viewer.is_admin) == ("teacher", False)
    assert run("set-role", "ada", "teacher").exit_code == 0
    assert stored(home, "ada").viewer.is_admin
    assert run("set-role", "ada", "student", "--no-admin").exit_code == 0
    assert not stored(home, "ada").viewer.is_admin
    before = stored(home, "sam").viewer.epoch
    assert run("set-password", "sam", typed="another copper lantern\n").exit_code == 0
    sam = stored(home, "sam")
    assert sam.viewer.epoch == before + 1
    assert passwords.verify(sam.password_hash, "another copper lantern")


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("add", "Ada"), "short\n", "at least 8"),
        (("add", "Ada"), "", "at least 8"),
        (("add", "…"), SECRET, "at least one letter"),
        (("add", "Ada", "--email", "nonsense"), SECRET, "name@example.org"),
        (("set-password", "Nobody"), SECRET, "There is no account named"),
        (("set-role", "Nobody", "teacher"), "", "There is no account named"),
        (("add", "Ada", "--role", "owner"), SECRET, "'owner' is not one of"),
    ],
)
def test_what_is_wrong_is_told_in_words(home, arguments, typed, words):
    result = run(*arguments, typed=typed)
    assert result.exit_code != 0
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_taken_name_is_told(home):
    run("add", "Ada", typed=SECRET + "\n")
    result = run("add", "ADA", typed=SECRET + "\n")
    assert result.exit_code == 1
    assert "That name is taken." in result.output


@pytest.mark.parametrize("option", ["--password", "-p"])
def test_there_is_no_argument_for_a_password(home, option):
    assert run("add", "Ada", option, SECRET).exit_code == 2
    assert run("set-password", "Ada", option, SECRET).exit_code == 2
    assert run("set-password", "Ada", SECRET).exit_code == 2


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="this system has no /proc to look into")
def test_the_process_list_shows_no_password(home):
    run("add", "Ada", typed=SECRET + "\n")
    process = subprocess.Popen(
        [sys.executable, "-c", "from quizapp.cli import main; main()", "user", "set-password", "Ada"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    seen = []
    process.stdin.write("another copper lantern\n")
    process.stdin.flush()
    while process.poll() is None:
        for name in ("cmdline", "environ"):
            try:
                seen.append(Path(f"/proc/{process.pid}/{name}").read_bytes())
            except (FileNotFoundError, ProcessLookupError):
                break
        time.sleep(0.01)
    output = process.stdout.read()
    assert process.returncode == 0, output
    assert any(b"set-password" in shot for shot in seen)
    assert not any(b"copper" in shot for shot in seen)
    assert "copper" not in output
    assert passwords.verify(stored(home, "ada").password_hash, "another copper lantern")
