"""A small HTTP/1.1 client on one kept connection, and a browser over it that studies; loopback only."""

from __future__ import annotations

import gzip
import html
import re
import socket
import time
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 15.0
HEAD_AT_MOST_BYTES = 65_536
_PIECE_BYTES = 65_536

_FORM = re.compile(r"<form[^>]*\bdata-answer\b.*?</form>", re.S)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_BUTTON = re.compile(r'<button[^>]*name="response" value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Reply:
    """One response as it came over the wire; `seconds` from the first byte sent to the last one read."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body as text, unpacked."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    def told_seconds(self, name: str) -> float:
        """Give what the bench's own server says that it took: `app` by the clock, `cpu` of the processor."""
        found = re.search(rf"\b{name};dur=([\d.]+)", self.headers.get("server-timing", ""))
        return float(found.group(1)) / 1000 if found else 0.0


class Connection:
    """One connection, opened anew when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Reply:
        """Send one request and read its response whole."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self.port), TIMEOUT_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.perf_counter()
        self._socket.sendall(request)
        status, read_headers, read_body = self._read()
        seconds = time.perf_counter() - began
        if read_headers.get("connection") == "close":
            self.close()
        return Reply(status, read_headers, read_body, seconds)

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self) -> tuple[int, dict[str, str], bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._piece()
            if len(received) > HEAD_AT_MOST_BYTES and b"\r\n\r\n" not in received:
                raise ConnectionError("the head of the response does not end")
        head, _, body = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if headers.get("set-cookie"):
            headers["set-cookie"] = next(line[11:].strip() for line in lines if line.lower().startswith("set-cookie:"))
        length = int(headers.get("content-length", "0"))
        pieces = [body]
        missing = length - len(body)
        while missing > 0:
            pieces.append(self._piece())
            missing -= len(pieces[-1])
        return int(first.split(" ")[1]), headers, b"".join(pieces)

    def _piece(self) -> bytes:
        assert self._socket is not None
        piece = self._socket.recv(_PIECE_BYTES)
        if not piece:
            self.close()
            raise ConnectionError("the server closed the connection")
        return piece


@dataclass(slots=True)
class Learner:
    """A browser with a cookie of its own that asks for cards and answers them as the page's script does."""

    port: int
    rng: Random
    connection: Connection = field(init=False)
    cookie: str = ""
    form: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = Connection(self.port)

    def get(self, path: str, **headers: str) -> Reply:
        """Fetch a page."""
        return self._keep(self.connection.send("GET", path, self._headers(headers)))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Reply:
        """Send a form."""
        return self._keep(self.connection.send("POST", path, self._headers(headers), urlencode(fields).encode()))

    def sign_in(self, name: str, password: str) -> None:
        """Sign in by the page.

        Raises:
            ConnectionError: it does not let this account in.
        """
        token = self.token_of(self.get("/sign-in"))
        reply = self.post("/sign-in", {"csrf_token": token, "name": name, "password": password})
        if reply.status != 303:
            raise ConnectionError(f"signing in gave status {reply.status}")

    def token_of(self, page: Reply) -> str:
        """Read a page's token for forms; empty where it has none."""
        found = _CSRF.search(page.text)
        return html.unescape(found.group(1)) if found else ""

    def open_sitting(self, slug: str) -> Reply:
        """Ask for the next card of a bank, as a whole page."""
        reply = self.get(f"/study/{slug}")
        self._take_up(reply)
        return reply

    def answer(self) -> tuple[str, Reply]:
        """Answer the card at hand and take up the next one; give the answer's client id and the reply."""
        fields = self.form | {"taken_ms": str(self.rng.randrange(1_500, 9_000))}
        reply = self.post("/study/reviews", fields, **{"X-Part": "1"})
        self._take_up(reply)
        return fields["client_id"], reply

    def _take_up(self, reply: Reply) -> None:
        """Read the last form for an answer on the page: in a reply, that of the next card."""
        found = _FORM.findall(reply.text) if reply.status == 200 else []
        self.form = self._filled(found[-1]) if found else {}

    def _filled(self, form: str) -> dict[str, str]:
        fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}
        buttons = _BUTTON.findall(form)
        if buttons:
            return fields | {"response": html.unescape(self.rng.choice(buttons))}
        return fields | ({"response": "Harbour"} if 'id="response"' in form else {"gave_up": "1"})

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        kept = {"Cookie": self.cookie} if self.cookie else {}
        return {"Accept": "text/html", "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin", **kept, **more}

    def _keep(self, reply: Reply) -> Reply:
        if "set-cookie" in reply.headers:
            self.cookie = reply.headers["set-cookie"].partition(";")[0]
        return reply


def is_acknowledged(client_id: str, reply: Reply) -> bool:
    """Tell whether a reply says that this answer is stored: it offers to take it back."""
    return reply.status == 200 and f"/study/reviews/{client_id}/reversals" in reply.text
