"""How much of a stranger's file is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits on a document: the file's bytes, the bytes that come out of an archive, the members in it, PDF pages."""

    document_bytes: int = 20_000_000
    inflated_bytes: int = 200_000_000
    members: int = 20_000
    pages: int = 2_000


DEFAULT_LIMITS = ReadLimits()
