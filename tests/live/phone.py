"""A player's browser over sockets of its own, for faults and the bench: a stream, and a connection to send on."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from quizapp.cli.server import KEPT_SECONDS

HOST = "127.0.0.1"
ANSWERED_WITHIN = (0.1, 3.0)
#: A browser keeps a connection for some minutes, and the server ends it sooner.
IDLE_SECONDS = KEPT_SECONDS - 5.0
#: So many connections are opened at once.
AT_ONCE = 100
_BUTTON = re.compile(r"<button(?: value='([^']*)')?>([^<]*)</button>")


@dataclass
class Player:
    """One player's browser: a stream and a connection for what it sends.

    They have no account: whoever plays under one has to send the cookie of their sign-in beside the seat's.
    """

    port: int
    link: str
    name: str
    rng: Random
    cookie: str = ""
    #: What each address of its page ends with: which player the page is of.
    named: str = ""
    trip: str = ""
    received_bytes: int = 0
    frames: dict[int, float] = field(default_factory=dict)
    phases: dict[int, str] = field(default_factory=dict)
    replies: list[float] = field(default_factory=list)
    accepted: int = 0
    refused: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    first_frame: float = 0.0
    #: Whether it comes back when it is cut off, and sends again what was not acknowledged, as the page does.
    persists: bool = False
    #: Texts given by round, and those of them that were acknowledged.
    given: dict[int, str] = field(default_factory=dict)
    acknowledged: dict[int, str] = field(default_factory=dict)
    deadlines: list[int] = field(default_factory=list)
    _up: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _used: float = 0.0
    _down: asyncio.StreamWriter | None = None
    _tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    async def join(self) -> None:
        """Come in under a nickname."""
        status, headers, body = await self.post("players", {"nickname": self.name})
        if status != 200:
            raise RuntimeError(f"{self.name} could not join: {status} {body!r}")
        self.cookie = re.search(r"set-cookie: (play-[^;]+)", headers, re.I).group(1)  # type: ignore[union-attr]
        self.named = f"?player={json.loads(body)['player']}"

    async def measure_way(self) -> None:
        """Answer the server's pings."""
        given: dict[str, Any] = {}
        while "trip" not in given:
            given = json.loads((await self.post("pings", given))[2])
        self.trip = given["trip"]

    async def post(self, path: str, values: dict[str, Any]) -> tuple[int, str, bytes]:
        """Send JSON over the connection that is kept for it."""
        if self._up is None or time.monotonic() - self._used > IDLE_SECONDS:
            if self._up is not None:
                self._up[1].close()
            self._up = await asyncio.open_connection(HOST, self.port)
        self._used = time.monotonic()
        reader, writer = self._up
        body = json.dumps(values).encode()
        head = f"POST /play/{self.link}/{path}{self.named} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n"
        head += f"Cookie: {self.cookie}\r\n"
        writer.write(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        headers = answer.decode("latin-1")
        length = int(re.search(r"content-length: (\d+)", headers, re.I).group(1))  # type: ignore[union-attr]
        content = await reader.readexactly(length)
        self.received_bytes += len(answer) + length
        return int(headers[9:12]), headers, content

    async def listen(self) -> None:
        """Open the stream; its frames are followed from now on."""
        reader, writer = await asyncio.open_connection(HOST, self.port)
        self._down = writer
        head_sent = f"GET /play/{self.link}/events{self.named} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n"
        writer.write(f"{head_sent}Cookie: {self.cookie}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        self.received_bytes += len(head)
        if b" 200 " not in head[:16]:
            raise RuntimeError(head.decode("latin-1")[:200])
        self._tasks.append(asyncio.create_task(self._follow(reader)))
        while not self.first_frame:
            await asyncio.sleep(0.005)

    async def _follow(self, reader: asyncio.StreamReader) -> None:
        numbered: dict[str, Any] = {}
        try:
            while line := await reader.readline():
                self.received_bytes += len(line)
                if line.startswith(b"id: "):
                    numbered = {"event_no": int(line[4:])}
                elif line.startswith(b"data: "):
                    self._take(numbered | json.loads(line[6:]))
                elif not line.strip():
                    numbered = {}
        except ConnectionError:
            pass
        while self.persists:
            await asyncio.sleep(self.rng.uniform(0.1, 0.4))
            self.first_frame = 0.0
            try:
                await self.listen()
            except (OSError, asyncio.IncompleteReadError):
                continue
            return

    def _take(self, frame: dict[str, Any]) -> None:
        moment = time.monotonic()
        self.first_frame = self.first_frame or moment
        if "event_no" not in frame:
            self.others.append(json.dumps(frame))
            return
        self.frames.setdefault(frame["event_no"], moment)
        if "deadline_at" in frame:
            self.deadlines.append(frame["deadline_at"])
        self.phases[frame["event_no"]] = frame["phase"]
        if frame["phase"] == "open" and frame["round_no"] not in self.given:
            options = _BUTTON.findall(frame["ask"])
            value, words = self.rng.choice(options)
            self._tasks.append(asyncio.create_task(self._answer(frame["round_no"], value or words, moment)))

    async def _answer(self, round_no: int, words: str, shown: float) -> None:
        self.given[round_no] = words
        await asyncio.sleep(self.rng.uniform(*ANSWERED_WITHIN))
        began = time.monotonic()
        values = {
            "response": {"response": words},
            "client_ms": int((began - shown) * 1000),
            "client_id": f"{self.name}-{round_no}",
            "trip": self.trip,
        }
        status, body = await self._send(f"rounds/{round_no}/response", values)
        self.replies.append(time.monotonic() - began)
        if status == 200 and json.loads(body)["accepted"]:
            self.accepted += 1
            self.acknowledged[round_no] = words
        else:
            self.refused.append(f"{status} {body!r}")

    async def _send(self, path: str, values: dict[str, Any]) -> tuple[int, bytes]:
        """Send until there is a definite reply."""
        while True:
            try:
                status, _, body = await self.post(path, values)
            except (OSError, asyncio.IncompleteReadError):
                if not self.persists:
                    raise
                self._up = None
                await asyncio.sleep(self.rng.uniform(0.1, 0.4))
                continue
            if status < 500 or not self.persists:
                return status, body
            await asyncio.sleep(0.2)

    def cut(self) -> None:
        """Lose the stream."""
        if self._down is not None:
            self._down.transport.abort()
        self.first_frame = 0.0

    async def leave(self) -> None:
        """Close everything."""
        self.persists = False
        for task in self._tasks:
            task.cancel()
        for writer in (self._down, self._up[1] if self._up else None):
            if writer is not None:
                writer.close()


def nickname(number: int) -> str:
    """Give a nickname that looks like no other; all have one length."""
    return "u".join("bcdfghjkmn"[int(digit)] for digit in f"{number:04d}").capitalize()


async def let_each(players: Sequence[Player], call: Callable[[Player], Any]) -> None:
    """Let each of them do something, so many at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(player: Player) -> None:
        async with gate:
            await call(player)

    await asyncio.gather(*map(one, players))
