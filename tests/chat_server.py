"""A server of this machine that speaks `chat/completions` over real sockets, and misbehaves as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ChatServer:
    """What it is asked, and how it answers: `reply` gets the user's message as JSON and gives the answer's text."""

    reply: Callable[[dict[str, Any]], str] = lambda asked: "{}"
    #: Statuses for the next requests, one each; 200 once they are used up.
    statuses: list[int] = field(default_factory=list)
    #: A whole body in place of an answer; called for each request.
    body: Callable[[], bytes] | None = None
    #: Seconds before each byte of the body.
    drip_seconds: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The base address for the settings."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answer(self, content: bytes) -> tuple[int, bytes]:
        """Give status and body for one request."""
        given = json.loads(content)
        self.asked.append(given)
        status = self.statuses.pop(0) if self.statuses else 200
        if self.body is not None:
            return status, self.body()
        text = self.reply(json.loads(given["messages"][-1]["content"])) if status == 200 else "no"
        return status, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers as its server was told to."""

    told: ChatServer

    def do_POST(self) -> None:
        self.told.paths.append(self.path)
        self.told.seen.append(dict(self.headers))
        status, body = self.told.answer(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(status)
        for name, value in self.told.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._send(body)

    def _send(self, body: bytes) -> None:
        # Who has heard enough closes the connection.
        with suppress(OSError):
            if not self.told.drip_seconds:
                self.wfile.write(body)
                return
            for byte in body:
                time.sleep(self.told.drip_seconds)
                self.wfile.write(bytes([byte]))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[ChatServer]:
    """Serve until the block ends."""
    told = ChatServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Told", (Handler,), {"told": told}))
    server.daemon_threads = True
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
