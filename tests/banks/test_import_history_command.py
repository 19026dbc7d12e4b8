"""`quizapp import --history`: what a teacher has answered in Anki, by the command line."""

from __future__ import annotations

import json
import re

from click.testing import CliRunner

from quizapp.cli.importing import command
from quizapp.cli.user import command as user
from quizapp.plumbing.db import Database
from tests.banks.test_import_history import NOTES, card_of, problems_of, told
from tests.core.formats.anki_packages import BOTH_WAYS, package
from tests.core.formats.test_anki_history import T, reviewed


def command_run(path, *arguments):
    result = CliRunner().invoke(command, [str(path), "--json", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def teacher(name):
    words = "long enough words\n"
    arguments = ["add", name, "--email", f"{name}@x.example", "--role", "teacher"]
    made = CliRunner().invoke(user, arguments, input=words * 2)
    assert made.exit_code == 0, made.output


def test_the_command_brings_a_history_to_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "lakes.apkg"
    path.write_bytes(package([*NOTES, reviewed((0, T + 1), (1, T + 2), type=BOTH_WAYS, ordinals=(0, 1), guid="both")]))
    assert CliRunner().invoke(command, [str(path), "--history"]).exit_code == 2
    assert command_run(path, "--dry-run")["history"] == {"answers": 7, "since": "2020-09-13"}
    for name in ("ada", "eve"):
        teacher(name)
    own = ("--owner", "ada@x.example", "--history")
    assert command_run(path, *own, "--dry-run")["history"]["new"] == 7
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    assert told(database) == []
    assert command_run(path, *own)["history"] == {"answers": 7, "since": "2020-09-13", "new": 7}
    assert len(told(database)) == 7
    assert command_run(path, *own)["history"]["new"] == 0
    assert command_run(path, *own, "--backwards")["history"] == {"answers": 8, "since": "2020-09-13", "new": 1}
    assert len(told(database)) == 8
    assert (told(database, "eve"), problems_of(database)) == ([], [])
    database.close()


def test_the_command_undoes_a_history_with_its_import(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "lakes.apkg"
    path.write_bytes(package(NOTES))
    teacher("ada")
    result = CliRunner().invoke(command, [str(path), "--owner", "ada@x.example", "--history"])
    assert "6 of its 6 answers since 2020-09-13 came along as new" in result.output
    number = re.search(r"--undo (\d+)", result.output)[1]
    dry = CliRunner().invoke(command, ["--undo", number, "--dry-run"]).stdout
    assert "; of the learning history that came along 6 answers on 2 cards would go; nothing was changed" in dry
    said = command_run(f"--undo={number}", "--dry-run")
    assert said["history"] == {"answers": 6, "cards": 2}
    undone = CliRunner().invoke(command, ["--undo", number])
    assert (undone.exit_code, "came along 6 answers on 2 cards go; to bring" in undone.stdout) == (0, True)
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    assert (told(database), problems_of(database)) == ([], [])
    database.close()


def test_the_command_puts_away_what_was_put_away_since_the_last_package(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "lakes.apkg"
    teacher("ada")
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    for suspended in ((), (0,)):
        path.write_bytes(package([reviewed((0, T), guid="lake", suspended=suspended)]))
        told_of = command_run(path, "--owner", "ada@x.example", "--history")["history"]
        assert told_of == {"answers": 1, "since": "2020-09-13", "new": int(not suspended)}
        assert card_of(database).is_suspended is bool(suspended)
    assert problems_of(database) == []
    database.close()


def test_a_history_that_brings_nothing_new_has_no_way_back(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "lakes.apkg"
    teacher("ada")
    own = [str(path), "--owner", "ada@x.example", "--history"]
    for suspended, way_back in (((), True), ((), False), ((0,), True), ((0,), False)):
        path.write_bytes(package([reviewed((0, T), guid="lake", suspended=suspended)]))
        told_of = CliRunner().invoke(command, own).stdout
        assert ("to undo it: quizapp import --undo" in told_of) is way_back
        assert ("it changed nothing, so there is nothing to undo" in told_of) is not way_back
    assert "import" not in command_run(*own)
    for further in ((), ("--dry-run",)):
        refused = CliRunner().invoke(command, ["--undo", "4", *further])
        assert (refused.exit_code, "changed nothing, so there is nothing to undo." in refused.stderr) == (1, True)
    undone = CliRunner().invoke(command, ["--undo", "3"])
    assert undone.exit_code == 0, undone.output


def test_a_file_without_a_history_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "lakes.apkg"
    path.write_bytes(package([reviewed(guid="lake")]))
    teacher("ada")
    result = CliRunner().invoke(command, [str(path), "--owner", "ada@x.example", "--history"])
    assert "it holds no learning history" in result.output
    path.write_bytes(package([reviewed((0, T), guid="lake")]))
    result = CliRunner().invoke(command, [str(path), "--owner", "ada@x.example", "--dry-run"])
    assert "it holds a learning history too, 1 answer since 2020-09-13 (see --history)" in result.output


def test_answers_that_stay_out_are_counted_and_told_why(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "lakes.apkg"
    teacher("ada")
    path.write_bytes(
        package(
            [reviewed((0, T), (0, T + 9), (0, 5), guid="lake"), reviewed((0, T + 1), guid="m", fields=("Q2", "A2"))]
        )
    )
    own = ("--owner", "ada@x.example", "--history")
    result = CliRunner().invoke(command, [str(path), *own])
    assert "3 of its 3 answers since 2020-09-13 came along as new; one further answer belongs to no" in result.output
    assert command_run(path, *own)["history"] == {"answers": 3, "since": "2020-09-13", "new": 0, "left_out": 1}
    result = CliRunner().invoke(command, [str(path), *own, "--dry-run"])
    words = "0 of its 3 answers since 2020-09-13 would come along as new, the others are here already or belong to"
    assert words in result.output


def test_what_says_nothing_of_a_bank_file_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "lakes.yaml"
    path.write_text("bank: {title: Lakes}\nquestions:\n- {kind: text, stem: Which lake?, key: Como}\n")
    teacher("ada")
    wishes = ("--owner", "ada@x.example", "--history", "--contrary")
    for more in (("--dry-run",), ()):
        assert command_run(path, *wishes, *more)["unheeded"] == ["--history", "--contrary"]
        result = CliRunner().invoke(command, [str(path), *wishes, *more])
        assert "--history, --contrary changed nothing, since this is a bank’s own file" in result.output
    assert "unheeded" not in command_run(path, "--owner", "ada@x.example")
