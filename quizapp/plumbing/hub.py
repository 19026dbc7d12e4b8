"""Wakes whoever waits for something that has changed; carries no content: what it is stands in rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeAlias

Wake: TypeAlias = Callable[[str], object]


class Hub(Protocol):
    """One process, or several over a server: topics are names such as `game/12`."""

    def publish(self, topic: str) -> None:
        """Wake all who listen; called after the commit, from any thread."""

    def subscribe(self, wake: Wake) -> None:
        """Call something with each topic published from now on, from any thread; it must not block."""


class LocalHub:
    """The hub of a single process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._wakes: list[Wake] = []

    def publish(self, topic: str) -> None:
        """Wake all who listen."""
        with self._guard:
            wakes = list(self._wakes)
        for wake in wakes:
            wake(topic)

    def subscribe(self, wake: Wake) -> None:
        """Call something with each topic from now on."""
        with self._guard:
            self._wakes.append(wake)
