"""One open stream: frames go down as they come, until either side ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from quizapp.live.streams.bounds import Bounds
from quizapp.live.streams.channel import Listener
from quizapp.live.streams.posts import refusal
from quizapp.plumbing.limits import address_key

NO_ROOM = "So many are connected that no more fit just now. This page tries again by itself."


class Stream:
    """An address that answers with a stream for as long as somebody listens."""

    def __init__(self, opened: Callable[[Scope], Awaitable[Any]], bounds: Bounds) -> None:
        self._opened = opened
        self._bounds = bounds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream, if there is room for it."""
        address = address_key((scope.get("client") or [None])[0])
        if not self._bounds.enter(address):
            await refusal(503, NO_ROOM, {"Retry-After": "5"})(scope, receive, send)
            return
        try:
            await self._serve(scope, receive, send)
        finally:
            self._bounds.leave(address)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = await self._opened(scope)
        if isinstance(opened, Response):
            await opened(scope, receive, send)
            return
        listener, leave = opened
        sending = asyncio.ensure_future(_send_all(listener, send))
        hearing = asyncio.ensure_future(_hear_end(receive))
        try:
            await asyncio.wait((sending, hearing), return_when=asyncio.FIRST_COMPLETED)
        finally:
            listener.close()
            leave()
            sending.cancel()
            hearing.cancel()


async def _send_all(listener: Listener, send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        # Proxies of one sort keep a stream back until they are told not to.
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    is_open = True
    while is_open:
        frames = [await listener.queue.get()]
        # What has come meanwhile goes with it: at a reveal each player has two frames, and the class is large.
        while not listener.queue.empty():
            frames.append(listener.queue.get_nowait())
        is_open = None not in frames
        body = b"".join(frame for frame in frames if frame is not None)
        await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _hear_end(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
