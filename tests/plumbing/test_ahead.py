"""Work that a forked process does for a command."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from quizapp.core.errors import Conflict
from quizapp.plumbing.ahead import begin


def test_another_process_does_it_and_sends_its_result() -> None:
    number, words = begin(lambda: (os.getpid(), ["a"] * 100_000))()
    assert number != os.getpid()
    assert words == ["a"] * 100_000


def test_what_was_done_there_stays_there() -> None:
    seen: list[int] = []

    def work() -> int:
        seen.append(1)
        return len(seen)

    assert [begin(work)(), begin(work)()] == [1, 1]
    assert seen == []


def test_an_error_is_raised_where_one_waits() -> None:
    def work() -> None:
        raise Conflict("This bank belongs to somebody.")

    waiting = begin(work)
    with pytest.raises(Conflict, match="This bank belongs to somebody"):
        waiting()


def test_a_process_that_was_killed_is_told_of() -> None:
    waiting = begin(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(RuntimeError, match="ended early"):
        waiting()


def test_it_ends_when_nobody_waits_any_more(capfd: pytest.CaptureFixture[str]) -> None:
    others = multiprocessing.active_children()
    waiting = begin(lambda: "a" * 10_000_000)
    (process,) = {*multiprocessing.active_children()} - {*others}
    del waiting
    process.join(20)
    assert process.exitcode == 0
    assert capfd.readouterr().err == ""
