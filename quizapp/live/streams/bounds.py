"""How many streams may be open: a stream is cheap, a file handle of the process is not endless."""

from __future__ import annotations

import sys
from collections import Counter

#: A school is one address.
OF_ADDRESS = 3_000
#: So large a part of the process's file handles; the rest is for pages, files and the database.
SHARE_OF_HANDLES = 0.8
#: Projectors, or windows of a host, of one game; one more ends the oldest.
OF_GAME = 50


class Bounds:
    """Counts the open streams of this process."""

    def __init__(self, handles: int | None = None) -> None:
        self._handles = handles
        self._open: Counter[str] = Counter()
        self._all = 0

    def enter(self, address: str) -> bool:
        """Count a stream from an address; False, and nothing counted, where there is no room."""
        # Asked late: the limit is raised when the server begins.
        self._handles = self._handles or handles_of_process()
        if self._open[address] >= OF_ADDRESS or self._all >= int(self._handles * SHARE_OF_HANDLES):
            return False
        self._open[address] += 1
        self._all += 1
        return True

    def leave(self, address: str) -> None:
        """Count a stream no more."""
        self._open[address] -= 1
        self._all -= 1
        if self._open[address] <= 0:
            del self._open[address]


def handles_of_process() -> int:
    """Tell how many files and connections this process may have open."""
    if sys.platform == "win32":
        # Sockets are no files there.
        return 16_000
    import resource  # start-up cost: and not there on every system

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1_000_000 if soft == resource.RLIM_INFINITY else soft


def raise_handles() -> None:
    """Let this process open as many files and connections as the system lets it."""
    if sys.platform == "win32":
        return
    import resource  # start-up cost: and not there on every system

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Some systems name a hard limit that they do not keep.
    at_most = 1_000_000 if hard == resource.RLIM_INFINITY else hard
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (at_most, hard))
    except (OSError, ValueError):
        return
