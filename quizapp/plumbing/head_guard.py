"""Closes connections whose request head is endless or never comes, or whose body goes on after the answer.

uvicorn bounds none of these.
"""

from __future__ import annotations

import socket
from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 32 * 1024
HEAD_SECONDS = 15
#: The rest of a body that was answered unread is let come for so long: cut off at once, few would see the answer.
REST_SECONDS = 600
#: Who confirms nothing of what was sent for so long is gone: a phone that lost its net says no good-bye.
GONE_SECONDS = 30


class HeadGuard(HttpToolsProtocol):
    """uvicorn's protocol with bounds on each request: the head's bytes and time, and the time of a body not read."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._head_bytes = 0
        self._head_timer: TimerHandle | None = None
        self._rest_timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        _bound_silence(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take what came; bytes count for a head that is not whole after them."""
        super().data_received(data)
        if self._head_timer is not None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._close()
        elif self._rest_timer is None and self.cycle is not None and self.cycle.response_complete:
            # A blank line, or the end of a body, began no head and ended the wait for a further request.
            self._await_head()

    def on_message_begin(self) -> None:
        """Begin to wait for the head of a further request of this connection."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Begin to wait for the rest of a body that was answered before its end; what comes of it is thrown away."""
        super().on_response_complete()
        if self.cycle.more_body and not self.transport.is_closing():
            self._rest_timer = self.loop.call_later(REST_SECONDS, self._close)

    def on_message_complete(self) -> None:
        """Stop waiting for the rest."""
        self._stop_waiting_for_rest()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave no timer behind."""
        self._stop_waiting()
        self._stop_waiting_for_rest()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_bytes = 0
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._close)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_waiting_for_rest(self) -> None:
        if self._rest_timer is not None:
            self._rest_timer.cancel()
            self._rest_timer = None

    def _close(self) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.close()


def _bound_silence(transport: Transport) -> None:
    """Let the system end a connection whose other side does not confirm what was sent to it, where it can."""
    own = transport.get_extra_info("socket")
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if own is not None and option is not None and own.family in (socket.AF_INET, socket.AF_INET6):
        own.setsockopt(socket.IPPROTO_TCP, option, GONE_SECONDS * 1000)
