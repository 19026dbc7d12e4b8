"""S40: security events are in the log, secrets and people are not, and no input forges a line."""

from __future__ import annotations

import logging

import pytest

from quizapp.people import service
from quizapp.plumbing import logs
from tests.conftest import PASSWORD

CANARY = "canary-password-5d41402a"


@pytest.fixture
def lines():
    """Collect every record of every logger, formatted as in operation."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record):
            found.append(logs.OneLine().format(record))

    collector = Collector(logging.DEBUG)
    ours = logging.getLogger("quizapp")
    watched = [logging.getLogger()] if ours.propagate else [logging.getLogger(), ours]
    ours.setLevel(logging.DEBUG)
    before = [logger.level for logger in watched]
    for logger in watched:
        logger.addHandler(collector)
        logger.setLevel(logging.DEBUG)
    yield found
    for logger, level in zip(watched, before, strict=True):
        logger.removeHandler(collector)
        logger.setLevel(level)


def test_a_whole_life_leaves_no_secret(browser, lines, runtime, cast):
    one = browser()
    name = "Canary Q. Personname"
    one.post("/sign-up", {"name": name, "password": CANARY, "email": "canary@example.org"})
    tokens = {one.token()}
    one.sign_in(name, CANARY)
    one.post("/sign-in", {"name": name, "password": CANARY + "wrong"})
    one.post("/sign-in", {"name": "nobody " + CANARY, "password": CANARY})
    one.post("/settings/password", {"current": CANARY, "password": CANARY + "-new"})
    one.post("/password-again", {"password": CANARY + "-new"})
    cookie = one.cookie()
    one.post("/settings/erasure", {"sure": "y"})
    with runtime.database.transaction() as session:
        service.issue_first_account_code(session, runtime.clock())
    text = "\n".join(lines)
    for secret in (CANARY, "Personname", "canary@example.org", cookie, *tokens):
        assert secret not in text
    assert "127.0.0.1" not in text


def test_security_events_are_there(browser, sign_in_as, cast, lines):
    stranger = browser()
    for _ in range(12):
        stranger.post("/sign-in", {"name": "sam", "password": CANARY})
    stranger.post("/sign-in", {"name": "nobody at all", "password": CANARY})
    sam = sign_in_as("tess")
    sam.post("/settings/password", {"current": PASSWORD, "password": CANARY})
    sam.post("/settings/everywhere")
    sign_in_as("gil").post("/settings/erasure", {"sure": "y"})
    text = "\n".join(lines)
    for event in (
        f"wrong password for user {cast.sam.id}, from 127.0.0.0",
        "wrong password for nobody, from 127.0.0.0",
        "limit met: sign-in by account, beyond, from 127.0.0.0",
        f"user {cast.tess.id} changed the password, from 127.0.0.0",
        f"user {cast.tess.id} signed out everywhere, from 127.0.0.0",
        f"user {cast.gil.id} was erased on their own wish, from 127.0.0.0",
    ):
        assert event in text


def test_an_input_cannot_forge_a_line(lines):
    logs.security.warning("from %s", "a\r\n2026-01-01 INFO quizapp.security user 1 is admin\x1b[2J\u2028")
    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert "\r" not in lines[0]
    assert "\x1b" not in lines[0]
