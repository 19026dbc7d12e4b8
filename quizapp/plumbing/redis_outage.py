"""An outage of Redis, told once by a process whatever notices it first."""

from __future__ import annotations

import logging
import threading

_log = logging.getLogger("quizapp")


class Outage:
    """What the hub and the limits of one process know in common: whether it was told that Redis is away."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_told = False

    def tell(self, error: Exception) -> None:
        """Tell that Redis cannot be reached, unless that was told since it was there."""
        with self._guard:
            is_new, self._is_told = not self._is_told, True
        if is_new:
            _log.warning(
                "Redis cannot be reached: other processes are not heard, and each counts limits for itself: %s", error
            )

    def end(self) -> None:
        """Note that Redis is there."""
        with self._guard:
            self._is_told = False
