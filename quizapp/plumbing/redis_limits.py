"""Counters of limits that several processes share: in a Redis, and in each process's memory while that is away."""

from __future__ import annotations

import time

import redis
from limits import RateLimitItem
from limits.storage import RedisStorage

from quizapp.plumbing.limits import Windows
from quizapp.plumbing.redis_outage import Outage

TIMEOUT_SECONDS = 0.5
#: So long Redis is not asked again after it did not answer: each request would wait for it.
AWAY_SECONDS = 5.0


class SharedWindows:
    """Windows in the Redis at `url`; `name` parts installations that share it."""

    def __init__(self, url: str, name: str, outage: Outage | None = None) -> None:
        self._storage = RedisStorage(
            url,
            key_prefix=f"quizapp:{name}",
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
        )
        self._here = Windows()
        self._outage = outage or Outage()
        self._asked_again_at = 0.0

    def hit(self, item: RateLimitItem, key: tuple[str, str]) -> bool:
        """Count one event; False, and nothing counted, where the window is full."""
        if not self._is_away():
            try:
                is_counted = self._storage.acquire_entry(item.key_for(*key), item.amount, item.get_expiry())
                self._note_answer()
                return is_counted
            except redis.RedisError as error:
                self._note(error)
        return self._here.hit(item, key)

    def read(self, item: RateLimitItem, key: tuple[str, str]) -> tuple[int, float]:
        """Tell how many events are within the window, and the moment of the oldest."""
        if not self._is_away():
            try:
                oldest, count = self._storage.get_moving_window(item.key_for(*key), item.amount, item.get_expiry())
                return count, oldest
            except redis.RedisError as error:
                self._note(error)
        return self._here.read(item, key)

    def _is_away(self) -> bool:
        return time.monotonic() < self._asked_again_at

    def _note_answer(self) -> None:
        if self._asked_again_at:
            self._asked_again_at = 0.0
            self._outage.end()

    def _note(self, error: redis.RedisError) -> None:
        self._outage.tell(error)
        self._asked_again_at = time.monotonic() + AWAY_SECONDS
