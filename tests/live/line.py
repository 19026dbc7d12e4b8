"""The live part as browsers meet it, in this process: streams that are read, JSON that is sent, a host's commands."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from quizapp.asgi import create_asgi
from quizapp.core.game import Command
from quizapp.live.service import TOPIC
from quizapp.plumbing.runtime import Runtime
from tests.live.desk import Desk

WAIT_SECONDS = 20.0


@dataclass
class Reply:
    """A whole response."""

    status: int
    headers: dict[str, str]
    body: bytes
    #: All cookies that it gives, as name and value.
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def cookie(self) -> str:
        return self.headers.get("set-cookie", "").partition(";")[0]


@dataclass
class Stream:
    """An open stream and what came of it."""

    raw: bytes = b""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    is_over: bool = False
    task: asyncio.Task[None] | None = None
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def frames(self) -> list[dict[str, Any]]:
        """All that came as data, in order; an event with its number, which is the id of its frame."""
        found, numbered = [], {}
        for line in self.raw.decode().splitlines():
            if line.startswith("id: "):
                numbered = {"event_no": int(line[4:])}
            elif line.startswith("data: "):
                found.append(numbered | json.loads(line[6:]))
            elif not line:
                numbered = {}
        return found

    def of(self, name: str) -> list[dict[str, Any]]:
        """The data of events with a name."""
        found, named = [], ""
        for line in self.raw.decode().splitlines():
            if line.startswith("event: "):
                named = line[7:]
            elif line.startswith("data: ") and named == name:
                found.append(json.loads(line[6:]))
            elif not line:
                named = ""
        return found

    @property
    def phases(self) -> list[str]:
        """The phases that frames told of."""
        return [frame["phase"] for frame in self.frames if "phase" in frame]

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not is_so():
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Go away."""
        self.gone.set()
        assert self.task is not None
        await asyncio.wait_for(self.task, WAIT_SECONDS)


class Line:
    """A running live part."""

    def __init__(self, runtime: Runtime, desk: Desk) -> None:
        self.runtime = runtime
        self.desk = desk
        self.app = create_asgi(runtime)
        self.link = desk.standing.link_token
        self.streams: list[Stream] = []

    async def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """Send one request."""
        sent: list[dict[str, Any]] = []
        pieces = [body]

        async def receive() -> dict[str, Any]:
            if pieces:
                return {"type": "http.request", "body": pieces.pop(), "more_body": False}
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await asyncio.wait_for(self.app(_scope(method, path, headers), receive, send), WAIT_SECONDS)
        start, *rest = sent
        found = {name.decode(): value.decode() for name, value in start["headers"]}
        given = [value.decode().partition(";")[0] for name, value in start["headers"] if name == b"set-cookie"]
        cookies = dict(one.split("=", 1) for one in given)
        return Reply(start["status"], found, b"".join(piece.get("body", b"") for piece in rest), cookies)

    async def post(self, path: str, values: Any, cookie: str = "", **headers: str) -> Reply:
        """Send JSON."""
        given = {"content-type": "application/json", "cookie": cookie} | headers
        return await self.call("POST", path, json.dumps(values).encode(), **given)

    async def join(self, nickname: str, link: str | None = None, cookie: str = "") -> str:
        """Come in; gives the cookie."""
        reply = await self.post(f"/play/{link or self.link}/players", {"nickname": nickname}, cookie)
        assert reply.status == 200, reply.body
        return reply.cookie

    async def answer(
        self, cookie: str, text: str, no: int = 1, client_id: str = "c1", link: str | None = None
    ) -> Reply:
        """Give a response."""
        values = {"response": {"response": text}, "client_id": client_id, "client_ms": 500}
        return await self.post(f"/play/{link or self.link}/rounds/{no}/response", values, cookie)

    async def listen(self, path: str, cookie: str = "", *, is_slow: bool = False) -> Stream:
        """Open a stream; a slow one reads nothing until its `hold` is set."""
        stream = Stream()

        async def receive() -> dict[str, Any]:
            await stream.gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                stream.status = message["status"]
                stream.headers = {name.decode(): value.decode() for name, value in message["headers"]}
                return
            if is_slow:
                await stream.hold.wait()
            stream.raw += message["body"]
            stream.is_over = not message.get("more_body", False)

        stream.task = asyncio.create_task(self.app(_scope("GET", path, {"cookie": cookie}), receive, send))
        self.streams.append(stream)
        await stream.until(lambda: stream.status > 0 and (bool(stream.raw) or is_slow or stream.status != 200))
        return stream

    async def play(self, cookie: str, link: str | None = None) -> Stream:
        """Open a player's stream."""
        return await self.listen(f"/play/{link or self.link}/events", cookie)

    async def do(self, command: Command) -> None:
        """Let the host command something, as the pages do: stored, then told."""
        await asyncio.to_thread(self.desk.do, command)
        self.runtime.hub.publish(f"{TOPIC}{self.desk.game_id}")

    async def end(self) -> None:
        """Close what is open."""
        for stream in self.streams:
            stream.gone.set()
        self.app.close()
        await asyncio.gather(*(stream.task for stream in self.streams if stream.task), return_exceptions=True)


def run(line: Line, scenario: Callable[[Line], Awaitable[None]]) -> None:
    """Run a scenario and close what it opened."""

    async def whole() -> None:
        try:
            await scenario(line)
        finally:
            await line.end()

    asyncio.run(whole())


def play_on(lines: list[Line], scenario: Callable[..., Awaitable[None]]) -> None:
    """Run a scenario over several lines once they hear each other, and close what it opened."""

    async def whole() -> None:
        try:
            async with asyncio.timeout(60):
                while not all(line.runtime.hub.is_linked for line in lines):
                    await asyncio.sleep(0.01)
                await scenario(*lines)
        finally:
            for line in lines:
                await line.end()

    asyncio.run(whole())


def _scope(method: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
    path, _, query = path.partition("?")
    named = {"host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items() if value}
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
