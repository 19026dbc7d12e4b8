"""Asking a model over a real socket: answers, and every way in which a server can fail to give one."""

from __future__ import annotations

import json
import logging
import threading
import time

import pytest

from quizapp.plumbing.chat import ChatEndpoint, ChatError, ChatLimits, ask, endpoint_of
from quizapp.plumbing.child import Stopped
from quizapp.settings import Settings
from tests.chat_server import serving

KEY = "canary-of-the-key"
QUICK = ChatLimits(seconds=2, connect_seconds=2, tries=3, pause_seconds=0.01)
MESSAGES = [{"role": "user", "content": '{"question": "Who?"}'}]


@pytest.fixture
def server():
    with serving() as told:
        yield told


@pytest.fixture
def endpoint(server):
    return ChatEndpoint(server.url, "small-model", KEY)


def refused(endpoint, limits=QUICK) -> ChatError:
    with pytest.raises(ChatError) as caught:
        ask(endpoint, MESSAGES, limits=limits)
    assert KEY not in caught.value.message
    return caught.value


def test_a_good_answer(server, endpoint):
    server.reply = lambda asked: f"You asked {asked['question']}"
    assert ask(endpoint, MESSAGES, limits=QUICK) == "You asked Who?"
    (given,) = server.asked
    assert (given["model"], given["messages"], given["temperature"]) == ("small-model", MESSAGES, 0)
    assert server.paths == ["/v1/chat/completions"]
    assert server.seen[0]["Authorization"] == f"Bearer {KEY}"


def test_no_key_is_sent_where_there_is_none(server):
    ask(ChatEndpoint(f"{server.url}/", "small-model"), MESSAGES, limits=QUICK)
    assert "Authorization" not in server.seen[0]
    assert server.paths == ["/v1/chat/completions"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_again(server, endpoint, status):
    server.statuses = [status, status]
    server.reply = lambda asked: "at last"
    assert ask(endpoint, MESSAGES, limits=QUICK) == "at last"
    assert len(server.asked) == 3


def test_tries_are_few(server, endpoint):
    server.statuses = [500] * 10
    error = refused(endpoint)
    assert "status 500" in error.message
    assert len(server.asked) == QUICK.tries


@pytest.mark.parametrize(
    ("status", "words"), [(401, "QUIZAPP_MODEL_KEY"), (403, "QUIZAPP_MODEL_KEY"), (404, "QUIZAPP_MODEL_NAME")]
)
def test_what_cannot_get_better_ends_it(server, endpoint, status, words):
    server.statuses = [status] * 5
    error = refused(endpoint)
    assert error.is_for_good
    assert words in error.message
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server, endpoint):
    with serving() as other:
        server.statuses = [307]
        server.headers = {"Location": f"{other.url}/chat/completions"}
        error = refused(endpoint)
        assert error.is_for_good
        assert "not followed" in error.message
        assert other.asked == []


def test_no_proxy_of_the_environment_is_used(server, endpoint, monkeypatch):
    with serving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        ask(endpoint, MESSAGES, limits=QUICK)
        assert proxy.asked == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>busy</html>",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": 7}}]}',
        b"[" * 100_000,
        "ü".encode("latin-1"),
    ],
)
def test_a_body_of_another_shape_is_said_and_not_tried_again(server, endpoint, body):
    server.body = lambda: body
    assert "in the way of a chat model" in refused(endpoint).message
    assert len(server.asked) == 1


def test_a_huge_body_is_not_read(server, endpoint):
    server.body = lambda: b"x" * 5_000_000
    assert "more than 256 kB" in refused(endpoint).message


def test_a_slow_answer_is_given_up_however_it_drips(server, endpoint):
    server.drip_seconds = 0.05
    begun = time.monotonic()
    error = refused(endpoint, ChatLimits(seconds=0.5, tries=1))
    assert "longer than 0.5 seconds" in error.message
    assert time.monotonic() - begun < 5


def test_the_end_of_the_process_ends_a_question(server, endpoint):
    server.drip_seconds = 0.05
    ending = threading.Event()
    threading.Timer(0.3, ending.set).start()
    begun = time.monotonic()
    with pytest.raises(Stopped):
        ask(endpoint, MESSAGES, ending.is_set, ChatLimits(seconds=30, tries=1))
    assert time.monotonic() - begun < 5


def test_nobody_there():
    with serving() as gone:
        url = gone.url
    error = refused(ChatEndpoint(url, "small-model", KEY))
    assert "cannot be reached" in error.message


def test_the_key_is_in_no_description_and_no_log(server, endpoint, caplog):
    with caplog.at_level(logging.DEBUG):
        server.statuses = [401]
        refused(endpoint)
    assert KEY not in repr(endpoint)
    assert KEY not in caplog.text


def test_the_settings_name_it_or_it_is_off():
    assert endpoint_of(Settings()) is None
    found = endpoint_of(Settings(model_url="https://Models.example:8443/v1/", model_name="m"))
    assert found is not None
    assert (found.host, found.path, found.is_encrypted) == ("models.example:8443", "/v1/chat/completions", True)
    assert json.dumps(found.key) == '""'
