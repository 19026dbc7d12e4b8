"""The hub of several processes: wake-ups over a Redis, on one channel of its publish and subscribe.

Two threads, one to send and one to hear, so that nobody ever waits for the network. What is lost while Redis is away is
made good by `RESYNC` when it is back.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from queue import SimpleQueue

import redis

from quizapp.plumbing.hub import RESYNC, LocalHub, Wake
from quizapp.plumbing.redis_outage import Outage

#: Of a connection that is made or used; Redis stands in the same house.
TIMEOUT_SECONDS = 2.0
RETRY_SECONDS = 0.5
#: A link that was silent for so long is asked whether it is there.
CHECK_SECONDS = 1.0
#: One that does not even answer that for so long is lost, and made anew: a server that hangs resets nothing.
SILENT_SECONDS = 4.0


class RedisHub:
    """Wakes the listeners of this process at once, those of others over the Redis at `url`.

    `name` parts installations that share a Redis: its channels are the same in all of its databases.
    """

    is_shared = True

    def __init__(self, url: str, name: str, outage: Outage | None = None) -> None:
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
        )
        self._channel = f"quizapp:{name}"
        self._own = secrets.token_hex(8)
        self._local = LocalHub()
        self._outage = outage or Outage()
        self._unsent: SimpleQueue[str | None] = SimpleQueue()
        self._ending = threading.Event()
        self._linked = threading.Event()
        self._guard = threading.Lock()
        self._threads: list[threading.Thread] = []

    @property
    def is_linked(self) -> bool:
        """Whether the other processes can be heard now."""
        return self._linked.is_set()

    def publish(self, topic: str, told: str = "") -> None:
        """Wake all who listen, here and elsewhere."""
        self._local.publish(topic, told)
        self.tell_others(topic, told)

    def tell_others(self, topic: str, told: str) -> None:
        """Tell something to other processes."""
        self._begin()
        self._unsent.put(json.dumps([self._own, topic, told]))

    def subscribe(self, wake: Wake) -> None:
        """Call something with each topic from now on."""
        self._local.subscribe(wake)
        self._begin()

    def close(self) -> None:
        """Send what waits, and end both threads."""
        self._ending.set()
        self._unsent.put(None)
        for thread in self._threads:
            thread.join(2 * TIMEOUT_SECONDS)
        self._client.close()

    def _begin(self) -> None:
        with self._guard:
            if self._threads or self._ending.is_set():
                return
            self._threads = [
                threading.Thread(target=call, name=name, daemon=True)
                for name, call in (("hub-sends", self._send_all), ("hub-hears", self._hear_all))
            ]
            for thread in self._threads:
                thread.start()

    def _send_all(self) -> None:
        is_lost = False
        while (message := self._unsent.get()) is not None:
            try:
                if is_lost:
                    self._client.publish(self._channel, json.dumps([self._own, RESYNC, ""]))
                self._client.publish(self._channel, message)
                is_lost = False
            except redis.RedisError:
                # What others did not hear of, and what came meanwhile, they find in the rows.
                is_lost = True
                while not self._unsent.empty() and not self._ending.is_set():
                    self._unsent.get()
                self._ending.wait(RETRY_SECONDS)

    def _hear_all(self) -> None:
        while not self._ending.is_set():
            try:
                self._hear()
            except redis.RedisError as error:
                if self._linked.is_set():
                    self._outage.tell(error)
            self._linked.clear()
            self._ending.wait(RETRY_SECONDS)

    def _hear(self) -> None:
        with self._client.pubsub() as heard:  # type: ignore[no-untyped-call]
            heard.subscribe(self._channel)
            heard_at = asked_at = time.monotonic()
            while not self._ending.is_set():
                message = heard.get_message(timeout=0.5)
                now = time.monotonic()
                if now - asked_at >= CHECK_SECONDS:
                    heard.ping()
                    asked_at = now
                if message is None:
                    if now - heard_at >= SILENT_SECONDS:
                        raise redis.ConnectionError("it does not answer")
                    continue
                heard_at = now
                if message["type"] == "subscribe":
                    self._linked.set()
                    self._outage.end()
                    self._local.publish(RESYNC)
                elif message["type"] == "message":
                    self._take(message["data"])

    def _take(self, data: bytes) -> None:
        try:
            own, topic, told = json.loads(data)
        except ValueError:
            return
        if own != self._own and isinstance(topic, str) and isinstance(told, str):
            self._local.publish(topic, told)
