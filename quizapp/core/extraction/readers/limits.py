"""How much of a stranger's file is read."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.core.archive import ArchiveLimits


@dataclass(frozen=True, slots=True)
class ReadLimits(ArchiveLimits):
    """Limits on a document: what comes out of an archive, the file's bytes, PDF pages."""

    document_bytes: int = 20_000_000
    pages: int = 2_000


DEFAULT_LIMITS = ReadLimits()
