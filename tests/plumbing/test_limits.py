"""Counting of tries, and how addresses are folded for it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from quizapp.cli.shared import make_runtime
from quizapp.plumbing import redis_limits
from quizapp.plumbing.limits import Limits, Rule, TooMany, address_key
from quizapp.plumbing.redis_limits import SharedWindows

RULE = Rule("door", "3/minute", "Wait a little.")


@pytest.fixture(params=["here", "shared"])
def limits(request):
    """Give counters of each sort."""
    if request.param == "here":
        return Limits()
    return Limits(SharedWindows(request.getfixturevalue("redis_server").url, "test"))


def test_spending_ends_at_the_limit(limits):
    for _ in range(3):
        limits.spend(RULE, "a")
    with pytest.raises(TooMany) as told:
        limits.spend(RULE, "a")
    assert told.value.message == "Wait a little."
    assert told.value.door == "door"
    assert 1 <= told.value.retry_after_seconds <= 61
    limits.spend(RULE, "b")
    limits.spend(Rule("another door", "3/minute", ""), "a")


def test_checking_counts_nothing(limits):
    for _ in range(10):
        limits.check(RULE, "a")
    assert limits.remaining(RULE, "a") == 3


def test_counting_never_raises_and_is_seen_by_checking(limits):
    for _ in range(5):
        limits.count(RULE, "a")
    assert limits.is_reached(RULE, "a")
    with pytest.raises(TooMany):
        limits.check(RULE, "a")


def test_the_window_moves(monkeypatch, limits):
    real, moved = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + moved[0])
    for _ in range(3):
        limits.spend(RULE, "a")
        moved[0] += 15
    with pytest.raises(TooMany):
        limits.spend(RULE, "a")
    moved[0] += 16
    limits.spend(RULE, "a")
    with pytest.raises(TooMany):
        limits.spend(RULE, "a")


def test_processes_count_together(redis_server):
    one, two = (Limits(SharedWindows(redis_server.url, "test")) for _ in range(2))
    one.spend(RULE, "a")
    two.spend(RULE, "a")
    one.spend(RULE, "a")
    with pytest.raises(TooMany):
        two.spend(RULE, "a")
    Limits(SharedWindows(redis_server.url, "another installation")).spend(RULE, "a")


def test_without_redis_each_process_counts_for_itself(redis_server, monkeypatch):
    limits = Limits(SharedWindows(redis_server.url, "test"))
    limits.spend(RULE, "a")
    redis_server.stop()
    for _ in range(3):
        limits.spend(RULE, "a")
    with pytest.raises(TooMany):
        limits.spend(RULE, "a")
    redis_server.start()
    moved = time.monotonic() + redis_limits.AWAY_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: moved)
    # Redis was empty when it came back, and is asked again.
    limits.spend(RULE, "a")
    assert limits.remaining(RULE, "a") == 2


def test_an_outage_is_told_once_by_a_process(redis_server, settings, database, caplog, monkeypatch):
    monkeypatch.setattr(redis_limits, "AWAY_SECONDS", 0.0)
    runtime = make_runtime(replace(settings, redis_url=redis_server.url), database)
    runtime.hub.subscribe(lambda _topic, _told: None)
    try:
        for outages in (1, 2):
            wait_until(lambda: runtime.hub.is_linked)
            redis_server.stop()
            wait_until(lambda: not runtime.hub.is_linked)
            for number in range(3):
                runtime.limits.spend(RULE, f"{outages} {number}")
            assert caplog.text.count("Redis cannot be reached") == outages
            redis_server.start()
    finally:
        runtime.hub.close()


def wait_until(is_so) -> None:
    for _ in range(400):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError("that never came")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("", "unknown"),
        (None, "unknown"),
        ("evil\n", "unknown"),
    ],
)
def test_addresses(address, key):
    assert address_key(address) == key
