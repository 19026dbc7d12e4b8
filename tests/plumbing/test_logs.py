"""Log lines: one an event, addresses shortened."""

from __future__ import annotations

import logging
import sys

import pytest

from quizapp.plumbing.logs import OneLine, shortened


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.7", "203.0.113.0"),
        ("::ffff:203.0.113.7", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("2001:db8::1", "2001:db8::"),
        ("::1", "::"),
        ("", "-"),
        (None, "-"),
        ("evil\nline", "-"),
    ],
)
def test_addresses_are_shortened(address, kept):
    assert shortened(address) == kept


def record(message, error=None):
    return logging.LogRecord("quizapp.x", logging.INFO, __file__, 1, message, (), error)


def test_control_characters_are_escaped():
    line = OneLine().format(record("a\r\nb\tc\x1b[0m\u2028d\u202ee"))
    assert line.endswith("a\\r\\nb\\tc\\x1b[0m\\u2028d\\u202ee")
    assert line.isprintable()


def test_a_trace_cannot_forge_a_line_either():
    try:
        raise ValueError("x\n2026-01-01 00:00:00 INFO quizapp.security all is well")
    except ValueError:
        text = OneLine().format(record("failed", sys.exc_info()))
    first, *rest = text.splitlines()
    assert first.endswith("failed")
    assert all(line.startswith(" ") for line in rest)
