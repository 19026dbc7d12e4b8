"""Files under names of our own making, stored durably before anything speaks of them: no name from outside is a path.

`FileStore` holds what waits for a job, `MediaStore` the pictures and sounds of banks, each once.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from datetime import datetime
from pathlib import Path

from quizapp.plumbing.db_errors import DiskFull
from quizapp.plumbing.disk_room import DISK_FULL, NO_ROOM

_NAME = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


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
            _write(self.folder / name, content)
        except OSError as error:
            # What is half there is worth nothing, and takes the room that others need.
            self.remove(name)
            if error.errno in NO_ROOM:
                raise DiskFull(DISK_FULL) from error
            raise
        return name

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


class MediaStore:
    """A private folder of files that are named by the SHA-256 of their bytes, so that each is kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def put(self, content: bytes) -> str:
        """Store bytes so that they survive a loss of power, whole or not at all, and give their SHA-256.

        Raises:
            DiskFull: there was no room; nothing is stored.
        """
        name = hashlib.sha256(content).hexdigest()
        path = self.path(name)
        if path.exists():
            # It must not be swept away as one that was put here long ago and that nothing speaks of.
            os.utime(path)
            return name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        beside = path.with_name(secrets.token_hex(16))
        try:
            _write(beside, content)
            beside.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            beside.unlink(missing_ok=True)
            if error.errno in NO_ROOM:
                raise DiskFull(DISK_FULL) from error
            raise
        return name

    def path(self, sha256: str) -> Path:
        """Give where a file is, whether or not it is there.

        Raises:
            ValueError: this is no SHA-256.
        """
        if _SHA256.fullmatch(sha256) is None:
            raise ValueError("not a name of this store")
        return self.folder / sha256[:2] / sha256

    def remove_old(self, sha256: str, before: datetime) -> None:
        """Remove a file unless it was put here again since; nothing happens when it is gone."""
        path = self.path(sha256)
        if path.exists() and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)

    def names(self, before: datetime) -> list[str]:
        """List the files last put here before a moment, and take away what a write that broke off has left."""
        found = []
        for path in self.folder.glob("??/*") if self.folder.is_dir() else ():
            try:
                is_old = path.stat().st_mtime < before.timestamp()
            except FileNotFoundError:
                continue
            if is_old and _SHA256.fullmatch(path.name):
                found.append(path.name)
            elif is_old and _NAME.fullmatch(path.name):
                path.unlink(missing_ok=True)
        return sorted(found)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a new name survive a loss of power; Windows has no such call."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
