"""The served application: static files, headers on everything, compression, what is kept out."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass
from typing import Any

import pytest

from quizapp.asgi import CleanHeaders, create_asgi
from quizapp.plumbing.headers import SECURITY_HEADERS
from quizapp.plumbing.runtime import Runtime


@dataclass
class Reply:
    """What an ASGI application sent."""

    status: int
    headers: dict[str, str]
    body: bytes
    pieces: int


def ask(app: Any, path: str, method: str = "GET", query: bytes = b"", body: bytes = b"", **headers: str) -> Reply:
    """Send one request to an ASGI application."""
    named = {"host": "localhost", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return ask_raw(app, path, method, query, body, [(k.encode(), v.encode()) for k, v in named.items()])


def _nothing() -> None:
    """Close nothing."""


def ask_raw(app: Any, path: str, method: str, query: bytes, body: bytes, headers: list[tuple[bytes, bytes]]) -> Reply:
    """Send one request with these very headers."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "", "headers": headers,
        "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    start, *rest = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], found, b"".join(m.get("body", b"") for m in rest), len(rest))


@pytest.fixture(scope="module")
def served(installed: Runtime) -> Any:
    return create_asgi(installed)


def test_static_file_is_kept_for_ever(served: Any, installed: Runtime) -> None:
    reply = ask(served, installed.assets.url("app.css"), accept_encoding="gzip, br")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/css; charset=utf-8"
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["vary"] == "Accept-Encoding"
    asset = installed.assets.find("app.css")
    assert asset is not None
    assert gzip.decompress(reply.body) == asset.body
    assert int(reply.headers["content-length"]) == len(reply.body)


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_static_file_comes_plain_to_whom_wants_it_plain(served: Any, installed: Runtime, accepted: str) -> None:
    reply = ask(served, installed.assets.url("app.css"), accept_encoding=accepted)
    asset = installed.assets.find("app.css")
    assert asset is not None
    assert reply.body == asset.body
    assert "content-encoding" not in reply.headers


def test_old_version_is_served_but_not_kept(served: Any) -> None:
    reply = ask(served, "/static/000000000000/app.css")
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-cache")


def test_head_of_a_static_file_has_no_body(served: Any, installed: Runtime) -> None:
    reply = ask(served, installed.assets.url("app.css"), "HEAD")
    assert reply.status == 200


@pytest.mark.parametrize(
    "path",
    ["/static/x/", "/static/x/nothing.css", "/static/x/../pyproject.toml", "/static/x//etc/passwd", "/static/app.css"],
)
def test_no_name_becomes_a_path(served: Any, path: str) -> None:
    assert ask(served, path).status == 404


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/nowhere", "GET", 404),
        ("/static/x/nothing.js", "GET", 404),
        ("/static/x/app.css", "DELETE", 404),
        ("/robots.txt", "GET", 200),
        ("/favicon.ico", "GET", 404),
        ("/sign-in", "DELETE", 405),
        ("/sign-in", "POST", 400),
    ],
)
def test_every_reply_has_the_security_headers(served: Any, path: str, method: str, status: int) -> None:
    reply = ask(served, path, method)
    assert reply.status == status
    assert {k: reply.headers.get(k.lower()) for k in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_failure_below_has_them_too() -> None:
    async def broken(scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    reply = ask(CleanHeaders(broken, _nothing, is_https=False), "/")
    assert {k: reply.headers.get(k.lower()) for k in SECURITY_HEADERS} == SECURITY_HEADERS


def test_header_names_with_an_underscore_are_dropped() -> None:
    seen: list[bytes] = []

    async def noting(scope: Any, _receive: Any, send: Any) -> None:
        seen.extend(name for name, _ in scope["headers"])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    headers = [(b"host", b"localhost"), (b"x_forwarded_for", b"10.0.0.1"), (b"x-real", b"1")]
    ask_raw(CleanHeaders(noting, _nothing, is_https=False), "/", "GET", b"", b"", headers)
    assert seen == [b"host", b"x-real"]


def test_raw_bytes_in_a_query_are_no_fault_of_ours(served: Any) -> None:
    assert ask(served, "/nowhere", query=b"q=\xff\xc3\xa9").status == 404


def test_pages_are_packed_for_whom_wants_it(served: Any) -> None:
    packed, plain = ask(served, "/sign-in", accept_encoding="gzip"), ask(served, "/sign-in")
    assert packed.headers["content-encoding"] == "gzip"
    assert b"<h1" in gzip.decompress(packed.body)
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)


def test_too_large_a_form_is_refused(served: Any) -> None:
    body = b"name=" + b"x" * 600_000
    form = {"content_type": "application/x-www-form-urlencoded", "content_length": str(len(body))}
    assert ask(served, "/sign-in", "POST", body=body, **form).status == 413


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""])
def test_foreign_hosts_are_refused(served: Any, host: str) -> None:
    reply = ask(served, "/sign-in", host=host)
    assert reply.status == 400
    assert b"evil" not in reply.body


def test_extra_hosts_are_let_in(installed: Runtime) -> None:
    served = create_asgi(installed, extra_hosts=("192.168.1.20",))
    assert ask(served, "/sign-in", host="192.168.1.20:8000").status == 200
    assert ask(served, "/sign-in", host="192.168.1.21:8000").status == 400
