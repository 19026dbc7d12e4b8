"""Work in a child: JSON in and out, bounded in everything, and its death is a message for a person."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.core.errors import QuizError
from quizapp.plumbing import child
from quizapp.plumbing.child import ChildFailed, ChildLimits, ChildTask, Stopped, run_child

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
ROOT = Path(__file__).parents[2]
LIMITS = ChildLimits()


def run(do, limits=LIMITS, tell=lambda progress, words: None, is_stopping=lambda: False, **arguments):
    return run_child(ChildTask("tests.plumbing.work", {"do": do, **arguments}, limits), tell, is_stopping)


def test_json_goes_in_and_out() -> None:
    told = []
    result = run("echo", given={"a": [1, None, "ü"]}, tell=lambda *word: told.append(word))
    assert result == {"given": {"a": [1, None, "ü"]}}
    assert (0.5, "Half of it") in told


def test_a_refusal_keeps_its_words() -> None:
    with pytest.raises(ChildFailed, match="no document"):
        run("refuse")


@pytest.mark.parametrize("death", ["die", "break"])
def test_a_death_is_a_message(death: str) -> None:
    with pytest.raises(ChildFailed, match="its reader broke off"):
        run(death)


def test_what_was_said_counts_though_the_end_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "ENDS_WITHIN_SECONDS", 0.2)
    begun = time.monotonic()
    assert run("linger") == {"said": True}
    assert time.monotonic() - begun < 20


def test_it_is_killed_when_its_time_is_over() -> None:
    begun = time.monotonic()
    with pytest.raises(ChildFailed, match="longer to read than the 1 seconds"):
        run("sleep", replace(LIMITS, seconds=1))
    assert time.monotonic() - begun < 5


def test_it_is_killed_when_it_has_used_the_processor_up() -> None:
    with pytest.raises(ChildFailed, match="longer to read"):
        run("spin", replace(LIMITS, cpu_seconds=2))


def test_it_gets_no_more_memory() -> None:
    with pytest.raises(ChildFailed, match="more memory than one may have"):
        run("hoard", replace(LIMITS, memory_bytes=300_000_000))


def test_it_says_no_more_than_it_may() -> None:
    with pytest.raises(ChildFailed, match="more memory"):
        run("flood", replace(LIMITS, output_bytes=1_000_000))


def test_it_opens_and_writes_no_more_than_it_may() -> None:
    with pytest.raises(ChildFailed):
        run("open")
    with pytest.raises(ChildFailed):
        run("write", replace(LIMITS, file_bytes=1000), bytes=5000)


def test_it_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZAPP_SECRET_KEY", "x" * 40)
    found = run("look")
    assert found["environment"] == []
    assert found["isolated"]
    assert found["entries"] == ["errors"]
    assert (found["memory"], found["processes"], found["core"]) == (LIMITS.memory_bytes, 0, 0)
    assert found["nice"] >= 10
    assert found["loaded"] == []
    assert not Path(found["folder"]).exists()


def test_it_ends_with_this_process() -> None:
    calls = iter([False, True])
    with pytest.raises(Stopped):
        run("sleep", is_stopping=lambda: next(calls, True))


def test_every_failure_is_for_people() -> None:
    assert issubclass(ChildFailed, QuizError)
    assert str(ROOT) == str(child.PACKAGE.parent)
    assert sys.executable
