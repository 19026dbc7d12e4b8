"""The socket, the address on the local network, and its code."""

from __future__ import annotations

import io
import socket
import sys

import pytest

from quizapp.cli import network
from quizapp.settings import SettingsError


def test_port_is_taken_once() -> None:
    first = network.bind("127.0.0.1", 0)
    with first, pytest.raises(SettingsError, match="--port"):
        network.bind("127.0.0.1", first.getsockname()[1])


def test_foreign_address_is_refused() -> None:
    with pytest.raises(SettingsError, match="--host"):
        network.bind("203.0.113.7", 8000)


def test_unknown_name_is_refused() -> None:
    with pytest.raises(SettingsError, match="--host"):
        network.bind("no such host", 8000)


def test_origin_can_be_typed() -> None:
    assert network.origin("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert network.origin("::1", 8000) == "http://[::1]:8000"
    assert network.origin("192.168.1.20", 80) == "http://192.168.1.20:80"


def test_finding_the_lan_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(socket.socket):
        def send(self, *_: object) -> int:
            raise AssertionError("something was sent")

        sendto = sendall = send

    monkeypatch.setattr(socket, "socket", Deaf)
    try:
        assert network.lan_address().count(".") == 3
    except SettingsError:
        pytest.skip("this machine is in no network")


def test_code_is_left_out_where_it_cannot_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert network.qr_code("http://192.168.1.20:8000") == ""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert "█" in network.qr_code("http://192.168.1.20:8000")
