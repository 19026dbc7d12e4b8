"""Wakes whoever waits for something that has changed; carries no content that counts: what it is stands in rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeAlias

#: Called with a topic and what was told with it, mostly nothing.
Wake: TypeAlias = Callable[[str, str], object]
#: Published when messages may have been lost: whoever waits looks at the rows.
RESYNC = "resync"


class Hub(Protocol):
    """One process, or several over a server: topics are names such as `game/12`."""

    @property
    def is_shared(self) -> bool:
        """Whether there may be other processes."""

    @property
    def is_linked(self) -> bool:
        """Whether the other processes can be heard now."""

    def publish(self, topic: str, told: str = "") -> None:
        """Wake all who listen, here and elsewhere; called after the commit, from any thread, and never waits."""

    def tell_others(self, topic: str, told: str) -> None:
        """Tell something to those who listen in other processes; may be lost."""

    def subscribe(self, wake: Wake) -> None:
        """Call something with each topic from now on, from any thread; it must not block."""

    def close(self) -> None:
        """Send what waits, and end."""


class LocalHub:
    """The hub of a single process."""

    is_shared = False
    is_linked = True

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._wakes: list[Wake] = []

    def publish(self, topic: str, told: str = "") -> None:
        """Wake all who listen."""
        with self._guard:
            wakes = list(self._wakes)
        for wake in wakes:
            wake(topic, told)

    def tell_others(self, topic: str, told: str) -> None:
        """Tell nobody: there are no others."""

    def subscribe(self, wake: Wake) -> None:
        """Call something with each topic from now on."""
        with self._guard:
            self._wakes.append(wake)

    def close(self) -> None:
        """End; nothing waits."""
