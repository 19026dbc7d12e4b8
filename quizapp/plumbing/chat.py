"""Asking a chat model over the network, by the protocol of OpenAI's `chat/completions`: bounded in everything.

The address is the operator's alone. No redirect is followed and no proxy used, so what is sent reaches the host that
people were shown, and none other. Nothing of an answer but its text is looked at, and that text is believed by nobody.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from quizapp.core.errors import QuizError
from quizapp.plumbing.child import Stopped
from quizapp.settings import Settings

_LOOK_EVERY_SECONDS = 0.1
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_REPLY_TOKENS = 900


class ChatError(QuizError):
    """No answer came. `is_for_good`: the next question would fare alike; `is_passing`: the same may be tried anew."""

    def __init__(self, message: str, *, is_passing: bool = False, is_for_good: bool = False) -> None:
        super().__init__(message)
        self.is_passing = is_passing
        self.is_for_good = is_for_good


class NotSent(Exception):
    """What was to be sent may not be sent any more."""


@dataclass(frozen=True, slots=True)
class ChatEndpoint:
    """Where a model is asked: base address, its name there, and the key, which stands in no log or page."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The host as people are shown it, with its port where one is named."""
        return urlsplit(self.url).netloc.lower()

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return urlsplit(self.url).scheme == "https"

    @property
    def path(self) -> str:
        """The path that questions are sent to."""
        base = urlsplit(self.url).path.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


@dataclass(frozen=True, slots=True)
class ChatLimits:
    """How long one try may take in all and to connect, how large an answer may be, and how often to try."""

    seconds: float = 40
    connect_seconds: float = 5
    answer_bytes: int = 256_000
    tries: int = 3
    pause_seconds: float = 1.0


DEFAULT_LIMITS = ChatLimits()


def endpoint_of(settings: Settings) -> ChatEndpoint | None:
    """Give the model of the settings; None while there is none."""
    if not settings.model_url:
        return None
    return ChatEndpoint(settings.model_url, settings.model_name, settings.model_key)


def ask(
    endpoint: ChatEndpoint,
    messages: Sequence[dict[str, str]],
    is_stopping: Callable[[], bool] = lambda: False,
    limits: ChatLimits = DEFAULT_LIMITS,
    may_send: Callable[[], bool] = lambda: True,
) -> str:
    """Give the text of a model's answer; `may_send` is asked before each try.

    Raises:
        ChatError: there is none; the message is for people.
        NotSent: `may_send` said no.
        Stopped: `is_stopping` became true meanwhile.
    """
    body = json.dumps(
        {"model": endpoint.model, "messages": list(messages), "temperature": 0, "max_tokens": _REPLY_TOKENS}
    ).encode()
    for number in range(1, limits.tries + 1):
        if not may_send():
            raise NotSent
        try:
            return _text_of(_posted(endpoint, body, is_stopping, limits), endpoint)
        except ChatError as error:
            if not error.is_passing or number == limits.tries:
                raise
        _pause(limits.pause_seconds * number, is_stopping)
    raise AssertionError("the last try returns or raises")


def _pause(seconds: float, is_stopping: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        if is_stopping():
            raise Stopped
        time.sleep(min(_LOOK_EVERY_SECONDS, seconds))


def _posted(endpoint: ChatEndpoint, body: bytes, is_stopping: Callable[[], bool], limits: ChatLimits) -> bytes:
    """Send one request and give the body of its answer."""
    connection = _connection(endpoint, limits)
    watch = _Watch(connection, time.monotonic() + limits.seconds, is_stopping)
    try:
        with contextlib.closing(connection), watch.watching():
            connection.request("POST", endpoint.path, body, _headers(endpoint))
            response = connection.getresponse()
            _check_status(response.status, endpoint)
            content = response.read(limits.answer_bytes + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        watch.check(endpoint, limits)
        raise ChatError(f"{endpoint.host} cannot be reached ({_reason(error)}).", is_passing=True) from error
    watch.check(endpoint, limits)
    if len(content) > limits.answer_bytes:
        raise ChatError(f"{endpoint.host} sent an answer of more than {limits.answer_bytes // 1000} kB.")
    return content


def _connection(endpoint: ChatEndpoint, limits: ChatLimits) -> http.client.HTTPConnection:
    parts = urlsplit(endpoint.url)
    host = parts.hostname or ""
    if endpoint.is_encrypted:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=limits.connect_seconds, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=limits.connect_seconds)


def _headers(endpoint: ChatEndpoint) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "quizapp"}
    return headers | ({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})


def _check_status(status: int, endpoint: ChatEndpoint) -> None:
    if status == 200:
        return
    if 300 <= status < 400:
        words = f"{endpoint.host} sends us on to another address, which is not followed: set QUIZAPP_MODEL_URL to it."
        raise ChatError(words, is_for_good=True)
    if status in (401, 403):
        raise ChatError(f"{endpoint.host} does not accept QUIZAPP_MODEL_KEY.", is_for_good=True)
    if status in (404, 405):
        words = f"{endpoint.host} knows no such model or address: check QUIZAPP_MODEL_URL and QUIZAPP_MODEL_NAME."
        raise ChatError(words, is_for_good=True)
    raise ChatError(f"{endpoint.host} answered with status {status}.", is_passing=status in _RETRIED)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


class _Watch:
    """Ends a connection from beside it: when its time is over, however slowly bytes drip, or when this process ends."""

    def __init__(self, connection: http.client.HTTPConnection, ends_at: float, is_stopping: Callable[[], bool]) -> None:
        self.connection, self.ends_at, self.is_stopping = connection, ends_at, is_stopping
        self.was_stopped = self.was_late = False
        self._done = threading.Event()

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Connect, and watch until the block is left."""
        self.connection.connect()
        sock = self.connection.sock
        sock.settimeout(None)
        thread = threading.Thread(target=self._run, args=(sock,), name="chat-watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _run(self, sock: socket.socket) -> None:
        while not self._done.wait(_LOOK_EVERY_SECONDS):
            self.was_stopped = self.is_stopping()
            self.was_late = time.monotonic() > self.ends_at
            if self.was_stopped or self.was_late:
                # Of the plain socket: TLS has no word that would wake the reader.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)
                return

    def check(self, endpoint: ChatEndpoint, limits: ChatLimits) -> None:
        """Say what ended the connection, where that was this watch."""
        if self.was_stopped:
            raise Stopped
        if self.was_late:
            raise ChatError(f"{endpoint.host} took longer than {limits.seconds:g} seconds.", is_passing=True)


def _text_of(content: bytes, endpoint: ChatEndpoint) -> str:
    """Take the text out of an answer of the protocol's shape."""
    try:
        answered: Any = json.loads(content)
        text = answered["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ChatError(f"{endpoint.host} does not answer in the way of a chat model.") from error
    if not isinstance(text, str):
        raise ChatError(f"{endpoint.host} does not answer in the way of a chat model.")
    return text
