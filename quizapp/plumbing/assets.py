"""Static files: read once, compressed once, named by one hash of the whole tree, so that they can be cached for ever.

The hash stands as a folder in the address, so that modules find each other by relative names.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

#: The order of the layers; they are served as one file.
STYLE_LAYERS = ("reset", "tokens", "base", "layout", "components", "rooms", "teaching", "live", "print")
STYLE = "app.css"


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file; `packed` is its gzip form, None when that is not smaller."""

    body: bytes
    packed: bytes | None
    media_type: str


class Assets:
    """All static files below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _files(self) -> dict[str, Asset]:
        found: dict[str, Asset] = {}
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix != ".css":
                found[path.relative_to(self.folder).as_posix()] = _asset(path.read_bytes(), path.name)
        style = "\n".join((self.folder / "css" / f"{layer}.css").read_text("utf-8") for layer in STYLE_LAYERS)
        found[STYLE] = _asset(style.encode(), STYLE)
        return found

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that change with any byte of any file."""
        digest = hashlib.sha256()
        for name, asset in self._files.items():
            digest.update(f"{name}\0{len(asset.body)}\0".encode() + asset.body)
        return digest.hexdigest()[:12]

    def find(self, name: str) -> Asset | None:
        """Give the file of that name; names are looked up, never joined to a path."""
        return self._files.get(name)

    def url(self, name: str) -> str:
        """Give the address of a file.

        Raises:
            KeyError: there is no such file.
        """
        self._files[name]
        return f"/static/{self.version}/{name}"


def _asset(body: bytes, name: str) -> Asset:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if media_type in ("text/javascript", "application/javascript"):
        media_type = "text/javascript"
    if media_type.startswith("text/") or media_type == "image/svg+xml":
        packed = gzip.compress(body, 9, mtime=0)
        return Asset(body, packed if len(packed) < len(body) else None, f"{media_type}; charset=utf-8")
    return Asset(body, None, media_type)
