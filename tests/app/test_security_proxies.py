"""S35: what a proxy says of its visitors counts only where the operator lists that proxy's address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizapp.asgi import create_asgi
from quizapp.cli.server import configured
from quizapp.people.attempts import ADDRESS
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings
from tests.app.test_asgi import Reply, ask_raw

VISITOR = b"203.0.113.9"
FORWARDED = [(b"x-forwarded-for", VISITOR), (b"x-forwarded-proto", b"https")]


def behind(runtime: Runtime, home: Path, proxies: str) -> Any:
    """Give the application as the server wraps it, for a list of trusted proxies; it is called by 127.0.0.1."""
    runtime.settings = Settings(home=home, trusted_proxies=proxies, base_url="https://quiz.example")
    config = configured(create_asgi(runtime), runtime.settings)
    config.load()
    return config.loaded_app


def fail_to_sign_in(served: Any, headers: list[tuple[bytes, bytes]]) -> Reply:
    """Send a wrong password, with a cookie and token of our own."""
    own = [(b"host", b"quiz.example"), *headers]
    page = ask_raw(served, "/sign-in", "GET", b"", b"", own)
    token = page.body.decode().partition('name="csrf_token" value="')[2].partition('"')[0]
    body = f"csrf_token={token}&name=sam&password=surely+not+this".encode()
    more = [
        (b"cookie", page.headers["set-cookie"].partition(";")[0].encode()),
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"content-length", str(len(body)).encode()),
        (b"referer", b"https://quiz.example/sign-in"),
    ]
    return ask_raw(served, "/sign-in", "POST", b"", body, own + more)


def counted(runtime: Runtime, address: bytes) -> int:
    return 200 - runtime.limits.remaining(ADDRESS, address.decode())


@pytest.mark.parametrize("proxies", ["127.0.0.1", "10.0.0.0/8, 127.0.0.0/8"])
def test_a_listed_proxy_is_believed(runtime, cast, settings, proxies):
    served = behind(runtime, settings.home, proxies)
    assert fail_to_sign_in(served, FORWARDED).status == 422
    assert (counted(runtime, VISITOR), counted(runtime, b"127.0.0.1")) == (1, 0)


def test_what_the_visitor_says_of_himself_is_not(runtime, cast, settings):
    # The proxy adds the address it sees behind what came; the first one is the visitor's own invention.
    served = behind(runtime, settings.home, "127.0.0.1")
    for invented in (b"198.51.100.1", b"127.0.0.1", b"unknown", b""):
        fail_to_sign_in(served, [(b"x-forwarded-for", invented + b", " + VISITOR)])
        fail_to_sign_in(served, [(b"x-forwarded-for", invented), (b"x-forwarded-for", VISITOR)])
    assert counted(runtime, VISITOR) == 8
    assert counted(runtime, b"198.51.100.1") == 0


@pytest.mark.parametrize("proxies", ["", "203.0.113.1", "10.0.0.0/8"])
@pytest.mark.parametrize("name", [b"x-forwarded-for", b"x_forwarded_for", b"forwarded", b"x-real-ip"])
def test_anybody_else_is_not(runtime, cast, settings, proxies, name):
    served = behind(runtime, settings.home, proxies)
    assert fail_to_sign_in(served, [(name, VISITOR), (b"x-forwarded-proto", b"https")]).status in (400, 422)
    assert counted(runtime, VISITOR) == 0


@pytest.mark.parametrize("name", [b"x_forwarded_for", b"x_forwarded-for", b"forwarded", b"x-real-ip", b"client-ip"])
def test_other_names_of_that_header_count_nothing_even_from_a_proxy(runtime, cast, settings, name):
    served = behind(runtime, settings.home, "127.0.0.1")
    assert fail_to_sign_in(served, [(name, VISITOR), (b"x-forwarded-proto", b"https")]).status == 422
    assert (counted(runtime, VISITOR), counted(runtime, b"127.0.0.1")) == (0, 1)


@pytest.mark.parametrize("proxies", ["", "127.0.0.1"])
@pytest.mark.parametrize("name", [b"x-forwarded-host", b"x_forwarded_host", b"forwarded", b"x-original-url"])
def test_no_header_gives_the_app_another_name(runtime, settings, proxies, name):
    served = behind(runtime, settings.home, proxies)
    headers = [(b"host", b"quiz.example"), (name, b"host=evil.example")]
    for path in ("/", "/settings/password", "/sign-in"):
        reply = ask_raw(served, path, "GET", b"", b"", headers)
        assert reply.status in (200, 303)
        assert "evil" not in str(reply.headers)
        assert b"evil" not in reply.body
