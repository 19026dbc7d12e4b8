"""A bell that several threads wait for, each of which hears every ring: none takes it from another."""

from __future__ import annotations

import threading


class Bell:
    """Rung from any thread; whoever remembers the `rings` before its work misses none that came during it."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    @property
    def rings(self) -> int:
        """How often it was rung."""
        return self._rings

    def ring(self) -> None:
        """Wake all who wait, and who will wait for this ring."""
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    def wait(self, heard: int, seconds: float) -> bool:
        """Wait until it was rung oftener than was heard, at most so long; tells whether it was."""
        with self._condition:
            return self._condition.wait_for(lambda: self._rings > heard, seconds)
