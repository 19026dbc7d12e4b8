"""The way in to the pages: a request reaches a thread whole, and its answer leaves from the event loop.

So a slow sender or reader costs a socket and never one of the few threads. What a thread does is one call of the WSGI
application; files that it names are sent by the loop, in ranges where a player asks for them.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from quizapp.plumbing.disk_room import DISK_FULL, NO_ROOM

Environ: TypeAlias = dict[str, Any]
Headers: TypeAlias = list[tuple[str, str]]

#: Bodies up to here wait in memory, larger ones in a file that no other account can read.
IN_MEMORY_BYTES = 1 << 20
FORM_SECONDS = 60
UPLOAD_SECONDS = 600
#: Whoever sends less within a window is not sending.
WINDOW_SECONDS = 15
WINDOW_BYTES = 15_000
GZIP_LEVEL = 5
GZIP_FROM_BYTES = 1_000
#: The header by which Flask names a file instead of sending it.
SENDFILE = "X-Sendfile"
_PACKED = ("text/", "application/json", "application/xml", "image/svg+xml")


@dataclass(slots=True)
class Answer:
    """What the application answered: a status such as ``200 OK``, headers and the body."""

    status: str = "500 "
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])

    def find(self, name: str) -> str | None:
        """Find the first header of a name, which is given in lower case."""
        return next((value for known, value in self.headers if known.lower() == name), None)


class Refused(Exception):
    """A request that is not read further: it came too slowly or is too large; `code` is its status."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Gate:
    """Serves a WSGI application in one hop to a thread.

    `limit_of` gives, in a thread, how many bytes the body of a request may have when it is over `form_limit_bytes`.
    Files are sent from below `folders` alone.
    """

    def __init__(
        self,
        app: Callable[[Environ, Any], Iterable[bytes]],
        *,
        threads: int,
        form_limit_bytes: int,
        limit_of: Callable[[Environ], int],
        folders: Sequence[Path],
    ) -> None:
        self.app = app
        self.form_limit_bytes = form_limit_bytes
        self.limit_of = limit_of
        self.folders = tuple(folder.resolve() for folder in folders)
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        environ = environ_of(scope)
        with _spooled() as body:
            try:
                await self._take(environ, receive, body)
            except Refused as refused:
                response: Response = PlainTextResponse(refused.words, refused.code, {"Connection": "close"})
            except ConnectionResetError:
                return
            else:
                environ["wsgi.input"] = body
                response = self._response(await self.in_thread(self._answer, environ))
        await response(scope, receive, send)

    async def in_thread(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """Run something in one of the threads that answer pages."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, copy_context().run, call, *arguments)

    async def _take(self, environ: Environ, receive: Receive, body: Any) -> None:
        """Read the body on the loop; one that is declared too large stays unread, and the application says so."""
        declared = int(environ.get("CONTENT_LENGTH") or 0)
        limit = self.form_limit_bytes
        if declared > limit:
            limit = await self.in_thread(self.limit_of, environ)
            if declared > limit:
                return
        pace = _Pace(FORM_SECONDS if declared <= self.form_limit_bytes else UPLOAD_SECONDS)
        taken = 0
        more = True
        while more:
            message = await pace.next(receive)
            if message["type"] == "http.disconnect":
                raise ConnectionResetError
            piece = message.get("body", b"")
            taken += len(piece)
            if taken > limit:
                raise Refused(413, "What was sent is larger than this page takes.\n")
            _keep(body, piece)
            more = message.get("more_body", False)
        _keep(body, b"")
        body.seek(0)
        environ["CONTENT_LENGTH"] = str(taken) if taken or "CONTENT_LENGTH" in environ else ""

    def _answer(self, environ: Environ) -> Answer:
        """Run the application in this thread, and pack what it says."""
        answer = Answer()

        def start(status: str, headers: Headers, _exc_info: Any = None) -> Callable[[bytes], object]:
            answer.status, answer.headers = status, headers
            return pieces.append

        pieces: list[bytes] = []
        result = self.app(environ, start)
        try:
            pieces.extend(result)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        answer.body = b"".join(pieces)
        _pack(answer, environ.get("HTTP_ACCEPT_ENCODING", ""))
        return answer

    def _response(self, answer: Answer) -> Response:
        named = answer.find(SENDFILE.lower())
        headers = [(name, value) for name, value in answer.headers if name != SENDFILE]
        if named is not None and answer.code == 200:
            path = Path(named).resolve()
            if not any(path.is_relative_to(folder) for folder in self.folders):
                raise PermissionError("a file outside the folders that may be sent was named")
            response: Response = FileResponse(path)
            headers = [pair for pair in headers if pair[0].lower() not in ("content-length", "accept-ranges")]
        else:
            response = Response(answer.body, answer.code)
        kept = {name.lower() for name, _ in headers}
        raw = [(name, value) for name, value in response.raw_headers if name.decode() not in kept]
        response.raw_headers[:] = raw + [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers]
        return response


@contextmanager
def _spooled() -> Iterator[Any]:
    body = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - closed below, where it may fail
    try:
        yield body
    finally:
        # What found no room is written once more by closing, and would fail again.
        with suppress(OSError):
            body.close()


def _keep(body: Any, piece: bytes) -> None:
    try:
        body.write(piece)
        body.flush()
    except OSError as error:
        if error.errno in NO_ROOM:
            raise Refused(507, f"{DISK_FULL}\n") from error
        raise


class _Pace:
    """How long a sender may take: so many seconds in all, and never a window without its bytes."""

    def __init__(self, seconds: float) -> None:
        self.clock = asyncio.get_running_loop().time
        self.end = self.clock() + seconds
        self.window_end = self.clock() + WINDOW_SECONDS
        self.window_bytes = 0

    async def next(self, receive: Receive) -> Any:
        """Wait for the next piece.

        Raises:
            Refused: it did not come in time.
        """
        try:
            async with asyncio.timeout_at(min(self.end, self.window_end)):
                message = await receive()
        except TimeoutError:
            raise Refused(408, "This came too slowly to be taken. Nothing of it was stored.\n") from None
        self.window_bytes += len(message.get("body", b""))
        if self.window_bytes >= WINDOW_BYTES:
            self.window_end, self.window_bytes = self.clock() + WINDOW_SECONDS, 0
        return message


def _pack(answer: Answer, accepted: str) -> None:
    """Compress a text for whom wants it; what is small, packed already, or a part stays as it is."""
    kind = answer.find("content-type") or ""
    if len(answer.body) < GZIP_FROM_BYTES or not kind.startswith(_PACKED) or answer.find("content-encoding"):
        return
    others = [(name, value) for name, value in answer.headers if name.lower() != "content-length"]
    if accepts_gzip(accepted) and answer.code != 206:
        answer.body = gzip.compress(answer.body, GZIP_LEVEL)
        others.append(("Content-Encoding", "gzip"))
    varied = answer.find("vary")
    others = [(name, value) for name, value in others if name.lower() != "vary"]
    others.append(("Vary", f"{varied}, Accept-Encoding" if varied else "Accept-Encoding"))
    answer.headers = [*others, ("Content-Length", str(len(answer.body)))]


def accepts_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding takes gzip."""
    for part in accepted.lower().split(","):
        coding, _, parameters = part.partition(";")
        if coding.strip() == "gzip":
            return parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def environ_of(scope: Scope) -> Environ:
    """Give the WSGI environment of a request (PEP 3333); its input is set when the body is there."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", "").encode().decode("latin-1"),
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in scope["headers"]:
        # Ranges are the file sender's: Flask would cut the body that it does not send.
        if name in (b"range", b"if-range"):
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        # Cookies of several lines, as some proxies give them, are parted by semicolons (RFC 9113, 8.2.3).
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{text}" if key in environ else text
    return environ
