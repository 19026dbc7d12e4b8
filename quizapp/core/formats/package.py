"""Packages of learning programs (zip with a manifest) and files alone: members found by the addresses that texts use.

Addresses are wrong in real packages in many ways: absolute, relative to another folder, escaped, of other case.
"""

from __future__ import annotations

import base64
import binascii
import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from quizapp.core.archive import Archive, open_archive
from quizapp.core.formats.gathering import Gatherer, shortened
from quizapp.core.formats.parcel import ReadOptions

ALONE = ""
"""The name of the one member of a file that is no archive."""

DATA_ADDRESS = re.compile(r"data:[a-z0-9.+/-]{1,60};base64,", re.IGNORECASE)
_BASE = re.compile(r"(?:\$|%24)(?:IMS[-_]CC[-_]FILE_?BASE|CANVAS_COURSE_REFERENCE)(?:\$|%24)/?", re.IGNORECASE)
#: The number by which Blackboard names a file, in addresses and in the file’s own name.
_BLACKBOARD = re.compile(r"\bxid-([0-9]{1,20}_[0-9]{1,9})")
_FOLDERS = ("web_resources", "content", "resources")


@dataclass(slots=True)
class Package:
    """An opened file: its members by name, or its own bytes where it is no archive."""

    archive: Archive | None
    content: bytes
    #: Our names of the pictures and sounds that were taken out of it.
    media_names: dict[str, str | None] = field(default_factory=dict)
    _contents: dict[str, bytes] = field(default_factory=dict)
    _by_folded: dict[str, str] = field(default_factory=dict)
    _by_last: dict[str, list[str]] = field(default_factory=dict)
    _by_number: dict[str, str] = field(default_factory=dict)

    def names(self) -> list[str]:
        """List the members in the order of the archive."""
        return [ALONE] if self.archive is None else self.archive.names()

    def get(self, name: str) -> bytes:
        """Give a member’s bytes; each is unpacked once, so that a picture in many questions counts once.

        Raises:
            FormatError: when it is damaged or too large.
        """
        if self.archive is None:
            return self.content
        if name not in self._contents:
            self._contents[name] = self.archive.find(name) or b""
        return self._contents[name]

    def find_name(self, address: str, base: str = "") -> str | None:
        """Find the member that an address means in a text of the member `base`; never anything outside the file."""
        path = unquote(_BASE.sub("", address.split("?")[0].split("#")[0])).replace("\\", "/").strip()
        path = re.sub(r"^(?:file:/*|/+)", "", path)
        if not path or "://" in path or len(path) > 1000:
            return None
        self._index()
        numbered = _BLACKBOARD.search(path)
        if numbered and numbered[1] in self._by_number:
            return self._by_number[numbered[1]]
        folder = posixpath.dirname(base)
        tried = [posixpath.join(folder, path), path, *(posixpath.join(own, path) for own in _FOLDERS)]
        for candidate in tried:
            found = self._by_folded.get(posixpath.normpath(candidate).casefold())
            if found is not None:
                return found
        same_last = self._by_last.get(posixpath.basename(path).casefold(), [])
        ending = [name for name in same_last if f"/{name.casefold()}".endswith(f"/{path.casefold()}")]
        likely = ending or same_last
        return likely[0] if len(likely) == 1 else None

    def _index(self) -> None:
        if self._by_folded:
            return
        for name in self.names():
            self._by_folded[posixpath.normpath(name.replace("\\", "/")).casefold()] = name
            self._by_last.setdefault(posixpath.basename(name).casefold(), []).append(name)
            numbered = _BLACKBOARD.search(posixpath.basename(name).replace("_xid", " xid"))
            if numbered and not name.lower().endswith(".xml"):
                self._by_number.setdefault(numbered[1], name)


@dataclass(slots=True)
class PackageMedia:
    """Finds the pictures and sounds that the texts of one member name; `notes` says which could not be found."""

    gatherer: Gatherer
    package: Package
    base: str
    notes: list[str] = field(default_factory=list)

    def find(self, address: str) -> str | None:
        """Give our name of a picture or sound; what is not in the file is never fetched."""
        shown = shortened(address)
        if DATA_ADDRESS.match(address):
            return self._add(_unpacked(address.split(",", 1)[1]), "an image within the text")
        name = None if self.package.archive is None else self.package.find_name(address, self.base)
        if name is not None:
            # One picture may stand in thousands of questions; it is looked at once.
            if self.package.media_names.get(name) is None:
                self.package.media_names[name] = self._add(self.package.get(name), f"the file “{shown}”")
            return self.package.media_names[name]
        if re.match(r"[a-z]+://|//", address):
            self.notes.append(f"the image “{shown}” lies elsewhere and is not fetched; add it by hand.")
        elif address:
            self.notes.append(f"the image “{shown}” is not in the file; add it by hand.")
        return None

    def _add(self, content: bytes, what: str) -> str | None:
        found = self.gatherer.add_media(content) if content else None
        if found is None:
            self.notes.append(f"{what} is damaged or of a kind that is not shown; add it by hand.")
        return found


def open_package(data: bytes, options: ReadOptions) -> Package:
    """Open a zip with its members, or a file alone.

    Raises:
        FormatError: for an archive that is damaged, encrypted, too large, or holds names that lead out of it.
    """
    return Package(open_archive(data, "The package", options) if data.startswith(b"PK") else None, data)


def media_addresses(names: tuple[str, ...], media: Mapping[str, bytes], folder: str) -> dict[str, str]:
    """Give for each of our media that the bank holds its path in a written package."""
    found: dict[str, str] = {}
    for name in names:
        if name in media:
            stem, _, suffix = name.removeprefix("media/").partition(".")
            found[name] = f"{folder}/{stem[:32]}.{suffix}"
    return found


def written_package(members: Iterable[tuple[str, bytes | Iterable[str]]]) -> bytes:
    """Give a zip of members; the same members give the same bytes.

    A member of many texts is packed as they come, so that a big one never stands in memory unpacked.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            if isinstance(content, bytes):
                file.writestr(member, content)
                continue
            with file.open(member, "w") as stream:
                for text in content:
                    stream.write(text.encode("utf-8"))
    return out.getvalue()


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()))
    except (binascii.Error, ValueError):
        return b""
