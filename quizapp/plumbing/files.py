"""Files that wait for a job: each under a name of our own making, stored durably before anything speaks of it."""

from __future__ import annotations

import os
import re
import secrets
from datetime import datetime
from pathlib import Path

from quizapp.plumbing.db import DISK_FULL, NO_ROOM, DiskFull

_NAME = re.compile(r"[0-9a-f]{32}")


class FileStore:
    """A private folder of files that are named by chance alone; no name from outside ever becomes a path."""

    def __init__(self, folder: Path) -> None:
        # Whoever is handed a path may run in another folder.
        self.folder = folder.absolute()

    def put(self, content: bytes) -> str:
        """Store bytes so that they survive a loss of power, and give their name.

        Raises:
            DiskFull: there was no room; nothing is stored.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        try:
            self._write(name, content)
        except OSError as error:
            # What is half there is worth nothing, and takes the room that others need.
            self.remove(name)
            if error.errno in NO_ROOM:
                raise DiskFull(DISK_FULL) from error
            raise
        return name

    def _write(self, name: str, content: bytes) -> None:
        handle = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def path(self, name: str) -> Path:
        """Give where a file is, whether or not it is still there.

        Raises:
            ValueError: the name is none that `put` has given.
        """
        if _NAME.fullmatch(name) is None:
            raise ValueError("not a name of this store")
        return self.folder / name

    def remove(self, name: str) -> None:
        """Remove a file; nothing happens when it is gone."""
        self.path(name).unlink(missing_ok=True)

    def names(self, before: datetime | None = None) -> list[str]:
        """List the files there are, or those last written before a moment."""
        if not self.folder.is_dir():
            return []
        found = (entry for entry in self.folder.iterdir() if _NAME.fullmatch(entry.name))
        return sorted(entry.name for entry in found if before is None or entry.stat().st_mtime < before.timestamp())
