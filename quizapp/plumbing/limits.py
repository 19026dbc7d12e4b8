"""Rate limits: how often a door may be tried, by account, address or learner."""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from functools import lru_cache

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from quizapp.core.errors import QuizError


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


class Limits:
    """All counters of one process."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def check(self, rule: Rule, key: str) -> None:
        """Raise when the limit is already reached, without counting.

        Raises:
            TooMany: the limit is reached.
        """
        if self.is_reached(rule, key):
            self._refuse(rule, key)

    def is_reached(self, rule: Rule, key: str) -> bool:
        """Whether the limit is reached; nothing is counted."""
        return not self._window.test(rule.item, rule.door, key)

    def remaining(self, rule: Rule, key: str) -> int:
        """Tell how many more are free now."""
        return self._window.get_window_stats(rule.item, rule.door, key).remaining

    def count(self, rule: Rule, key: str) -> None:
        """Count one event, whether or not the limit is reached."""
        self._window.hit(rule.item, rule.door, key)

    def spend(self, rule: Rule, key: str) -> None:
        """Count one event, or raise when the limit is reached.

        Raises:
            TooMany: the limit is reached.
        """
        if not self._window.hit(rule.item, rule.door, key):
            self._refuse(rule, key)

    def _refuse(self, rule: Rule, key: str) -> None:
        stats = self._window.get_window_stats(rule.item, rule.door, key)
        raise TooMany(rule.message, max(1, int(stats.reset_time - time.time()) + 1), rule.door)


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
