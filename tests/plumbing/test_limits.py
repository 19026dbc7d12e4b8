"""Counting of tries, and how addresses are folded for it."""

from __future__ import annotations

import time

import pytest

from quizapp.plumbing.limits import Limits, Rule, TooMany, address_key

RULE = Rule("door", "3/minute", "Wait a little.")


def test_spending_ends_at_the_limit():
    limits = Limits()
    for _ in range(3):
        limits.spend(RULE, "a")
    with pytest.raises(TooMany) as told:
        limits.spend(RULE, "a")
    assert told.value.message == "Wait a little."
    assert told.value.door == "door"
    assert 1 <= told.value.retry_after_seconds <= 61
    limits.spend(RULE, "b")
    limits.spend(Rule("another door", "3/minute", ""), "a")


def test_checking_counts_nothing():
    limits = Limits()
    for _ in range(10):
        limits.check(RULE, "a")
    assert limits.remaining(RULE, "a") == 3


def test_counting_never_raises_and_is_seen_by_checking():
    limits = Limits()
    for _ in range(5):
        limits.count(RULE, "a")
    assert limits.is_reached(RULE, "a")
    with pytest.raises(TooMany):
        limits.check(RULE, "a")


def test_the_window_moves(monkeypatch):
    limits, real, moved = Limits(), time.time, [0.0]
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
