"""`quizapp serve` as a process: what it prints, whom it lets in, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import stat
from pathlib import Path

import httpx
import pytest

from quizapp.cli import network
from quizapp.plumbing.headers import SECURITY_HEADERS
from tests.app.running import Serving, serving

pytestmark = pytest.mark.serial
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="file modes and signals of POSIX")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> object:
    with serving(tmp_path_factory.mktemp("serve") / "home") as running:
        yield running


def sent(served: Serving, request: bytes) -> bytes:
    """Send raw bytes and give the whole reply."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(request)
        reply = b""
        while piece := line.recv(65536):
            reply += piece
        return reply


def request(path: bytes, *headers: bytes, host: bytes = b"localhost") -> bytes:
    return b"\r\n".join([b"GET " + path + b" HTTP/1.1", b"Host: " + host, b"Connection: close", *headers, b"", b""])


def test_address_is_printed_and_answers(served: Serving) -> None:
    assert served.printed[0].endswith(f"is at {served.address}\n")
    reply = httpx.get(served.address, follow_redirects=True)
    assert reply.status_code == 200
    assert "<h1" in reply.text


def test_first_account_link_is_printed_whole(served: Serving) -> None:
    assert served.first_account_link is not None
    reply = httpx.get(served.first_account_link, follow_redirects=True)
    assert reply.status_code == 200
    assert 'type="password"' in reply.text


def test_server_does_not_name_itself(served: Serving) -> None:
    assert "server" not in httpx.get(served.address).headers


def test_foreign_host_is_refused(served: Serving) -> None:
    reply = sent(served, request(b"/", host=b"evil.example"))
    assert reply.startswith(b"HTTP/1.1 400")
    assert b"evil.example" not in reply


@pytest.mark.parametrize("path", [b"/?q=\xff\xfe", b"/\xff", b"/%00", b"/%ff", b"/?%s", b"/\xc3\xa9?\xc3\xa9=1"])
def test_odd_bytes_are_no_fault_of_ours(served: Serving, path: bytes) -> None:
    status = int(sent(served, request(path)).split()[1])
    assert status < 500


def test_unsent_headers_of_a_proxy_count_for_nothing(served: Serving) -> None:
    for header in (b"X-Forwarded-Proto: https", b"X_Forwarded_Proto: https", b"X-Forwarded-Host: evil.example"):
        reply = sent(served, request(b"/people/settings", header))
        assert b"evil.example" not in reply
        assert b"https://" not in reply.split(b"\r\n\r\n")[0]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/x/nothing.js", "/robots.txt", "/favicon.ico"])
def test_security_headers_stand_on_every_reply(served: Serving, path: str) -> None:
    headers = httpx.get(served.address + path).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@POSIX_ONLY
def test_two_starts_on_private_files_end_in_peace(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for number in (signal.SIGTERM, signal.SIGINT):
        with serving(home) as running:
            assert httpx.get(running.address).status_code < 400
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in [home, *home.iterdir()]}
            assert running.end(number) == 0
            assert running.process.stderr
            assert running.process.stderr.read() == ""
        assert modes.pop("home") == 0o700
        assert {"quizapp.db", "quizapp.db-wal", "secret_key"} <= set(modes)
        assert set(modes.values()) == {0o600}


def test_lan_lets_the_network_in(tmp_path: Path) -> None:
    try:
        address = network.lan_address()
    except network.SettingsError:
        pytest.skip("this machine is in no network")
    with serving(tmp_path / "home", "--lan", PYTHONUTF8="1") as running:
        printed = "".join(running.printed)
        assert f"http://{address}:{running.port}" in printed
        assert "█" in printed
        assert "listen in" in printed
        assert httpx.get(f"http://{address}:{running.port}/", follow_redirects=True).status_code == 200


def test_without_lan_the_network_stays_out(served: Serving) -> None:
    try:
        address = network.lan_address()
    except network.SettingsError:
        pytest.skip("this machine is in no network")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{address}:{served.port}/")
