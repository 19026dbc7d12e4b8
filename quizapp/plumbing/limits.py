"""Rate limits: how often a door may be tried, by account, address or learner."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from limits import RateLimitItem, parse

from quizapp.core.errors import QuizError

#: After so many events counted, keys whose windows are over are forgotten.
SWEEP_EVERY = 1_000


class TooMany(QuizError):
    """A limit is reached (429); `retry_after_seconds` says when to come back, `door` which limit it is."""

    def __init__(self, message: str, retry_after_seconds: int, door: str) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.door = door


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit such as `10/15minutes`, by the name of its door, with the words for who meets it."""

    door: str
    rate: str
    message: str

    @property
    def item(self) -> RateLimitItem:
        """The limit as the library wants it."""
        return _item(self.rate)


@lru_cache(maxsize=64)
def _item(rate: str) -> RateLimitItem:
    return parse(rate)


class Counted(Protocol):
    """Where events are counted."""

    def hit(self, item: RateLimitItem, key: tuple[str, str]) -> bool:
        """Count one event; False, and nothing counted, where the window is full."""

    def read(self, item: RateLimitItem, key: tuple[str, str]) -> tuple[int, float]:
        """Tell how many events are within the window, and the moment of the oldest; now where there are none."""


class Windows:
    """The moments of what was counted lately, by key; the storage of `limits` would start a thread for most of them."""

    def __init__(self) -> None:
        self._moments: dict[tuple[str, str], deque[float]] = {}
        self._ends: dict[tuple[str, str], float] = {}
        self._guard = threading.Lock()
        self._hits = 0

    def hit(self, item: RateLimitItem, key: tuple[str, str]) -> bool:
        """Count one event; False, and nothing counted, where the window is full."""
        now = time.time()
        with self._guard:
            moments = self._within(item, key, now)
            if len(moments) >= item.amount:
                return False
            moments.append(now)
            self._moments[key] = moments
            self._ends[key] = now + item.get_expiry()
            self._hits += 1
            if self._hits % SWEEP_EVERY == 0:
                self._sweep(now)
            return True

    def read(self, item: RateLimitItem, key: tuple[str, str]) -> tuple[int, float]:
        """Tell how many events are within the window, and the moment of the oldest."""
        now = time.time()
        with self._guard:
            moments = self._within(item, key, now)
            return len(moments), moments[0] if moments else now

    def _within(self, item: RateLimitItem, key: tuple[str, str], now: float) -> deque[float]:
        moments = self._moments.get(key, deque())
        while moments and moments[0] <= now - item.get_expiry():
            moments.popleft()
        return moments

    def _sweep(self, now: float) -> None:
        for key in [key for key, end in self._ends.items() if end <= now]:
            del self._moments[key], self._ends[key]


class Limits:
    """All counters, of this process or of all that share them."""

    def __init__(self, counted: Counted | None = None) -> None:
        self._counted = counted or Windows()

    def check(self, rule: Rule, key: str) -> None:
        """Raise when the limit is already reached, without counting.

        Raises:
            TooMany: the limit is reached.
        """
        if self.is_reached(rule, key):
            self._refuse(rule, key)

    def is_reached(self, rule: Rule, key: str) -> bool:
        """Whether the limit is reached; nothing is counted."""
        return self.remaining(rule, key) == 0

    def remaining(self, rule: Rule, key: str) -> int:
        """Tell how many more are free now."""
        return rule.item.amount - self._counted.read(rule.item, (rule.door, key))[0]

    def count(self, rule: Rule, key: str) -> None:
        """Count one event, whether or not the limit is reached."""
        self._counted.hit(rule.item, (rule.door, key))

    def spend(self, rule: Rule, key: str) -> None:
        """Count one event, or raise when the limit is reached.

        Raises:
            TooMany: the limit is reached.
        """
        if not self._counted.hit(rule.item, (rule.door, key)):
            self._refuse(rule, key)

    def _refuse(self, rule: Rule, key: str) -> None:
        _, oldest = self._counted.read(rule.item, (rule.door, key))
        ends = oldest + rule.item.get_expiry()
        raise TooMany(rule.message, max(1, int(ends - time.time()) + 1), rule.door)


def address_key(address: str | None) -> str:
    """Fold an address for counting: IPv6 by its /64, since one household owns all of that."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)
