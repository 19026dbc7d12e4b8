"""Zip archives of strangers: names, numbers and sizes are checked, members are read in memory and never extracted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

import zstandard

from quizapp.core.errors import FormatError

#: What opening and unpacking a stranger's archive may raise.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)

_CHUNK_BYTES = 1 << 16
_RATIO = 100
_SMALL_BYTES = 1_000_000
"""Below it a member may shrink as it likes: an empty page of a word processor shrinks well, and harms nobody."""
_DRIVE = re.compile(r"[A-Za-z]:")
_KIND_MASK = 0o170000
_FILE_KINDS = (0, 0o100000, 0o040000)
_NAME_LETTERS = 1_000
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_WINDOW_BYTES = 1 << 25
"""How far back a zstd stream may reach; it is what unpacking needs of memory."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much comes out of an archive at most: the bytes of all its members together, and their number."""

    inflated_bytes: int = 200_000_000
    members: int = 20_000


@dataclass(slots=True)
class Archive:
    """An opened archive whose names are sound; what it gives out is counted against the limits."""

    name: str
    file: zipfile.ZipFile
    limits: ArchiveLimits
    inflated_bytes: int = 0

    def names(self) -> list[str]:
        """List the members' names, folders left out."""
        return [info.filename for info in self.file.infolist() if not info.is_dir()]

    def find(self, member: str) -> bytes | None:
        """Give a member's bytes, None where there is no such member.

        Raises:
            FormatError: when it is damaged, or too large or too well packed to be sound.
        """
        try:
            info = self.file.getinfo(member)
        except KeyError:
            return None
        try:
            with self.file.open(info) as stream:
                return self._inflate(stream, info.compress_size)
        except ZIP_ERRORS as error:
            raise damaged(self.name) from error

    def get_xml(self, member: str) -> bytes:
        """Give an XML member's bytes; a document type with entities of its own is refused.

        Raises:
            FormatError: as `find` does, or when it is missing or declares entities.
        """
        content = self.find(member)
        if content is None:
            raise damaged(self.name)
        # Without its NULs, UTF-16 can be searched too.
        if _ENTITY.search(content.replace(b"\0", b"")):
            raise FormatError(
                f"{self.name} declares XML entities, which no sound document does; save it anew in its own program."
            )
        return content

    def inflate_zstd(self, packed: bytes) -> bytes:
        """Unpack a member’s bytes that are packed once more with zstd; what comes out is counted like a member’s.

        Raises:
            FormatError: when they are damaged, or too large or too well packed to be sound.
        """
        unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
        try:
            with unpacker.stream_reader(packed) as stream:
                content = self._inflate(stream, len(packed))
            promised = zstandard.get_frame_parameters(packed).content_size
        except (zstandard.ZstdError, MemoryError) as error:
            raise damaged(self.name) from error
        if promised not in (0, zstandard.CONTENTSIZE_UNKNOWN, len(content)):
            raise damaged(self.name)
        return content

    def _inflate(self, stream: IO[bytes] | zstandard.ZstdDecompressionReader, packed_bytes: int) -> bytes:
        parts = []
        member_bytes = 0
        while chunk := stream.read(_CHUNK_BYTES):
            parts.append(chunk)
            member_bytes += len(chunk)
            self.inflated_bytes += len(chunk)
            is_bomb = member_bytes > max(_SMALL_BYTES, _RATIO * packed_bytes)
            if is_bomb or self.inflated_bytes > self.limits.inflated_bytes:
                raise FormatError(
                    f"{self.name} holds far more than its size promises (over {self.inflated_bytes:,} bytes unpacked); "
                    "it is not read. Save it anew in its own program, or split it."
                )
        return b"".join(parts)


def open_archive(content: bytes, name: str, limits: ArchiveLimits) -> Archive:
    """Open an archive and check its members' names.

    Raises:
        FormatError: when it is damaged or encrypted, has too many members, or names that lead out of it.
    """
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
    except ZIP_ERRORS as error:
        raise damaged(name) from error
    members = file.infolist()
    if len(members) > limits.members:
        raise FormatError(f"{name} holds {len(members):,} members; at most {limits.members:,} are read.")
    seen: set[str] = set()
    for info in members:
        if info.flag_bits & 1:
            raise FormatError(f"{name} is encrypted ({_shown(info)}). Save it without a password and choose it again.")
        if not is_plainly_packed(info):
            raise FormatError(f"{name} is packed in an unusual way ({_shown(info)}); save it anew as a usual zip.")
        folded = info.filename.casefold()
        if not _is_sound(info) or folded in seen:
            raise FormatError(
                f"{name} holds a member with an unsafe name ({_shown(info)}); save it anew in its own program."
            )
        seen.add(folded)
    return Archive(name, file, limits)


def refuse_archive(content: bytes, name: str, limits: ArchiveLimits) -> None:
    """Refuse an archive of no known kind by what is wrong with it; one that is sound is let through.

    Raises:
        FormatError: as `open_archive` does, or when a member promises far more than it takes.
    """
    for info in open_archive(content, name, limits).file.infolist():
        if info.file_size > max(_SMALL_BYTES, _RATIO * info.compress_size):
            raise FormatError(
                f"{name} holds a member that is far larger than it pretends ({_shown(info)}: {info.file_size:,} bytes "
                f"out of {info.compress_size:,}); it is not read. Save it anew in its own program."
            )


def is_plainly_packed(info: zipfile.ZipInfo) -> bool:
    """Whether a member is stored or deflated: other packings take memory by their own word, and errors of their own."""
    return info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def damaged(name: str) -> FormatError:
    """Make the error for a file that breaks off or is not what it begins as."""
    return FormatError(f"{name} is damaged or incomplete. Open it in its own program and save it anew.")


def _shown(info: zipfile.ZipInfo) -> str:
    return repr(info.filename[:60])


def _is_sound(info: zipfile.ZipInfo) -> bool:
    # zipfile cuts a name at its NUL; orig_filename still has it.
    name = info.orig_filename.replace("\\", "/")
    kind = (info.external_attr >> 16) & _KIND_MASK
    leads_out = ".." in name.split("/") or name.startswith("/") or bool(_DRIVE.match(name))
    return bool(name) and not leads_out and "\0" not in name and len(name) <= _NAME_LETTERS and kind in _FILE_KINDS
